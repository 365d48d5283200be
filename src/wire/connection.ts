// One socket of a client, from the service's end: what its frames ask for, and how they are answered.
import { readFrame, readLogin, readRequest, type Frame, type Login } from './frame.ts';

/** The far end of a socket, provided by whatever carries it. */
export interface Peer {
  /** Tells the devices of one account apart; `''` if nothing does. */
  readonly device: string;
  /** Set if it is a double, which records itself what its application hears. */
  readonly speaks?: boolean;
  /** Sends a frame: text, or bytes that hold a deflated text. */
  send(data: string | Uint8Array): void;
  /** Sends a frame as it is, if the far end is in this process and needs no text. */
  readonly pass?: ((frame: Frame) => void) | undefined;
  /**
   * Closes it cleanly, with a WebSocket code and a few words: the browser raises only `close`.
   */
  close(code: number, reason: string): void;
  /** Breaks it: the browser raises `error`, then `close`. */
  fail(): void;
}

/** What a socket needs from the endpoint that accepted it. */
export interface Exchange {
  /** Deflates frames for clients that can read them; undefined if frames are sent as text. */
  readonly deflate: ((text: string) => Uint8Array) | undefined;
  /** Whether a tap looks at every frame. */
  readonly isTapped: boolean;
  /** Logs a connection in. */
  login(connection: Connection, login: Login): void;
  /** Passes a frame through the taps, which may replace it. */
  tapped(connection: Connection, from: 'client' | 'service', frame: Frame): readonly Frame[];
  /** Forgets a connection that is over. */
  forget(connection: Connection): void;
  /** The two parts of an answer to a request that failed. */
  failure(func: string, text: string): readonly [err: string | number, reply: string];
  /** Records what no SDK sends. */
  note(what: string): void;
}

/** The login that uses a socket, as the socket sees it. */
export interface LoggedIn {
  readonly account: string;
  /** What the trace calls its client. */
  readonly name: string;
  /** Handles a request of its client. */
  ask(asked: Asked, args: Readonly<Record<string, unknown>>): void;
  /** The socket is gone at the client's end. */
  onClosed(connection: Connection): void;
  /** Whether a socket is still open at the client's end although its line is gone. */
  isHalfOpen(connection: Connection): boolean;
  /** Whether a ping over a socket, or a fetch with this mark, would change nothing. */
  isQuiet(connection: Connection, mark: number | undefined): boolean;
}

/** A request that waits for its answer. */
export class Asked {
  readonly connection: Connection;
  readonly id: unknown;
  readonly func: string;

  constructor(connection: Connection, id: unknown, func: string) {
    this.connection = connection;
    this.id = id;
    this.func = func;
  }

  /** Answers it with success. */
  succeed(data: Readonly<Record<string, unknown>> = {}): void {
    this.connection.tell(['call2-ret', [this.id, '', JSON.stringify({ result: 'ok', ...data })]]);
  }

  /** Answers it with a failure, in the form that is set for its text. */
  fail(text: string): void {
    const [err, reply] = this.connection.endpoint.failure(this.func, text);
    this.connection.tell(['call2-ret', [this.id, err, reply]]);
  }

  /** Answers it with something unreadable. */
  garble(): void {
    this.connection.tell(['call2-ret', [this.id, '', '(garbled)']]);
  }
}

/** A socket between a client and the service. */
export class Connection {
  readonly endpoint: Exchange;
  readonly peer: Peer;
  /** The login that uses it. */
  session: LoggedIn | undefined;
  /** Whether a channel was joined over it: the SDK throws on a channel's push before that (D20). */
  hasJoined = false;
  #isBinary = false;
  #isOver = false;

  constructor(endpoint: Exchange, peer: Peer) {
    this.endpoint = endpoint;
    this.peer = peer;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Whether nobody would notice a ping now; with a mark, whether nobody would notice a fetch from a
   * mailbox of which everything up to that mark was read.
   */
  isQuiet(mark?: number): boolean {
    const { session, endpoint } = this;
    if (this.#isOver || session === undefined || endpoint.isTapped) return false;
    return session.isQuiet(this, mark);
  }

  /** Handles a frame that has arrived. Never throws, whatever the frame holds. */
  receive(data: unknown): void {
    if (this.#isOver) return;
    const frame = readFrame(data);
    if (typeof frame === 'string') this.#refuse(frame);
    else this.accept(frame);
  }

  /** Handles a frame that has arrived and was read. */
  accept(frame: Frame): void {
    if (this.#isOver || this.session?.isHalfOpen(this) === true) return;
    if (!this.endpoint.isTapped) {
      this.#take(frame);
      return;
    }
    for (const passed of this.endpoint.tapped(this, 'client', frame)) this.#take(passed);
  }

  #take([event, argument]: Frame): void {
    if (event === 'ping') this.tell(['pong', argument]);
    else if (event === 'set_flag') this.#setFlag(argument);
    else if (event === 'login') {
      const login = readLogin(argument);
      if (typeof login === 'string') this.#refuse(login);
      else this.endpoint.login(this, login);
    } else if (event === 'call2') this.#call(argument);
    else this.endpoint.note(`an event that the service does not know: ${event.slice(0, 40)}`);
  }

  /** The client closed it, or it broke. */
  closed(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.session?.onClosed(this);
    this.endpoint.forget(this);
  }

  /** Sends a frame. */
  tell(frame: Frame): void {
    if (this.#isOver) return;
    const { endpoint, peer } = this;
    if (endpoint.isTapped) {
      for (const passed of endpoint.tapped(this, 'service', frame)) {
        this.#send(JSON.stringify(passed));
      }
    } else if (peer.pass !== undefined && this.#deflate === undefined) peer.pass(frame);
    else this.#send(JSON.stringify(frame));
  }

  /** Sends a text as it is, even if it is not a frame. */
  tellRaw(text: string): void {
    if (!this.#isOver) this.peer.send(text);
  }

  /** Closes it from the service's end, with a WebSocket code and a few words. */
  close(code = 1000, reason = ''): void {
    if (this.#isOver) return;
    this.peer.close(code, reason);
    this.closed();
  }

  /** Breaks it from the service's end, so that the browser raises an error. */
  fail(): void {
    if (this.#isOver) return;
    this.peer.fail();
    this.closed();
  }

  get #deflate(): Exchange['deflate'] {
    return this.#isBinary ? this.endpoint.deflate : undefined;
  }

  #send(text: string): void {
    this.peer.send(this.#deflate?.(text) ?? text);
  }

  #setFlag(argument: unknown): void {
    this.#isBinary = (argument as { readonly binary?: unknown } | null)?.binary === 1;
  }

  #call(argument: unknown): void {
    const request = readRequest(argument);
    if (typeof request === 'string') {
      this.#refuse(request);
      return;
    }
    const { func, id, args } = request;
    const asked = new Asked(this, id, func);
    const { session } = this;
    if (session === undefined) asked.fail('failed');
    else session.ask(asked, args);
  }

  /** Ends the socket over something that no SDK sends, and records it once. */
  #refuse(why: string): void {
    this.endpoint.note(why);
    // A close frame has room for at most 123 bytes of reason.
    this.close(1008, why.slice(0, 40));
  }
}
