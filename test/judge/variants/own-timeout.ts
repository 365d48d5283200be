// It does not trust the SDK to come back with an answer: a login that takes too long is ended by a
// logout, and begun again when that has been answered.
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';
import { backOff, nextAfter } from './what-to-do.ts';

const patienceMs = 15_000;

class Impatient {
  status = 'off';
  readonly #Signal: SignalFactory;
  readonly #token: (account: string) => string;
  #session: Session | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #fresh = 0;

  constructor(Signal: SignalFactory, token: (account: string) => string) {
    this.#Signal = Signal;
    this.#token = token;
  }

  login(account: string): void {
    this.status = 'coming';
    const session = this.#Signal('app').login(account, this.#token(account));
    let isLate = false;
    this.#timer = setTimeout(() => {
      isLate = true;
      session.logout();
    }, patienceMs);
    session.onLoginSuccess = () => {
      clearTimeout(this.#timer);
      this.status = 'on';
      this.#tries = 0;
      this.#fresh = 0;
    };
    const end = (code: number): void => {
      clearTimeout(this.#timer);
      if (this.#session !== session) return;
      this.#session = undefined;
      const next = isLate && code === 203 ? 'again' : nextAfter(code);
      if (next === 'again') {
        this.status = 'waiting';
        const ms = backOff(this.#tries++, 1_000, 60_000);
        this.#timer = setTimeout(() => this.login(account), ms);
      } else if (next === 'fresh' && this.#fresh++ === 0) this.login(account);
      else this.status = next === 'over' ? 'off' : `off ${code}`;
    };
    session.onLoginFailed = end;
    session.onLogout = end;
    this.#session = session;
  }

  logout(): void {
    clearTimeout(this.#timer);
    const session = this.#session;
    this.#session = undefined;
    session?.logout();
    this.status = 'off';
  }
}

export default subject({
  name: 'its own login timeout',
  create: (world) =>
    new Impatient(world.Signal, (account) => world.service.issueToken({ account })),
  do: {
    login: (app, { account }) => app.login(account),
    logout: (app) => app.logout(),
  },
  state: (app) => app.status,
  dispose: (app) => app.logout(),
});
