// What a virtual browser's requests and sockets reach: the endpoint of one world, on the world's clock.
// Nothing leaves the machine: hosts that are not the SDK's are refused, and recorded.
import type { Clock } from '../../world/clock.ts';
import type { Connection, Peer } from '../connection.ts';
import type { Endpoint, HttpAnswer } from '../endpoint.ts';

/** What happens to a socket that is opened. */
export type SocketFate = 'open' | 'refuse' | 'hang';

/** Whether a host is one that the SDK talks to, or a simulator on this machine. */
const isKnownHost = (host: string): boolean =>
  /(^|\.)agora\.io$/.test(host) || host === '127.0.0.1' || host === 'localhost';

/** The answer to a look-up; the SDK makes secure URLs from it. @source wire 2 */
const addresses = JSON.stringify({
  web: [
    ['127.0.0.1', 8001],
    ['127.0.0.2', 8001],
  ],
  wx_web: ['127.0.0.1:8002'],
});

/** The parts of a URL that matter here. */
interface Target {
  readonly host: string;
  readonly path: string;
  readonly isKnown: boolean;
}

/** The last URLs that were read: the same few come again and again, and each costs as much as a request. */
const targets = new Map<string, Target>();
const targetsMax = 100;

/** @throws {TypeError} if it is no URL */
function targetOf(url: string): Target {
  let target = targets.get(url);
  if (target === undefined) {
    const { hostname: host, pathname, search } = new URL(url);
    target = { host, path: pathname + search, isKnown: isKnownHost(host) };
    if (targets.size >= targetsMax) targets.clear();
    targets.set(url, target);
  }
  return target;
}

/** The way from one virtual browser to the service. */
export class Net {
  readonly clock: Clock;
  readonly endpoint: Endpoint;
  /** What happens to sockets from now on: to all of them, or to each by its URL. */
  sockets: SocketFate | ((url: string) => SocketFate) = 'open';
  /** Hosts that were requested but are not the SDK's. */
  readonly refused = new Set<string>();
  readonly device: string;
  /** Whether a double uses it, which records itself what its application hears. */
  readonly speaks: boolean;
  readonly #stir: (what: string, run: () => void) => void;
  readonly #hear: (what: string, run: () => void) => void;
  /** Runs what a timer of the program does. */
  readonly tick: (run: () => unknown) => void;

  /**
   * @param stir runs the application's code
   * @param hear runs code that hears of requests and sockets, and may call the application
   */
  constructor(parts: {
    readonly clock: Clock;
    readonly endpoint: Endpoint;
    readonly device: string;
    readonly speaks: boolean;
    readonly stir: (what: string, run: () => void) => void;
    readonly hear: (what: string, run: () => void) => void;
    readonly tick: (run: () => unknown) => void;
  }) {
    this.clock = parts.clock;
    this.endpoint = parts.endpoint;
    this.device = parts.device;
    this.speaks = parts.speaks;
    this.#stir = parts.stir;
    this.#hear = parts.hear;
    this.tick = parts.tick;
  }

  /** Runs code that hears of a request or a socket now, but after all that happens at once. */
  soon(what: string, run: () => void): void {
    this.clock.set(() => {
      this.#hear(what, run);
    }, 0);
  }

  /** Runs such code. */
  hear(what: string, run: () => void): void {
    this.#hear(what, run);
  }

  /** Runs code of the application. */
  run(what: string, run: () => void): void {
    this.#stir(what, run);
  }

  /** Sends a request over HTTP. */
  http(method: string, url: string, body: unknown): HttpAnswer {
    const target = targetOf(url);
    if (!this.#knows(target)) return 'refuse';
    const { host, path } = target;
    const request = { host, method, path, body: typeof body === 'string' ? body : '' };
    return this.endpoint.http(request, addresses);
  }

  /** Opens a socket: undefined if it is refused, `hang` if nobody answers. */
  open(url: string, peer: Peer): Connection | 'hang' | undefined {
    const fate = typeof this.sockets === 'function' ? this.sockets(url) : this.sockets;
    if (!this.#knows(targetOf(url)) || fate === 'refuse') return undefined;
    if (fate === 'hang') return 'hang';
    return this.endpoint.open(peer);
  }

  #knows({ host, isKnown }: Target): boolean {
    if (!isKnown) this.refused.add(host);
    return isKnown;
  }
}
