// An async iterator of what happens to a session, and one consumer.
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';
import { backOff, nextAfter } from './what-to-do.ts';

type Event = { readonly is: 'in' } | { readonly is: 'end'; readonly code: number };

/** What happens to a session, until it has ended. */
async function* eventsOf(session: Session): AsyncGenerator<Event> {
  const events: Event[] = [];
  let wake: (() => void) | undefined;
  const put = (event: Event): void => {
    events.push(event);
    wake?.();
  };
  session.onLoginSuccess = () => put({ is: 'in' });
  session.onLoginFailed = (code) => put({ is: 'end', code });
  session.onLogout = (code) => put({ is: 'end', code });
  for (;;) {
    const event = events.shift();
    if (event === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      continue;
    }
    yield event;
    if (event.is === 'end') return;
  }
}

class Reader {
  status = 'out';
  readonly told: string[] = [];
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

  async connect(account: string): Promise<void> {
    this.status = 'on its way';
    const session = this.#Signal('app').login(account, this.#token(account));
    this.#session = session;
    for await (const event of eventsOf(session)) {
      if (event.is === 'in') {
        this.status = 'in';
        this.#tries = 0;
        this.#fresh = 0;
      } else if (this.#session === session) this.#ended(account, event.code);
    }
  }

  disconnect(): void {
    clearTimeout(this.#timer);
    this.#session?.logout();
    this.#session = undefined;
    this.status = 'out';
  }

  #ended(account: string, code: number): void {
    this.#session = undefined;
    const next = nextAfter(code);
    if (next === 'over') this.status = 'out';
    else if (next === 'person' || (next === 'fresh' && this.#fresh++ > 0)) {
      this.status = 'out for good';
      this.told.push(String(code));
    } else if (next === 'fresh') void this.connect(account);
    else {
      this.status = 'waiting';
      const ms = backOff(this.#tries++, 1_500, 60_000);
      this.#timer = setTimeout(() => void this.connect(account), ms);
    }
  }
}

export default subject({
  name: 'an async iterator',
  create: (world) => new Reader(world.Signal, (account) => world.service.issueToken({ account })),
  do: {
    login: (app, { account }) => {
      void app.connect(account);
    },
    logout: (app) => app.disconnect(),
  },
  state: (app) => app.status,
  dispose: (app) => app.disconnect(),
});
