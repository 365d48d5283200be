// With RxJS: a session is an Observable, and `retry` says when it is made anew.
import { Observable, retry, Subject, takeUntil, throwError, timer } from 'rxjs';
import { subject } from 'sigsim/paths';
import type { SignalFactory } from 'sigsim/sdk';
import { backOff, nextAfter } from './what-to-do.ts';

class Ended extends Error {
  readonly code: number;

  constructor(code: number) {
    super(String(code));
    this.code = code;
  }
}

class Rx {
  status = 'off';
  readonly #Signal: SignalFactory;
  readonly #token: (account: string) => string;
  #leave = new Subject<void>();

  constructor(Signal: SignalFactory, token: (account: string) => string) {
    this.#Signal = Signal;
    this.#token = token;
  }

  connect(account: string): void {
    this.disconnect();
    let fresh = 0;
    this.#sessions(account)
      .pipe(
        retry({
          delay: (error: Ended, tries) => {
            const next = nextAfter(error.code);
            if (next === 'fresh' && fresh++ === 0) return timer(0);
            if (next !== 'again') return throwError(() => error);
            this.status = 'waiting';
            return timer(backOff(tries - 1, 1_000, 60_000));
          },
          resetOnSuccess: true,
        }),
        takeUntil(this.#leave),
      )
      .subscribe({
        next: () => {
          fresh = 0;
          this.status = 'on';
        },
        error: ({ code }: Ended) => {
          this.status = nextAfter(code) === 'over' ? 'off' : `off ${code}`;
        },
      });
  }

  disconnect(): void {
    this.#leave.next();
    this.status = 'off';
  }

  /** A session; it says that it is in, and fails when it has ended. Who lets go of it logs out. */
  #sessions(account: string): Observable<void> {
    return new Observable((observer) => {
      this.status = 'coming';
      const session = this.#Signal('app').login(account, this.#token(account));
      let isOver = false;
      const end = (code: number): void => {
        isOver = true;
        observer.error(new Ended(code));
      };
      session.onLoginSuccess = () => observer.next();
      session.onLoginFailed = end;
      session.onLogout = end;
      return () => {
        if (!isOver) session.logout();
      };
    });
  }
}

export default subject({
  name: 'RxJS',
  create: (world) => new Rx(world.Signal, (account) => world.service.issueToken({ account })),
  do: {
    login: (app, { account }) => app.connect(account),
    logout: (app) => app.disconnect(),
  },
  state: (app) => app.status,
  dispose: (app) => app.disconnect(),
});
