// One loop with await: log in, wait for the end, think, sleep, again.
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';
import { backOff, nextAfter } from './what-to-do.ts';

class Loop {
  status = 'off';
  readonly #Signal: SignalFactory;
  readonly #token: (account: string) => string;
  #session: Session | undefined;
  #stop: AbortController | undefined;

  constructor(Signal: SignalFactory, token: (account: string) => string) {
    this.#Signal = Signal;
    this.#token = token;
  }

  start(account: string): void {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    void this.#run(account, stop.signal);
  }

  stop(): void {
    this.#stop?.abort();
    this.#session?.logout();
    this.#session = undefined;
    this.status = 'off';
  }

  async #run(account: string, signal: AbortSignal): Promise<void> {
    let tries = 0;
    let fresh = 0;
    while (!signal.aborted) {
      this.status = 'coming';
      const { code, wasIn } = await this.#once(account);
      if (signal.aborted) return;
      this.#session = undefined;
      if (wasIn) [tries, fresh] = [0, 0];
      const next = nextAfter(code);
      if (next === 'over' || next === 'person' || (next === 'fresh' && fresh > 0)) {
        this.status = next === 'over' ? 'off' : `off ${code}`;
        return;
      }
      if (next === 'fresh') {
        fresh += 1;
        continue;
      }
      this.status = 'waiting';
      await this.#sleep(backOff(tries++, 1_000, 60_000), signal);
    }
  }

  /** A session from its beginning to its end. */
  #once(account: string): Promise<{ readonly code: number; readonly wasIn: boolean }> {
    return new Promise((resolve) => {
      let wasIn = false;
      const session = this.#Signal('app').login(account, this.#token(account));
      session.onLoginSuccess = () => {
        wasIn = true;
        this.status = 'on';
      };
      session.onLoginFailed = (code) => resolve({ code, wasIn });
      session.onLogout = (code) => resolve({ code, wasIn });
      this.#session = session;
    });
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

export default subject({
  name: 'a loop with await',
  create: (world) => new Loop(world.Signal, (account) => world.service.issueToken({ account })),
  do: {
    login: (app, { account }) => app.start(account),
    logout: (app) => app.stop(),
  },
  state: (app) => app.status,
  dispose: (app) => app.stop(),
});
