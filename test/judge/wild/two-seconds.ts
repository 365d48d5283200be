// After a wrapper that many web pages had: whatever the reason, logged out means "log in again in two
// seconds". A login that fails is shown to the user.
//
// fault: kick-war             103 is answered with a login, so that two tabs throw each other out for ever
// fault: works-after-logout   the user's own logout (101) brings the user back online
// fault: same-token-again     105 says that the token has run out, and it comes with the same one
// fault: retries-refused      106 and 107 will not change by trying
// fault: lockstep             everybody whom an outage threw out comes back at the same moment
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';

class TwoSeconds {
  state = 'offline';
  readonly #Signal: SignalFactory;
  #session: Session | undefined;

  constructor(Signal: SignalFactory) {
    this.#Signal = Signal;
  }

  init(account: string, token: string): void {
    this.state = 'connecting';
    const session = this.#Signal('app').login(account, token);
    session.onLoginSuccess = () => {
      this.state = 'online';
    };
    session.onLoginFailed = (ecode) => {
      this.state = `failed ${ecode}`;
    };
    session.onLogout = () => {
      this.state = 'offline';
      setTimeout(() => this.init(account, token), 2_000);
    };
    this.#session = session;
  }

  quit(): void {
    this.#session?.logout();
  }
}

export default subject({
  name: 'two seconds',
  create: (world) => new TwoSeconds(world.Signal),
  do: {
    login: (app, { account, token }) => app.init(account, token),
    logout: (app) => app.quit(),
  },
  state: (app) => app.state,
});
