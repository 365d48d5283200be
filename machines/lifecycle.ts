// The building blocks of every lifecycle: statecharts with their delays, acts and story; calls and
// callbacks.
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { Callbacks } from './callbacks.ts';
import type { Calls } from './calls.ts';
import type { Causes } from './causes.ts';
import type { Text } from './codes.ts';
import type { AnyHalf } from './service.ts';
import type { FactsOf } from './facts.ts';

/** A duration of the specification, and where it comes from. */
export interface Delay {
  /**
   * Milliseconds; a list has one number per repetition, and the last one applies to all further
   * ones.
   */
  readonly ms: number | readonly number[];
  readonly source: string;
}

/** The named delays of a machine: `{ joinReply: { ms: 10_000, source: '...' } }`. */
export type Timing = Readonly<Record<string, Delay>>;

/** Milliseconds of a named delay, at its n-th repetition (from 0). */
export function msOf(timing: Timing, name: string, repetition = 0): number {
  const ms = timing[name]?.ms ?? 0;
  return typeof ms === 'number' ? ms : (ms[Math.min(repetition, ms.length - 1)] ?? 0);
}

/** One concrete event that a machine may be given. */
export interface Act {
  /** Who acts: the client calls, the world answers or misbehaves. */
  readonly by: 'client' | 'world';
  readonly event: { readonly type: string; readonly [argument: string]: unknown };
  /** The arguments of a client's call, as a subject takes them. @default the event's own arguments */
  readonly args?: Readonly<Record<string, unknown>>;
  /** When the model offers it. @default always */
  readonly when?: (snapshot: AnyMachineSnapshot) => boolean;
}

/** A client's call, as an act: `calls({ type: 'logout' })`. */
export const calls = (
  event: Act['event'],
  more: Readonly<Pick<Act, 'args' | 'when'>> = {},
): Act => ({ by: 'client', event, ...more });

/** Things that the world may do, as acts: `happens('reply.ok', 'reply.refused')`. */
export const happens = (...events: readonly (string | Act['event'])[]): readonly Act[] =>
  events.map((event) => ({
    by: 'world',
    event: typeof event === 'string' ? { type: event } : event,
  }));

/** Something that the world may do if a condition holds. */
export const happensWhen = (when: NonNullable<Act['when']>, type: string): Act => ({
  by: 'world',
  event: { type },
  when,
});

/** What a statechart means, in words. A test finds a missing text. */
export interface Story {
  /** States by path, including compound ones: `'loggingIn'`, `'loggingIn.resolving'`. */
  readonly states: Readonly<Record<string, Text>>;
  /**
   * The same states in a word or two of Chinese, at most five characters: a chart shows it beside
   * the state's own name, for readers without English.
   */
  readonly names: Readonly<Record<string, string>>;
  /**
   * Rows in one sentence each: what happens and why. If one sentence does not fit all transitions
   * of a row, a key of row and event is more specific: `'L1 lookup.answered'`, `'L27 after
   * backoff'`.
   */
  readonly rows: Readonly<Record<string, Text>>;
  /** Events in a few words, timers as `'after noAck'`. */
  readonly events: Readonly<Record<string, Text>>;
}

/** One statechart of a lifecycle. */
export interface Part {
  /** The machine's id: `'caller'`. */
  readonly name: string;
  readonly machine: AnyStateMachine;
  /** What it is told about each call, and about every other event that carries data. */
  readonly facts: Readonly<Record<string, FactsOf>>;
  readonly timing: Timing;
  /** Delays in milliseconds, for XState, from a timing in which the user may have changed some. */
  readonly delays: (timing: Timing) => Readonly<Record<string, unknown>>;
  /** The events that the model offers, argument cases included. */
  readonly acts: readonly Act[];
  /**
   * Two names that matter only because they differ: a model keeps one of them, and records when
   * they swap. `key` is its place in the context; acts have it among their arguments.
   */
  readonly alike?: { readonly key: string; readonly names: readonly [string, string] };
  /** Events that happen at once wherever it waits for them: phases that a reduced model leaves out. */
  readonly atOnce?: readonly string[];
  /** The causes of its events, for events that need one. */
  readonly causes?: Causes;
  /** Its name on the page. */
  readonly title: Text;
  readonly story: Story;
}

/** A part with some of its durations changed: `retimed(part, { noAck: 40_000 })`. */
export function retimed(part: Part, changes: Readonly<Record<string, number>>): Part {
  const { machine, timing, delays } = part;
  if (!Object.keys(timing).some((delay) => delay in changes)) return part;
  const mine: Timing = Object.fromEntries(
    Object.entries(timing).map(([delay, { ms, source }]) => [
      delay,
      { ms: changes[delay] ?? ms, source },
    ]),
  );
  const own = delays(mine) as Record<string, number>;
  return { ...part, timing: mine, machine: machine.provide({ delays: own }) };
}

/**
 * A lifecycle: one or more statecharts about one noun, and everything that other code needs to know
 * about them.
 */
export interface Lifecycle<
  Name extends string = string,
  Asked extends Calls = Calls,
  Told extends Callbacks = Callbacks,
  Half extends AnyHalf<Name> = AnyHalf<Name>,
> {
  readonly name: string;
  readonly title: Text;
  readonly parts: readonly (Part & { readonly name: Name })[];
  /** What a client can be asked to do. */
  readonly calls: Asked;
  /** What a client hears. */
  readonly callbacks: Told;
  /** What it asks the service for, and what the service then does. */
  readonly service: Half;
}

/** Defines a lifecycle; keeps the names of its parts, its calls and callbacks as types. */
export const lifecycle = <
  const Name extends string,
  const Asked extends Calls,
  const Told extends Callbacks,
  Half extends AnyHalf<NoInfer<Name>>,
>(
  one: Lifecycle<Name, Asked, Told, Half>,
): Lifecycle<Name, Asked, Told, Half> => one;
