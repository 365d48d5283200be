// After a plugin of an application for classrooms: `init` may be called from everywhere, so a flag
// guards it. It wants to come back after a loss, by `init`, and the flag is never taken back.
//
// fault: gives-up     after 100 and 102 it says "reconnecting" and never logs in again
// fault: no-refresh   after 105 the same
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';

class Plugin {
  state = 'idle';
  readonly #Signal: SignalFactory;
  #session: Session | undefined;
  #inited = false;

  constructor(Signal: SignalFactory) {
    this.#Signal = Signal;
  }

  init(account: string, token: string): void {
    if (this.#inited) return;
    this.#inited = true;
    this.state = 'connecting';
    const session = this.#Signal('app').login(account, token);
    session.onLoginSuccess = () => {
      this.state = 'ready';
    };
    session.onLoginFailed = (ecode) => {
      this.state = `error ${ecode}`;
    };
    session.onLogout = (ecode) => {
      if (ecode === 101 || ecode === 103 || ecode === 106 || ecode === 107) {
        this.state = `error ${ecode}`;
        return;
      }
      this.state = 'reconnecting';
      setTimeout(() => this.init(account, token), 2_000 + 2_000 * Math.random());
    };
    this.#session = session;
  }

  exit(): void {
    this.#session?.logout();
  }
}

export default subject({
  name: 'inited once',
  create: (world) => new Plugin(world.Signal),
  do: {
    login: (app, { account, token }) => app.init(account, token),
    logout: (app) => app.exit(),
  },
  state: (app) => app.state,
});
