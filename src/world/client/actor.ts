import type { PartName } from '../../../machines/lifecycles.ts';
import type { Memo, Place } from '../../engine/memo.ts';
import type { Timer } from '../heap.ts';
import type { Ruling } from '../ruling.ts';

/** An event with whatever rides on it. */
export interface Cause {
  readonly type: string;
  /** Who made the call, for whoever keeps several apart. */
  readonly ref?: unknown;
  readonly [argument: string]: unknown;
}

/** A timer of an actor. */
export interface Running {
  readonly id: string;
  readonly timer: Timer;
}

/** The timers of an actor that has none: one list for all. */
export const idle: readonly Running[] = [];

/** A machine of a client, running: one login, one channel, one for each message, query and call. */
export class Actor {
  readonly part: PartName;
  /** Tells it from others of its part: a serial number, or `channel peer` for a call. */
  readonly key: string;
  readonly memo: Memo;
  /** Where its machine is. */
  place: Place;
  /** What it is about: a channel, a peer, a message's id, the method that began it. */
  readonly address: Readonly<Record<string, unknown>>;
  /** Its timers that run, by XState's ids; seldom more than two. */
  timers: readonly Running[] = idle;
  /** For whom its callbacks are, where the double keeps apart what a client has several of. */
  ref: unknown = undefined;
  /** The request whose answer it waits for; others come too late. */
  waiting = 0;
  /** What rules have decided for what it is in, or asks for. */
  rulings: Ruling[] | undefined = undefined;

  constructor(part: PartName, key: string, memo: Memo, address: Actor['address']) {
    this.part = part;
    this.key = key;
    this.memo = memo;
    this.place = memo.initial;
    this.address = address;
  }
}
