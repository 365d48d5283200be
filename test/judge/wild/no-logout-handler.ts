// After quick integrations: success and failure of the login are handled, and that a session can end
// later is not.
//
// fault: no-handler   100, 102, 103, 104, 105, 106 and 107 reach nobody: the page shows "online"
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';

class Quick {
  state = 'offline';
  readonly #Signal: SignalFactory;
  #session: Session | undefined;

  constructor(Signal: SignalFactory) {
    this.#Signal = Signal;
  }

  go(account: string, token: string): void {
    this.state = 'connecting';
    const session = this.#Signal('app').login(account, token);
    session.onLoginSuccess = () => {
      this.state = 'online';
    };
    session.onLoginFailed = (ecode) => {
      this.state = `failed ${ecode}`;
    };
    this.#session = session;
  }

  leave(): void {
    this.#session?.logout();
    this.state = 'offline';
  }
}

export default subject({
  name: 'no onLogout',
  create: (world) => new Quick(world.Signal),
  do: {
    login: (app, { account, token }) => app.go(account, token),
    logout: (app) => app.leave(),
  },
  state: (app) => app.state,
});
