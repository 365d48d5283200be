// The wire of a world: the service as the real SDK sees it, without real sockets or waits.
import { checkKeys, show, unknownName, UsageError } from '../base/errors.ts';
import type { World } from '../world/world.ts';
import { checkClient, type ClientOptions } from '../world/client/options.ts';
import type { Connection } from './connection.ts';
import { Endpoint, type Tap, type WireOptions } from './endpoint.ts';
import {
  createBrowser,
  userAgent,
  type ConsoleLine,
  type Globals,
  type Surroundings,
} from './virtual/browser.ts';
import { bundleName, published, readBundle, runBundle, sha256 } from './virtual/bundle.ts';
import { Net, type SocketFate } from './virtual/net.ts';

/** Where a bundle comes from, and what it runs in. */
export interface LoadOptions {
  /** Its text, if the platform cannot read files. */
  readonly source?: string;
  /** The device that it runs on: tells two copies for one account apart. @default 'sdk 1', … */
  readonly device?: string;
  /** What the world's clients behind it are like: their names in the trace, their versions. */
  readonly client?: Omit<ClientOptions, 'device'>;
  /** A page, or a mini program of WeChat: it has `wx` instead of sockets. @default 'browser' */
  readonly surroundings?: Surroundings;
  /** What the browser says it is. @default Chrome on Linux @source wire 10 [D12] */
  readonly userAgent?: string;
  /** More globals for the bundle, or replacements for the browser's own: `{ wx }`. */
  readonly globals?: Readonly<Record<string, unknown>>;
}

/** A bundle that was loaded. */
export interface LoadedSdk {
  /** What it exports: `Signal(appId)`. */
  readonly Signal: unknown;
  /** The file that it came from. */
  readonly from: string;
  /** The SHA-256 of its text. */
  readonly sha256: string | undefined;
  /** What it wrote to its console, in order; the first thousand lines. */
  readonly console: readonly ConsoleLine[];
  /** The globals that it finds in its browser. */
  readonly globals: Globals;
  /** What happens to the sockets that it opens. */
  sockets: SocketFate | ((url: string) => SocketFate);
  /** Hosts that it requested but that are not the SDK's. */
  readonly refused: readonly string[];
}

/** Whether an error was thrown in the application, not in the SDK. */
const isApplications = (error: unknown): error is Error =>
  error instanceof Error && !topFrame(error).includes(bundleName);

/** Where an error was thrown, according to its stack. */
const topFrame = ({ stack = '', message }: Error): string =>
  stack
    .slice(stack.indexOf(message) + message.length)
    .trimStart()
    .split('\n')[0] ?? '';

/** The wire of one world. */
export class Wire {
  readonly endpoint: Endpoint;
  readonly #world: World;
  #devices = 0;

  constructor(world: World) {
    this.#world = world;
    this.endpoint = new Endpoint(world);
  }

  /** Changes how the service behaves where the protocol leaves it a choice. */
  set(options: WireOptions): void {
    this.endpoint.set(options);
  }

  /** The open sockets, in the order in which they were opened: of one account, or all. */
  sockets(account?: string): readonly Connection[] {
    return this.endpoint.sockets(account);
  }

  /** What the SDK would not do, each kind once: frames that were refused, bundles that were changed. */
  get notes(): ReadonlySet<string> {
    return this.endpoint.notes;
  }

  /**
   * Looks at every frame as it passes, and may replace it.
   *
   * @returns a function that stops it
   * @example
   * world.wire.tap(({ from, frame }) => void console.log(from, JSON.stringify(frame)));
   */
  tap(tap: Tap): () => void {
    return this.endpoint.tap(tap);
  }

  /**
   * @internal The way from one device to the service; a device without a name gets one.
   *
   * @param double given if a double uses it, which leaves nothing to run but what its application leaves:
   * whether it records itself what that hears
   */
  net(named?: string, double?: { readonly speaks: boolean }): Net {
    const world = this.#world;
    this.#devices += 1;
    const device = named ?? `sdk ${this.#devices}`;
    const stir = (what: string, run: () => void): void => {
      world.stir(device, what, run);
    };
    const contain = (what: string, run: () => void): void => {
      world.contain(device, what, run);
    };
    return new Net({
      clock: world.clock,
      endpoint: this.endpoint,
      device,
      speaks: double?.speaks ?? false,
      stir,
      hear: double === undefined ? stir : contain,
      tick: (run) => {
        world.tick(device, run);
      },
    });
  }

  /**
   * Loads the published bundle, unmodified, into a virtual browser of its own.
   *
   * @param path a file; undefined takes the package `agora-signaling-sdk` of the current folder
   * @throws {UsageError} if there is no bundle, it cannot run, or it is not the SDK
   */
  /* oxlint-disable-next-line max-lines-per-function -- one thing after another: options, bundle, browser, SDK */
  loadSdk(path?: string, options: LoadOptions = {}): LoadedSdk {
    checkKeys('wire.option', 'world.loadSdk', options, [
      'source',
      'device',
      'client',
      'surroundings',
      'userAgent',
      'globals',
    ]);
    const { source, from } =
      options.source === undefined
        ? readBundle(path)
        : { source: options.source, from: path ?? 'the given text' };
    const { client = {} } = options;
    const net = this.net(options.device);
    this.#world.watchTicks();
    checkClient('world.loadSdk', { ...client, device: net.device });
    this.endpoint.clientsOf(net.device, client);
    const world = this.#world;
    const lines: ConsoleLine[] = [];
    const { surroundings = 'browser' } = options;
    if (surroundings !== 'browser' && surroundings !== 'wechat') {
      const known = ['browser', 'wechat'];
      throw unknownName('wire.option', 'world.loadSdk', 'surroundings', surroundings, known);
    }
    const browser = createBrowser(net, {
      seed: world.settings.seed,
      surroundings,
      userAgent: options.userAgent ?? userAgent,
      onConsole: (line) => {
        lines.push(line);
        const [error] = line.args;
        // The SDK catches what some handlers throw, and prints it; otherwise nobody would hear of it.
        if (line.level === 'error' && isApplications(error)) {
          world.stir(net.device, 'a handler of the SDK', () => {
            throw error;
          });
        }
      },
    });
    Object.assign(browser['globalThis'] as object, options.globals);
    const globals: Globals = { ...browser, ...options.globals };
    const exported = runBundle(source, from, globals);
    if (typeof exported !== 'function') {
      throw new UsageError(
        'wire.bundle',
        `world.loadSdk: ${from} exports ${show(exported)}; the SDK exports a function, Signal. ` +
          'Give the bundle of agora-signaling-sdk.',
      );
    }
    const hash = sha256(source);
    if (hash !== undefined && !published.has(hash)) {
      this.endpoint.note(`${from} is not a published bundle: its SHA-256 is ${hash}`);
    }
    return {
      Signal: exported,
      from,
      sha256: hash,
      console: lines,
      globals,
      get sockets() {
        return net.sockets;
      },
      set sockets(fate) {
        net.sockets = fate;
      },
      get refused() {
        return [...net.refused];
      },
    };
  }
}
