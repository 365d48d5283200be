// With cockatiel: a policy says what is tried again and after how long.
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';
import { nextAfter } from './what-to-do.ts';

class Refused extends Error {
  readonly code: number;

  constructor(code: number) {
    super(String(code));
    this.code = code;
  }
}

const policy = retry(
  handleWhen((error) => error instanceof Refused && nextAfter(error.code) === 'again'),
  {
    maxAttempts: 1_000_000,
    backoff: new ExponentialBackoff({ initialDelay: 1_000, maxDelay: 60_000 }),
  },
);

class Steady {
  status = 'off';
  readonly #Signal: SignalFactory;
  readonly #token: (account: string) => string;
  #session: Session | undefined;
  #stop = new AbortController();

  constructor(Signal: SignalFactory, token: (account: string) => string) {
    this.#Signal = Signal;
    this.#token = token;
  }

  async connect(account: string): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    try {
      await policy.execute(() => this.#login(account, stop.signal), stop.signal);
      if (!stop.signal.aborted) this.status = 'on';
    } catch (error) {
      if (stop.signal.aborted || !(error instanceof Refused)) return;
      this.status = nextAfter(error.code) === 'over' ? 'off' : `off ${error.code}`;
    }
  }

  disconnect(): void {
    this.#stop.abort();
    this.#session?.logout();
    this.#session = undefined;
    this.status = 'off';
  }

  #login(account: string, signal: AbortSignal, isFresh = false): Promise<void> {
    if (signal.aborted) return Promise.reject(new Refused(101));
    this.status = 'coming';
    return new Promise((resolve, reject) => {
      const session = this.#Signal('app').login(account, this.#token(account));
      this.#session = session;
      session.onLoginSuccess = () => resolve();
      session.onLoginFailed = (code) => {
        this.#session = undefined;
        if (signal.aborted) reject(new Refused(101));
        else if (nextAfter(code) === 'fresh' && !isFresh) {
          resolve(this.#login(account, signal, true));
        } else {
          if (nextAfter(code) === 'again') this.status = 'waiting';
          reject(new Refused(code));
        }
      };
      session.onLogout = (code) => this.#onLogout(account, session, code);
    });
  }

  #onLogout(account: string, session: Session, code: number): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    const next = nextAfter(code);
    if (next === 'over' || next === 'person') {
      this.status = next === 'over' ? 'off' : `off ${code}`;
      return;
    }
    this.status = 'waiting';
    const ms = next === 'fresh' ? 0 : 1_000 + 2_000 * Math.random();
    const timer = setTimeout(() => void this.connect(account), ms);
    this.#stop.signal.addEventListener('abort', () => clearTimeout(timer));
  }
}

export default subject({
  name: 'cockatiel',
  create: (world) => new Steady(world.Signal, (account) => world.service.issueToken({ account })),
  do: {
    login: (app, { account }) => {
      void app.connect(account);
    },
    logout: (app) => app.disconnect(),
  },
  state: (app) => app.status,
  dispose: (app) => app.disconnect(),
});
