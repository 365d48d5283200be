// The service's end of the wire: look-ups and telemetry over HTTP, sessions over sockets, as values.
// It has no sockets and no clock of its own: a virtual browser or a server on the loopback passes it what
// arrives and carries what it sends.
import { builtin } from '../world/globals/node.ts';
import type { Client } from '../world/client/client.ts';
import type { ClientOptions } from '../world/client/options.ts';
import type { World } from '../world/world.ts';
import { Connection, type Exchange, type Peer } from './connection.ts';
import type { Frame, Login } from './frame.ts';
import { Mailbox, type MailboxMode } from './mailbox.ts';
import { requests } from './requests.ts';
import { WireSession, type Switchboard } from './session.ts';
import { failureOf, type FailureText, type Situation } from './texts.ts';

/** A frame on its way. */
export interface Passing {
  /** Who sent it. */
  readonly from: 'client' | 'service';
  /** The account that its socket has logged in; `''` before that. */
  readonly account: string;
  readonly frame: Frame;
}

/** Looks at frames as they pass, and may replace them; undefined lets a frame pass as it is. */
export type Tap = (passing: Passing) => readonly Frame[] | undefined;

/** A request over HTTP. */
export interface HttpRequest {
  /** The host that the request is for. */
  readonly host: string;
  readonly method: string;
  /** From the path on: `'/getaddr?vid=app'`. */
  readonly path: string;
  /** The telemetry's JSON. */
  readonly body?: string;
}

/** The answer to one; `hang` never answers, `refuse` breaks the connection. */
export type HttpAnswer = { readonly status: number; readonly body: string } | 'hang' | 'refuse';

/** How an endpoint behaves where the protocol leaves the service a choice. */
export interface WireOptions {
  /** The answer to a look-up. @default the addresses that the carrier names */
  readonly lookup?: HttpAnswer | ((request: HttpRequest) => HttpAnswer | undefined);
  /** Mailboxes by number (0) or by message id (1). @default 0 @source wire 7 */
  readonly mailbox?: MailboxMode;
  /** Outgoing messages carry an id, and the SDK parses each as JSON (E12). @default false */
  readonly messageIds?: boolean;
  /** Frames are deflated once the client has said that it can read them. @default false */
  readonly binary?: boolean;
  /** The answers to failed requests, by function or situation. @source decisions.md E.9 */
  readonly texts?: Readonly<Record<string, FailureText>>;
}

/** The HTTP headers that allow a page of any origin to read the answers. @source wire 2, 13.7 */
export const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type',
} as const;

/** The most logins that one world holds: each stays in it for good. */
const sessionsMax = 20_000;

/** Identifies an account. */
const keyOf = ({ appId, account }: Pick<Login, 'appId' | 'account'>): string =>
  `${appId}\n${account}`;

/** The service of one world, as seen from the wire. */
export class Endpoint implements Exchange, Switchboard {
  /** Frames and requests that no SDK sends, each kind once. */
  readonly notes = new Set<string>();
  /** Called for each of them, once. */
  onNote: ((what: string) => void) | undefined;
  /** How many reports of logins have come. */
  reports = 0;
  /** @internal Finds the handler of a request by its function's name. */
  readonly requests = requests;
  readonly #world: World;
  readonly #connections = new Set<Connection>();
  /** Logins by App ID and account. */
  readonly #sessions = new Map<string, WireSession[]>();
  #sessionCount = 0;
  readonly #mailboxes = new Map<string, Mailbox>();
  readonly #clientOptions = new Map<string, ClientOptions>();
  #options: WireOptions = {};
  #taps: readonly Tap[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** Virtual milliseconds. */
  get now(): number {
    return this.#world.now;
  }

  /** What a login's answer says about the wire. */
  get config(): Readonly<Record<string, number>> {
    const { mailbox = 0, messageIds = false } = this.#options;
    return { config_msg_set: mailbox, config_inst_msg_with_msgid: messageIds ? 1 : 0 };
  }

  /** Deflates frames for clients that can read them; undefined if frames are sent as text. */
  get deflate(): ((text: string) => Uint8Array) | undefined {
    return this.#options.binary === true ? builtin('node:zlib')?.deflateSync : undefined;
  }

  /** Changes how it behaves from now on. */
  set(options: WireOptions): void {
    this.#options = { ...this.#options, ...options };
  }

  /**
   * Answers a request over HTTP.
   *
   * @param addresses where to open sockets, as JSON: `web` for browsers, `wx_web` for WeChat
   */
  http(request: HttpRequest, addresses: string): HttpAnswer {
    const { method, path } = request;
    if (!this.#world.service.isUp) return 'refuse';
    if (method === 'OPTIONS') return { status: 204, body: '' };
    if (method === 'GET' && /^\/getaddr(\?|$)/.test(path)) {
      const { lookup } = this.#options;
      const answer = typeof lookup === 'function' ? lookup(request) : lookup;
      return answer ?? { status: 200, body: addresses };
    }
    if (method === 'POST') {
      this.reports += 1;
      return { status: 200, body: '' };
    }
    return { status: 404, body: '' };
  }

  /** Sets what the clients of a device are like, which no frame says. */
  clientsOf(device: string, options: ClientOptions): void {
    this.#clientOptions.set(device, options);
  }

  /** Accepts a socket; undefined if the service is down. */
  open(peer: Peer): Connection | undefined {
    if (!this.#world.service.isUp) return undefined;
    const connection = new Connection(this, peer);
    this.#connections.add(connection);
    return connection;
  }

  /** The open sockets, in the order in which they were opened: of one account, or all. */
  sockets(account?: string): readonly Connection[] {
    return [...this.#connections].filter(
      ({ session }) => account === undefined || session?.account === account,
    );
  }

  /** Adds a tap that looks at every frame from now on. Returns a function that removes it. */
  tap(tap: Tap): () => void {
    this.#taps = [...this.#taps, tap];
    return () => {
      this.#taps = this.#taps.filter((one) => one !== tap);
    };
  }

  /** @internal Whether a tap looks at every frame. */
  get isTapped(): boolean {
    return this.#taps.length > 0;
  }

  // --- for connections and sessions ----------------------------------------------------------------

  /** @internal Logs a connection in: for a client that is logged out or lost its line, or for a new one. */
  login(connection: Connection, { token, ...who }: Login): void {
    if (connection.session !== undefined) {
      this.note('a second login by one socket');
      return;
    }
    const { device } = connection.peer;
    const all = this.#sessions.get(keyOf(who)) ?? [];
    const free = all.find((one) => one.isFree && (one.device === device || device === ''));
    if (free === undefined && this.#sessionCount >= sessionsMax) {
      const why = `a world holds ${sessionsMax} logins`;
      this.note(why);
      connection.close(1013, why);
      return;
    }
    (free ?? this.#create({ ...who, device })).attach(connection, token);
  }

  #create(who: {
    readonly appId: string;
    readonly account: string;
    readonly device: string;
  }): WireSession {
    const client = this.#world.client('wire', {
      version: '1.4.0',
      ...this.#clientOptions.get(who.device),
      ...(who.device !== '' && { device: who.device }),
    });
    const session = new WireSession(this, client, who);
    const key = keyOf(who);
    this.#sessions.set(key, [...(this.#sessions.get(key) ?? []), session]);
    this.#sessionCount += 1;
    return session;
  }

  /** @internal Passes a frame through the taps, which may replace it. */
  tapped(connection: Connection, from: Passing['from'], frame: Frame): readonly Frame[] {
    const account = connection.session?.account ?? '';
    return this.#taps.reduce<readonly Frame[]>(
      (frames, tap) => frames.flatMap((one) => tap({ from, account, frame: one }) ?? [one]),
      [frame],
    );
  }

  /** @internal Forgets a connection that is over. */
  forget(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /** @internal The mailbox of an account. */
  mailbox(appId: string, account: string): Mailbox {
    const key = keyOf({ appId, account });
    let mailbox = this.#mailboxes.get(key);
    if (mailbox === undefined) {
      mailbox = new Mailbox(this.#options.mailbox ?? 0);
      this.#mailboxes.set(key, mailbox);
    }
    return mailbox;
  }

  /** @internal The service's number for an account. */
  uidOf(appId: string, account: string): number {
    return this.#world.service.uidOf(appId, account);
  }

  /** @internal Whether nothing passes on a client's line, without anybody having said so. */
  isSilenced(client: Client): boolean {
    return this.#world.network.isSilent(client);
  }

  /** @internal A client's socket is gone, and so is its line. */
  drop(client: Client): void {
    this.#world.network.drop(client, 'closed');
  }

  /** @internal Runs what a client asks of the endpoint itself, once its line lets it through. */
  pass(client: Client, name: string, run: () => void): void {
    const { network } = this.#world;
    if (!this.isSilenced(client)) run();
    else network.toService(client, name, () => network.toClient(client, `${name} ok`, run));
  }

  /** @internal Runs something after everything that is delivered now. */
  soon(run: () => void): void {
    this.#world.clock.set(run, 0);
  }

  /** @internal The two parts of an answer to a request that failed. */
  failure(func: string, text: string): readonly [err: string | number, reply: string] {
    const { texts = {} } = this.#options;
    return failureOf(texts[func] ?? texts[text] ?? text);
  }

  /** @internal The `extra` of an invitation that fails later. @source decisions.md E.9 */
  inviteFailure(text: Situation): string {
    const wanted = this.#options.texts?.['voip_invite_failed'] ?? this.#options.texts?.[text];
    if (typeof wanted === 'object') return JSON.stringify(wanted);
    return JSON.stringify({ reason: wanted ?? text });
  }

  /** @internal Records what no SDK sends. */
  note(what: string): void {
    if (this.notes.size >= 100 || this.notes.has(what)) return;
    this.notes.add(what);
    this.onNote?.(what);
  }
}
