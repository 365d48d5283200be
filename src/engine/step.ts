// One pure step of a machine. The world and the explorer both use it, so a run and the model cannot
// differ; a test compares it with XState's own actors.
//
// XState's public `transition()` gives the same result, but builds a throwaway actor each time (3 to 5
// times slower). An actor itself calls `machine.transition` with a scope, and we do the same with our own
// scope. Only the scope's inspection hook names the transitions taken; it is an internal of XState, and
// only this file knows about it.
import {
  createEmptyActor,
  type AnyActorLogic,
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
  type Snapshot,
} from 'xstate';
import type { Effect, RowMeta } from '../../machines/row.ts';
import { takenOf } from './conflicts.ts';

/** A timer that a step starts or stops; `id` is unique within a machine. */
export type TimerChange =
  | { readonly id: string; readonly ms: number; readonly event: EventObject }
  | { readonly id: string; readonly ms: undefined };

/** What one event did. */
export interface Step<S = AnyMachineSnapshot> {
  readonly snapshot: S;
  /** The transitions taken, in order; none if the event was ignored. */
  readonly taken: readonly Taken[];
  /** The effects they emitted, in order. */
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
  readonly snapshot?: AnyMachineSnapshot;
}

/** Takes steps of any XState logic, one at a time. Nothing is kept between steps. */
export interface Stepper {
  /** How a logic begins, and what its first transitions have done. */
  begin(logic: AnyActorLogic, input: unknown): Step<Snapshot<unknown>>;
  /** Gives an event to a logic in a snapshot. */
  step(logic: AnyActorLogic, snapshot: unknown, event: EventObject): Step<Snapshot<unknown>>;
}

/** A machine that keeps sending itself events would never end: it is stopped after this many. */
const transitionsMax = 1000;

/** Makes a stepper. A step taken inside another step needs its own stepper. */
/* oxlint-disable-next-line max-lines-per-function -- its two entry points share the closures that collect what a step does */
export function createStepper(): Stepper {
  let taken: Taken[] = [];
  let effects: Effect[] = [];
  let timers: TimerChange[] = [];
  /** Where a machine is before its next transitions. */
  let at: AnyMachineSnapshot | undefined;
  const nobody = createEmptyActor();
  // A child that a step spawns is never started, and the next step may use its name again.
  const system = Object.assign(Object.create(nobody.system) as object, {
    _set: () => undefined,
    _sendInspectionEvent: ({ _transitions: found, snapshot }: Inspected) => {
      if (found === undefined) return;
      taken.push(...(at === undefined ? found : takenOf(found, at)));
      at = snapshot;
      if (taken.length > transitionsMax) {
        throw new Error(
          `It takes more than ${transitionsMax} transitions and does not come to rest.`,
        );
      }
    },
  });
  // An actor scope is an internal of XState; this has only what `transition` uses.
  const scope = {
    self: Object.create(nobody, { system: { value: system } }) as unknown,
    id: 'step',
    sessionId: 'step',
    logger: () => undefined,
    defer: () => undefined,
    emit: (event: Effect) => effects.push(event),
    stopChild: () => undefined,
    system,
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
  const record = (
    run: () => Snapshot<unknown>,
    from?: AnyMachineSnapshot,
  ): Step<Snapshot<unknown>> => {
    at = from;
    taken = [];
    effects = [];
    timers = [];
    const snapshot = run();
    return { snapshot, taken, effects, timers };
  };
  return {
    begin: (logic, input) =>
      record(() => logic.getInitialSnapshot(scope, input) as Snapshot<unknown>),
    step: (logic, snapshot, event) =>
      record(
        () => logic.transition(snapshot, event, scope) as Snapshot<unknown>,
        snapshot as AnyMachineSnapshot,
      ),
  };
}

const own = createStepper();

/** The snapshot in which a machine begins. It is immutable and may be shared. */
export const begin = (machine: AnyStateMachine, input: unknown): AnyMachineSnapshot =>
  own.begin(machine, input).snapshot as AnyMachineSnapshot;

/** Gives an event to a machine in a snapshot. Nothing is kept between two calls. */
export const step = (
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: EventObject,
): Step => own.step(machine, snapshot, event) as Step;
