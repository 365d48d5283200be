import type { PartName } from '../../../machines/lifecycles.ts';
import type { Memo, Place } from '../../engine/memo.ts';
import type { Timer } from '../heap.ts';
import type { Ruling } from '../ruling.ts';

/** An event and its arguments. */
export interface Cause {
  readonly type: string;
  /** Who made the call, for a double that keeps several callers apart. */
  readonly ref?: unknown;
  readonly [argument: string]: unknown;
}

/** A timer of an actor. */
export interface Running {
  readonly id: string;
  readonly timer: Timer;
}

/** The timers of an actor that has none: one empty list for all. */
export const idle: readonly Running[] = [];

/**
 * A running machine of a client: one for login, one for its channel, one for each message, query and
 * call.
 */
export class Actor {
  readonly part: PartName;
  /** Tells it apart from others of its part: a serial number, or `channel peer` for a call. */
  readonly key: string;
  readonly memo: Memo;
  /** Where its machine is. */
  place: Place;
  /** What it is about: a channel, a peer, a message's id, the method that began it. */
  readonly address: Readonly<Record<string, unknown>>;
  /** Its running timers, by XState's ids; rarely more than two. */
  timers: readonly Running[] = idle;
  /** Whom its callbacks are for, if the double keeps several callers apart. */
  ref: unknown = undefined;
  /** The request whose answer it waits for; any other answer comes too late. */
  waiting = 0;
  /** What rules have decided for its state or its requests. */
  rulings: Ruling[] | undefined = undefined;

  constructor(part: PartName, key: string, memo: Memo, address: Actor['address']) {
    this.part = part;
    this.key = key;
    this.memo = memo;
    this.place = memo.initial;
    this.address = address;
  }
}
