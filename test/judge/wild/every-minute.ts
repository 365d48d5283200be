// After a dashboard that wanted to be sure: it logs in once a minute, whether it is in or not, each
// time on a new Signal.
//
// fault: kicks-itself         each login throws its own session of the minute before out
// fault: kick-war             a minute after another device took the account, it takes it back
// fault: works-after-logout   nobody stops the interval
// fault: retries-refused      nor after 205, 206, 207, 209, 106 and 107
// fault: same-token-again     nor after 204 and 105
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';

class Dashboard {
  state = 'offline';
  readonly #Signal: SignalFactory;
  #session: Session | undefined;

  constructor(Signal: SignalFactory) {
    this.#Signal = Signal;
  }

  begin(account: string, token: string): void {
    const login = (): void => {
      const session = this.#Signal('app').login(account, token);
      this.#session = session;
      session.onLoginSuccess = () => {
        this.state = 'online';
      };
      session.onLoginFailed = (ecode) => {
        this.state = `failed ${ecode}`;
      };
      session.onLogout = (ecode) => {
        if (this.#session === session) this.state = `out ${ecode}`;
      };
    };
    login();
    setInterval(login, 60_000);
  }

  end(): void {
    this.#session?.logout();
  }
}

export default subject({
  name: 'every minute',
  create: (world) => new Dashboard(world.Signal),
  do: {
    login: (app, { account, token }) => app.begin(account, token),
    logout: (app) => app.end(),
  },
  state: (app) => app.state,
});
