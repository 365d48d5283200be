// A model as logic of XState: its snapshot is the states of all parts, its events are the model's steps.
import type { ActorLogic, AnyMachineSnapshot, EventObject } from 'xstate';
import { sessionActs } from '../../../machines/session.ts';
import type { Act, Part } from '../../../machines/lifecycle.ts';
import type { Membership } from '../../../machines/membership.ts';
import { UsageError } from '../../base/errors.ts';
import { eventText, stateText } from '../../engine/wording.ts';
import type { System } from '../model/board.ts';
import { adapted, systemOf, type ModelOptions } from '../model/models.ts';
import { seatOf } from '../model/seat.ts';
import { writtenTransitions } from '../model/written.ts';
import { wire, type Given, type Live, type LiveStep, type Wiring } from './live.ts';

/** Where all parts of a model are: plain JSON, apart from XState's own fields. */
export interface ModelSnapshot {
  readonly status: 'active';
  readonly output: undefined;
  readonly error: undefined;
  /** `{ login: 'loggedIn', channel: 'joined', … }`. */
  readonly value: Readonly<Record<string, string>>;
  /** The context of each part. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** A step of a model: the client calls, the world acts, or time passes. */
export interface ModelEvent extends EventObject {
  /** A call, a cause, or a timer: `'login'`, `'reply.ok'`, `'after noAck'`. */
  readonly type: string;
  readonly by: Given['by'];
  /** The statechart that it acts on. */
  readonly part: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A model as logic of XState, with the events of each state for the `events` option of xstate/graph. */
export interface ModelLogic extends ActorLogic<ModelSnapshot, ModelEvent> {
  readonly events: (snapshot: ModelSnapshot) => readonly ModelEvent[];
}

/** A step, as it is offered and as the machine receives it. */
interface Offer {
  readonly event: ModelEvent;
  readonly slot: number;
  readonly heard: EventObject;
  readonly when: Act['when'];
}

const sessionPart = 'session';

/** What identifies an event, apart from what the service says about a membership. */
const keyOf = ({ by, part, type, args }: ModelEvent): string =>
  JSON.stringify([by, part, type, { ...args, membership: undefined }]);

/**
 * A model as actor logic: `createActor(modelLogic('invite'))` plays it, and tools that explore logic, such
 * as xstate/graph, explore it with `{ events: logic.events }`. Callbacks are emitted. Like XState, it
 * ignores an event that the current state does not have.
 *
 * @throws {UsageError} if the model is unknown, or it has several clients
 * @example
 * const logic = modelLogic('invite');
 * getAdjacencyMap(logic, { events: logic.events });
 */
export function modelLogic(model: string, options: ModelOptions = {}): ModelLogic {
  const system = adapted(systemOf('modelLogic', model), options);
  if (system.parts.some(({ name }) => seatOf(name).client !== undefined)) {
    throw new UsageError(
      'paths.logic',
      `modelLogic: ${model} has several clients, but logic models only one. Explore it instead: explore('${model}').`,
    );
  }
  return logicOf(system, options.legacy ?? false);
}

/** A system of parts as actor logic. */
export function logicOf(system: System, legacy: boolean): ModelLogic {
  const wiring = wire(system, legacy);
  const hasLogin = wiring.slotOf('login') >= 0;
  const offers = system.parts.flatMap(offersOf);
  /** Several if two states have a timer of the same name; only one of them runs. */
  const byKey = new Map<string, readonly Offer[]>();
  for (const offer of offers) {
    const key = keyOf(offer.event);
    byKey.set(key, [...(byKey.get(key) ?? []), offer]);
  }

  const { told, liveOf } = livesOf(system, wiring);
  const isOffered = (live: Live, { event: { by, part }, slot, heard, when }: Offer): boolean => {
    const at = live.parts[slot] as AnyMachineSnapshot;
    if (by === 'world' && part !== 'login' && wiring.phase(live) !== 'in') return false;
    if (when !== undefined && !when(at)) return false;
    if (isHeard(at, heard)) return true;
    // If there may be room for another one, that one may hear it.
    const fresh = wiring.start.parts[slot] as AnyMachineSnapshot;
    return by === 'world' && system.reuses && isHeard(fresh, heard);
  };
  const take = (live: Live, event: ModelEvent): LiveStep | undefined => {
    if (event.part === sessionPart && !hasLogin) {
      return wiring.say(live, { type: event.type, ...event.args });
    }
    const offer = byKey.get(keyOf(event))?.find((one) => isOffered(live, one));
    if (offer === undefined) return undefined;
    const membership = event.args['membership'] as Membership | undefined;
    return wiring.act(live, offer.slot, offer.heard, { by: event.by, membership });
  };

  return {
    events: (snapshot) => {
      const live = liveOf(snapshot);
      const own = offers
        .filter((offer) => isOffered(live, offer))
        .flatMap(({ event, slot, heard }): readonly ModelEvent[] => {
          const answers = wiring.answersTo(live, slot, heard);
          if (answers.length === 0) return [event];
          return answers.map((membership) => ({ ...event, args: { ...event.args, membership } }));
        });
      return hasLogin ? own : [...words, ...own];
    },
    getInitialSnapshot: () => told(wiring.start),
    transition: (snapshot, event, { emit }) => {
      const done = take(liveOf(snapshot), event);
      if (done === undefined) return snapshot;
      for (const callback of done.said) emit?.(callback);
      return told(done.live);
    },
    getPersistedSnapshot: (snapshot) => snapshot,
    restoreSnapshot: (snapshot) => ({ ...(snapshot as ModelSnapshot) }),
  };
}

/** Converts between the snapshots of a model and the live parts behind them. */
function livesOf({ parts }: System, wiring: Wiring) {
  const hasLogin = wiring.slotOf('login') >= 0;
  const lives = new WeakMap<ModelSnapshot, Live>();
  const told = (live: Live): ModelSnapshot => {
    const pairs = parts.map(({ name }, slot) => [name, live.parts[slot]] as const);
    const value = Object.fromEntries(pairs.map(([name, at]) => [name, stateText(at?.value)]));
    const snapshot: ModelSnapshot = {
      status: 'active',
      output: undefined,
      error: undefined,
      value: hasLogin ? value : { ...value, [sessionPart]: live.phase },
      context: Object.fromEntries(pairs.map(([name, at]) => [name, at?.context])),
    };
    lives.set(snapshot, live);
    return snapshot;
  };
  /** The live snapshots of a state; recreated if it was read back from JSON. */
  const liveOf = (snapshot: ModelSnapshot): Live => {
    const known = lives.get(snapshot);
    if (known !== undefined) return known;
    const live: Live = {
      parts: parts.map(({ name }, slot) =>
        wiring.resolve(slot, snapshot.value[name] ?? '', snapshot.context[name]),
      ),
      phase: (snapshot.value[sessionPart] ?? 'out') as Live['phase'],
    };
    lives.set(snapshot, live);
    return live;
  };
  return { told, liveOf };
}

/** The events of a session that has no login. */
const words: readonly ModelEvent[] = sessionActs.map(({ event: { type, ...args } }) => ({
  type,
  by: 'world',
  part: sessionPart,
  args,
}));

/** The steps of a part: its acts, and its timers. */
function offersOf({ name, machine, acts }: Part, slot: number): readonly Offer[] {
  const own = acts.map(({ by, event, args, when }): Offer => {
    const { type, ...more } = event;
    const { method } = more;
    // A call is named as in the SDK: several methods may be one event to a machine.
    const told = typeof method === 'string' ? method : type;
    return { event: { type: told, by, part: name, args: args ?? more }, slot, heard: event, when };
  });
  const types = new Set(writtenTransitions(machine).map(({ type }) => type));
  const timers = [...types].filter((type) => type.startsWith('xstate.after.'));
  return [
    ...own,
    ...timers.map((type): Offer => {
      const event = { type: eventText(type), by: 'time', part: name, args: {} } as const;
      return { event, slot, heard: { type }, when: undefined };
    }),
  ];
}

const heard = new WeakMap<AnyMachineSnapshot, ReadonlySet<unknown>>();

/** Whether a statechart has a handler for an event in its current state. */
function isHeard(at: AnyMachineSnapshot, { type }: EventObject): boolean {
  const known = heard.get(at) ?? new Set(at._nodes.flatMap((node) => [...node.transitions.keys()]));
  heard.set(at, known);
  return known.has(type);
}
