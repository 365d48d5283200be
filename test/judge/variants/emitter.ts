// An emitter, with somebody who listens: the emitter tries again, the page shows.
import { EventEmitter } from 'node:events';
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';
import { backOff, nextAfter } from './what-to-do.ts';

class Chat extends EventEmitter {
  readonly #Signal: SignalFactory;
  readonly #token: (account: string) => string;
  #session: Session | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #fresh = 0;

  constructor(Signal: SignalFactory, token: (account: string) => string) {
    super();
    this.#Signal = Signal;
    this.#token = token;
  }

  login(account: string): void {
    const session = this.#Signal('app').login(account, this.#token(account));
    session.onLoginSuccess = () => {
      this.#tries = 0;
      this.#fresh = 0;
      this.emit('in');
    };
    const end = (code: number): void => {
      this.#session = undefined;
      this.emit('out', code);
      const next = nextAfter(code);
      if (next === 'fresh' && this.#fresh++ === 0) this.login(account);
      else if (next === 'again') {
        this.#timer = setTimeout(() => this.login(account), backOff(this.#tries++, 1_000, 60_000));
      }
    };
    session.onLoginFailed = end;
    session.onLogout = end;
    this.#session = session;
  }

  logout(): void {
    clearTimeout(this.#timer);
    this.#session?.logout();
  }
}

export default subject({
  name: 'an emitter',
  create(world) {
    const chat = new Chat(world.Signal, (account) => world.service.issueToken({ account }));
    const reached: number[] = [];
    const page = { text: '' };
    chat.on('in', () => {
      page.text = 'Welcome';
    });
    chat.on('out', (code: number) => {
      page.text = `Not connected (${code})`;
      reached.push(code);
    });
    return { chat, reached };
  },
  do: {
    login: ({ chat }, { account }) => chat.login(account),
    logout: ({ chat }) => chat.logout(),
  },
  reached: ({ reached }) => reached,
  dispose: ({ chat }) => chat.logout(),
});
