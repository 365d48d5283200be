// On the native SDK, by a table: what is done about a code is data.
import type { AgoraAPI } from 'sigsim';
import { subject } from 'sigsim/paths';

type Does = 'stay out' | 'tell' | 'fresh token' | 'wait' | 'wait long';
const table: Readonly<Record<number, Does>> = {
  100: 'wait',
  101: 'stay out',
  102: 'wait',
  103: 'tell',
  104: 'wait',
  105: 'fresh token',
  106: 'tell',
  107: 'tell',
  108: 'stay out',
  200: 'wait',
  201: 'wait',
  202: 'wait long',
  203: 'stay out',
  204: 'fresh token',
  205: 'tell',
  206: 'tell',
  207: 'tell',
  209: 'tell',
};
const waitsMs = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];

class ByTable {
  status = 'out';
  readonly #api: AgoraAPI;
  readonly #token: (account: string) => string;
  #account = '';
  #room = '';
  #tries = 0;
  #fresh = 0;
  #joins = 0;
  readonly #timers: ReturnType<typeof setTimeout>[] = [];

  constructor(api: AgoraAPI, token: (account: string) => string) {
    this.#api = api;
    this.#token = token;
    api.onLoginSuccess = () => {
      this.status = 'in';
      this.#tries = 0;
      this.#fresh = 0;
      if (this.#room !== '') api.channelJoin(this.#room);
    };
    api.onLoginFailed = (ecode) => this.#after(ecode);
    api.onLogout = (ecode) => this.#after(ecode);
    api.onChannelJoined = () => {
      this.#joins = 0;
    };
    api.onChannelJoinFailed = () => {
      if (this.status === 'in') this.#in(this.#waitMs(this.#joins++), () => this.enter(this.#room));
    };
    api.onChannelLeaved = (_channel, ecode) => {
      if (ecode === 601) this.#room = '';
      if (ecode === 601) this.status = 'in, removed 601';
      if (ecode === 600) this.#in(this.#waitMs(this.#joins++), () => this.enter(this.#room));
    };
  }

  come(account: string): void {
    this.#account = account;
    this.status = 'coming';
    this.#api.login('app', account, this.#token(account));
  }

  enter(room: string): void {
    this.#room = room;
    if (this.status === 'in') this.#api.channelJoin(room);
  }

  go(): void {
    this.#clear();
    this.status = 'out';
    if (this.#api.getStatus() !== 0) this.#api.logout();
  }

  #after(ecode: number): void {
    const does = table[ecode];
    if (does === undefined) return;
    this.#clear();
    if (does === 'stay out') this.status = 'out';
    else if (does === 'tell' || (does === 'fresh token' && this.#fresh++ > 0)) {
      this.status = `out ${ecode}`;
    } else if (does === 'fresh token') this.come(this.#account);
    else {
      this.status = 'waiting';
      const ms = does === 'wait long' ? 90_000 : this.#waitMs(this.#tries++);
      this.#in(ms, () => this.come(this.#account));
    }
  }

  #waitMs(tries: number): number {
    const ms = waitsMs[Math.min(tries, waitsMs.length - 1)] ?? 0;
    return ms * (0.75 + Math.random() / 2);
  }

  #in(ms: number, run: () => void): void {
    this.#timers.push(setTimeout(run, ms));
  }

  #clear(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }
}

export default subject({
  name: 'by table',
  create: (world, options) =>
    new ByTable(world.createAgoraAPI(options), (account) => world.service.issueToken({ account })),
  do: {
    login: (app, { account }) => app.come(account),
    logout: (app) => app.go(),
    channelJoin: (app, { channel }) => app.enter(channel),
  },
  state: (app) => app.status,
  dispose: (app) => app.go(),
});
