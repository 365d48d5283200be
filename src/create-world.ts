import { AgoraAPI } from './sdk/native/agora-api.ts';
import type { ClientOptions } from './world/client.ts';
import type { WorldOptions } from './world/options.ts';
import { World } from './world/world.ts';

/** A world with its doubles. */
export class SignalingWorld extends World {
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
    return new AgoraAPI(this.client('createAgoraAPI', options));
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
export const createWorld = (options: WorldOptions = {}): SignalingWorld =>
  new SignalingWorld(options);
