/// <reference lib="esnext.disposable" preserve="true" />
import { AgoraAPI } from './sdk/native/agora-api.ts';
import type { LoginLimits } from './sdk/login-limits.ts';
import { createSignal, sdkVersion, type SignalFactory } from './sdk/web/signal.ts';
import { createPublished } from './published/signal.ts';
import type { Heard } from './published/surroundings.ts';
import { misnamedIn } from './sdk/misnamed.ts';
import { checkGiven } from './base/given.ts';
import { shared } from './base/shared.ts';
import { tellWatchers } from './watchers.ts';
import { Wire, type LoadedSdk, type LoadOptions } from './wire/wire.ts';
import { checkClient, type ClientOptions } from './world/client/options.ts';
import type { WorldOptions } from './world/options.ts';
import { World } from './world/world.ts';

/** A device of a world: clients made on it are told from those of the same account on others. */
export class Device {
  readonly name: string;
  readonly #world: SignalingWorld;
  #signal: SignalFactory | undefined;

  /** @internal */
  constructor(world: SignalingWorld, name: string) {
    this.#world = world;
    this.name = name;
  }

  /** The web-shaped double, as `world.Signal`. */
  get Signal(): SignalFactory {
    return (this.#signal ??= this.#world.signal({ device: this.name }));
  }

  /**
   * The native-shaped double, as `world.createAgoraAPI`.
   *
   * @throws {UsageError} when an option is unknown or the world is closed
   */
  createAgoraAPI(options: Omit<ClientOptions, 'device'> = {}): AgoraAPI {
    return this.#world.createAgoraAPI({ ...options, device: this.name });
  }

  /**
   * The published Web SDK on this device, as `world.loadSdk`.
   *
   * @throws {UsageError} when there is no bundle, it cannot run, or it is not the SDK
   */
  loadSdk(path?: string, options: Omit<LoadOptions, 'device'> = {}): LoadedSdk {
    return this.#world.loadSdk(path, { ...options, device: this.name });
  }
}

/** Older browsers have no such symbol, and no `using`. */
const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');

/** A world with its doubles. */
export class SignalingWorld extends World {
  readonly #devices = new Map<string, Device>();
  #complaint: unknown;
  #signal: SignalFactory | undefined;
  #wire: Wire | undefined;
  #published: LoadOptions | undefined;
  #bundle: { readonly path: string | undefined; readonly options: LoadOptions } | undefined;
  /** @internal The limits of logins that name none. @default those of each SDK */
  loginLimits: LoginLimits | undefined;

  /**
   * The web-shaped double: `world.Signal(appId).login(account, token)` gives a session, with channels,
   * calls and the callback properties of the Web SDK.
   *
   * @example
   * const session = world.Signal('app').login('alice', '_no_need_token');
   * session.onLoginSuccess = () => session.channelJoin('lobby');
   */
  get Signal(): SignalFactory {
    return (this.#signal ??= this.signal({}));
  }

  /** @internal A Signal whose clients have these options. */
  signal(options: ClientOptions): SignalFactory {
    if (this.#bundle !== undefined) {
      const { path, options: given } = this.#bundle;
      const { device } = options;
      const { Signal } = this.loadSdk(path, { ...given, ...(device !== undefined && { device }) });
      return Signal as SignalFactory; // It takes and gives what the double does, and says less.
    }
    if (this.#published !== undefined || this.settings.web === '1.4.0') {
      const { client = {}, device, userAgent } = this.#published ?? {};
      // Whoever runs subjects looks at the service's end, as with the real SDK.
      const net = this.wire.net(options.device ?? device ?? 'browser', {
        speaks: this.#published === undefined,
      });
      this.wire.endpoint.clientsOf(net.device, client);
      const Signal = createPublished(net, {
        seed: this.settings.seed,
        onHeard: (heard) => {
          if (this.#published === undefined) this.#hear(heard);
        },
        ...(userAgent !== undefined && { agent: userAgent }),
      });
      return Signal as unknown as SignalFactory; // It takes and gives the same, and says less.
    }
    return createSignal(
      () => this.client('Signal', { version: sdkVersion, ...options }),
      this.loginLimits,
    );
  }

  /** A callback of a double in the manner of 1.4.0. */
  #hear({ name, code, args, handled, client, owners }: Heard): void {
    const details = { args };
    const said = code === undefined ? { name, details } : { name, code, details };
    this.note(client, said, handled, () => misnamedIn(owners, name));
  }

  /**
   * A device by its name, the same each time: its `Signal` and `createAgoraAPI()` are the world's, but
   * one account on two devices can be told apart: `world.network.cut('alice', { device: 'phone' })`.
   *
   * @throws {UsageError} when the name is no text
   * @example
   * const [phone, laptop] = [world.device('phone'), world.device('laptop')];
   * phone.createAgoraAPI().login('app', 'alice', '_no_need_token');
   * laptop.Signal('app').login('alice', '_no_need_token'); // the phone hears LOGOUT_E_KICKED
   */
  device(name: string): Device {
    checkGiven(
      'world.device',
      name,
      typeof name === 'string',
      'a name',
      "Pass one: world.device('phone').",
    );
    checkClient('world.device', { device: name });
    const known = this.#devices.get(name) ?? new Device(this, name);
    this.#devices.set(name, known);
    return known;
  }

  /** The wire: the service as the real SDK meets it, in process and in virtual time. */
  get wire(): Wire {
    return (this.#wire ??= new Wire(this));
  }

  /**
   * Loads the published Web SDK, unmodified, into a virtual browser whose only network is this world.
   * Each call gives a copy of its own, as on another device.
   *
   * @param path a bundle; undefined takes the package `agora-signaling-sdk` of the current folder
   * @throws {UsageError} when there is no bundle, it cannot run, or it is not the SDK
   * @example
   * const { Signal } = world.loadSdk();
   * const session = Signal('app').login('alice', '_no_need_token');
   */
  loadSdk(path?: string, options: LoadOptions = {}): LoadedSdk {
    return this.wire.loadSdk(path, options);
  }

  /**
   * Lets `world.Signal` be the published Web SDK from here on, and that of each device that has not been
   * asked for it: an application that is given a world runs on the real SDK without a change. Each call
   * of it gives `world.Signal` a copy of the bundle of its own.
   *
   * @param path a bundle; undefined takes the package `agora-signaling-sdk` of the current folder
   * @throws {UsageError} when `world.Signal` is asked for: as `loadSdk` does
   * @example
   * world.useRealSdk();
   * const app = new ChatApp({ Signal: world.Signal });
   */
  useRealSdk(path?: string, options: LoadOptions = {}): void {
    this.#bundle = { path, options };
    this.#published = undefined;
    this.#signal = undefined;
  }

  /** @internal The same with the double in the manner of 1.4.0: no package is needed. */
  usePublished(options: LoadOptions = {}): void {
    this.#published = options;
    this.#bundle = undefined;
    this.#signal = undefined;
  }

  /**
   * Makes a native-shaped double of the SDK: one object, flat methods and callbacks, a numeric code
   * with every failure.
   *
   * @throws {UsageError} when an option is unknown or the world is closed
   * @example
   * const alice = world.createAgoraAPI();
   * alice.onLoginFailed = (ecode) => console.log(ecode);
   * alice.login('app', 'alice', '_no_need_token');
   */
  createAgoraAPI(options: ClientOptions = {}): AgoraAPI {
    return new AgoraAPI(this.client('createAgoraAPI', options), this.loginLimits);
  }

  /**
   * What `close` complained of when `using` ended the world. The runners of `sigsim/vitest`,
   * `sigsim/jest`, `sigsim/mocha` and `sigsim/node-test` fail the test with it.
   */
  get complaint(): unknown {
    return this.#complaint;
  }

  /**
   * Ends the world at the end of its block: `using world = createWorld();`. It never throws, because the
   * error of the block would then stand behind it; see `complaint`. To have the checks of `close`
   * without a runner, call `close`.
   */
  [dispose](): void {
    try {
      this.close();
    } catch (error) {
      this.#complaint = error;
    }
  }
}

/**
 * Makes a world: the signaling service, the network to it and time itself, all virtual.
 *
 * @throws {UsageError} when an option is unknown or a value cannot be
 * @example
 * const world = createWorld({ seed: 7 });
 * const alice = world.createAgoraAPI();
 * alice.login('app', 'alice', '_no_need_token');
 * await world.advance('1 s');
 * world.trace.callbacks('alice').map(({ name }) => name); // ['onLoginSuccess']
 */
export function createWorld(options: WorldOptions = {}): SignalingWorld {
  const world = new SignalingWorld(options);
  last.world = world;
  tellWatchers(world);
  return world;
}

const last = shared('last', (): { world?: SignalingWorld } => ({}));

/** The world made last, for whoever imports a Signal instead of making one. */
export const lastWorld = (): SignalingWorld | undefined => last.world;
