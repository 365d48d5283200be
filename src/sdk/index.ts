// What an application that imports `agora-signaling-sdk` gets instead: a Signal bound to the world
// made last. The test makes a world, the application keeps its import.
import { lastWorld } from '../create-world.ts';
import { UsageError } from '../base/errors.ts';
import type { SignalFactory, SignalObject } from './web/signal.ts';

export type { Call } from './web/call.ts';
export type { Channel, ChannelCallback } from './web/channel.ts';
export type { Info } from './web/info.ts';
export type { InvokeCallback, Session } from './web/session.ts';
export type { SignalFactory, SignalObject } from './web/signal.ts';

/**
 * `Signal(appId)` in the world made last.
 *
 * @throws {UsageError} when no world was made yet
 * @example
 * // vitest.config.ts: { resolve: { alias: { 'agora-signaling-sdk': 'sigsim/sdk' } } }
 * import Signal from 'agora-signaling-sdk';
 * const session = Signal('app').login('alice', '_no_need_token');
 */
const Signal = function Signal(appId: string): SignalObject {
  const world = lastWorld();
  if (world === undefined) {
    throw new UsageError(
      'sdk.world',
      'sigsim/sdk: there is no world yet. Make one with createWorld() before your client calls Signal().',
    );
  }
  return world.Signal(appId);
} as unknown as SignalFactory; // A function that returns an object works with and without new.

export default Signal;
// For `require('agora-signaling-sdk')`: what it gives is then the function itself, as from the SDK.
export { Signal, Signal as 'module.exports' };
