// One suite for one machine of the benchmark, in a process of its own. Prints one line of JSON.
import {
  getNextTransitions,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
} from 'xstate';
import { createTestModel, TestModel } from 'xstate/graph';
import { suiteFor } from '../src/paths/index.ts';
import { placesOf } from '../src/paths/model/written.ts';
import { createStepper } from '../src/engine/step.ts';
import { samples, tree } from './machines/index.ts';

/** Who makes the suite, and for which machine: one of the fifty by its id, or a tree by its depth. */
export interface MachineTask {
  readonly side: 'sigsim' | 'xstate/graph';
  readonly machine: string | number;
}

/** A suite that was made. */
export interface MachineMeasured {
  readonly ms: number;
  readonly megabytes: number;
  /** Transitions as written, and how many of them the paths take. */
  readonly universe: number;
  readonly covered: number;
  /** Steps of all paths, and a step for every restart after the first. */
  readonly steps: number;
  readonly states: number;
  readonly edges: number;
  /** What is said of how short it is, or of the machine: `'exact'`. */
  readonly bound: string;
}

type Paths = readonly { readonly steps: readonly { readonly event: EventObject }[] }[];

/** How many of the transitions of a machine paths take, whoever made them. */
function coveredBy(machine: AnyStateMachine, paths: Paths): number {
  const places = placesOf(machine);
  const stepper = createStepper();
  const begun = stepper.begin(machine, undefined);
  const taken = new Set(begun.taken.map((one) => places.get(one)?.id));
  for (const { steps } of paths) {
    let { snapshot } = begun;
    for (const { event } of steps.slice(1)) {
      const step = stepper.step(machine, snapshot, event);
      for (const one of step.taken) taken.add(places.get(one)?.id);
      snapshot = step.snapshot;
    }
  }
  taken.delete(undefined);
  return taken.size;
}

const stepsOf = (paths: Paths): number =>
  paths.reduce((sum, { steps }) => sum + steps.length - 1, Math.max(0, paths.length - 1));

const value = (snapshot: AnyMachineSnapshot): string => JSON.stringify(snapshot.value);

/** The paths of xstate/graph for transitions: those of its test model. */
function peerPaths(machine: AnyStateMachine, events: readonly EventObject[]): Made {
  const none = { states: 0, edges: 0 };
  try {
    const options = { events: [...events] as never };
    return { ...none, paths: createTestModel(machine, options).getShortestPaths(), boundIs: '' };
  } catch {
    // Timers it refuses, though what lies under it does not: a model made as it makes its own.
    const model = new TestModel(machine, {
      events: (snapshot) => {
        const types = new Set(getNextTransitions(snapshot).map((one) => String(one.eventType)));
        return [...types].flatMap((type) => {
          const own = events.filter((event) => event.type === type);
          return own.length > 0 ? own : type === '' ? [] : [{ type }];
        }) as never;
      },
      serializeState: (snapshot, event, before) => {
        const isStill = !event || (before && value(before) === value(snapshot));
        const entered = isStill
          ? ''
          : ` via ${JSON.stringify(event)} from ${before ? value(before) : ''}`;
        return JSON.stringify([snapshot.value, snapshot.context]) + entered;
      },
    });
    return { ...none, paths: model.getShortestPaths(), boundIs: 'refused by createTestModel' };
  }
}

interface Made {
  readonly paths: unknown;
  readonly states: number;
  readonly edges: number;
  readonly boundIs: string;
}

const { side, machine: wanted } = JSON.parse(process.argv[2] ?? '') as MachineTask;
const { machine, events = [] } =
  typeof wanted === 'number'
    ? { machine: tree(wanted) }
    : (samples.find((sample) => sample.machine.id === wanted) ?? {});
if (machine === undefined) throw new Error(`no machine ${JSON.stringify(wanted)}`);

const start = performance.now();
const made: Made =
  side === 'sigsim'
    ? suiteFor(machine, {
        statesMax: 2_000_000,
        ...(events.length > 0 && { events: [...events] as never }),
      })
    : peerPaths(machine, events);
const ms = performance.now() - start;
const paths = made.paths as Paths;
const measured: MachineMeasured = {
  ms,
  megabytes: process.resourceUsage().maxRSS / 1024,
  universe: new Set([...placesOf(machine).values()].map(({ id }) => id)).size,
  covered: coveredBy(machine, paths),
  steps: stepsOf(paths),
  states: made.states,
  edges: made.edges,
  bound: made.boundIs,
};
process.stdout.write(JSON.stringify(measured));
