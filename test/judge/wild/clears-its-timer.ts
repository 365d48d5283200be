// After a support desk: onLogout sets a timer to come back, then calls `cleanup`, and that clears it.
//
// fault: gives-up     after 100 and 102 it says "back soon" and never logs in again
// fault: no-refresh   after 105 the same
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';

class Desk {
  state = 'closed';
  readonly #Signal: SignalFactory;
  #session: Session | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(Signal: SignalFactory) {
    this.#Signal = Signal;
  }

  open(account: string, token: string): void {
    this.state = 'opening';
    const session = this.#Signal('app').login(account, token);
    session.onLoginSuccess = () => {
      this.state = 'open';
    };
    session.onLoginFailed = (ecode) => {
      this.state = `failed ${ecode}`;
    };
    session.onLogout = (ecode) => {
      const isFinal = ecode === 101 || ecode === 103 || ecode === 106 || ecode === 107;
      if (!isFinal) this.#timer = setTimeout(() => this.open(account, token), 5_000);
      this.state = isFinal ? `out ${ecode}` : 'back soon';
      this.#cleanup();
    };
    this.#session = session;
  }

  close(): void {
    this.#cleanup();
    this.#session?.logout();
  }

  #cleanup(): void {
    clearTimeout(this.#timer);
  }
}

export default subject({
  name: 'clears its timer',
  create: (world) => new Desk(world.Signal),
  do: {
    login: (app, { account, token }) => app.open(account, token),
    logout: (app) => app.close(),
  },
  state: (app) => app.state,
});
