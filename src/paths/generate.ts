// Suites: a model and a criterion in, paths out, with what they cover, what cannot be covered and why,
// and a bound below which no suite can be.
import { finish, type SpanNet } from './cover/between.ts';
import { boundBy, dualFor, trivialBound, type Bound, type DualKey } from './bound/bound.ts';
import { coverByBeam } from './cover/beam.ts';
import { searchExactly, simpleDual } from './cover/exact.ts';
import { coverGreedily } from './cover/greedy.ts';
import { costOf, type Dual, type Walks } from './cover/walks.ts';
import { checkCriterion, type Criterion, type Net } from './cover/criteria.ts';
import { longestWalk, walkInTime } from './cover/in-time.ts';
import type { System } from './model/board.ts';
import { improve } from './cover/improve.ts';
import { jobsOf, type Job } from './cover/jobs.ts';
import { adapted, checkModelOptions, systemOf, type ModelOptions } from './model/models.ts';
import { postman, walksOf } from './cover/postman.ts';
import { solveDual, type Solver } from './bound/program.ts';
import { sequenceBound, type Share } from './bound/projection.ts';
import { isInTime } from './cover/shorten.ts';
import { pathOf } from './cover/steps.ts';
import { suiteVersion, type Infeasible, type Suite, type SuitePath } from './cover/suite.ts';
import type { Reach } from './time/timing.ts';
import { xoroshiro128plus } from '../base/vendor.ts';

/** What a suite is to be like. */
export interface GenerateOptions extends ModelOptions {
  readonly cover: Criterion;
  /** @default 'client' */
  readonly model?: string;
  /** One shortest path per item, instead of few paths that cover all. @default false */
  readonly each?: boolean;
  /** Only what can happen after this state: `'login:loggedIn'`, or `'loggedIn'`. */
  readonly from?: string;
  /** Only what can happen before this state; every path ends there. */
  readonly to?: string;
  /** HiGHS, loaded: proves a bound where none is kept, as for other delays or calls. */
  readonly solver?: Solver;
  /** Where chance comes from: which of several ways is tried. @default 1 */
  readonly seed?: number;
  /**
   * How many ways to go on are looked at in the search for the optimum: units of work, which are the same on
   * every machine. @default 300000 for small nets: 1,000 states, 24 items (64 with a solver's prices); else none
   */
  readonly budget?: number;
}

/** Units of work that a search for the optimum has by itself, and how large a net is searched then. */
const defaultBudget = 300_000;
const smallNet = 1000;
/** How many items it may have then, with prices that guide the search, and without. */
const fewItems = { guided: 64, unguided: 24 };

const isSmall = ({ net, needed }: Job, isGuided: boolean): boolean =>
  net.size <= smallNet &&
  needed.reduce((sum, one) => sum + one, 0) <= fewItems[isGuided ? 'guided' : 'unguided'];

/**
 * Makes a suite.
 *
 * @throws {UsageError} when there is no such model, criterion or state
 * @example
 * const suite = generate({ cover: 'codes' });
 * [suite.covered, suite.universe]; // [36, 36]
 */
export function generate(options: GenerateOptions): Suite {
  checkModelOptions('generate', options, {
    cover: 'anything',
    model: 'anything',
    each: 'flag',
    from: 'anything',
    to: 'anything',
    solver: 'object',
    seed: 'whole number',
  });
  const { cover, model = 'client', legacy = false, each = false, seed = 1 } = options;
  checkCriterion('paths', cover);
  const system = adapted(systemOf('paths', model), options);
  const jobs = jobsOf(system, cover, options);
  const results = jobs.map((job) => {
    const made = each ? makeEach(job) : makeFew(job, { model, cover, legacy }, options);
    return { job, made, ...writtenDown(system, job, made) };
  });
  const paths = results
    .flatMap((result) => result.paths)
    .map(({ item, path }, index) => ({ ...path, id: `${cover}/${item ?? index + 1}` }));
  const steps = costOf(paths.map((path) => path.steps));
  const bounds = results.map(
    ({ made, job }): Bound =>
      made.bound ?? { steps: trivialBound(job.net, job.needed), is: 'trivial' },
  );
  // Shortest paths are what they are, restarts between them included.
  const lowerBound =
    each && bounds.every(({ is }) => is === 'exact')
      ? steps
      : bounds.reduce((sum, bound) => sum + bound.steps, 0);
  const boundIs = provenBy(bounds.map(({ is }) => is).reduce(weaker, 'exact'), steps, lowerBound);
  const untimedSteps = results.find(({ made }) => made.untimedSteps !== undefined)?.made
    .untimedSteps;
  return {
    version: suiteVersion,
    model,
    cover,
    legacy,
    seed,
    universe: jobs.reduce((sum, { net }) => sum + net.items.length, 0),
    covered: results.reduce((sum, { covered }) => sum + covered.size, 0),
    infeasible: results.flatMap(({ job, covered }) => [
      ...job.infeasible,
      ...notFound(job, covered),
    ]),
    steps,
    lowerBound,
    boundIs,
    ...(untimedSteps !== undefined && { untimedSteps }),
    complete: jobs.every(({ net }) => net.graph.complete),
    paths,
  };
}

/** Writes walks down as paths; says what those that could be written down cover. */
function writtenDown(system: System, { net: own, timing }: Job, { walks }: Made) {
  const paths: { readonly item?: string; readonly path: SuitePath }[] = [];
  const covered = new Set(own.free.map((item) => own.items[item] ?? ''));
  for (const { item, walk: begun, net = own } of walks) {
    const walk = 'isEnd' in net ? finish(net as SpanNet, timing, begun) : begun;
    const edges = walk?.map((step) => net.edge[step] as number);
    const path = edges && pathOf(system, net.graph, '', edges);
    if (walk === undefined || path === undefined) continue;
    paths.push(item === undefined ? { path } : { item, path });
    for (const step of walk) {
      for (const one of net.lists[net.list[step] as number] ?? [])
        covered.add(net.items[one] ?? '');
    }
  }
  return { paths, covered };
}

/** What is feasible within the timing, and was not found; a path that must end somewhere may not get there. */
function notFound({ net, needed }: Job, covered: ReadonlySet<string>): readonly Infeasible[] {
  return net.items.flatMap((item, index): readonly Infeasible[] =>
    needed[index] === 0 || covered.has(item)
      ? []
      : [{ item, reason: 'timing, by search', because: 'no timing was found for a path with it' }],
  );
}

const ranks = ['exact', 'lp', 'trivial'] as const;
const weaker = (a: Bound['is'], b: Bound['is']): Bound['is'] =>
  ranks[Math.max(ranks.indexOf(a), ranks.indexOf(b))] ?? 'trivial';

/** What proves a bound; it is exact where a suite comes down to it, and nowhere else. */
export const provenBy = (is: Bound['is'], steps: number, bound: number): Bound['is'] =>
  steps === bound ? 'exact' : is === 'exact' ? 'lp' : is;

/** Walks that cover a job's items. */
export interface Made {
  readonly walks: readonly {
    readonly item?: string;
    readonly walk: readonly number[];
    /** The net that it walks, where it is not that of the job. */
    readonly net?: Net;
  }[];
  readonly bound?: Bound;
  readonly untimedSteps?: number;
}

/** One shortest walk per item. */
export function makeEach({ net: { items }, looked }: Job): Made {
  const best = new Map<
    string,
    { readonly net: Net; readonly step: number; readonly reached: Reach }
  >();
  for (const { net, reached } of looked()) {
    for (const [step, list] of net.list.entries()) {
      if (reached.steps[step] === 0) continue;
      for (const item of net.lists[list] ?? []) {
        const name = net.items[item] ?? '';
        const known = best.get(name);
        if (known !== undefined && known.reached.depthOf(known.step) <= reached.depthOf(step))
          continue;
        best.set(name, { net, step, reached });
      }
    }
  }
  const walks = items.flatMap((item) => {
    const found = best.get(item);
    const walk = found?.reached.stepsTo(found.step);
    return found === undefined || walk === undefined ? [] : [{ item, walk, net: found.net }];
  });
  // Each is a shortest one already, unless it still has to go on to where it must end.
  const isSpan = walks.some(({ net }) => 'isEnd' in net);
  const steps = costOf(walks.map(({ walk }) => walk));
  return isSpan ? { walks } : { walks, bound: { steps, is: 'exact' } };
}

/** Few walks that cover everything feasible within the timing. */
export function makeFew(
  job: Job,
  key: DualKey,
  { solver, seed = 1, budget }: Pick<GenerateOptions, 'solver' | 'seed' | 'budget'>,
): Made {
  const { net, needed, timing, reached } = job;
  if (key.cover === 'edges') {
    const wanted = representatives(job);
    const round = postman(net, wanted);
    const straight = walksOf(net, round);
    const isShort = straight.every(({ length }) => length <= longestWalk);
    const isStraight =
      isShort && costOf(straight) === round.cost && isInTime(straight, net, timing);
    const walks = isStraight ? straight : walkInTime(net, timing, wanted, round, reached());
    // Between two states, the steps on the way there are none that are asked for.
    const all = Uint8Array.from(net.list, (list) => Number((net.lists[list] ?? []).length > 0));
    return {
      walks: walks.map((walk) => ({ walk })),
      bound: { steps: round.cost, is: 'exact' },
      untimedSteps: postman(net, all).cost,
    };
  }
  if (key.cover === 'pairs' || key.cover === 'triples') {
    const wanted = representatives(job);
    const walks = walkInTime(net, timing, wanted, postman(net, wanted), reached());
    const bound: Bound = { steps: sequenceBound(net, needed, shareOf(job)), is: 'lp' };
    return { walks: complete(job, walks).map((walk) => ({ walk })), bound };
  }
  const kept = dualFor(key);
  const keptBound = kept === undefined ? undefined : boundBy(net, needed, kept);
  const dual = keptBound === undefined ? solver && solveDual(net, needed, solver) : kept;
  const proven = keptBound ?? (dual === undefined ? undefined : boundBy(net, needed, dual));
  const bound: Bound =
    proven === undefined
      ? { steps: trivialBound(net, needed), is: 'trivial' }
      : { steps: proven, is: 'lp' };
  const walks = complete(job, bestOf(job, dual, bound.steps, seed));
  const work = budget ?? (isSmall(job, dual !== undefined) ? defaultBudget : 0);
  const found = searched(job, walks, dual, { bound, work });
  return { walks: found.walks.map((walk) => ({ walk })), bound: found.bound };
}

/** The optimum, where walks are not known to be it and a search within the budget finds it or a better bound. */
function searched(
  { net, needed, timing }: Job,
  walks: Walks,
  dual: Dual | undefined,
  { bound, work }: { readonly bound: Bound; readonly work: number },
): { readonly walks: Walks; readonly bound: Bound } {
  // Where time leaves no walks to what is needed, there is nothing to be searched for.
  if (work === 0 || costOf(walks) <= bound.steps || walks.length === 0) return { walks, bound };
  const effort = { work, accept: (some: Walks) => isInTime(some, net, timing) };
  const exact = searchExactly(net, needed, dual ?? simpleDual(net, needed), effort);
  const better = exact.walks !== undefined && costOf(exact.walks) < costOf(walks);
  return {
    walks: better ? (exact.walks ?? walks) : walks,
    bound: { steps: Math.max(bound.steps, exact.bound), is: bound.is },
  };
}

/**
 * What of a suite is counted for one statechart: the steps that are done to it. What a session of nobody's
 * does to all of them, and restarts, count for the first.
 */
function shareOf({ net: { graph }, part, isFirst }: Job): Share {
  return {
    ofLabel: Uint8Array.from(graph.labels, (label) =>
      Number(label.part === part || (isFirst && label.part === 'session')),
    ),
    ofRestart: isFirst ? 1 : 0,
  };
}

/** For each item a step that covers it, the one that can be had soonest. */
function representatives({ net, needed, reached: look }: Job): Uint8Array {
  const reached = look();
  const best = new Int32Array(net.items.length).fill(-1);
  for (const [step, list] of net.list.entries()) {
    if (reached.steps[step] === 0) continue;
    for (const item of net.lists[list] ?? []) {
      const known = best[item] ?? -1;
      if (needed[item] === 0) continue;
      if (known < 0 || reached.depthOf(step) < reached.depthOf(known)) best[item] = step;
    }
  }
  const wanted = new Uint8Array(net.to.length);
  for (const step of best) if (step >= 0) wanted[step] = 1;
  return wanted;
}

/** How close to its bound a suite is close enough. */
const enough = 1.04;

/** The searches by a beam: how wide, and by how many steps the prices are stirred. */
const beams = [
  { width: 30, steps: 0 },
  { width: 10, steps: 2 },
  { width: 20, steps: 2 },
  { width: 10, steps: 2 },
  { width: 20, steps: 2 },
  { width: 20, steps: 2 },
];

/** The best of several ways to cover, cheap ones first, until one is close to the bound. */
function bestOf(
  { net, timing, needed }: Job,
  dual: Dual | undefined,
  bound: number,
  seed: number,
): Walks {
  let best = improve(net, timing, needed, coverGreedily(net, timing, needed));
  if (dual === undefined) return best;
  const random = xoroshiro128plus(seed);
  for (const { width, steps } of beams) {
    if (costOf(best) <= bound * enough) break;
    const stir = (): number => steps * ((random.next() >>> 0) / 2 ** 32);
    const stepsMax = costOf(best) + 10; // What is a little longer may still be shortened.
    const walks = coverByBeam(net, timing, needed, dual, { width, stepsMax, stir });
    if (walks === undefined) continue;
    const improved = improve(net, timing, needed, walks);
    if (costOf(improved) < costOf(best)) best = improved;
  }
  return best;
}

/** Walks of their own for what the others have missed, because time did not allow it on their way. */
function complete({ net, needed, reached: look }: Job, walks: Walks): Walks {
  const left = Uint8Array.from(needed);
  for (const item of net.free) left[item] = 0;
  const cross = (walk: readonly number[]): void => {
    for (const step of walk)
      for (const item of net.lists[net.list[step] as number] ?? []) left[item] = 0;
  };
  walks.forEach(cross);
  if (!left.includes(1)) return walks;
  const reached = look();
  const more: (readonly number[])[] = [];
  for (const [step, list] of net.list.entries()) {
    const wants = (net.lists[list] ?? []).some((item) => left[item] === 1);
    const walk = wants ? reached.stepsTo(step) : undefined;
    if (walk === undefined) continue;
    more.push(walk);
    cross(walk);
  }
  return [...walks, ...more];
}
