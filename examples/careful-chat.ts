// A chat client that knows what the codes mean: it backs off with jitter and a cap, fetches a fresh
// token when the old one has run out, leaves a kick alone, comes back into its room, and sends again
// without saying things twice. Nor does it trust every callback to come: the published Web SDK 1.4.0
// has no time limits and leaves some codes out, so that this client has limits of its own, and looks
// after its session.
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
/** How often a room may refuse it before it goes back to the one that it came from. */
const refusalsMax = 5;

/** What a room can be called. */
const visible = /^[^\s\p{C}]{1,128}$/u;
/** How long it waits for an answer: longer than any time limit of a documented SDK. */
const answerMs = 15_000;
/** How often it looks after its session, and after how many looks without a sign of life it lets it go. */
const watchMs = 45_000;
const silentMax = { loggingIn: 0, loggedIn: 2 };
const status = { loggedOut: 0, loggingIn: 1, loggedIn: 2, reconnecting: 3 };

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

/** Something that was said, by its id: it may be sent again. */
interface Message {
  readonly id: string;
  readonly room: string;
  readonly body: string;
  readonly resends: number;
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
  /** The session that a person has logged out of, until it is over. */
  #leaving: Session | undefined;
  /** Goes on with a login that waits until that one is over. */
  #left: (() => void) | undefined;
  /** Ends the waiting for the answer to the last join. */
  #joining: () => unknown = () => undefined;
  /** Joins that may still be answered. */
  #asked = 0;
  /** The next join, where one is to be tried again. */
  #next: ReturnType<typeof setTimeout> | undefined;
  #account = '';
  #room = '';
  /** The room that it comes from, until it is in that one. */
  #last = '';
  /** Logins that failed in a row, and joins. */
  #failed = 0;
  #refused = 0;
  #refreshes = 0;
  #messages = 0;
  /** The login that counts; one that was begun before it is let go. */
  #turn = 0;
  /** What is to be said as soon as it is in the room. */
  #unsent: Message[] = [];
  /** What was sent and not yet heard, with what ends the waiting for it. */
  readonly #sent = new Map<string, { readonly message: Message; readonly end: () => void }>();
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
    if (room !== this.#room) {
      this.#giveUp();
      this.#last = this.#room;
    }
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
    if (this.#room === '') {
      this.#tell('A message could not be sent.'); // Nobody is there to hear it.
      return;
    }
    const id = `${this.#account}-${++this.#messages}`;
    const body = JSON.stringify({ id, text });
    this.#unsent.push({ id, room: this.#room, body, resends: 0 });
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
    const again = (): void => {
      this.#later(tries, () => this.count(tries + 1));
    };
    const isFirst = this.#limit(again);
    // Before the first login has succeeded, 1.4.0 has no invoke.
    if (this.status !== 'online') return;
    this.#session?.invoke(
      'io.agora.signal.channel_query_num',
      { name: this.#room },
      (err, ret, info) => {
        if (!isFirst()) return;
        this.members = err === '' ? Number(ret['num']) : undefined;
        this.#note(info?.value);
        if (err !== '' && info?.name !== 'QUERYUSERNUM_E_BYUSER') again();
      },
    );
  }

  /** Sets an attribute of the room, again where the service would not; a garbled answer may be a yes. */
  describe(topic: string, tries = 0): void {
    if (this.#channel === undefined) return;
    const again = (): void => {
      this.#later(tries, () => this.describe(topic, tries + 1));
    };
    const isFirst = this.#limit(again);
    this.#channel.channelSetAttr('topic', topic, (_, info?: Info) => {
      if (isFirst() && info?.name === 'GENERAL_E_FAILED') again();
    });
  }

  /** Logs out, and gives up whatever it was waiting for. */
  disconnect(): void {
    this.#forget();
    this.#unsent = [];
    this.#sent.clear();
    this.status = 'offline';
    const session = this.#session;
    this.#session = undefined; // Whatever comes of it now is no reason to come back.
    this.#channel = undefined;
    this.#leaving = session ?? this.#leaving;
    session?.logout();
  }

  /** Stops everything that it has begun, the session, too. */
  dispose(): void {
    this.disconnect();
  }

  async #login(): Promise<void> {
    this.status = 'connecting';
    const turn = ++this.#turn;
    if (this.#waits()) return;
    const token = await this.#options.getToken(this.#account).catch(() => undefined);
    if (turn !== this.#turn) return; // Logged out or disposed of meanwhile.
    if (token === undefined) {
      this.status = 'waiting';
      this.#later(this.#failed++, () => void this.#login());
      return;
    }
    const session = this.#signal.login(this.#account, token);
    session.onLoginSuccess = () => {
      if (session !== this.#session) return session.logout(); // It was let go, and came too late.
      this.status = 'online';
      this.#failed = 0;
      this.#refreshes = 0;
      if (this.#room !== '') this.#join();
    };
    session.onLoginFailed = (ecode) => this.#onEnd(ecode, session);
    session.onLogout = (ecode) => this.#onEnd(ecode, session);
    session.onError = (name, ecode) => {
      this.#note(ecode);
      if (name === 'channelJoin' && ecode === 1004) this.#onNever();
    };
    session.onInviteReceived = (call) => {
      this.call = call;
      call.channelInviteAccept();
    };
    this.#watch(session);
    this.#session = session;
  }

  /**
   * Whether a login waits for the last session of its account to end, as two of them throw each other out: 1.4.0
   * ignores a logout while it reconnects, and comes back. That one goes on then, as it is wanted again.
   */
  #waits(): boolean {
    const leaving = this.#leaving;
    const is = leaving?.getStatus();
    if (leaving?.account !== this.#account) return false;
    if (is === status.reconnecting) {
      this.#leaving = undefined;
      this.#watch(leaving);
      this.#session = leaving;
    } else if (is === status.loggedIn) {
      const isFirst = this.#limit(() => {
        if (leaving.getStatus() === status.loggedIn) this.#leaving = undefined; // Nobody answers its logout.
        void this.#login();
      });
      this.#left = () => {
        if (isFirst()) void this.#login();
      };
    }
    return is === status.reconnecting || is === status.loggedIn;
  }

  /**
   * Looks after a session: 1.4.0 lets one end without a word where a reconnect is refused, and leaves a
   * login or a reconnect that is never answered as it is, for ever.
   */
  #watch(session: Session): void {
    let silent = 0;
    const look = (): void => {
      const is = session.getStatus();
      silent += 1;
      if (
        is === status.loggedOut ||
        silent > (is === status.loggingIn ? silentMax.loggingIn : silentMax.loggedIn)
      ) {
        this.#letGo(session);
        return;
      }
      if (is === status.loggedIn) {
        this.#check(session, () => {
          silent = 0;
        });
      }
      this.#after(watchMs, look);
    };
    this.#after(watchMs, look);
  }

  /** Asks the service for a sign of life, and whether it is still in its room: 1.4.0 does not tell. */
  #check(session: Session, lives: () => void): void {
    const channel = this.#channel;
    if (channel?.state !== 'joined') {
      session.invoke('io.agora.signal.user_query_user_status', { account: this.#account }, lives);
      return;
    }
    const asked = { name: this.#room, account: this.#account };
    session.invoke('io.agora.signal.channel_query_user_isin', asked, (err, { isin }, info) => {
      lives();
      this.#note(info?.value);
      if (err !== '' || Number(isin) === 1) return;
      if (channel !== this.#channel || channel.state !== 'joined') return; // It knows already.
      // The room was closed, or somebody removed it: going back is for a person to decide.
      this.#channel = undefined;
      this.#room = '';
      this.#tell('You are no longer in the room.');
      this.#giveUp();
    });
  }

  /** Ends a session that hangs, or has ended without a word, and begins another. */
  #letGo(session: Session): void {
    this.#end();
    if (session.getStatus() !== status.loggedOut) session.logout();
    this.status = 'waiting';
    this.#after(this.#delayMs(this.#failed++), () => void this.#login());
  }

  /** A login that failed or a session that ended: what is next hangs on the code alone. */
  #onEnd(ecode: number, session: Session): void {
    this.#note(ecode);
    if (ecode === 208) return; // The session goes on.
    if (session === this.#leaving) {
      this.#leaving = undefined;
      this.#left?.();
    }
    if (session !== this.#session) return; // Another has been begun since.
    this.#end();
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

  /** A session is over: what it waited for was of it, and what it sent may not have arrived. */
  #end(): void {
    this.#forget();
    this.#session = undefined;
    this.#channel = undefined;
    const sent = [...this.#sent.values()].map(({ message }) => message);
    this.#sent.clear();
    this.#unsent.push(...sent.filter(({ room }) => room === this.#room));
    // What was for a room that it has left since is not sent again.
    if (sent.some(({ room }) => room !== this.#room)) this.#tell('A message could not be sent.');
  }

  #join(): void {
    if (this.#room === '') return; // It has left, or was removed, while it waited to try again.
    const session = this.#session;
    if (session?.getStatus() !== status.loggedIn) return; // onLoginSuccess comes again, and joins.
    this.#stop(this.#next); // This one takes its place.
    this.#asked += 1;
    const channel = session.channelJoin(this.#room);
    const again = (): void => {
      if (this.status !== 'online') return;
      if (this.#refused >= refusalsMax && this.#last !== '') this.#goBack();
      else this.#joinLater();
    };
    // Of two channel objects 1.4.0 tells the newer one everything: the older one waits for nothing any more.
    this.#joining();
    const isFirst = this.#limit(again);
    this.#joining = isFirst;
    channel.onChannelJoined = () => {
      // In 1.4.0 it may be another room that says so, after this one has refused it.
      if (isFirst()) this.#last = '';
      this.#asked = 0;
      this.#refused = 0;
      this.#flush();
    };
    channel.onChannelJoinFailed = (ecode) => {
      this.#note(ecode);
      this.#asked = 0;
      if (isFirst()) again();
    };
    channel.onChannelLeaved = (ecode, info?: Info) => {
      const code = info?.value ?? ecode;
      this.#note(code);
      if (code === 601) {
        this.#room = '';
        this.#tell('You were removed from the room.');
        this.#giveUp();
      }
      if (code === 600 && this.#room !== '') this.#joinLater();
    };
    channel.onMessageChannelReceive = (account, _uid, msg) => this.#hear(account, msg);
    this.#channel = channel;
  }

  #joinLater(): void {
    if (this.status === 'offline') return; // Nobody waits for it any more.
    this.#stop(this.#next);
    this.#next = this.#after(this.#delayMs(this.#refused++), () => this.#join());
  }

  /** A name that no room can have. The SDK does not say which: of two, it was the other where this one can be. */
  #onNever(): void {
    const isOther = this.#asked > 1 && visible.test(this.#room);
    this.#asked -= 1;
    if (!isOther) this.#goBack();
  }

  /** The room that it asked for will not have it: it is where it was, and joins anew in case it is not. */
  #goBack(): void {
    if (this.#room === '') return; // It has left, or was removed, while it waited for the answer.
    this.#joining();
    this.#giveUp();
    this.#tell('You cannot enter this room.');
    this.#room = this.#last;
    this.#last = '';
    this.#joinLater();
  }

  /**
   * Says what is to be said, if it is in the room. It has arrived when it comes back, since the room hears
   * everybody: 1.4.0 calls back where the service has refused it, too, and not at all where it is silent.
   */
  #flush(): void {
    const channel = this.#channel;
    if (this.status !== 'online' || channel?.state !== 'joined') return;
    for (const message of this.#unsent.splice(0)) {
      let isTaken = false;
      const isFirst = this.#limit(() => {
        this.#sent.delete(message.id);
        if (!isTaken || message.room === this.#room) this.#resend(message);
      });
      this.#sent.set(message.id, { message, end: isFirst });
      channel.messageChannelSend(message.body, (_, info?: Info) => {
        isTaken = info === undefined;
        if (info === undefined || !isFirst()) return;
        this.#sent.delete(message.id);
        this.#resend(message);
      });
    }
  }

  /** The service may have a message that timed out: the same id makes a second one harmless. */
  #resend({ resends, ...message }: Message): void {
    if (resends >= resendsMax || message.room !== this.#room) {
      this.#tell('A message could not be sent.');
      return;
    }
    this.#unsent.push({ ...message, resends: resends + 1 });
    this.#later(resends, () => this.#flush());
  }

  /** What was for a room is for nobody else. */
  #giveUp(): void {
    if (this.#unsent.splice(0).length > 0) this.#tell('A message could not be sent.');
  }

  #hear(account: string, body: string): void {
    const id = fieldOf(body, 'id');
    if (id !== undefined && account === this.#account) {
      this.#sent.get(id)?.end(); // Its own, come back: it has arrived.
      this.#sent.delete(id);
    }
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

  #after(ms: number, run: () => void): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  /**
   * Waits for an answer for so long and no longer. Gives what to call when it has come: true where it is the
   * first, and in time.
   */
  #limit(late: () => void): () => boolean {
    let isOpen = true;
    const timer = this.#after(answerMs, () => {
      isOpen = false;
      late();
    });
    return () => {
      const isFirst = isOpen;
      isOpen = false;
      this.#stop(timer);
      return isFirst;
    };
  }

  #stop(timer: ReturnType<typeof setTimeout> | undefined): void {
    if (timer === undefined) return;
    clearTimeout(timer);
    this.#timers.delete(timer);
  }

  #forget(): void {
    this.#turn += 1;
    this.#asked = 0;
    this.#left = undefined;
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
