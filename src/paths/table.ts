// A statechart, compiled: every state that it can be in when it is alone, every event that anybody may
// give it, and what comes of each pair, as arrays of numbers. XState itself answers each pair once; from
// then on a step is a look-up (0.1 µs instead of 5). Tests hold the tables against live actors.
import type { AnyMachineSnapshot, EventObject, StateValue } from 'xstate';
import type { Effect, Part } from '../../machines/lifecycle.ts';
import { brief, sessionActs, type Facts } from '../../machines/session.ts';
import { begin, step } from '../step.ts';
import { eventText, stateText } from '../wording.ts';
import { placesOf, type WrittenTransition } from './written.ts';

/** A state of a statechart that is alone. */
export interface LocalState {
  /** `'loggingIn.resolving'`. */
  readonly value: string;
  readonly snapshot: AnyMachineSnapshot;
  /** The place that it had is free again: a message that is sent, a call that is over. */
  readonly isOver: boolean;
}

/** A timer that a step starts (`ms`) or stops. */
export interface TimerStep {
  readonly id: string;
  /** The event that it becomes when it is due. */
  readonly type: string;
  readonly ms: number | undefined;
}

/** What a step does, apart from where it leads. */
export interface Outcome {
  readonly taken: readonly WrittenTransition[];
  readonly effects: readonly Effect[];
  readonly timers: readonly TimerStep[];
  /** The two names that are alike have changed places. */
  readonly swaps: boolean;
  /** States that it goes through: phases that a reduced model does not have. */
  readonly through: readonly string[];
}

/** What a client knows of itself, in the three ways that matter: out, in, and in a channel. */
export const factCases: readonly Facts[] = [
  { loggedIn: false, channel: '' },
  { loggedIn: true, channel: '' },
  { loggedIn: true, channel: 'lobby' },
];

/** A compiled statechart. Rows are states, columns are events; -1 is "ignored". */
export interface Table {
  readonly part: Part;
  readonly states: readonly LocalState[];
  readonly events: readonly EventObject[];
  readonly outcomes: readonly Outcome[];
  /** For each act, the event that it is in each of the three cases of `factCases`. */
  readonly acts: readonly (readonly number[])[];
  /** For each act and state, whether the model offers it there: `offered[act][state]`. */
  readonly offered: readonly Uint8Array[];
  /** The events that stand for the words of the session, in the order of `sessionActs`. */
  readonly words: readonly number[];
  /** The events that are timers. */
  readonly timers: readonly number[];
  readonly next: Int32Array;
  readonly outcome: Int32Array;
}

/** Everything that a statechart has a handler for in a state. */
const heardBy = (snapshot: AnyMachineSnapshot): ReadonlySet<string> =>
  new Set(snapshot._nodes.flatMap((node) => [...node.transitions.keys()].map(String)));

const compiled = new WeakMap<Part, Map<string, Compiled>>();

/** A table, and whether the bound on states let it be made whole. */
export type Compiled = Table & { readonly complete: boolean };

/** Compiles a part, once. `statesMax` bounds it: a context that grows for ever must not hang anybody. */
export function compile(
  part: Part,
  options: { readonly legacy: boolean; readonly statesMax: number },
): Compiled {
  const known = compiled.get(part) ?? new Map<string, Compiled>();
  compiled.set(part, known);
  const key = JSON.stringify([options.legacy, options.statesMax]);
  const table = known.get(key) ?? compileAnew(part, options);
  known.set(key, table);
  return table;
}

function compileAnew(
  part: Part,
  { legacy, statesMax }: { readonly legacy: boolean; readonly statesMax: number },
): Compiled {
  const { machine, acts, alike } = part;
  const places = placesOf(machine);
  const events: EventObject[] = [];
  const eventIds = new Map<string, number>();
  const eventOf = (event: EventObject): number => {
    const key = JSON.stringify(event);
    const known = eventIds.get(key);
    if (known !== undefined) return known;
    eventIds.set(key, events.length);
    return events.push(event) - 1;
  };
  const actEvents = acts.map(({ by, event }) =>
    factCases.map((facts) => eventOf(by === 'client' ? brief(event, facts) : event)),
  );
  /** The conditions of the acts that an event may be; none for words and timers, which just happen. */
  const conditions = new Map<number, Part['acts'][number]['when'][]>();
  for (const [act, ids] of actEvents.entries()) {
    for (const id of ids) conditions.set(id, [...(conditions.get(id) ?? []), acts[act]?.when]);
  }
  const isOffered = (id: number, snapshot: AnyMachineSnapshot): boolean =>
    conditions.get(id)?.some((when) => when === undefined || when(snapshot)) ?? true;
  const words = sessionActs.map(({ event }) => eventOf(event));
  const timers = [...new Set([...places.values()].map(({ type }) => type))]
    .filter((type) => type.startsWith('xstate.after.'))
    .map((type) => eventOf({ type }));

  const states: LocalState[] = [];
  const stateIds = new Map<string, number>();
  let complete = true;
  const stateOf = (snapshot: AnyMachineSnapshot): number => {
    const value = stateText(snapshot.value);
    const key = `${value} ${JSON.stringify(snapshot.context)}`;
    const known = stateIds.get(key);
    if (known !== undefined) return known;
    if (states.length >= statesMax) {
      complete = false;
      return -1;
    }
    stateIds.set(key, states.length);
    const isOver = snapshot.status === 'done' || snapshot.hasTag('over');
    return states.push({ value, snapshot, isOver }) - 1;
  };

  /** One of two names that are alike stands for both: whoever is in the other is in this one. */
  const canonical = (snapshot: AnyMachineSnapshot): readonly [AnyMachineSnapshot, boolean] => {
    const context = snapshot.context as Readonly<Record<string, unknown>>;
    if (alike === undefined || context[alike.key] !== alike.names[1]) return [snapshot, false];
    const named = { ...context, [alike.key]: alike.names[0] };
    const value = snapshot.value as StateValue;
    return [machine.resolveState({ value, context: named }), true];
  };

  /** What comes at once after a step, together with that step. */
  const hurry = (done: ReturnType<typeof step>): ReturnType<typeof step> | undefined => {
    const type = part.atOnce?.find((one) => heardBy(done.snapshot).has(one));
    if (type === undefined) return undefined;
    const { snapshot, taken, effects, timers: changes } = step(machine, done.snapshot, { type });
    return {
      snapshot,
      taken: [...done.taken, ...taken],
      effects: [...done.effects, ...effects],
      timers: [...done.timers, ...changes],
    };
  };

  const outcomes: Outcome[] = [];
  const outcomeIds = new Map<string, number>();
  const outcomeOf = (outcome: Outcome): number => {
    const { taken, timers: changes, swaps } = outcome;
    const key = JSON.stringify([taken.map(({ id }) => id), changes, swaps]);
    const known = outcomeIds.get(key);
    if (known !== undefined) return known;
    outcomeIds.set(key, outcomes.length);
    return outcomes.push(outcome) - 1;
  };

  const rows: number[] = [];
  stateOf(begin(machine, { legacy }));
  for (let id = 0; id < states.length; id++) {
    const { snapshot } = states[id] as LocalState;
    const heard = heardBy(snapshot);
    for (const [eventId, event] of events.entries()) {
      const isHeard = heard.has(event.type) && snapshot.status === 'active';
      let done =
        isHeard && isOffered(eventId, snapshot) ? step(machine, snapshot, event) : undefined;
      if (done === undefined || done.taken.length === 0) {
        rows.push(-1, -1);
        continue;
      }
      const through: string[] = [];
      for (let more = hurry(done); more !== undefined; more = hurry(done)) {
        through.push(stateText(done.snapshot.value));
        done = more;
      }
      const [after, swaps] = canonical(done.snapshot);
      const to = stateOf(after);
      const outcome = outcomeOf({
        taken: done.taken.flatMap((definition) => places.get(definition) ?? []),
        effects: done.effects,
        timers: done.timers.map((change) => ({
          id: change.id,
          type: 'event' in change ? change.event.type : change.id,
          ms: change.ms,
        })),
        swaps,
        through,
      });
      rows.push(to, to < 0 ? -1 : outcome);
    }
  }
  const size = states.length * events.length;
  const next = new Int32Array(size);
  const outcome = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    next[i] = rows[i * 2] ?? -1;
    outcome[i] = rows[i * 2 + 1] ?? -1;
  }
  const offered = acts.map(({ when }) =>
    Uint8Array.from(states, ({ snapshot }) => (when === undefined || when(snapshot) ? 1 : 0)),
  );
  return {
    part,
    states,
    events,
    outcomes,
    acts: actEvents,
    offered,
    words,
    timers,
    next,
    outcome,
    complete,
  };
}

/** A timer's event as people read it: `'after noAck'`. */
export const timerText = (event: EventObject | undefined): string => eventText(event?.type ?? '');
