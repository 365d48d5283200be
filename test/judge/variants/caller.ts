// A telephone: it calls, is called, and leaves what failed to the person in front of it.
import type { AgoraAPI } from 'sigsim';
import { subject } from 'sigsim/paths';
import { backOff, nextAfter } from './what-to-do.ts';

class Telephone {
  status = 'off';
  readonly display: string[] = [];
  readonly #api: AgoraAPI;
  readonly #token: (account: string) => string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #fresh = 0;

  constructor(api: AgoraAPI, token: (account: string) => string) {
    this.#api = api;
    this.#token = token;
    api.onInviteReceived = (channel, peer) => {
      this.display.push(`${peer} is calling`);
      this.incoming = { channel, peer };
    };
    api.onInviteFailed = (_channel, peer, _uid, ecode) => {
      if (ecode !== 701) this.display.push(`${peer} cannot be reached (${ecode})`);
    };
    api.onInviteEndByPeer = () => {
      this.display.push('hung up');
    };
  }

  incoming: { readonly channel: string; readonly peer: string } | undefined;

  on(account: string): void {
    const api = this.#api;
    this.status = 'starting';
    api.onLoginSuccess = () => {
      this.status = 'on';
      this.#tries = 0;
      this.#fresh = 0;
    };
    const end = (code: number): void => {
      clearTimeout(this.#timer);
      const next = nextAfter(code);
      if (code === 208) return;
      if (next === 'again') {
        this.status = 'no line';
        const ms = backOff(this.#tries++, 1_000, 60_000);
        this.#timer = setTimeout(() => this.on(account), ms);
      } else if (next === 'fresh' && this.#fresh++ === 0) this.on(account);
      else {
        this.status = next === 'over' ? 'off' : 'out of service';
        if (next !== 'over') this.display.push(`out of service (${code})`);
      }
    };
    api.onLoginFailed = end;
    api.onLogout = end;
    api.login('app', account, this.#token(account));
  }

  off(): void {
    clearTimeout(this.#timer);
    this.status = 'off';
    if (this.#api.getStatus() !== 0) this.#api.logout();
  }

  dial(channel: string, peer: string): void {
    if (this.#api.getStatus() === 2) this.#api.channelInviteUser2(channel, peer, '{"_timeout":30}');
    else this.display.push('no line');
  }

  take(channel: string, peer: string): void {
    if (this.#api.getStatus() === 2) this.#api.channelInviteAccept(channel, peer, 0);
  }

  hangUp(channel: string, peer: string): void {
    if (this.#api.getStatus() === 2) this.#api.channelInviteEnd(channel, peer, 0);
  }
}

export default subject({
  name: 'a telephone',
  create: (world, options) =>
    new Telephone(world.createAgoraAPI(options), (account) =>
      world.service.issueToken({ account }),
    ),
  do: {
    login: (app, { account }) => app.on(account),
    logout: (app) => app.off(),
    channelInviteUser2: (app, { channel, peer }) => app.dial(channel, peer),
    channelInviteAccept: (app, { channel, peer }) => app.take(channel, peer),
    channelInviteEnd: (app, { channel, peer }) => app.hangUp(channel, peer),
  },
  state: (app) => app.status,
  dispose: (app) => app.off(),
});
