// The user's own machine as something to look at and play with: every explored state, what can happen in it,
// and the paths of a suite, as plain JSON, which no longer needs the machine.
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { eventText, stateText } from '../../engine/wording.ts';
import { writtenTransitions } from '../model/written.ts';
import { waitsOf } from '../time/waits.ts';
import { activeIn } from './entered.ts';
import type { Logic, LogicOptions } from './logic.ts';
import { exploreAndCover, type CoverOptions } from './suite-for.ts';

/** A state as it is highlighted in a statechart. */
export interface MapState {
  /** `'on.playing, off'`. */
  readonly text: string;
  /** The paths of all states that it is in. */
  readonly paths: readonly string[];
  /** The context as JSON, if it is not empty. */
  readonly context?: string;
}

/** What can happen in a state. */
export interface MapEdge {
  readonly from: number;
  readonly to: number;
  /** `'CODE'`, `'after 1000'`. */
  readonly event: string;
  /** The data of the event, as JSON. */
  readonly args?: string;
  /** The first transition that is taken, as it is drawn; undefined if only the context changes. */
  readonly taken?: { readonly source: string; readonly to: string; readonly event: string };
}

/** A path of a suite: its steps are edges, each after a wait. */
export interface MapPath {
  readonly id: string;
  readonly steps: readonly { readonly edge: number; readonly waitMs: number }[];
}

/** A machine with its states, what can happen, and the paths of a suite. */
export interface MachineMap {
  readonly name: string;
  readonly cover: string;
  /** `'7/7 transitions, 9 steps (exact)'`. */
  readonly about: string;
  /** The first is where it begins. */
  readonly states: readonly MapState[];
  readonly edges: readonly MapEdge[];
  readonly paths: readonly MapPath[];
  /** Whether the edges are all that can happen, not only those of the paths. */
  readonly isWhole: boolean;
}

/** Above this many edges, only those of the paths are included, so that a page opens at once. */
const edgesMax = 20_000;

/**
 * Explores a machine and covers it.
 *
 * @throws {UsageError} if it fails on start, or the criterion is unknown
 */
export function machineMap(
  machine: AnyStateMachine,
  options: CoverOptions & LogicOptions = {},
): MachineMap {
  const { explored, walks, report } = exploreAndCover(machine as unknown as Logic, options);
  const { graph, snapshots, events } = explored;
  const isWhole = graph.complete && graph.edgeCount <= edgesMax;
  const kept = new Set(isWhole ? graph.to.keys() : walks.flatMap(({ walk }) => walk));
  const written = new Map(writtenTransitions(machine).map((one) => [one.id, one]));
  const states = new Map([[0, 0]]);
  const stateOf = (state: number): number => {
    const known = states.get(state) ?? states.size;
    states.set(state, known);
    return known;
  };
  const edges: MapEdge[] = [];
  const numbers = new Map<number, number>();
  for (let state = 0; state < graph.stateCount; state++) {
    for (
      let edge = graph.first[state] as number;
      edge < (graph.first[state + 1] as number);
      edge++
    ) {
      if (!kept.has(edge)) continue;
      const label = graph.label[edge] as number;
      const { type, ...args } = events[label] as { readonly type: string };
      const [first = ''] = graph.labels[label]?.transitions ?? [];
      const taken = written.get(first);
      numbers.set(edge, edges.length);
      edges.push({
        from: stateOf(state),
        to: stateOf(graph.to[edge] as number),
        event: eventText(type),
        ...(Object.keys(args).length > 0 && { args: JSON.stringify(args) }),
        ...(taken && { taken: { source: taken.source, to: taken.target, event: taken.event } }),
      });
    }
  }
  const { name, cover, covered, universe, steps, boundIs, lowerBound } = report;
  const proof = boundIs === 'exact' ? 'exact' : `no fewer than ${lowerBound}`;
  // Each restart counts as a step.
  const restarts = walks.length < 2 ? '' : `, restarts among them: ${walks.length - 1}`;
  return {
    name,
    cover,
    about: `${covered}/${universe} ${cover}, ${steps} steps${restarts} (${proof})`,
    states: [...states.keys()].map((state) => mapState(snapshots[state] as AnyMachineSnapshot)),
    edges,
    paths: walks.map(({ walk, item }, index) => {
      const waits = waitsOf(graph, walk) ?? [];
      return {
        id: `${cover}/${item ?? index + 1}`,
        steps: walk.map((edge, i) => ({
          edge: numbers.get(edge) as number,
          waitMs: waits[i] as number,
        })),
      };
    }),
    isWhole,
  };
}

function mapState(snapshot: AnyMachineSnapshot): MapState {
  const { value, context } = snapshot as unknown as {
    readonly value: unknown;
    readonly context: object;
  };
  const paths = activeIn(snapshot).map(({ path }) => path.join('.'));
  const isBare = Object.keys(context).length === 0;
  return {
    text: stateText(value),
    paths,
    ...(!isBare && { context: contextText(context) }),
  };
}

/** What JSON cannot express in a context is left out: it is only for display. */
function contextText(context: object): string {
  try {
    return JSON.stringify(context);
  } catch {
    return '…';
  }
}
