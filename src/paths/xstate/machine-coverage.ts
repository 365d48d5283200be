// How much of a machine its own tests cover: an inspector counts the states, transitions and pairs
// of transitions that live actors go through. It does not affect them.
import type { AnyMachineSnapshot, AnyStateMachine, InspectionEvent } from 'xstate';
import { takenOf } from '../../engine/conflicts.ts';
import type { Taken } from '../../engine/step.ts';
import { arrow, sequencesOf } from '../cover/history.ts';
import { nodesOf, placesOf, writtenTransitions } from '../model/written.ts';
import { activeIn, beginsIn, enteredBy } from './entered.ts';
import { checkMachine, machineOf } from './logic.ts';

/** What is counted of a machine. */
export const machineMeasures = ['states', 'transitions', 'pairs'] as const;

/** One of `machineMeasures`. */
export type MachineMeasure = (typeof machineMeasures)[number];

/** How often each item of a machine was taken, as plain data. */
export interface MachineCounts extends Readonly<Record<MachineMeasure, Record<string, number>>> {
  /** The machine's id. */
  readonly machine: string;
  /** Actors that ran it. */
  actors: number;
}

/** Counts which parts of machines actors use. */
export interface MachineCoverage {
  /** For `createActor(machine, { inspect })`; actors of other machines are ignored. */
  readonly inspect: (event: InspectionEvent) => void;
  /** The counts so far, for each machine; items that were not taken have 0. */
  readonly counts: readonly MachineCounts[];
  /** Resets the counts. The current states of actors are kept. */
  reset(): void;
}

/**
 * Counts which states and transitions of machines actors take, including those of `provide`d
 * copies.
 *
 * @throws {UsageError} if something is not a machine of XState 5
 * @example
 * const coverage = machineCoverage(door);
 * const actor = createActor(door, { inspect: coverage.inspect }).start();
 * actor.send({ type: 'OPEN' });
 * coverage.counts[0].transitions; // { 'closed|OPEN|0': 1, 'open|CLOSE|0': 0 }
 */
export function machineCoverage(...machines: readonly AnyStateMachine[]): MachineCoverage {
  const tallies = machines.map((machine) => {
    checkMachine('machineCoverage', machine);
    return new Tally(machine);
  });
  return {
    inspect: (event) => {
      const { actorRef } = event as { readonly actorRef: Seen };
      const machine = machineOf(Object(actorRef.logic) as object);
      if (machine === undefined) return;
      // `provide` makes another machine with the same configuration.
      tallies.find((one) => one.config === machine.config)?.note(event, actorRef, machine);
    },
    counts: tallies.map(({ counts }) => counts),
    reset: () => {
      for (const { counts } of tallies) {
        counts.actors = 0;
        for (const measure of machineMeasures) {
          for (const item of Object.keys(counts[measure])) counts[measure][item] = 0;
        }
      }
    },
  };
}

/** The fields of an actor that are read. */
interface Seen {
  readonly logic?: unknown;
  getSnapshot(): unknown;
}

/** The fields of an inspection event that are read. */
interface Heard {
  readonly type: string;
  readonly event?: { readonly type: string };
  readonly snapshot?: AnyMachineSnapshot;
  readonly _transitions?: readonly Taken[];
}

const none = (items: readonly string[]) => Object.fromEntries(items.map((item) => [item, 0]));

/** Counts what the actors of one machine have taken. */
class Tally {
  readonly config: unknown;
  readonly counts: MachineCounts;
  /** The ids of transitions, by the definitions of each copy of the machine. */
  readonly #ids = new WeakMap<AnyStateMachine, ReadonlyMap<unknown, string>>();
  /** Where each actor is, and which transition it took last. */
  readonly #actors = new WeakMap<Seen, { at?: AnyMachineSnapshot; last?: string }>();

  constructor(machine: AnyStateMachine) {
    const states = nodesOf(machine).filter(({ type }) => type !== 'history');
    this.config = machine.config;
    this.counts = {
      machine: machine.id,
      actors: 0,
      states: none(states.map(({ path }) => path.join('.'))),
      transitions: none(writtenTransitions(machine).map(({ id }) => id)),
      pairs: none(sequencesOf(machine, 2)),
    };
  }

  note(inspected: InspectionEvent, actor: Seen, machine: AnyStateMachine): void {
    const { type, event, snapshot, _transitions: found = [] } = inspected as unknown as Heard;
    let own = this.#actors.get(actor);
    if (own === undefined) {
      own = {};
      this.#actors.set(actor, own);
      this.counts.actors += 1;
    }
    if (type === '@xstate.event') {
      // An actor may continue from a stored snapshot.
      const before = actor.getSnapshot() as AnyMachineSnapshot | undefined;
      if (before !== undefined) own.at ??= this.#enter(before);
    } else if (type === '@xstate.snapshot' && snapshot !== undefined) {
      own.at = own.at === undefined ? this.#enter(snapshot) : snapshot;
    } else if (type === '@xstate.microstep' && snapshot !== undefined) {
      if (own.at === undefined && event?.type === 'xstate.init') {
        this.#add('states', pathsOf(beginsIn(machine)));
      }
      const taken = own.at === undefined ? found : takenOf(found, own.at);
      this.#take(own, taken, machine);
      own.at = taken.length > 0 || own.at === undefined ? this.#enter(snapshot, taken) : snapshot;
    }
  }

  #take(own: { last?: string }, taken: readonly Taken[], machine: AnyStateMachine): void {
    const ids = this.#idsOf(machine);
    for (const one of taken) {
      const id = ids.get(one);
      if (id === undefined) continue;
      this.#add('transitions', [id]);
      // The drawing does not show every feasible pair.
      const pair = `${own.last ?? ''}${arrow}${id}`;
      if (own.last !== undefined) this.counts.pairs[pair] = (this.counts.pairs[pair] ?? 0) + 1;
      own.last = id;
    }
  }

  /** Counts the states that an actor is in now, and those that it has passed through. */
  #enter(snapshot: AnyMachineSnapshot, taken: readonly Taken[] = []): AnyMachineSnapshot {
    this.#add('states', [...new Set(pathsOf([...activeIn(snapshot), ...enteredBy(taken)]))]);
    return snapshot;
  }

  #add(measure: MachineMeasure, items: readonly string[]): void {
    const counts = this.counts[measure];
    for (const item of items) if (item in counts) counts[item] = (counts[item] as number) + 1;
  }

  #idsOf(machine: AnyStateMachine): ReadonlyMap<unknown, string> {
    const known = this.#ids.get(machine);
    if (known !== undefined) return known;
    const made = new Map([...placesOf(machine)].map(([definition, { id }]) => [definition, id]));
    this.#ids.set(machine, made);
    return made;
  }
}

const pathsOf = (nodes: readonly { readonly path: readonly string[] }[]): readonly string[] =>
  nodes.map(({ path }) => path.join('.'));
