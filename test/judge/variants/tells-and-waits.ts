// A login that failed is shown to its user, who decides; only a session that was lost is begun again.
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';
import { backOff, nextAfter } from './what-to-do.ts';

class Form {
  status = 'form';
  readonly #Signal: SignalFactory;
  readonly #token: (account: string) => string;
  #session: Session | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(Signal: SignalFactory, token: (account: string) => string) {
    this.#Signal = Signal;
    this.#token = token;
  }

  /** Rejects where the login fails. */
  submit(account: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.status = 'sending';
      this.#login(account, resolve, (code) => {
        this.status = 'form';
        reject(new Error(`login failed: ${code}`));
      });
    });
  }

  #login(account: string, done: () => void, failed: (code: number) => void): void {
    const session = this.#Signal('app').login(account, this.#token(account));
    this.#session = session;
    session.onLoginSuccess = () => {
      this.status = 'chat';
      done();
    };
    session.onLoginFailed = (code) => {
      this.#session = undefined;
      failed(code);
    };
    session.onLogout = (code) => {
      this.#session = undefined;
      const next = nextAfter(code);
      if (next === 'again' || next === 'fresh') this.#again(account, 0);
      else this.status = 'form';
    };
  }

  #again(account: string, tries: number): void {
    this.status = 'lost';
    this.#timer = setTimeout(
      () => {
        this.#login(
          account,
          () => undefined,
          (code) => {
            if (nextAfter(code) === 'again') this.#again(account, tries + 1);
            else this.status = 'form';
          },
        );
      },
      backOff(tries, 1_000, 60_000),
    );
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.#session?.logout();
    this.status = 'form';
  }
}

export default subject({
  name: 'tells and waits',
  create: (world) => new Form(world.Signal, (account) => world.service.issueToken({ account })),
  do: {
    login: (app, { account }) => app.submit(account),
    logout: (app) => app.leave(),
  },
  state: (app) => app.status,
  dispose: (app) => app.leave(),
});
