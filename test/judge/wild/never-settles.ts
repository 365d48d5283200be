// After services of single-page applications that wrap the SDK in promises: success resolves, and
// that it can fail was left for later.
//
// fault: never-settles   a login that is refused leaves its promise pending, and the page loading
// fault: gives-up        200, 201 and 202 pass by themselves, and neither it nor its user tries again
// fault: no-refresh      after 204 the same
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';

class ChatService {
  state = 'loggedOut';
  readonly #Signal: SignalFactory;
  #session: Session | undefined;

  constructor(Signal: SignalFactory) {
    this.#Signal = Signal;
  }

  login(account: string, token: string): Promise<void> {
    return new Promise((resolve) => {
      this.state = 'loading';
      const session = this.#Signal('app').login(account, token);
      session.onLoginSuccess = () => {
        this.state = 'loggedIn';
        resolve();
      };
      session.onLoginFailed = (ecode) => {
        console.debug('login failed', ecode);
      };
      session.onLogout = () => {
        this.state = 'loggedOut';
      };
      this.#session = session;
    });
  }

  logout(): void {
    this.#session?.logout();
  }
}

export default subject({
  name: 'promises without refusal',
  create: (world) => new ChatService(world.Signal),
  do: {
    login: (app, { account, token }) => app.login(account, token),
    logout: (app) => app.logout(),
  },
  state: (app) => app.state,
});
