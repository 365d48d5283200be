// A heartbeat of its own: it asks the service for its own status now and then, and where two answers
// are missing it ends the session and begins another.
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';
import { backOff, nextAfter } from './what-to-do.ts';

const beatMs = 20_000;

class Heart {
  status = 'off';
  readonly #Signal: SignalFactory;
  readonly #token: (account: string) => string;
  #session: Session | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #tries = 0;
  #fresh = 0;

  constructor(Signal: SignalFactory, token: (account: string) => string) {
    this.#Signal = Signal;
    this.#token = token;
  }

  login(account: string): void {
    this.status = 'coming';
    const session = this.#Signal('app').login(account, this.#token(account));
    let isWanted = true;
    session.onLoginSuccess = () => {
      this.status = 'on';
      this.#tries = 0;
      this.#fresh = 0;
      this.#listen(session, account, () => {
        isWanted = false;
      });
    };
    const end = (code: number): void => {
      clearInterval(this.#beat);
      if (this.#session === session) this.#session = undefined;
      const next = isWanted ? nextAfter(code) : 'again';
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
    clearInterval(this.#beat);
    this.#session?.logout();
    this.#session = undefined;
    this.status = 'off';
  }

  #listen(session: Session, account: string, giveUp: () => void): void {
    let missing = 0;
    clearInterval(this.#beat);
    this.#beat = setInterval(() => {
      if (session.getStatus() !== 2) return;
      missing += 1;
      if (missing > 2) {
        giveUp();
        session.logout();
        return;
      }
      session.invoke('io.agora.signal.user_query_user_status', { account }, (err) => {
        if (err === '') missing = 0;
      });
    }, beatMs);
  }
}

export default subject({
  name: 'a heartbeat',
  create: (world) => new Heart(world.Signal, (account) => world.service.issueToken({ account })),
  do: {
    login: (app, { account }) => app.login(account),
    logout: (app) => app.logout(),
  },
  state: (app) => app.status,
  dispose: (app) => app.logout(),
});
