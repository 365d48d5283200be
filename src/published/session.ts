// A session as 1.4.0 has it: its fields, its methods and what it makes of the service's frames
// (wire-protocol.md 3 to 10).
import { byValue, type CodeName } from '../../machines/codes.ts';
import { builtin } from '../world/globals/node.ts';
import { epochSeconds } from '../world/clock.ts';
import { Call, Calls } from './call.ts';
import { Channel, hearChannel, hearerOf, join, type Newest } from './channel.ts';
import { Line, type Route } from './line.ts';
import { Reader } from './reader.ts';
import type { Answered, Requests } from './requests.ts';
import { answer, fire, later, type Surroundings } from './surroundings.ts';

type Callback = '' | ((...args: never[]) => void);

/** What every function of `invoke` begins with. */
const prefix = 'io.agora.signal.';

/** What goes with every message: kept an hour. @source wire 5 */
const flag = 'v1:E:3600';

/** What belongs to one socket: a reconnect begins with all of it anew. @source wire 10 */
interface Scope {
  readonly calls: Calls;
  readonly channels: Newest;
  readonly reader: Reader;
  readonly requests: Requests | undefined;
}

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
  #scope: Scope;

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
    this.#scope = this.#createScope();
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
      return join(this, this.#scope.channels, textOf(given));
    };
    this.channelInviteUser2 = (channel, peer, extra) => {
      const call = new Call(this, channel, peer, extra);
      this.#scope.calls.put(call);
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
    if (this.state !== 2 || (manner.logoutWantsHandler && typeof this.onLogout !== 'function'))
      return;
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
  onOpen(): (data: string | ArrayBuffer) => void {
    this.#attach();
    if (!this.around.manner.oldLoopsGoOn) this.#scope.reader.stop();
    const scope = this.#createScope();
    this.#scope = scope;
    const { account } = this;
    const login = { vid: this.#vid, account, uid: 0, token: this.#token, device: 'websdk', ip: '' };
    this.#line.socket?.send(JSON.stringify(['login', login]));
    const { loginReplyMs } = this.around.manner;
    if (loginReplyMs !== Infinity) {
      later(this.around, loginReplyMs, () => {
        if (this.state === 1) this.failLogin(201);
      });
    }
    return (data) => this.#hear(data, scope);
  }

  #createScope(): Scope {
    const { manner } = this.around;
    const calls = manner.reconnectForgetsCalls
      ? undefined
      : (this.#scope as Scope | undefined)?.calls;
    const scope: Scope = {
      calls: calls ?? new Calls(this),
      channels: { newest: undefined },
      requests: this.#line.requests,
      reader: new Reader(this, (line) => this.#hearLine(scope, line)),
    };
    return scope;
  }

  /** @internal The line went; it is to be fetched back. */
  onLost(): void {
    this.state = 3;
    this.line = '';
  }

  /** @internal Whether a refusal or a close is minded: without a handler it is not [C8]. */
  get hasLoginFailed(): boolean {
    return typeof this.onLoginFailed === 'function' || this.around.manner.failsWithoutHandler;
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

  /** @internal Calls a callback of the application. */
  fire(
    owner: object,
    call: readonly [name: string, ...args: readonly unknown[]],
    code?: CodeName,
  ): void {
    fire(this.around, this.#name, owner, call, code);
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

  /** @internal Counts requests that were passed over. */
  skip(count: number): void {
    this.#line.requests?.skip(count);
  }

  // --- what the service says ---------------------------------------------------------------------

  /** A frame has come, by the socket of a scope. */
  #hear(data: string | ArrayBuffer, scope: Scope): void {
    const text = typeof data === 'string' ? data : inflate(data);
    const [event, argument] = JSON.parse(text) as readonly [string, unknown];
    this.#hearEvent(event, argument, scope);
  }

  /** @param isInside whether it came with others in one frame */
  #hearEvent(event: string, argument: unknown, scope: Scope, isInside = false): void {
    const { manner } = this.around;
    switch (event) {
      case 'login_ret':
        this.#hearLogin(argument as readonly unknown[], scope);
        return;
      case 'call2-ret':
        scope.requests?.hear(argument as readonly unknown[]);
        return;
      case 'notify':
        this.#hearNotice(argument, scope);
        return;
      case 'kick':
        this.fireLogout(manner.kickEcode);
        return;
      case '_close':
        this.fireLogout(manner.closeEcode);
        return;
      case 'close':
        if (this.state === 1 && !isInside) {
          if (this.hasLoginFailed) this.failLogin(201);
        } else {
          this.fireLogout(manner.closeEcode);
          this.#line.socket?.close();
        }
        return;
      case 'multi':
        for (const [one, its] of argument as readonly (readonly [string, unknown])[]) {
          this.#hearEvent(one, its, scope, true);
        }
        return;
      default: // `pong`, and what nobody knows.
    }
  }

  #hearLogin([error, text]: readonly unknown[], scope: Scope): void {
    const reply = JSON.parse(text as string) as Readonly<Record<string, unknown>>;
    if (!error && reply['result'] === 'ok') this.#onLogin(reply, scope);
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

  #onLogin(reply: Readonly<Record<string, unknown>>, { reader }: Scope): void {
    const { manner } = this.around;
    if (this.state === 0 && !manner.risesAgain) return;
    const isAgain = this.state === 3;
    const mode = this.config_msg_set;
    this.state = 2;
    this.uid = manner.uid === 'given' ? reply['uid'] : 0;
    this.line = reply['line'];
    this.config_msg_set = Number(reply['config_msg_set'] ?? 0);
    this.config_inst_msg_with_msgid = Number(reply['config_inst_msg_with_msgid'] ?? 0);
    if (this.config_msg_set !== mode) for (const one of this.#readers) one.replan();
    this.#line.socket?.send(JSON.stringify(['set_flag', { binary: 1 }]));
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
    this.#line.socket?.send(JSON.stringify(['ping', number]));
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

  #hearNotice(argument: unknown, scope: Scope): void {
    const fields =
      typeof argument === 'string'
        ? /^\S+ (\S+) ?([\s\S]*)$/.exec(argument)?.slice(1)
        : (argument as readonly unknown[]);
    const [kind, first, second, third] = fields ?? [];
    switch (kind) {
      case 'recvmsg': {
        const [version, line] = JSON.parse(first as string) as readonly [unknown, string];
        scope.reader.push(version, line);
        return;
      }
      case 'recvmsg_by_msgid':
        scope.reader.pushById(first as string);
        return;
      case 'msg':
        scope.reader.fetch();
        return;
      case 'channel2': {
        const hearer = hearerOf(this, scope.channels, second);
        if (hearer !== undefined) this.#hearLine(scope, third as string, hearer);
        return;
      }
      default:
    }
  }

  /** A message's line has come: to the account, or to a channel. */
  #hearLine({ calls }: Scope, line: string, channel?: Channel): void {
    const fields = line.split(' ');
    const isThree = fields[0] === 'msg-v3';
    if ((!isThree && fields[0] !== 'msg-v2') || fields.length < (isThree ? 8 : 7)) return;
    if (isThree) {
      const id = fields[1] ?? '';
      if (this.around.manner.idsAreRemembered && this.#known.has(id)) return;
      this.#known.add(id);
    }
    const [source = '', , , type = ''] = fields.slice(isThree ? 2 : 1);
    const content = fields.slice(isThree ? 7 : 6).join(' ');
    if (channel !== undefined) hearChannel(this, channel, [type, content]);
    else if (type === 'instant') {
      const { instantUid } = this.around.manner;
      this.fire(this, ['onMessageInstantReceive', source, instantUid, content]);
    } else if (type.startsWith('voip_')) calls.hear(type, content);
  }
}

/** The code of a number that 1.4.0 gives. */
const codeOf = (ecode: number): CodeName | undefined =>
  byValue(ecode)[0]?.name as CodeName | undefined;

function inflate(data: ArrayBuffer): string {
  const zlib = builtin('node:zlib');
  if (zlib === undefined) throw new TypeError('this platform inflates no frames');
  return zlib.inflateSync(new Uint8Array(data)).toString();
}
