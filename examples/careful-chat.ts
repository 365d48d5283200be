// A chat client that knows what the codes mean: it backs off with jitter and a cap, fetches a fresh
// token when the old one has run out, leaves a kick alone, comes back into its room, and sends again
// without saying things twice.
import type { Call, Channel, Info, Session, SignalFactory, SignalObject } from 'sigsim/sdk';

/** What the client needs of the outside. */
export interface CarefulChatOptions {
  readonly Signal: SignalFactory;
  readonly appId: string;
  /** Asks your server for a token. */
  readonly getToken: (account: string) => Promise<string>;
  /** 0 to 1, for the jitter. @default Math.random */
  readonly random?: () => number;
  /** Hears what a person should know. */
  readonly tell?: (text: string) => void;
}

/** `stopped` is for good: only a person can say what is next. */
export type Status = 'offline' | 'connecting' | 'online' | 'waiting' | 'stopped';

const backOffMs = { first: 1_000, cap: 60_000, long: 60_000 };
const resendsMax = 3;

/** What a code asks for. The table is `policy` in `sigsim/codes`, said in numbers. */
const isGone = new Set([101, 108, 203, 208]);
const isForPeople = new Map([
  [103, 'Your account logged in elsewhere.'],
  [207, 'Your account is in use elsewhere.'],
  [106, 'This version is too old.'],
  [205, 'This version is too old.'],
  [107, 'The token is wrong.'],
  [206, 'The token is wrong.'],
  [209, 'This name may not log in.'],
]);
const isStale = new Set([105, 204]);

/** A field of JSON as text; undefined where the text is none: others write to the room, too. */
function fieldOf(text: string, name: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const field = (value as Readonly<Record<string, unknown>> | null)?.[name];
    return typeof field === 'string' ? field : undefined;
  } catch {
    return undefined;
  }
}

/** A chat client that is worth copying. */
export class CarefulChat {
  status: Status = 'offline';
  /** What was said in the room, as `account: text`, each once. */
  readonly lines: string[] = [];
  /** Codes that it heard, in order: for logs, and for tests. */
  readonly codes: number[] = [];
  /** How many are in the room; undefined while nobody knows. */
  members: number | undefined;
  call: Call | undefined;
  readonly #options: CarefulChatOptions;
  readonly #signal: SignalObject;
  readonly #heard = new Set<string>();
  #session: Session | undefined;
  #channel: Channel | undefined;
  #account = '';
  #room = '';
  /** Logins that failed in a row, and joins. */
  #failed = 0;
  #refused = 0;
  #refreshes = 0;
  #messages = 0;
  /** The login that counts; one that was begun before it is let go. */
  #turn = 0;
  /** What is to be said as soon as it is in the room. */
  #unsent: { readonly room: string; readonly body: string; readonly resends: number }[] = [];
  #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(options: CarefulChatOptions) {
    this.#options = options;
    this.#signal = options.Signal(options.appId);
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

  /** Enters a room, now or as soon as it is online, and comes back into it after a loss. */
  enter(room: string): void {
    if (room !== this.#room) this.#giveUp();
    this.#room = room;
    if (this.status === 'online') this.#join();
  }

  leave(): void {
    this.#giveUp();
    this.#room = '';
    this.#channel?.channelLeave();
  }

  /** Says something in the room; each message has an id, so that it can be sent again. */
  say(text: string): void {
    const body = JSON.stringify({ id: `${this.#account}-${++this.#messages}`, text });
    this.#unsent.push({ room: this.#room, body, resends: 0 });
    this.#flush();
  }

  /** Calls somebody. A call that failed is for a person to place again. */
  ring(peer: string): void {
    if (this.#session === undefined || this.status !== 'online') {
      this.#tell('No call: you are offline.');
      return;
    }
    const call = this.#session.channelInviteUser2(this.#room || 'call', peer, { _timeout: 30 });
    call.onInviteFailed = (extra, info?: Info) => {
      this.#note(info?.value);
      if (info?.value !== 701) this.#tell(`No call: ${fieldOf(extra, 'reason') ?? extra}`);
    };
    this.call = call;
  }

  hangUp(): void {
    this.call?.channelInviteEnd();
  }

  /** Asks how many are in the room. */
  count(tries = 0): void {
    this.#session?.invoke(
      'io.agora.signal.channel_query_num',
      { name: this.#room },
      (err, { num }, info) => {
        this.members = err === '' ? Number(num) : undefined;
        this.#note(info?.value);
        if (err === '' || info?.name === 'QUERYUSERNUM_E_BYUSER') return;
        this.#later(tries, () => this.count(tries + 1));
      },
    );
  }

  /** Sets an attribute of the room, again where the service would not; a garbled answer may be a yes. */
  describe(topic: string, tries = 0): void {
    this.#channel?.channelSetAttr('topic', topic, (_, info?: Info) => {
      if (info?.name !== 'GENERAL_E_FAILED') return;
      this.#later(tries, () => this.describe(topic, tries + 1));
    });
  }

  /** Logs out, and gives up whatever it was waiting for. */
  disconnect(): void {
    this.#forget();
    this.#unsent = [];
    this.status = 'offline';
    const session = this.#session;
    this.#session = undefined; // Whatever comes of it now is no reason to come back.
    this.#channel = undefined;
    session?.logout();
  }

  /** Stops everything that it has begun, the session, too. */
  dispose(): void {
    this.disconnect();
  }

  async #login(): Promise<void> {
    this.status = 'connecting';
    const turn = ++this.#turn;
    const token = await this.#options.getToken(this.#account).catch(() => undefined);
    if (turn !== this.#turn) return; // Logged out or disposed of meanwhile.
    if (token === undefined) {
      this.status = 'waiting';
      this.#later(this.#failed++, () => void this.#login());
      return;
    }
    const session = this.#signal.login(this.#account, token);
    session.onLoginSuccess = () => {
      this.status = 'online';
      this.#failed = 0;
      this.#refreshes = 0;
      if (this.#room !== '') this.#join();
    };
    session.onLoginFailed = (ecode) => this.#onEnd(ecode, session);
    session.onLogout = (ecode) => this.#onEnd(ecode, session);
    session.onError = (_name, ecode) => this.#note(ecode);
    session.onInviteReceived = (call) => {
      this.call = call;
      call.channelInviteAccept();
    };
    this.#session = session;
  }

  /** A login that failed or a session that ended: what is next hangs on the code alone. */
  #onEnd(ecode: number, session: Session): void {
    this.#note(ecode);
    if (ecode === 208) return; // The session goes on.
    if (session !== this.#session) return; // Another has been begun since.
    this.#forget(); // What it waited for was of the session that is over.
    this.#session = undefined;
    this.#channel = undefined;
    const text = isForPeople.get(ecode);
    if (isGone.has(ecode)) {
      this.status = 'offline';
    } else if (text !== undefined) {
      this.status = 'stopped';
      this.#tell(text);
    } else if (isStale.has(ecode) && this.#refreshes++ > 0) {
      this.status = 'stopped'; // A fresh token that has run out: our server's clock is wrong.
      this.#tell('The token has run out.');
    } else {
      this.status = 'waiting';
      const atOnce = isStale.has(ecode);
      const ms = ecode === 202 ? backOffMs.long : atOnce ? 0 : this.#delayMs(this.#failed++);
      this.#after(ms, () => void this.#login());
    }
  }

  #join(): void {
    if (this.#room === '') return; // It has left, or was removed, while it waited to try again.
    const channel = this.#session?.channelJoin(this.#room);
    if (channel === undefined) return;
    channel.onChannelJoined = () => {
      this.#refused = 0;
      this.#flush();
    };
    channel.onChannelJoinFailed = (ecode) => {
      this.#note(ecode);
      if (this.status === 'online') this.#later(this.#refused++, () => this.#join());
    };
    channel.onChannelLeaved = (ecode, info?: Info) => {
      const code = info?.value ?? ecode;
      this.#note(code);
      if (code === 601) {
        this.#room = '';
        this.#tell('You were removed from the room.');
        this.#giveUp();
      }
      if (code === 600 && this.#room !== '') this.#later(this.#refused++, () => this.#join());
    };
    channel.onMessageChannelReceive = (account, _uid, msg) => this.#hear(account, msg);
    this.#channel = channel;
  }

  /**
   * Says what is to be said, if it is in the room. The service may have a message that timed out: the
   * same id makes a second one harmless.
   */
  #flush(): void {
    const channel = this.#channel;
    if (this.status !== 'online' || channel?.state !== 'joined') return;
    for (const { room, body, resends } of this.#unsent.splice(0)) {
      channel.messageChannelSend(body, (_, info?: Info) => {
        if (info === undefined) return;
        if (resends >= resendsMax || room !== this.#room) {
          this.#tell('A message could not be sent.');
          return;
        }
        this.#unsent.push({ room, body, resends: resends + 1 });
        this.#later(resends, () => this.#flush());
      });
    }
  }

  /** What was for a room is for nobody else. */
  #giveUp(): void {
    if (this.#unsent.splice(0).length > 0) this.#tell('A message could not be sent.');
  }

  #hear(account: string, body: string): void {
    const id = fieldOf(body, 'id');
    if (id !== undefined && this.#heard.has(id)) return;
    if (id !== undefined) this.#heard.add(id);
    this.lines.push(`${account}: ${fieldOf(body, 'text') ?? body}`);
  }

  /** Exponential, with full jitter above half, and a cap. */
  #delayMs(tries: number): number {
    const ms = Math.min(backOffMs.first * 2 ** tries, backOffMs.cap);
    const { random = Math.random } = this.#options;
    return ms / 2 + (ms / 2) * random();
  }

  #later(tries: number, run: () => void): void {
    if (this.status === 'offline') return; // Nobody waits for it any more.
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

  #note(code: number | undefined): void {
    if (code !== undefined) this.codes.push(code);
  }

  #tell(text: string): void {
    this.#options.tell?.(text);
  }
}
