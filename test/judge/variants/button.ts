// It never tries again by itself: it says that it is offline and shows a button.
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';

class Button {
  label = 'Connect';
  readonly #Signal: SignalFactory;
  readonly #token: (account: string) => string;
  #session: Session | undefined;

  constructor(Signal: SignalFactory, token: (account: string) => string) {
    this.#Signal = Signal;
    this.#token = token;
  }

  press(account: string): void {
    if (this.label !== 'Connect') return;
    this.label = '...';
    const session = this.#Signal('app').login(account, this.#token(account));
    session.onLoginSuccess = () => {
      this.label = 'Disconnect';
    };
    const back = (): void => {
      this.label = 'Connect';
    };
    session.onLoginFailed = back;
    session.onLogout = back;
    this.#session = session;
  }

  off(): void {
    this.#session?.logout();
    this.#session = undefined;
    this.label = 'Connect';
  }
}

export default subject({
  name: 'a button',
  create: (world) => new Button(world.Signal, (account) => world.service.issueToken({ account })),
  do: {
    login: (app, { account }) => app.press(account),
    logout: (app) => app.off(),
  },
  state: (app) => app.label,
  dispose: (app) => app.off(),
});
