// The same care on the native SDK: one object, flat methods and callbacks, a number with every failure.
// What is different there: a message has an id, so that one which timed out is sent again under the same.
import type { AgoraAPI } from 'sigsim';

/** What the client needs of the outside. */
export interface CarefulNativeOptions {
  readonly api: AgoraAPI;
  readonly appId: string;
  /** Asks your server for a token. */
  readonly getToken: (account: string) => Promise<string>;
  /** Hears what a person should know. */
  readonly tell?: (text: string) => void;
}

const firstMs = 1_000;
const capMs = 60_000;
const isGone = new Set([101, 108, 203]);
const longMs = 60_000;
const resendsMax = 3;

/** A native client that is worth copying. */
export class CarefulNative {
  status: 'offline' | 'connecting' | 'online' | 'waiting' | 'stopped' = 'offline';
  /** Codes that it heard, in order. */
  readonly codes: number[] = [];
  readonly #options: CarefulNativeOptions;
  readonly #api: AgoraAPI;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  /** Messages that the service does not have yet, by their ids. */
  readonly #unsent = new Map<string, { readonly body: string; resends: number }>();
  #account = '';
  #room = '';
  #isIn = false;
  #failed = 0;
  #refused = 0;
  #refreshes = 0;
  #messages = 0;
  #turn = 0;

  constructor(options: CarefulNativeOptions) {
    this.#options = options;
    const { api } = options;
    this.#api = api;
    api.onLoginSuccess = () => {
      this.status = 'online';
      this.#failed = 0;
      this.#refreshes = 0;
      this.#join();
    };
    api.onLoginFailed = (ecode) => this.#onEnd(ecode);
    api.onLogout = (ecode) => this.#onEnd(ecode);
    api.onError = (_name, ecode) => this.#note(ecode);
    api.onChannelJoined = () => {
      this.#isIn = true;
      this.#refused = 0;
      for (const id of this.#unsent.keys()) this.#send(id);
    };
    api.onChannelJoinFailed = (_channel, ecode) => {
      this.#note(ecode);
      if (this.status === 'online') this.#later(this.#refused++, () => this.#join());
    };
    api.onChannelLeaved = (_channel, ecode) => {
      this.#note(ecode);
      this.#isIn = false;
      if (ecode === 601) {
        this.#room = '';
        this.#tell('You were removed from the room.');
      }
      if (ecode === 600) this.#later(this.#refused++, () => this.#join());
    };
    api.onMessageSendSuccess = (id) => void this.#unsent.delete(id);
    api.onMessageSendError = (id, ecode) => {
      this.#note(ecode);
      const message = this.#unsent.get(id);
      if (message === undefined || this.status !== 'online') return;
      if (message.resends >= resendsMax) {
        this.#unsent.delete(id);
        this.#tell('A message could not be sent.');
        return;
      }
      this.#later(message.resends++, () => this.#send(id));
    };
    api.onInviteFailed = (_channel, _peer, _uid, ecode) => {
      this.#note(ecode);
      if (ecode !== 701) this.#tell('No call.');
    };
    api.onInviteReceived = (channel, peer) => {
      api.channelInviteAccept(channel, peer, 0);
    };
    api.onChannelQueryUserNumResult = (channel, ecode) => {
      this.#note(ecode);
      if (ecode === 500 || ecode === 501) this.#tell(`Nobody knows how many are in ${channel}.`);
    };
  }

  /** Logs in, and stays in as long as that makes sense. */
  connect(account: string): void {
    if (this.status === 'online' || this.status === 'connecting') return;
    this.#forget();
    this.#account = account;
    this.#failed = 0;
    this.#refreshes = 0;
    void this.#login();
  }

  enter(room: string): void {
    this.#room = room;
    if (this.status === 'online') this.#join();
  }

  leave(): void {
    if (this.#room !== '') this.#api.channelLeave(this.#room);
    this.#room = '';
  }

  say(body: string): void {
    const id = `${this.#account}-${++this.#messages}`;
    this.#unsent.set(id, { body, resends: 0 });
    this.#send(id);
  }

  ring(peer: string): void {
    if (this.status === 'online') this.#api.channelInviteUser2(this.#room || 'call', peer, '{}');
    else this.#tell('No call: you are offline.');
  }

  count(): void {
    if (this.status === 'online') this.#api.channelQueryUserNum(this.#room);
  }

  disconnect(): void {
    this.#forget();
    this.#unsent.clear();
    this.status = 'offline';
    if (this.#api.getStatus() !== 0) this.#api.logout();
  }

  dispose(): void {
    this.disconnect();
  }

  async #login(): Promise<void> {
    this.status = 'connecting';
    const turn = ++this.#turn;
    const token = await this.#options.getToken(this.#account).catch(() => undefined);
    if (turn !== this.#turn) return;
    if (token === undefined) {
      this.status = 'waiting';
      this.#later(this.#failed++, () => void this.#login());
      return;
    }
    this.#api.login2(this.#options.appId, this.#account, token, 0, '', 30, 3);
  }

  #onEnd(ecode: number): void {
    this.#note(ecode);
    if (ecode === 208) return;
    this.#isIn = false;
    // It has logged out, and then in again: the answer to the first is no end of the second.
    if (isGone.has(ecode) && this.status === 'connecting') return;
    // It was lost while it logged out: its user wants no more of it.
    if (this.status === 'offline' && !isGone.has(ecode)) return;
    this.#forget();
    switch (ecode) {
      case 101:
      case 108:
      case 203:
        this.status = 'offline';
        return;
      case 103:
      case 207:
        this.#stop('Your account is in use elsewhere.');
        return;
      case 106:
      case 205:
        this.#stop('This version is too old.');
        return;
      case 107:
      case 206:
        this.#stop('The token is wrong.');
        return;
      case 209:
        this.#stop('This name may not log in.');
        return;
      case 105:
      case 204:
        if (this.#refreshes++ > 0) {
          this.#stop('The token has run out.');
          return;
        }
        this.#wait(0);
        return;
      case 202:
        this.#wait(longMs);
        return;
      default:
        this.#wait(this.#delayMs(this.#failed++));
    }
  }

  #wait(ms: number): void {
    this.status = 'waiting';
    this.#after(ms, () => void this.#login());
  }

  #stop(text: string): void {
    this.status = 'stopped';
    this.#tell(text);
  }

  #join(): void {
    if (this.#room !== '') this.#api.channelJoin(this.#room);
  }

  #send(id: string): void {
    const message = this.#unsent.get(id);
    if (message === undefined || !this.#isIn || this.status !== 'online') return;
    this.#api.messageChannelSend(this.#room, message.body, id);
  }

  #delayMs(tries: number): number {
    const ms = Math.min(firstMs * 2 ** tries, capMs);
    return ms / 2 + (ms / 2) * Math.random();
  }

  #later(tries: number, run: () => void): void {
    this.#after(this.#delayMs(tries), run);
  }

  #after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }

  #forget(): void {
    this.#turn += 1;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #note(code: number): void {
    this.codes.push(code);
  }

  #tell(text: string): void {
    this.#options.tell?.(text);
  }
}
