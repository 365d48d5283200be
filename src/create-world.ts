import { AgoraAPI } from './sdk/native/agora-api.ts';
import type { LoginLimits } from './sdk/login-limits.ts';
import { createSignal, sdkVersion, type SignalFactory } from './sdk/web/signal.ts';
import { tellWatchers } from './watchers.ts';
import type { ClientOptions } from './world/client-options.ts';
import type { WorldOptions } from './world/options.ts';
import { World } from './world/world.ts';

/** A world with its doubles. */
export class SignalingWorld extends World {
  #signal: SignalFactory | undefined;
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
    return (this.#signal ??= createSignal(
      () => this.client('Signal', { version: sdkVersion }),
      this.loginLimits,
    ));
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
  last = new SignalingWorld(options);
  tellWatchers(last);
  return last;
}

let last: SignalingWorld | undefined;

/** The world made last, for whoever imports a Signal instead of making one. */
export const lastWorld = (): SignalingWorld | undefined => last;
