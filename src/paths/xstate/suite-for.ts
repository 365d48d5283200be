// A suite for the user's own logic, made as those of the models are: explored, walked greedily, improved by
// the postman, and compared with a bound.
import type { ActorLogic, EventObject, Snapshot } from 'xstate';
import type { StatePath } from 'xstate/graph';
import { provenBy, trivialBound, type Bound } from '../bound/bound.ts';
import { costOf } from '../cover/walks.ts';
import { makeEach } from '../each.ts';
import { makeFew } from '../few.ts';
import { jobOf } from '../cover/jobs.ts';
import type { Solver } from '../bound/program.ts';
import type { Suite } from '../cover/suite.ts';
import { endsInTie, waitsOf } from '../time/waits.ts';
import {
  checkLogic,
  machineOf,
  text,
  where,
  type Logic,
  type LogicCriterion,
  type LogicOptions,
} from './logic.ts';
import { checkEvents } from './given.ts';
import { exploreLogic, type LogicFailure, type LogicGraph } from './logic-graph.ts';
import { logicNet } from './logic-nets.ts';
import { machineReasons } from './reasons.ts';

/** The options of a suite for a logic. */
export interface CoverOptions {
  /** @default 'transitions' */
  readonly cover?: LogicCriterion;
  /** One shortest path per item, instead of a few paths that cover everything. @default false */
  readonly each?: boolean;
  /** The most states to explore. @default 10000 */
  readonly statesMax?: number;
  /** HiGHS, loaded (the package highs): proves more if a transition can be taken in many states. */
  readonly solver?: Solver;
  /** The seed. @default 1 */
  readonly seed?: number;
  /** Units of work for the search for the optimum, the same on every machine. @default 300000 for small machines */
  readonly budget?: number;
}

/** What a suite for a logic covers, what it cannot cover, and how short it is. */
export interface LogicReport extends Pick<
  Suite,
  'universe' | 'covered' | 'infeasible' | 'steps' | 'lowerBound' | 'boundIs' | 'complete'
> {
  readonly cover: LogicCriterion;
  /** Explored states and edges. */
  readonly states: number;
  readonly edges: number;
  /** Events that threw, or ended the logic with an error, each once. */
  readonly failures: readonly LogicFailure[];
  /** If not everything was explored: the places in the context that grow, most values first. */
  readonly growing: readonly string[];
}

/** A suite for a logic: its report, and paths as xstate/graph has them. */
export interface LogicSuite<
  S extends Snapshot<unknown>,
  E extends EventObject,
> extends LogicReport {
  /** The name of the logic: the id of a machine. */
  readonly name: string;
  readonly seed: number;
  readonly paths: LogicPath<S, E>[];
}

/** A step of a path: an event, and the state that it leads to. The first is the start of the logic. */
export interface LogicStep<
  S extends Snapshot<unknown> = Snapshot<unknown>,
  E extends EventObject = EventObject,
> {
  readonly event: E;
  readonly state: S;
  /** Whether it comes from outside, from one of the logic's own children, or from a timer. */
  readonly by: 'client' | 'world' | 'time';
  /** How long after the step before, in milliseconds, so that timers fire as in the path. */
  readonly waitMs: number;
  /** Set if another timer fires at the same moment, so that the state is over before anybody can look. */
  readonly isPassing?: boolean;
}

/** A path as xstate/graph has it. */
export interface LogicPath<
  S extends Snapshot<unknown> = Snapshot<unknown>,
  E extends EventObject = EventObject,
> extends StatePath<S, E> {
  readonly steps: LogicStep<S, E>[];
  /** What it was made for, if there is one path per item. */
  readonly item?: string;
}

/**
 * Makes a suite for the user's own machine, or other logic. It always ends: a logic with more states than
 * `statesMax`, or more steps than `limit`, is explored up to that limit, and `complete` is false.
 *
 * @throws {UsageError} if the logic throws, or the criterion is unknown
 * @example
 * const { covered, universe, infeasible, paths } = suiteFor(machine, { cover: 'transitions' });
 */
export function suiteFor<S extends Snapshot<unknown>, E extends EventObject, I>(
  logic: ActorLogic<S, E, I>,
  options: CoverOptions & LogicOptions<S, E, I> = {},
): LogicSuite<S, E> {
  const given: unknown = logic;
  checkLogic(where, given);
  const machine = machineOf(given);
  if (machine !== undefined && Array.isArray(options.events)) checkEvents(machine, options.events);
  return coverLogic(logic, options);
}

/** Makes a suite, whatever the events; those that nothing handles are left out. */
export function coverLogic<S extends Snapshot<unknown>, E extends EventObject, I>(
  logic: ActorLogic<S, E, I>,
  options: CoverOptions & LogicOptions<S, E, I> = {},
): LogicSuite<S, E> {
  const { explored, walks, report } = exploreAndCover(
    logic as unknown as Logic,
    options as unknown as CoverOptions & LogicOptions,
  );
  return { ...report, paths: walks.map((one) => logicPath(explored, one)) };
}

/** A walk through an explored logic, as edges of its graph, and what it was made for. */
interface LogicWalk {
  readonly walk: readonly number[];
  readonly item?: string;
}

/** A logic that was explored, and walks that cover it. */
export interface CoveredLogic {
  readonly explored: LogicGraph;
  readonly walks: readonly LogicWalk[];
  readonly report: Omit<LogicSuite<Snapshot<unknown>, EventObject>, 'paths'>;
}

/** Explores a logic and covers it. */
export function exploreAndCover(
  own: Logic,
  options: CoverOptions & LogicOptions = {},
): CoveredLogic {
  const { cover = 'transitions', each = false, solver, seed = 1, budget } = options;
  const explored = exploreLogic(own, options);
  const net = logicNet(own, explored, cover);
  const machine = machineOf(own);
  const job = {
    ...jobOf(net, {
      // Quick walks may show that everything is feasible.
      ...(cover !== 'edges' && { small: () => [net] }),
      ...(machine && { reasons: machineReasons(machine, explored, cover) }),
    }),
    part: explored.graph.model,
  };
  // No dual solution is stored for the user's own logic.
  const key = { model: '', cover, legacy: false };
  const made = each
    ? makeEach(job)
    : makeFew(job, key, {
        seed,
        ...(solver && { solver }),
        ...(budget !== undefined && { budget }),
      });
  const { graph } = explored;
  // An item that the beginning covers needs no walk.
  const walks = made.walks.map(({ walk, item }) => ({
    walk: walk.map((step) => net.edge[step] as number),
    ...(item !== undefined && { item }),
  }));
  const steps = costOf(walks.map(({ walk }) => walk));
  const bound: Bound = made.bound ?? { steps: trivialBound(net, job.needed), is: 'trivial' };
  return {
    explored,
    // If nothing needs a step, the beginning itself is left to check.
    walks: walks.length > 0 ? walks : [{ walk: [] }],
    report: {
      name: explored.graph.model,
      seed,
      cover,
      universe: net.items.length,
      covered: job.needed.reduce((sum, one) => sum + one, 0),
      infeasible: job.infeasible,
      steps,
      lowerBound: bound.steps,
      boundIs: provenBy(bound.is, steps, bound.steps),
      complete: graph.complete,
      states: graph.stateCount,
      edges: graph.edgeCount,
      failures: explored.failures,
      growing: graph.complete ? [] : growingIn(explored.snapshots),
    },
  };
}

/** The places in a context that have the most values: `context.n has 4,211 values`. */
function growingIn(snapshots: readonly Snapshot<unknown>[]): readonly string[] {
  const values = new Map<string, Set<string>>();
  for (const snapshot of snapshots) {
    const { context } = snapshot as { readonly context?: unknown };
    for (const [key, value] of Object.entries(Object(context) as object)) {
      values.set(key, (values.get(key) ?? new Set()).add(text(value)));
    }
  }
  return [...values]
    .filter(([, { size }]) => size > 100 || size > snapshots.length / 2)
    .sort(([, a], [, b]) => b.size - a.size)
    .map(([key, { size }]) => `context.${key} has ${size} values`);
}

/** A walk as a path. */
function logicPath<S extends Snapshot<unknown>, E extends EventObject>(
  explored: LogicGraph,
  { walk, item }: LogicWalk,
): LogicPath<S, E> {
  const { graph, snapshots, events } = explored;
  const waits = waitsOf(graph, walk);
  const states = explored.follow(walk) as readonly S[];
  const origin = snapshots[0] as S;
  const begin = { type: 'xstate.init' } as unknown as E;
  const isTimer = (edge: number): boolean =>
    graph.labels[graph.label[edge] as number]?.by === 'time';
  const isTied = endsInTie(graph, walk);
  const steps = walk.map((edge, i): LogicStep<S, E> => {
    const label = graph.label[edge] as number;
    const event = events[label] as E;
    const isInner = event.type.startsWith('xstate.');
    const by = isTimer(edge) ? 'time' : isInner ? 'world' : 'client';
    const next = walk[i + 1];
    // What is due together comes at once.
    const isPassing = next === undefined ? isTied : isTimer(next) && waits?.[i + 1] === 0;
    const step = { event, state: states[i] as S, by, waitMs: waits?.[i] ?? 0 } as const;
    return isPassing ? { ...step, isPassing } : step;
  });
  return {
    state: states.at(-1) ?? origin,
    steps: [{ event: begin, state: origin, by: 'world', waitMs: 0 }, ...steps],
    weight: walk.length,
    ...(item !== undefined && { item }),
  };
}
