// The loopback server: the wire on one port of this machine, for the real SDK in Node, in a browser, or
// for whatever speaks WebSocket and JSON.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkKeys, show, UsageError } from '../base/errors.ts';
import { isNestedDeep, levelsMax } from '../base/nested.ts';
import { corsHeaders, type HttpAnswer } from '../wire/endpoint.ts';
import { Control, refusal, type Answer, type Rooms } from './control.ts';
import { Place } from './place.ts';
import { redirectScript } from './redirect.ts';
import { Room, type RoomOptions, type RoomTime } from './room.ts';
import { refuse, silenceMsStandard, Sockets, socketsMax } from './sockets.ts';

/** Options of a server. */
export interface ServeOptions {
  /** The port; 0 takes one that is free. @default 0 */
  readonly port?: number;
  /** The address to listen on; any other than the loopback lets other machines in. @default '127.0.0.1' */
  readonly host?: string;
  /** How time passes in worlds that do not say. @default 'real' */
  readonly time?: RoomTime;
  /** What the default world is like. */
  readonly world?: RoomOptions;
  /** What the control API asks for. @default a random one */
  readonly token?: string;
  /** Milliseconds after which a socket that says nothing is closed. @default 60000 */
  readonly silenceMs?: number;
  /**
   * The teaching page as HTML, to be served at `/page`; it follows the world with the token behind its #.
   * @default none
   */
  readonly page?: string;
  /** Takes a line on each kind of trouble. */
  readonly log?: (line: string) => void;
}

/** The world at the root of the server. */
const home = 'default';
/** Bytes that a request may have. */
const bodyBytesMax = 1_048_576;
/** Worlds that one server holds. */
const roomsMax = 1000;

/** A running server. */
export class LoopbackServer implements Rooms {
  /** What the control API asks for: `Authorization: Bearer TOKEN`. */
  readonly token: string;
  readonly #place: Place;
  readonly #server: Server;
  readonly #sockets: Sockets;
  readonly #control = new Control(this);
  readonly #rooms = new Map<string, { room: Room; readonly options: RoomOptions }>();
  readonly #time: RoomTime;
  readonly #page: string;
  readonly #log: (line: string) => void;
  #names = 0;

  /** @internal `serve` makes one. */
  constructor(server: Server, options: Required<Omit<ServeOptions, 'port'>>) {
    const { host, time, world, token, silenceMs, page, log } = options;
    this.#server = server;
    this.#place = new Place(host, (server.address() as AddressInfo).port);
    this.token = token;
    this.#time = time;
    // It speaks to this server, and to nobody else.
    this.#page = page.replace("default-src 'none';", "default-src 'none'; connect-src 'self';");
    const told = new Set<string>();
    this.#log = (line) => {
      if (told.has(line)) return;
      told.add(line);
      log(line);
    };
    this.#sockets = new Sockets(silenceMs, this.#log);
    this.create(home, time, world);
    // More of them than the machine has files are no reason to end.
    server.on('error', ({ message }) => this.#log(`the port: ${message}`));
    server.on('drop', () =>
      this.#log(`more than ${socketsMax} connections: the newest are refused`),
    );
    server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, socket) => {
      this.#log(`a connection that is no HTTP, or says nothing (${code}): it is closed`);
      if (!socket.writable) socket.destroy();
      else socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    });
    server.on('request', (request, response) => {
      void this.#answer(request, response).catch((error: unknown) => {
        this.#log(`a request failed: ${error instanceof Error ? error.message : String(error)}`);
        response.destroy();
      });
    });
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => undefined);
      const { room, device } = this.#find(request.url ?? '/');
      if (room === undefined) refuse(socket, 404);
      else this.#sockets.take(request, socket, head, room, device);
    });
  }

  /** The port on which it listens. */
  get port(): number {
    return this.#place.port;
  }

  /** The address on which it listens. */
  get host(): string {
    return this.#place.host;
  }

  /** Where the default world is: `'ws://127.0.0.1:8001/'`. */
  get url(): string {
    return `ws://${this.#place.name}/`;
  }

  /** The default world, at the time that it is. */
  get world(): Room['world'] {
    return this.room(home).world;
  }

  /** How many sockets stand. */
  get sockets(): number {
    return this.#sockets.count;
  }

  get all(): readonly Room[] {
    return [...this.#rooms.values()].map(({ room }) => room);
  }

  /** A world by its name; `'default'` is the one at the root. @throws {UsageError} if unknown */
  room(id: string): Room {
    const room = this.find(id);
    if (room === undefined) {
      const why =
        this.#rooms.size === 0 ? 'this server is closed.' : `no world ${show(id)} on this server.`;
      throw new UsageError('loopback.world', why);
    }
    room.drive.catchUp();
    return room;
  }

  find(id: string): Room | undefined {
    return this.#rooms.get(id === '' ? home : id)?.room;
  }

  create(wanted: string | undefined, time: RoomTime = this.#time, options: RoomOptions = {}): Room {
    const id = wanted ?? `w${++this.#names}`;
    if (this.#rooms.has(id)) {
      throw new UsageError(
        'loopback.create',
        `there is a world ${show(id)} already. Drop it first.`,
      );
    }
    if (this.#rooms.size >= roomsMax) {
      throw new UsageError('loopback.create', `this server holds ${roomsMax} worlds. Drop some.`);
    }
    const room = this.#open(id, time, options);
    this.#rooms.set(id, { room, options });
    return room;
  }

  drop(room: Room): void {
    if (room.id === home) {
      throw new UsageError('loopback.drop', 'the default world stays. Reset it instead.');
    }
    room.close();
    this.#rooms.delete(room.id);
  }

  reset(room: Room): Room {
    const kept = this.#rooms.get(room.id);
    if (kept === undefined) return room;
    room.close();
    kept.room = this.#open(room.id, room.time, kept.options);
    return kept.room;
  }

  #open(id: string, time: RoomTime, options: RoomOptions): Room {
    const room = new Room(id, time, options);
    room.world.wire.endpoint.onNote = (what) => this.#log(`world ${id}: ${what}`);
    return room;
  }

  addresses(room: Room, request: IncomingMessage): { readonly ws: string; readonly http: string } {
    const path = room.id === home ? '/' : `/w/${room.id}/`;
    const place = `${this.#place.calledBy(request.headers.host)}${path}`;
    return { ws: `ws://${place}`, http: `http://${place}` };
  }

  /** Ends it: every world, every socket. */
  async close(): Promise<void> {
    for (const { room } of this.#rooms.values()) room.close();
    this.#rooms.clear();
    this.#sockets.close();
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }

  /** The world that a path is of, the device that it names, and what is left of it. */
  #find(url: string): { room: Room | undefined; device: string; rest: string } {
    const [, id = '', rest = url] = /^\/w\/([A-Za-z0-9_-]+)(\/.*)?$/.exec(url) ?? [];
    const [, device = ''] = /^\/d\/([A-Za-z0-9_-]+)\//.exec(rest) ?? [];
    return { room: this.find(id), device, rest };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const base = `http://${this.#place.name}`;
    if (!URL.canParse(request.url ?? '/', base)) {
      write(response, refusal(400, `the path is ${show(request.url)}, which no URL has.`), {});
      return;
    }
    const url = new URL(request.url ?? '/', base);
    if (url.pathname.startsWith('/control')) {
      write(response, await this.#answerControl(request, url), {});
      return;
    }
    const { room, rest } = this.#find(request.url ?? '/');
    if (rest === '/page' && request.method === 'GET' && this.#page !== '' && room !== undefined) {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end(this.#page);
      return;
    }
    if (rest === '/setup.js' && request.method === 'GET' && room !== undefined) {
      const place = this.addresses(room, request).ws.slice('ws://'.length, -1);
      response.writeHead(200, { ...corsHeaders, 'Content-Type': 'text/javascript' });
      response.end(redirectScript(place));
      return;
    }
    const body = await readBody(request);
    if (room === undefined || body === undefined) {
      write(response, refusal(room === undefined ? 404 : 413, 'no such world'), corsHeaders);
      return;
    }
    const { method = 'GET', headers } = request;
    // Each look-up has an address of its own, so that a device is known again when it reconnects.
    const device = `${this.addresses(room, request).ws}d/${++this.#names}/`;
    const addresses = JSON.stringify({
      web: [device],
      wx_web: [device.replace('ws://', '')],
    });
    const asked = { host: headers.host ?? '', method, path: rest, body };
    this.#carry(response, room.world.wire.endpoint.http(asked, addresses));
  }

  #carry(response: ServerResponse, answer: HttpAnswer): void {
    if (answer === 'refuse') response.destroy();
    else if (answer !== 'hang') write(response, answer, corsHeaders);
  }

  async #answerControl(request: IncomingMessage, url: URL): Promise<Answer> {
    const { host = '', origin, authorization = '' } = request.headers;
    // A page of another site must not drive it, by whatever name it calls this machine.
    const { name, isEverywhere, port } = this.#place;
    if (!this.#place.isOwn(host)) {
      const use = isEverywhere ? `an address of this machine, with :${port}` : name;
      return refusal(403, `Host is ${show(host)}. Use ${use}.`);
    }
    const own = [host, name, `localhost:${port}`].map((one) => `http://${one}`);
    if (origin !== undefined && !own.includes(origin)) {
      return refusal(403, `Origin is ${show(origin)}: a web page cannot drive this server.`);
    }
    if (
      url.pathname !== '/control/openapi.json' &&
      !isSame(authorization, `Bearer ${this.token}`)
    ) {
      return refusal(401, 'Give the token that the server printed: Authorization: Bearer TOKEN.');
    }
    const text = await readBody(request);
    if (text === undefined) return refusal(413, `a body has at most ${bodyBytesMax} bytes.`);
    if (isNestedDeep(text)) {
      return refusal(400, `the body is nested deeper than ${levelsMax} levels.`);
    }
    try {
      const body: unknown = text === '' ? {} : JSON.parse(text);
      return await this.#control.answer(request, url, body);
    } catch (error) {
      if (error instanceof SyntaxError) return refusal(400, 'the body is not JSON.');
      throw error;
    }
  }
}

/** Compares without telling how much of it was right. */
function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The body of a request as text; undefined where it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const chunk = part as Buffer;
    bytes += chunk.length;
    if (bytes > bodyBytesMax) return undefined;
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
}

function write(
  response: ServerResponse,
  { status, body }: Answer,
  headers: Readonly<Record<string, string>>,
): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    ...headers,
    'Content-Type': isText ? 'text/plain; charset=utf-8' : 'application/json',
  });
  response.end(isText ? body : JSON.stringify(body));
}

/** Throws where a server with such options could not be, or would be open to everybody. */
function checkOptions({
  port,
  host,
  token,
  silenceMs,
}: Required<Pick<ServeOptions, 'port' | 'host' | 'token' | 'silenceMs'>>): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(
      'loopback.port',
      `serve: port is ${show(port)}. Give a number from 0 to 65535.`,
    );
  }
  // Node takes an empty host for every address of the machine.
  if (host === '') {
    throw new UsageError(
      'loopback.host',
      'serve: host is "". Give an address: 127.0.0.1, or 0.0.0.0 to let other machines connect.',
    );
  }
  if (!/^[!-~]+$/.test(token)) {
    throw new UsageError(
      'loopback.token',
      'serve: the token must be one or more ASCII characters without spaces, as a header carries it.',
    );
  }
  if (!(silenceMs >= 100)) {
    throw new UsageError(
      'loopback.silence',
      `serve: silenceMs is ${show(silenceMs)}. Give milliseconds, 100 or more.`,
    );
  }
}

/** Why a port or an address could not be had, and what to do. */
function whyNot({ code = '', message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') {
    return 'something else listens there. Give another port; 0 takes a free one.';
  }
  if (code === 'EADDRNOTAVAIL' || code.startsWith('EAI_') || code === 'ENOTFOUND') {
    return `${message}. Give an address of this machine as the host, such as 127.0.0.1.`;
  }
  return `${message}. Give another port; 0 takes a free one.`;
}

const loopbacks: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Starts a server on the loopback.
 *
 * @throws {UsageError} when an option is unknown or cannot be, or the port is taken
 * @example
 * const server = await serve({ port: 0 });
 * server.url; // 'ws://127.0.0.1:…/'
 * server.world.service.kick('alice');
 * await server.close();
 */
export async function serve(options: ServeOptions = {}): Promise<LoopbackServer> {
  const keys = ['port', 'host', 'time', 'world', 'token', 'silenceMs', 'page', 'log'];
  checkKeys('loopback.option', 'serve', options, keys);
  const {
    port = 0,
    host = '127.0.0.1',
    time = 'real',
    world = {},
    silenceMs = silenceMsStandard,
    page = '',
    log = () => undefined,
  } = options;
  const { token = randomBytes(16).toString('hex') } = options;
  checkOptions({ port, host, token, silenceMs });
  const headersTimeout = Math.min(10_000, silenceMs);
  const server = createServer({
    requestTimeout: 30_000,
    headersTimeout,
    connectionsCheckingInterval: headersTimeout / 2,
  });
  server.maxConnections = socketsMax;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = whyNot(error);
      reject(new UsageError('loopback.port', `serve: cannot listen on ${host}:${port}: ${why}`));
    });
    server.listen(port, host, resolve);
  });
  return new LoopbackServer(server, { host, time, world, token, silenceMs, page, log });
}

/** Whether an address is of this machine alone. */
export const isLoopback = (host: string): boolean => loopbacks.has(host);
