import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { PartName } from '../../../machines/lifecycles.ts';
import type { Timer } from '../heap.ts';
import type { Ruling } from '../ruling.ts';

/** An event with whatever rides on it. */
export interface Cause {
  readonly type: string;
  /** Who made the call, for whoever keeps several apart. */
  readonly ref?: unknown;
  readonly [argument: string]: unknown;
}

/** A machine of a client, running: one login, one channel, one for each message, query and call. */
export interface Actor {
  readonly part: PartName;
  /** Tells it from others of its part: a serial number, or `channel peer` for a call. */
  readonly key: string;
  readonly machine: AnyStateMachine;
  snapshot: AnyMachineSnapshot;
  /** What it is about: a channel, a peer, a message's id, the method that began it. */
  readonly address: Readonly<Record<string, unknown>>;
  /** Its state as text, kept because every transition asks for it. */
  state: string;
  timers: Map<string, Timer> | undefined;
  /** For whom its callbacks are, where the double keeps apart what a client has several of. */
  ref: unknown;
  /** The request whose answer it waits for; others come too late. */
  waiting: number;
  /** What rules have decided for what it is in, or asks for. */
  rulings: Ruling[] | undefined;
}
