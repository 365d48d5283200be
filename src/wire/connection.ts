// One socket of a client, from the service's end: what its frames ask for, and how it is answered.
import { readFrame, readLogin, readRequest, type Frame, type Login } from './frame.ts';

/** The far end of a socket, as whoever carries it gives it. */
export interface Peer {
  /** Tells the devices of one account apart; `''` where nothing does. */
  readonly device: string;
  /** Set where it is a double, which says itself what its application hears. */
  readonly speaks?: boolean;
  /** Sends a frame: text, or bytes that hold a deflated text. */
  send(data: string | Uint8Array): void;
  /**
   * Closes it cleanly, with a code of WebSocket and a few words: the browser raises `close` alone.
   */
  close(code: number, reason: string): void;
  /** Breaks it: the browser raises `error`, then `close`. */
  fail(): void;
}

/** What a socket needs of the endpoint that took it. */
export interface Exchange {
  /** Deflates frames for clients that read them so; undefined where they go as text. */
  readonly deflate: ((text: string) => Uint8Array) | undefined;
  /** Whether somebody looks at every frame. */
  readonly isTapped: boolean;
  /** Logs it in. */
  login(connection: Connection, login: Login): void;
  /** What becomes of a frame on its way. */
  tapped(connection: Connection, from: 'client' | 'service', frame: Frame): readonly Frame[];
  /** It is over. */
  forget(connection: Connection): void;
  /** The two parts of an answer to a request that failed. */
  failure(func: string, text: string): readonly [err: string | number, reply: string];
  /** Writes down what no SDK sends. */
  note(what: string): void;
}

/** The login that goes on by a socket, as the socket sees it. */
export interface LoggedIn {
  readonly account: string;
  /** What the trace calls its client. */
  readonly name: string;
  /** Takes what its client asks for. */
  ask(asked: Asked, args: Readonly<Record<string, unknown>>): void;
  /** The socket is gone at the client's end. */
  onClosed(connection: Connection): void;
  /** Whether a socket still stands at the client's end although its line is gone. */
  isHalfOpen(connection: Connection): boolean;
  /** Whether a ping by a socket, or a fetch with this mark, would change nothing. */
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

  /** Answers it well. */
  succeed(data: Readonly<Record<string, unknown>> = {}): void {
    this.connection.tell(['call2-ret', [this.id, '', JSON.stringify({ result: 'ok', ...data })]]);
  }

  /** Answers it with a failure, in the words that stand for it. */
  fail(text: string): void {
    const [err, reply] = this.connection.endpoint.failure(this.func, text);
    this.connection.tell(['call2-ret', [this.id, err, reply]]);
  }

  /** Answers it with what nobody can read. */
  garble(): void {
    this.connection.tell(['call2-ret', [this.id, '', '(garbled)']]);
  }
}

/** A socket between a client and the service. */
export class Connection {
  readonly endpoint: Exchange;
  readonly peer: Peer;
  /** The login that goes on by it. */
  session: LoggedIn | undefined;
  /** Whether a channel was joined by it: the SDK throws on a channel's push before that (D20). */
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
   * Whether nobody would notice a ping now; with a mark, nor a fetch from a mailbox of which
   * everything up to there was read.
   */
  isQuiet(mark?: number): boolean {
    const { session, endpoint } = this;
    if (this.#isOver || session === undefined || endpoint.isTapped) return false;
    return session.isQuiet(this, mark);
  }

  /** Takes a frame that has arrived. Whatever it holds, it throws nothing. */
  receive(data: unknown): void {
    if (this.#isOver) return;
    const frame = readFrame(data);
    if (typeof frame === 'string') {
      this.#refuse(frame);
      return;
    }
    if (this.session?.isHalfOpen(this) === true) return;
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
    for (const passed of this.endpoint.tapped(this, 'service', frame)) {
      this.#send(JSON.stringify(passed));
    }
  }

  /** Sends a text as it is, even if it is no frame. */
  tellRaw(text: string): void {
    if (!this.#isOver) this.peer.send(text);
  }

  /** Closes it from the service's end, with a code of WebSocket and a few words. */
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

  #send(text: string): void {
    const deflate = this.#isBinary ? this.endpoint.deflate : undefined;
    this.peer.send(deflate === undefined ? text : deflate(text));
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

  /** What no SDK sends ends the socket, and is written down once. */
  #refuse(why: string): void {
    this.endpoint.note(why);
    // At most 123 bytes go with the word.
    this.close(1008, why.slice(0, 40));
  }
}
