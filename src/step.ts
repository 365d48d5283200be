// One pure step of a machine. The world runs with it and the explorer explores with it, so that the
// run and the model cannot differ; a test holds it against XState's own actors.
//
// XState's public `transition()` gives the same, but builds a throw-away actor each time (3 to 5
// times slower). `machine.transition` with a scope of ours is what an actor itself calls. The scope's
// inspection hook is the only place that names the transitions taken; it is XState's own channel,
// with an underscore, and this file is the only one that knows of it.
import type { AnyActorScope, AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import type { Effect, RowMeta } from '../machines/lifecycle.ts';

/** A timer that a step starts or stops; `id` is unique within a machine. */
export type TimerChange =
  | { readonly id: string; readonly ms: number; readonly event: EventObject }
  | { readonly id: string; readonly ms: undefined };

/** What one event did. */
export interface Step {
  readonly snapshot: AnyMachineSnapshot;
  /** The transitions taken, in order; none where the event was ignored. */
  readonly taken: readonly Taken[];
  /** What they gave off, in order. */
  readonly effects: readonly Effect[];
  readonly timers: readonly TimerChange[];
}

/** A transition that was taken, as it is written in the machine. */
export interface Taken {
  readonly eventType: string;
  readonly source: { readonly id: string };
  readonly meta?: RowMeta;
}

interface Executed {
  readonly type: string;
  readonly params: unknown;
}

interface Inspected {
  readonly type: string;
  readonly _transitions?: readonly Taken[];
}

let taken: Taken[] = [];
let effects: Effect[] = [];
let timers: TimerChange[] = [];

// An actor scope is an internal of XState; what `transition` uses of it stands here.
const scope = {
  self: {},
  id: 'step',
  sessionId: 'step',
  logger: () => undefined,
  defer: () => undefined,
  emit: () => undefined,
  stopChild: () => undefined,
  system: {
    _sendInspectionEvent: (event: Inspected) => {
      if (event._transitions !== undefined) taken.push(...event._transitions);
    },
  },
  actionExecutor: ({ type, params }: Executed) => {
    if (type === 'xstate.emit') {
      effects.push((params as { readonly event: Effect }).event);
    } else if (type === 'xstate.raise') {
      const { id, delay, event } = params as {
        readonly id: string;
        readonly delay: number | undefined;
        readonly event: EventObject;
      };
      if (delay !== undefined) timers.push({ id, ms: delay, event });
    } else if (type === 'xstate.cancel') {
      timers.push({ id: (params as { readonly sendId: string }).sendId, ms: undefined });
    }
  },
} as unknown as AnyActorScope;

/** The snapshot in which a machine begins. It is immutable and may be shared. */
export const begin = (machine: AnyStateMachine, input: unknown): AnyMachineSnapshot =>
  machine.getInitialSnapshot(scope, input) as AnyMachineSnapshot;

/** Gives an event to a machine in a snapshot. Nothing is kept between two calls. */
export function step(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: EventObject,
): Step {
  taken = [];
  effects = [];
  timers = [];
  const next = machine.transition(snapshot, event, scope) as AnyMachineSnapshot;
  return { snapshot: next, taken, effects, timers };
}
