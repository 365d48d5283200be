// After web pages that lived on what SDK 1.4.0 does: a logout that has nothing to end does nothing
// there, so they call it before every login, from every handler. As documented it is answered by 108.
//
// fault: hot-loop             108 is answered with a logout, which is answered by 108, and so on
// fault: calls-dead-session   it logs out of sessions that are over
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';

class LogoutLogin {
  state = 'offline';
  readonly #Signal: SignalFactory;
  #session: Session | undefined;

  constructor(Signal: SignalFactory) {
    this.#Signal = Signal;
  }

  start(account: string, token: string): void {
    this.state = 'connecting';
    const session = this.#Signal('app').login(account, token);
    const again = (): void => {
      this.state = 'offline';
      session.logout();
      setTimeout(() => this.start(account, token), 1_000);
    };
    session.onLoginSuccess = () => {
      this.state = 'online';
    };
    session.onLoginFailed = again;
    session.onLogout = again;
    this.#session = session;
  }

  stop(): void {
    this.#session?.logout();
  }
}

export default subject({
  name: 'logout, login',
  create: (world) => new LogoutLogin(world.Signal),
  do: {
    login: (app, { account, token }) => app.start(account, token),
    logout: (app) => app.stop(),
  },
  state: (app) => app.state,
});
