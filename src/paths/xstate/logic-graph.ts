// What can happen to a logic of the user's own: any machine, or other logic of XState. XState itself
// answers every event in every state; what comes out is a graph like that of the models. Time is not
// counted: a timer is an event like any other, as in xstate/graph.
import {
  getNextTransitions,
  type ActorLogic,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
  type Snapshot,
} from 'xstate';
import type { TraversalOptions } from 'xstate/graph';
import { show, UsageError } from '../../errors.ts';
import { createStepper, type Step } from '../../step.ts';
import type { Graph, Label } from '../model/graph.ts';
import { Ints } from '../model/ints.ts';
import { placesOf, type WrittenTransition } from '../model/written.ts';

/** How a logic is explored: in the words of xstate/graph, and with a bound. */
export type LogicOptions<
  S extends Snapshot<unknown> = Snapshot<unknown>,
  E extends EventObject = EventObject,
  I = unknown,
> = Partial<TraversalOptions<S, E, I>> & {
  /** Most states to explore. @default 10000 */
  readonly statesMax?: number;
};

/** Any logic, where its types do not matter. */
export type Logic = ActorLogic<Snapshot<unknown>, EventObject>;

/** A logic, explored. */
export interface LogicGraph {
  readonly graph: Graph;
  /** What stands for each state of the graph. */
  readonly snapshots: readonly Snapshot<unknown>[];
  /** The event of each label. */
  readonly events: readonly EventObject[];
  /** What is done before the first event. */
  readonly start: Pick<Label, 'transitions' | 'codes'>;
  /** Follows edges from the beginning and gives the snapshots that really come, one for each. */
  follow(walk: readonly number[]): readonly Snapshot<unknown>[];
}

/** The machine that a logic is; undefined for other logic. */
export const machineOf = (logic: object): AnyStateMachine | undefined =>
  'root' in logic && 'getStateNodeById' in logic ? (logic as AnyStateMachine) : undefined;

/** What a logic is called in messages. */
export const nameOf = (logic: object): string => machineOf(logic)?.id ?? 'logic';

/** The codes that emitted events carry. */
export const codesIn = (emitted: readonly unknown[]): readonly string[] =>
  emitted.flatMap((event) => {
    const { code } = event as { readonly code?: unknown };
    return typeof code === 'string' || typeof code === 'number' ? [String(code)] : [];
  });

const told = (error: unknown): string =>
  (error instanceof Error ? error.message : show(error)).replaceAll(/\s+/g, ' ');

/** What an event is called in messages: whole, as JSON. */
const text = (value: unknown): string => JSON.stringify(value) ?? show(value);

/**
 * Explores a logic.
 *
 * @throws {UsageError} when it throws, or when its events are not known
 */
export function exploreLogic(logic: Logic, options: LogicOptions = {}): LogicGraph {
  const { statesMax = 10_000, limit = Number.POSITIVE_INFINITY } = options;
  const name = nameOf(logic);
  const where = 'sigsimPaths';
  const machine = machineOf(logic);
  const places = machine === undefined ? new Map() : placesOf(machine);
  const { begin, step } = createStepper();
  const keyOf = keysOf(options, machine !== undefined);
  const eventsAt = eventsOf(where, options, machine !== undefined);
  const serializeEvent = options.serializeEvent ?? text;

  const safely = (what: string, run: () => Step<Snapshot<unknown>>): Step<Snapshot<unknown>> => {
    try {
      return run();
    } catch (error) {
      throw new UsageError(
        'paths.logic',
        `${where}: ${name} threw ${what}: ${told(error)} ` +
          'Mend it, or leave the event out there with filterEvents.',
      );
    }
  };
  const effectOf = ({ taken, effects }: Step<Snapshot<unknown>>) => ({
    transitions: taken.flatMap(
      (one) => (places.get(one) as WrittenTransition | undefined)?.id ?? [],
    ),
    codes: codesIn(effects) as Label['codes'], // Codes of the user's own, and not of the catalogue.
  });

  let complete = true;
  const snapshots: Snapshot<unknown>[] = [];
  const ids = new Map<string, number>();
  const stateOf = (snapshot: Snapshot<unknown>): number => {
    const key = keyOf(snapshot);
    const known = ids.get(key);
    if (known !== undefined) return known;
    if (snapshots.length >= statesMax) {
      complete = false;
      return -1;
    }
    ids.set(key, snapshots.length);
    return snapshots.push(snapshot) - 1;
  };

  const labels: Label[] = [];
  const events: EventObject[] = [];
  const labelIds = new Map<string, number>();
  const labelOf = (event: EventObject, effect: Pick<Label, 'transitions' | 'codes'>): number => {
    const key = `${serializeEvent(event)} ${effect.transitions.join(' ')} ${effect.codes.join(' ')}`;
    const known = labelIds.get(key);
    if (known !== undefined) return known;
    labelIds.set(key, labels.length);
    events.push(event);
    return labels.push({ ...plainLabel(name, event), ...effect }) - 1;
  };

  const start: Step<Snapshot<unknown>> =
    options.fromState === undefined
      ? safely('when it began', () => begin(logic, options.input))
      : { snapshot: options.fromState, taken: [], effects: [], timers: [] };
  const first = new Ints();
  const to = new Ints();
  const label = new Ints();
  let tried = 0;
  stateOf(start.snapshot);
  for (let id = 0; id < snapshots.length; id++) {
    first.push(to.length);
    const snapshot = snapshots[id] as Snapshot<unknown>;
    if (snapshot.status !== 'active' || (options.stopWhen ?? options.toState)?.(snapshot)) continue;
    for (const event of eventsAt(snapshot)) {
      if (options.filterEvents?.(snapshot, event) === false) continue;
      if (tried >= limit) complete = false;
      if (tried++ >= limit) break;
      const done = safely(`at ${text(event)} in ${tellState(snapshot)}`, () =>
        step(logic, snapshot, event),
      );
      const target = stateOf(done.snapshot);
      const isIgnored =
        target === id &&
        done.taken.length === 0 &&
        (machine !== undefined || done.snapshot === snapshot);
      if (target < 0 || isIgnored) continue;
      to.push(target);
      label.push(labelOf(event, effectOf(done)));
    }
  }
  first.push(to.length);
  const graph: Graph = {
    model: name,
    legacy: false,
    complete,
    parts: [name],
    tables: [],
    stateCount: snapshots.length,
    edgeCount: to.length,
    locals: Int32Array.from(snapshots.keys()),
    first: first.done(),
    to: to.done(),
    label: label.done(),
    labels,
    written: [],
    places: [],
  };
  return {
    graph,
    snapshots,
    events,
    start: effectOf(start),
    follow: (walk) => {
      let snapshot = start.snapshot;
      return walk.map((edge) => {
        const event = events[graph.label[edge] as number] as EventObject;
        const before = tellState(snapshot);
        snapshot = step(logic, snapshot, event).snapshot;
        if (ids.get(keyOf(snapshot)) === graph.to[edge]) return snapshot;
        throw new UsageError(
          'paths.serialize',
          `${where}: serializeState calls states of ${name} the same that are not: at ${text(event)} ` +
            `in ${before} something else comes than in its like. Let it tell them apart.`,
        );
      });
    },
  };
}

/** What is read of a snapshot. */
interface Whole {
  readonly value?: unknown;
  readonly context?: unknown;
  readonly historyValue?: Readonly<Record<string, readonly { readonly id: string }[]>>;
}

function plainLabel(part: string, { type, ...args }: EventObject): Label {
  return {
    by: 'client',
    part,
    event: type,
    args,
    transitions: [],
    rows: [],
    callbacks: [],
    codes: [],
    primary: [],
    timers: [],
    passes: [],
    swaps: false,
  };
}

/** A state in a message: what it is, and a context that is not too long. */
function tellState(snapshot: Snapshot<unknown>): string {
  const { value, context } = snapshot as Whole;
  const whole = text({ value, context });
  return whole.length > 200 ? text({ value }) : whole;
}

/**
 * What makes two snapshots the same state. `serializeState` is asked without an event: that one came to
 * a state another way is covered as a transition, and makes no other state of it.
 */
function keysOf(
  options: LogicOptions,
  isMachine: boolean,
): (snapshot: Snapshot<unknown>) => string {
  const own = options.serializeState;
  return (snapshot) => {
    const { value, context, historyValue } = snapshot as Whole;
    if (!isMachine) return own?.(snapshot, undefined, undefined) ?? text(snapshot);
    const state = own?.(snapshot, undefined, undefined) ?? text({ value, context });
    // What a history state would come back to, which xstate/graph does not look at.
    const past = Object.entries(historyValue ?? {})
      .map(([id, nodes]) => `${id}=${nodes.map((node) => node.id).join()}`)
      .join(' ');
    return `${snapshot.status} ${state} ${past}`;
  };
}

/**
 * The events of a state. A machine's own are known, and those that are given stand for the ones of the
 * same type, as cases; other logic does not say which it hears.
 */
function eventsOf(
  where: string,
  { events }: LogicOptions,
  isMachine: boolean,
): (snapshot: Snapshot<unknown>) => readonly EventObject[] {
  if (typeof events === 'function') return events;
  const given = events ?? [];
  if (!isMachine) {
    if (given.length > 0) return () => given;
    throw new UsageError(
      'paths.events',
      `${where}: the events of this logic are not known, since it is no machine. ` +
        'Give them as `events`: a list, or a function from a snapshot to a list.',
    );
  }
  return (snapshot) => {
    const types = new Set(
      getNextTransitions(snapshot as AnyMachineSnapshot).map(({ eventType }) => String(eventType)),
    );
    return [...types].flatMap((type): readonly EventObject[] => {
      if (type === '') return []; // Transitions that need no event are taken by themselves.
      if (type.endsWith('*'))
        return given.filter((event) => event.type.startsWith(type.slice(0, -1)));
      const cases = given.filter((event) => event.type === type);
      return cases.length > 0 ? cases : [{ type }];
    });
  };
}
