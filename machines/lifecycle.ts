// What every lifecycle is made of: statecharts with their delays, acts and story, calls and callbacks.
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { Callbacks } from './callbacks.ts';
import type { Calls } from './calls.ts';
import type { Causes } from './causes.ts';
import type { Text } from './codes.ts';
import type { AnyHalf } from './service.ts';
import type { FactsOf } from './facts.ts';

/** What a duration of the specification is, and where it comes from. */
export interface Delay {
  /** Milliseconds; a list holds one number per repetition, the last one staying. */
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

/** One concrete event that somebody may give a machine. */
export interface Act {
  /** Who acts: the client calls, the world answers or misbehaves. */
  readonly by: 'client' | 'world';
  readonly event: { readonly type: string; readonly [argument: string]: unknown };
  /** What a client's call is given, in the words of a subject; without it, the event's own arguments. */
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

/** Something that the world may do where a condition holds. */
export const happensWhen = (when: NonNullable<Act['when']>, type: string): Act => ({
  by: 'world',
  event: { type },
  when,
});

/** What a statechart means, in words. A test finds a missing text. */
export interface Story {
  /** States by path, compound ones too: `'loggingIn'`, `'loggingIn.resolving'`. */
  readonly states: Readonly<Record<string, Text>>;
  /**
   * The same states in a word or two of Chinese, at most five characters: in a chart it stands beside the
   * state's own name, which needs no English.
   */
  readonly names: Readonly<Record<string, string>>;
  /**
   * Rows in one sentence each: what happens and why. Where a row has transitions that one sentence
   * does not fit, a key of row and event says more: `'L1 lookup.answered'`, `'L27 after backoff'`.
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
  /** What it is told of each call, and of what else is more than its type. */
  readonly facts: Readonly<Record<string, FactsOf>>;
  readonly timing: Timing;
  /** Delays in milliseconds, for XState, made from a timing in which the user changed some. */
  readonly delays: (timing: Timing) => Readonly<Record<string, unknown>>;
  /** The events that the model offers, argument cases included. */
  readonly acts: readonly Act[];
  /**
   * Two names, of which only the difference matters: a model keeps one of them, and says when they
   * change places. `key` is where the context has it; acts have it among their arguments.
   */
  readonly alike?: { readonly key: string; readonly names: readonly [string, string] };
  /** Events that come at once wherever it waits for them: phases that a reduced model does not have. */
  readonly atOnce?: readonly string[];
  /** What brings its events about, where there is more to say than the event. */
  readonly causes?: Causes;
  /** What the page calls it. */
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

/** A lifecycle: one or more statecharts about one noun, and all that is said of them outside. */
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
  /** What it asks of the service, and what that does. */
  readonly service: Half;
}

/** Writes a lifecycle down; keeps the names of its parts, its calls and callbacks as types. */
export const lifecycle = <
  const Name extends string,
  const Asked extends Calls,
  const Told extends Callbacks,
  Half extends AnyHalf<NoInfer<Name>>,
>(
  one: Lifecycle<Name, Asked, Told, Half>,
): Lifecycle<Name, Asked, Told, Half> => one;
