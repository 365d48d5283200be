// After SDK wrappers: every callback becomes an event, and of all events the page hears one.
//
// fault: no-handler   every failure of a login and every end of a session reaches nobody
import { EventEmitter } from 'node:events';
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';

class Wrapper extends EventEmitter {
  readonly #Signal: SignalFactory;
  #session: Session | undefined;

  constructor(Signal: SignalFactory) {
    super();
    this.#Signal = Signal;
  }

  login(account: string, token: string): void {
    const session = this.#Signal('app').login(account, token);
    session.onLoginSuccess = (uid) => this.emit('login', uid);
    session.onLoginFailed = (ecode) => this.emit('loginFailed', ecode);
    session.onLogout = (ecode) => this.emit('logout', ecode);
    session.onError = (name, ecode) => this.emit('failure', name, ecode);
    this.#session = session;
  }

  logout(): void {
    this.#session?.logout();
  }
}

export default subject({
  name: 'to nobody',
  create(world) {
    const wrapper = new Wrapper(world.Signal);
    const reached: number[] = [];
    wrapper.on('login', () => reached.push(0));
    return { wrapper, reached };
  },
  do: {
    login: ({ wrapper }, { account, token }) => wrapper.login(account, token),
    logout: ({ wrapper }) => wrapper.logout(),
  },
  reached: ({ reached }) => reached,
});
