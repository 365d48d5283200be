// A session as 1.4.0 has it: its fields, its methods and its ends (wire-protocol.md 4, 5 and 10).
import { byValue, type CodeName } from '../../machines/codes.ts';
import { epochSeconds } from '../world/clock.ts';
import { Call } from './call.ts';
import { join, type Channel } from './channel.ts';
import { Conversation } from './conversation.ts';
import { Line, type Route } from './line.ts';
import type { Reader } from './reader.ts';
import type { Answered } from './requests.ts';
import { answer, fire, later, type Surroundings } from './surroundings.ts';

type Callback = '' | ((...args: never[]) => void);

/** What every function of `invoke` begins with. */
const prefix = 'io.agora.signal.';

/** What goes with every message: kept an hour. @source wire 5 */
const flag = 'v1:E:3600';

/** A text as it is, the rest as JSON; nothing where JSON has no word for it. @source LC 1.1 */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** Milliseconds or attempts as `login` takes them: 0 and what is missing give the default. */
const limitOf = (value: unknown, standard: number): number => (value as number) || standard;

/** One login of an account, in the manner of 1.4.0. @source LC 1.1, Session */
export class Session {
  onLoginSuccess: Callback = '';
  onLoginFailed: Callback = '';
  onLogout: Callback = '';
  onInviteReceived: Callback = '';
  onMessageInstantReceive: Callback = '';
  readonly account: string;
  /** 0 logged out, 1 logging in, 2 logged in, 3 reconnecting. */
  state: 0 | 1 | 2 | 3 = 1;
  line: unknown = '';
  uid: unknown = 0;
  m_retry_max_time: number;
  m_retry_max_count: number;
  m_retry_count = 0;
  m_retry_delay: number;
  m_retry_delay_min: number;
  m_retry_delay_max: number;
  config_msg_set = 0;
  config_inst_msg_with_msgid = 0;
  m_msgid = 0;
  readonly logout: () => void;
  readonly getStatus: () => 0 | 1 | 2 | 3;
  // These come with the socket: before it has opened they do not exist.
  declare channelJoin: (name: unknown) => Channel | undefined;
  declare channelInviteUser2: (channel: unknown, peer: unknown, extra?: unknown) => Call;
  declare messageInstantSend: (peer: unknown, msg: unknown, cb?: unknown) => void;
  declare invoke: (func: unknown, args: Record<string, unknown>, cb?: Answered) => void;
  declare call2: (func: unknown, args: unknown, cb?: Answered) => void;
  readonly #around: Surroundings;
  readonly #token: unknown;
  readonly #vid: unknown;
  readonly #line: Line;
  readonly #known = new Set<string>();
  /** Those whose loops go on. */
  readonly #readers = new Set<Reader>();
  /** That of the socket opened last. */
  #conversation: Conversation;

  /** @internal */
  constructor(
    around: Surroundings,
    route: Route,
    login: {
      readonly account: unknown;
      readonly token: unknown;
      readonly count: unknown;
      readonly time: unknown;
      /** Whether the account has a session already, where that is refused. */
      readonly isAgain: boolean;
    },
  ) {
    const { manner } = around;
    this.#around = around;
    this.account = textOf(login.account);
    this.#token = login.token;
    this.#vid = route.vid;
    this.m_retry_max_count = limitOf(login.count, manner.retryCount);
    this.m_retry_max_time = limitOf(login.time, manner.retryTimeMs);
    this.m_retry_delay = manner.retryMs;
    this.m_retry_delay_min = manner.retryMs;
    this.m_retry_delay_max = manner.retryMsMax;
    this.getStatus = () => this.state;
    this.logout = () => this.#logout();
    this.#line = new Line(this, route);
    this.#conversation = new Conversation(this, undefined);
    if (!manner.methodsComeWithSocket) this.#attach();
    if (login.isAgain) later(around, 1, () => this.failLogin(208));
    else this.#line.begin();
  }

  /** @internal */
  get around(): Surroundings {
    return this.#around;
  }

  // --- what the application asks ---------------------------------------------------------------

  #attach(): void {
    this.call2 = (func, args, cb) => this.#send(func, args, this.#answering('call2', cb));
    this.invoke = (func, args, cb) => {
      // What is no text throws here, as 1.4.0 does.
      if (!(func as string).startsWith(prefix)) {
        if (this.around.manner.otherPrefix !== 'dropped') this.answer('invoke', cb, 'wrong', {});
        return;
      }
      args['line'] = this.line;
      this.#send((func as string).split('.')[3], args, this.#answering('invoke', cb));
    };
    this.messageInstantSend = (peer, content, cb) => {
      const answered: Answered = (error) => {
        this.answer('messageInstantSend', cb, error !== '');
      };
      const id = this.idFor(content, 'messageID');
      this.ask('user_sendmsg', { peer, flag, t: 'instant', content, ...id }, answered);
    };
    this.channelJoin = (given) => {
      if (this.state !== 2) return this.around.manner.joinOutside;
      return join(this, this.#conversation.channels, textOf(given));
    };
    this.channelInviteUser2 = (channel, peer, extra) => {
      const call = new Call(this, channel, peer, extra);
      this.#conversation.calls.put(call);
      call.channelInviteUser2();
      return call;
    };
  }

  #answering(method: string, cb: unknown): Answered {
    return (error, reply) => {
      this.answer(method, cb, error, reply);
    };
  }

  /**
   * @internal The id that goes with a message where the service wants ids: a text must be JSON then,
   * and its `msgid` is taken [E12].
   */
  idFor(content: unknown, name: string): object {
    if (this.config_inst_msg_with_msgid !== 1) return {};
    const own =
      typeof content === 'string' && (JSON.parse(content) as { readonly msgid?: unknown }).msgid;
    const million = 1_000_000;
    const now = epochSeconds * 1000 + this.around.net.clock.now;
    return { [name]: own || (now % million) + (this.m_msgid++ % million) };
  }

  #logout(): void {
    const { manner } = this.around;
    if (this.state === 1) {
      this.state = 0;
      return;
    }
    if (this.state === 3 && manner.logoutWhileReconnecting !== 'ignored') {
      this.fireLogout(manner.logoutEcode);
      return;
    }
    if (this.state !== 2 || (manner.logoutWantsHandler && !this.onLogout)) return;
    this.ask('user_logout', {}, () => {
      this.fireLogout(manner.logoutEcode);
      this.#line.socket?.close();
      if (!manner.logoutKeepsLine) this.line = '';
    });
  }

  /** @internal Asks the service for something, by the session as it is. */
  ask(func: string, args: object, answered: Answered): void {
    this.#send(func, { line: this.line, ...args }, answered);
  }

  #send(func: unknown, args: unknown, answered: Answered | undefined): void {
    this.#line.requests?.ask(func, args, answered);
  }

  // --- what becomes of the line ------------------------------------------------------------------

  /** @internal A socket has opened: it logs in by it. Gives what hears its frames. */
  onOpen(): Conversation {
    this.#attach();
    const { manner } = this.around;
    const { reader, calls } = this.#conversation;
    if (!manner.oldLoopsGoOn) reader.stop();
    const kept = manner.reconnectForgetsCalls ? undefined : calls;
    const conversation = new Conversation(this, this.#line.requests, kept);
    this.#conversation = conversation;
    const { account } = this;
    const login = { vid: this.#vid, account, uid: 0, token: this.#token, device: 'websdk', ip: '' };
    this.#line.socket?.tell('login', login);
    const { loginReplyMs } = manner;
    if (loginReplyMs !== Infinity) {
      later(this.around, loginReplyMs, () => {
        if (this.state === 1) this.failLogin(201);
      });
    }
    return conversation;
  }

  /** @internal The line went; it is to be fetched back. */
  onLost(): void {
    this.state = 3;
    this.line = '';
  }

  /** @internal Whether a refusal or a close is minded: without a handler it is not [C8]. */
  get hasLoginFailed(): boolean {
    return Boolean(this.onLoginFailed) || this.around.manner.failsWithoutHandler;
  }

  /** @internal A first login has failed. */
  failLogin(ecode: number): void {
    this.#end('onLoginFailed', ecode, this.state === 1);
  }

  /** @internal The session is over. */
  fireLogout(ecode: number): void {
    this.#end('onLogout', ecode, this.state >= 2);
  }

  #end(callback: string, ecode: number, isHeard: boolean): void {
    const { endsAfterHandler } = this.around.manner;
    if (!endsAfterHandler) this.state = 0;
    if (isHeard) this.fire(this, [callback, ecode], codeOf(ecode));
    this.state = 0;
  }

  /** @internal Calls a callback of the application; gives whether it did not throw. */
  fire(
    owner: object,
    call: readonly [name: string, ...args: readonly unknown[]],
    code?: CodeName,
  ): boolean {
    return fire(this.around, this.#name, owner, call, code);
  }

  /** @internal Calls what came with a request. */
  answer(method: string, cb: unknown, ...args: readonly unknown[]): void {
    answer(this.around, this.#name, [method, cb, ...args]);
  }

  /** What the trace calls it: as the service's client, once there is one. */
  get #name(): string {
    return this.#line.socket?.connection?.session?.name ?? this.account;
  }

  /** @internal Whether nobody would notice a ping or a fetch now: nothing is new beyond a mark. */
  isQuiet(mark?: number): boolean {
    const connection = this.#line.socket?.connection;
    return this.state === 2 && connection !== undefined && connection.isQuiet(mark);
  }

  /** @internal Closes the socket by which it is in. */
  closeSocket(): void {
    this.#line.socket?.close();
  }

  /** @internal Whether a message with an id is told for the first time in this session. */
  isNew(id: string): boolean {
    if (this.around.manner.idsAreRemembered && this.#known.has(id)) return false;
    this.#known.add(id);
    return true;
  }

  /** @internal Counts requests that were passed over. */
  skip(count: number, answered: Answered): void {
    this.#line.requests?.skip(count, answered);
  }

  // --- what the service says ---------------------------------------------------------------------

  /** @internal A login was answered; `reader` is that of the socket by which it was. */
  hearLogin([error, text]: readonly unknown[], reader: Reader): void {
    const reply = JSON.parse(text as string) as Readonly<Record<string, unknown>>;
    if (!error && reply['result'] === 'ok') this.#onLogin(reply, reader);
    else this.#onRefused(error === '' ? reply['reason'] : error);
  }

  #onRefused(reason: unknown): void {
    const { manner } = this.around;
    // Of what is no text 1.4.0 throws, and catches it: nothing changes.
    if (typeof reason !== 'string') return;
    const known = manner.loginReasons.find(({ text, isWhole }) =>
      isWhole ? reason === text : reason.startsWith(text),
    );
    const ecode = known?.ecode ?? manner.otherReason;
    if (!this.hasLoginFailed) {
      // Nobody hears it, and nothing changes [C8].
      if (this.state === 1) this.fire(this, ['onLoginFailed', ecode], codeOf(ecode));
      return;
    }
    if (this.state === 3 && manner.refusedReconnectSays !== 'nothing') this.fireLogout(105);
    this.failLogin(ecode);
  }

  #onLogin(reply: Readonly<Record<string, unknown>>, reader: Reader): void {
    const { manner } = this.around;
    if (this.state === 0 && !manner.risesAgain) return;
    const isAgain = this.state === 3;
    const mode = this.config_msg_set;
    this.state = 2;
    this.uid = manner.uid === 'given' ? reply['uid'] : 0;
    this.line = reply['line'];
    this.config_msg_set = (reply['config_msg_set'] as number) || 0;
    this.config_inst_msg_with_msgid = (reply['config_inst_msg_with_msgid'] as number) || 0;
    if (this.config_msg_set !== mode) for (const one of this.#readers) one.replan();
    this.#line.socket?.tell('set_flag', { binary: 1 });
    this.#ping(1, this.around.net.clock.place());
    if (!isAgain || manner.reconnectSays === 'onLoginSuccess') {
      this.fire(this, ['onLoginSuccess', this.uid]);
    }
    reader.start();
    this.#readers.add(reader);
  }

  /** Pings for ever; nobody looks at the answers. */
  #ping(number: number, place: number): void {
    const { net, manner } = this.around;
    const { pingMs: back } = manner;
    this.#line.socket?.tell('ping', number);
    let next = number + 1;
    const pass = (due: number, horizon: number): number | undefined => {
      if (!this.isQuiet()) return undefined;
      const count = Math.ceil((horizon - due) / back);
      next += count;
      return due + count * back;
    };
    const { socket } = this.#line;
    const ping = (): void => {
      const isOver = this.state !== 2 || (socket !== this.#line.socket && !manner.oldLoopsGoOn);
      if (!isOver) this.#ping(next, place);
    };
    net.clock.wait(ping, { due: net.clock.now + back, back, place, pass });
  }
}

/** The code of a number that 1.4.0 gives. */
const codeOf = (ecode: number): CodeName | undefined =>
  byValue(ecode)[0]?.name as CodeName | undefined;
