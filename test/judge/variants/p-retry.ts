// With p-retry: what it may not try again it aborts.
import { setMaxListeners } from 'node:events';
import pRetry, { AbortError } from 'p-retry';
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';
import { nextAfter } from './what-to-do.ts';

class Retrying {
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
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    setMaxListeners(0, signal); // p-retry listens once an attempt.
    let fresh = 0;
    const attempt = async (): Promise<void> => {
      this.status = 'coming';
      const code = await this.#login(account);
      if (code === undefined) return;
      const next = nextAfter(code);
      if (next === 'fresh' && fresh++ === 0) return attempt();
      if (next !== 'again') throw new AbortError(String(code));
      this.status = 'waiting';
      throw new Error(String(code));
    };
    try {
      await pRetry(attempt, {
        forever: true,
        minTimeout: 1_000,
        maxTimeout: 60_000,
        randomize: true,
        signal,
      });
      this.status = 'on';
    } catch (error) {
      if (signal.aborted) return;
      const { message } = error as Error;
      this.status = nextAfter(Number(message)) === 'over' ? 'off' : `off ${message}`;
    }
  }

  disconnect(): void {
    this.#stop.abort();
    this.#session?.logout();
    this.#session = undefined;
    this.status = 'off';
  }

  /** Logs in; gives the code with which that failed. What ends the session later begins anew. */
  #login(account: string): Promise<number | undefined> {
    return new Promise((resolve) => {
      const session = this.#Signal('app').login(account, this.#token(account));
      this.#session = session;
      session.onLoginSuccess = () => resolve(undefined);
      session.onLoginFailed = (code) => {
        this.#session = undefined;
        resolve(code);
      };
      session.onLogout = (code) => {
        if (this.#session !== session) return;
        this.#session = undefined;
        const next = nextAfter(code);
        if (next === 'over' || next === 'person') {
          this.status = next === 'over' ? 'off' : `off ${code}`;
        } else {
          this.status = 'waiting';
          const ms = next === 'fresh' ? 0 : 1_000 + 1_000 * Math.random();
          const timer = setTimeout(() => void this.connect(account), ms);
          this.#stop.signal.addEventListener('abort', () => clearTimeout(timer));
        }
      };
    });
  }
}

export default subject({
  name: 'p-retry',
  create: (world) => new Retrying(world.Signal, (account) => world.service.issueToken({ account })),
  do: {
    login: (app, { account }) => {
      void app.connect(account);
    },
    logout: (app) => app.disconnect(),
  },
  state: (app) => app.status,
  dispose: (app) => app.disconnect(),
});
