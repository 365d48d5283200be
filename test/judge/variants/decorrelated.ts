// Decorrelated jitter: each wait is drawn between the first and three times the one before.
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';
import { nextAfter } from './what-to-do.ts';

const firstMs = 1_000;
const capMs = 60_000;

class Decorrelated {
  status = 'off';
  readonly #Signal: SignalFactory;
  readonly #token: (account: string) => string;
  #session: Session | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastMs = firstMs;
  #fresh = 0;

  constructor(Signal: SignalFactory, token: (account: string) => string) {
    this.#Signal = Signal;
    this.#token = token;
  }

  login(account: string): void {
    this.status = 'coming';
    const session = this.#Signal('app').login(account, this.#token(account));
    session.onLoginSuccess = () => {
      this.status = 'on';
      this.#lastMs = firstMs;
      this.#fresh = 0;
    };
    const end = (code: number): void => {
      this.#session = undefined;
      const next = nextAfter(code);
      if (next === 'again') {
        this.status = 'waiting';
        this.#lastMs = Math.min(capMs, firstMs + Math.random() * (this.#lastMs * 3 - firstMs));
        this.#timer = setTimeout(() => this.login(account), this.#lastMs);
      } else if (next === 'fresh' && this.#fresh++ === 0) this.login(account);
      else this.status = next === 'over' ? 'off' : `off ${code}`;
    };
    session.onLoginFailed = end;
    session.onLogout = end;
    this.#session = session;
  }

  logout(): void {
    clearTimeout(this.#timer);
    this.#session?.logout();
    this.#session = undefined;
    this.status = 'off';
  }
}

export default subject({
  name: 'decorrelated jitter',
  create: (world) =>
    new Decorrelated(world.Signal, (account) => world.service.issueToken({ account })),
  do: {
    login: (app, { account }) => app.login(account),
    logout: (app) => app.logout(),
  },
  state: (app) => app.status,
  dispose: (app) => app.logout(),
});
