// After a messenger on the native SDK: a message that failed is simply sent again, by the same button
// handler, which makes a new id.
//
// fault: new-id-after-timeout   401 may mean that the service has it: the reader reads it twice
import { subject } from 'sigsim/paths';
import type { AgoraAPI } from 'sigsim';

class Messenger {
  state = 'out';
  /** What its user reads. */
  readonly shown: string[] = [];
  readonly #api: AgoraAPI;
  readonly #bodies = new Map<string, string>();
  #count = 0;

  constructor(api: AgoraAPI) {
    this.#api = api;
    api.onLoginSuccess = () => {
      this.state = 'in';
    };
    api.onLoginFailed = (ecode) => {
      this.state = `failed ${ecode}`;
    };
    api.onLogout = (ecode) => {
      this.state = ecode === 101 ? 'out' : `out ${ecode}`;
      this.#bodies.clear();
    };
    api.onChannelJoinFailed = (_channel, ecode) => {
      this.shown.push(`not in the room: ${ecode}`);
      this.state = `in, no room ${ecode}`;
    };
    api.onChannelLeaved = (_channel, ecode) => {
      this.shown.push(`out of the room: ${ecode}`);
      this.state = `in, no room ${ecode}`;
    };
    api.onMessageSendSuccess = (id) => void this.#bodies.delete(id);
    api.onMessageSendError = (id, ecode) => {
      const body = this.#bodies.get(id);
      this.#bodies.delete(id);
      if (body === undefined) return;
      if (ecode !== 401) this.state = `not sent ${ecode}`;
      else setTimeout(() => this.send(this.#room, body), 3_000 + 2_000 * Math.random());
    };
  }

  #room = '';

  login(account: string, token: string): void {
    this.state = 'on the way';
    this.#api.login('app', account, token);
  }

  join(room: string): void {
    this.#room = room;
    this.#api.channelJoin(room);
  }

  send(room: string, body: string): void {
    const id = `m${++this.#count}`;
    this.#bodies.set(id, body);
    if (this.#count <= 6) this.#api.messageChannelSend(room, body, id);
    else this.state = 'not sent 401';
  }

  logout(): void {
    this.#api.logout();
  }
}

export default subject({
  name: 'new id',
  create: (world, options) => new Messenger(world.createAgoraAPI(options)),
  do: {
    login: (app, { account, token }) => app.login(account, token),
    logout: (app) => app.logout(),
    channelJoin: (app, { channel }) => app.join(channel),
    messageChannelSend: (app, { channel, body }) => app.send(channel, body),
  },
  state: (app) => app.state,
});
