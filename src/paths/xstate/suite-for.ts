// A suite for a logic of the user's own, made as those of the models are: explored, walked greedily, made
// better by the postman, and held against a bound.
import type { ActorLogic, EventObject, Snapshot } from 'xstate';
import type { StatePath } from 'xstate/graph';
import { trivialBound } from '../bound/bound.ts';
import { costOf } from '../cover/walks.ts';
import { makeEach, makeFew } from '../generate.ts';
import { jobOf } from '../cover/jobs.ts';
import type { Solver } from '../bound/program.ts';
import type { Suite } from '../cover/suite.ts';
import { exploreLogic, type Logic, type LogicGraph, type LogicOptions } from './logic-graph.ts';
import { logicNet, type LogicCriterion } from './logic-nets.ts';

/** What a suite for a logic is to be like. */
export interface CoverOptions {
  /** @default 'transitions' */
  readonly cover?: LogicCriterion;
  /** One shortest path per item, instead of few paths that cover all. @default false */
  readonly each?: boolean;
  /** Most states to explore. @default 10000 */
  readonly statesMax?: number;
  /** HiGHS, loaded (the package highs): proves a bound. Without one the bound is trivial. */
  readonly solver?: Solver;
  /** Where chance comes from. @default 1 */
  readonly seed?: number;
}

/** What a suite for a logic covers, what it cannot, and how short it is. */
export interface LogicReport extends Pick<
  Suite,
  'universe' | 'covered' | 'infeasible' | 'steps' | 'lowerBound' | 'boundIs' | 'complete'
> {
  readonly cover: LogicCriterion;
  /** Explored states and edges. */
  readonly states: number;
  readonly edges: number;
}

/** A suite for a logic: its report, and paths as xstate/graph has them. */
export interface LogicSuite<
  S extends Snapshot<unknown>,
  E extends EventObject,
> extends LogicReport {
  readonly paths: StatePath<S, E>[];
}

/**
 * Makes a suite for a machine, or other logic, of the user's own. Never endless: a logic with more states
 * than `statesMax`, or more steps than `limit`, is explored so far and `complete` is false.
 *
 * @throws {UsageError} when the logic throws, or there is no such criterion
 * @example
 * const { covered, universe, infeasible, paths } = suiteFor(machine, { cover: 'transitions' });
 */
export function suiteFor<S extends Snapshot<unknown>, E extends EventObject, I>(
  logic: ActorLogic<S, E, I>,
  options: CoverOptions & LogicOptions<S, E, I> = {},
): LogicSuite<S, E> {
  const { cover = 'transitions', each = false, solver, seed = 1 } = options;
  const own = logic as unknown as Logic;
  const explored = exploreLogic(own, options as unknown as LogicOptions);
  const net = logicNet(own, explored, cover);
  const job = jobOf(net, () => undefined);
  // No dual solution is kept for a logic of the user's own.
  const key = { model: '', cover, legacy: false };
  const made = each ? makeEach(job) : makeFew(job, key, { seed, ...(solver && { solver }) });
  const walks = made.walks.map(({ walk }) => walk.map((step) => net.edge[step] as number));
  const { graph } = explored;
  return {
    cover,
    universe: net.items.length,
    covered: job.needed.reduce((sum, one) => sum + one, 0),
    infeasible: job.infeasible,
    steps: costOf(walks),
    lowerBound: made.bound?.steps ?? trivialBound(net, job.needed),
    boundIs: made.bound?.is ?? 'trivial',
    complete: graph.complete,
    states: graph.stateCount,
    edges: graph.edgeCount,
    // Where nothing needs a step, the beginning itself is left to be looked at.
    paths: (walks.length > 0 ? walks : [[]]).map((walk) => statePath(explored, walk)),
  };
}

/** A walk as xstate/graph has it: each event with the state that comes of it. */
function statePath<S extends Snapshot<unknown>, E extends EventObject>(
  { graph, snapshots, events, follow }: LogicGraph,
  walk: readonly number[],
): StatePath<S, E> {
  const states = [snapshots[0], ...follow(walk)] as S[];
  const given = walk.map((edge) => events[graph.label[edge] as number] as E);
  return {
    state: states.at(-1) as S,
    steps: [{ type: 'xstate.init' } as unknown as E, ...given].map((event, i) => ({
      event,
      state: states[i] as S,
    })),
    weight: walk.length,
  };
}
