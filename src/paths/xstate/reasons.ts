// Why an item of a user's own machine cannot be covered: the true reason, and what to do about it.
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode, EventObject } from 'xstate';
import type { Evidence } from '../cover/infeasible.ts';
import type { Infeasible } from '../cover/suite.ts';
import { arrow } from '../cover/history.ts';
import { writtenTransitions, type WrittenTransition } from '../model/written.ts';
import { activeIn, beginsIn, enteredBy } from './entered.ts';
import { isBare, means } from './given.ts';
import { codesIn, type LogicCriterion } from './logic.ts';
import type { LogicGraph } from './logic-graph.ts';

type Reason = Omit<Infeasible, 'item'>;

const timing = (isExact: boolean): Reason =>
  isExact
    ? {
        reason: 'timing',
        because: 'steps lead there, but another timer always fires first; other delays might',
      }
    : { reason: 'timing, by search', because: 'no timing was found for the steps that lead there' };

const guard: Reason = {
  reason: 'guard',
  because:
    'its event comes there, but its guard is never true, or another transition is taken first',
};

const unreachable: Reason = {
  reason: 'unreachable',
  because: 'no sequence of events leads there',
};

/** How many states to look at to find out what an event lacks. */
const looksMax = 20;

/** Says why each infeasible item of a machine cannot be covered. */
export function machineReasons(
  machine: AnyStateMachine,
  explored: LogicGraph,
  cover: LogicCriterion,
): (evidence: Evidence) => readonly Infeasible[] {
  return ({ items, untimed, timed, isExact }) => {
    const reasons = new Reasons(machine, explored);
    return items.flatMap((item, index): readonly Infeasible[] => {
      if (timed[index] === 1) return [];
      const why = untimed[index] === 1 ? timing(isExact) : reasons.of(item, cover);
      return [{ item, ...why }];
    });
  };
}

class Reasons {
  readonly #explored: LogicGraph;
  readonly #written: readonly WrittenTransition[];
  readonly #nodes: readonly AnyStateNode[];
  /** The states that anything leads into, even if only in passing. */
  readonly #entered: ReadonlySet<string>;
  /** The transitions that some step takes. */
  readonly #taken: ReadonlySet<string>;

  constructor(machine: AnyStateMachine, explored: LogicGraph) {
    this.#explored = explored;
    this.#written = writtenTransitions(machine);
    const nodes = explored.snapshots.flatMap((snapshot) =>
      activeIn(snapshot as AnyMachineSnapshot),
    );
    const passed = [explored.start.taken, ...explored.taken].flatMap(enteredBy);
    this.#nodes = [...new Set([...nodes, ...passed, ...beginsIn(machine)])];
    this.#entered = new Set(this.#nodes.map(({ path }) => path.join('.')));
    this.#taken = new Set([
      ...explored.start.transitions,
      ...explored.graph.labels.flatMap(({ transitions }) => transitions),
    ]);
  }

  of(item: string, cover: LogicCriterion): Reason {
    switch (cover) {
      case 'transitions':
        return this.#ofTransition(item);
      case 'states':
        return this.#first(({ target }) => target === item || target.startsWith(`${item}.`));
      case 'codes':
        return this.#first(({ emits }) => codesIn(emits).includes(item));
      case 'pairs':
      case 'triples':
        return this.#ofSequence(item.split(arrow));
      case 'edges':
        return unreachable;
    }
  }

  /** The reason of the first transition that would cover it and whose source is reachable. */
  #first(isMeant: (one: WrittenTransition) => boolean): Reason {
    const found = this.#written.filter(
      (one) => isMeant(one) && !this.#taken.has(one.id) && this.#entered.has(one.source),
    );
    const reasons = found.map((one) => {
      const { reason, because } = this.#ofTransition(one.id);
      return { reason, because: `${one.id} would do it: ${because}` };
    });
    return reasons.find(({ reason }) => reason !== 'unreachable') ?? unreachable;
  }

  #ofSequence(ids: readonly string[]): Reason {
    const missing = ids.find((id) => !this.#taken.has(id));
    if (missing === undefined) {
      return { reason: 'unreachable', because: 'the second is never taken right after the first' };
    }
    const { reason, because } = this.#ofTransition(missing);
    return { reason, because: `${missing} is never taken: ${because}` };
  }

  #ofTransition(id: string): Reason {
    const one = this.#written.find((written) => written.id === id);
    if (one === undefined || (one.source !== '' && !this.#entered.has(one.source))) {
      return unreachable;
    }
    if (one.type === '') return guard;
    if (one.type.startsWith('xstate.done.state.')) return this.#isDone(one) ? guard : neverDone;
    const given = this.#givenTo(one);
    const [first] = given;
    if (first === undefined) return this.#notGiven(one);
    const reads = this.#readsOf(given);
    if (reads.length > 0) {
      const { type } = first.event;
      const fields = reads.map((name) => `${name}: …`).join(', ');
      return {
        reason: 'payload',
        because:
          `${reads.map((name) => `event.${name}`).join(' and ')} is read, but no event has it: ` +
          `events: [{ type: '${type}', ${fields} }]`,
      };
    }
    const failure = this.#explored.failures.find(({ event }) => means(one.type, event.type));
    const isThrown = given.every(({ state, event }) => {
      const done = this.#explored.stepAt(state, event);
      return done === undefined || done.snapshot.status === 'error';
    });
    return failure !== undefined && isThrown
      ? { reason: 'error', because: `its event throws: ${failure.message}` }
      : guard;
  }

  /** Whether a final state of the transition's source was ever entered. */
  #isDone({ source }: WrittenTransition): boolean {
    return this.#nodes.some(
      ({ type, path }) => type === 'final' && path.slice(0, -1).join('.') === source,
    );
  }

  #notGiven({ type }: WrittenTransition): Reason {
    if (type.endsWith('*')) {
      const example = type === '*' ? 'NAME' : type.replace(/\*$/, '…');
      return {
        reason: 'payload',
        because: `no event for it was given: events: [{ type: '${example}' }]`,
      };
    }
    if (/^xstate\.(?:done|error|snapshot)\./.test(type)) {
      return { reason: 'unreachable', because: 'the child that would send its event never does' };
    }
    return { reason: 'unreachable', because: 'its event is never given there' };
  }

  /** States in which its source is active and an event that it handles was given. */
  #givenTo({ source, type }: WrittenTransition): readonly Given[] {
    const found: Given[] = [];
    for (const [state, snapshot] of this.#explored.snapshots.entries()) {
      const nodes = activeIn(snapshot as AnyMachineSnapshot);
      if (!nodes.some(({ path }) => path.join('.') === source)) continue;
      for (const event of this.#explored.givenAt(state)) {
        if (this.#isFor(source, type, event)) found.push({ state, event });
      }
      if (found.length >= looksMax) break;
    }
    return found;
  }

  /** Whether a transition handles an event; a wildcard handles those without a transition of their own. */
  #isFor(source: string, descriptor: string, { type }: EventObject): boolean {
    if (!means(descriptor, type)) return false;
    return (
      descriptor === type ||
      !this.#written.some((one) => one.source === source && one.type === type)
    );
  }

  /** The fields that are read from an event that was given with nothing but its type. */
  #readsOf(given: readonly Given[]): readonly string[] {
    const reads = new Set<string>();
    for (const { state, event } of given.filter((one) => isBare(one.event))) {
      const note = (key: string | symbol): void => {
        if (typeof key === 'string' && key !== 'type' && key !== 'toJSON') reads.add(key);
      };
      const watched = new Proxy(event, {
        get: (target, key, receiver) => {
          note(key);
          return Reflect.get(target, key, receiver) as unknown;
        },
        has: (target, key) => {
          note(key);
          return Reflect.has(target, key);
        },
      });
      this.#explored.stepAt(state, watched);
    }
    return [...reads];
  }
}

/** An event that was given in a state. */
interface Given {
  readonly state: number;
  readonly event: EventObject;
}

const neverDone: Reason = {
  reason: 'unreachable',
  because: 'its state never reaches a final state',
};
