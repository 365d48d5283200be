// Suites: a model and a criterion in, paths out, with what they cover, what cannot be covered and why,
// and a bound below which no suite can be.
import { byName, codes as catalogue, type CodeName } from '../../machines/codes.ts';
import type { Part } from '../../machines/lifecycle.ts';
import { boundBy, dualFor, trivialBound, type Bound, type DualKey } from './bound.ts';
import { costOf, coverByBeam, coverGreedily, type Dual, type Walks } from './cover.ts';
import {
  checkCriterion,
  codesNet,
  edgesNet,
  statesNet,
  transitionsNet,
  type Criterion,
  type Net,
} from './criteria.ts';
import { exploreSystem, type System } from './explore.ts';
import { coverable, exploreAround, inTime, type Timed } from './feasible.ts';
import type { Graph } from './graph.ts';
import { historyNet } from './history.ts';
import { coveredBy, reasonsFor } from './infeasible.ts';
import { walkInTime } from './in-time.ts';
import { adapted, systemOf, type ModelOptions } from './models.ts';
import { postman } from './postman.ts';
import { shorten } from './shorten.ts';
import { pathOf } from './steps.ts';
import { solveDual, type Solver } from './program.ts';
import { createTiming, reach, type Reach, type Timing } from './timing.ts';
import { suiteVersion, type Infeasible, type Suite, type SuitePath } from './suite.ts';
import { writtenTransitions } from './written.ts';

/** What a suite is to be like. */
export interface GenerateOptions extends ModelOptions {
  readonly cover: Criterion;
  /** @default 'client' */
  readonly model?: string;
  /** One shortest path per item, instead of few paths that cover all. @default false */
  readonly each?: boolean;
  /** HiGHS, loaded: proves a bound where none is kept, as for other delays or calls. */
  readonly solver?: Solver;
  /** Stands in the suite; nothing is left to chance yet. @default 1 */
  readonly seed?: number;
}

/** A job: walks of one graph that cover items. A suite of pairs has one for each statechart. */
export interface Job {
  readonly net: Net;
  /** Which items can be had in time. */
  readonly needed: Uint8Array;
  readonly timing: Timing;
  /** What can be had in time: found out when it is asked for, which takes a while for a large net. */
  readonly reached: () => Reach;
  /** The small nets on which it was found out what can be had, or the one itself. */
  readonly looked: () => readonly Timed[];
  readonly infeasible: readonly Infeasible[];
}

/**
 * Makes a suite.
 *
 * @throws {UsageError} when there is no such model or criterion
 * @example
 * const suite = generate({ cover: 'codes' });
 * [suite.covered, suite.universe]; // [36, 36]
 */
export function generate(options: GenerateOptions): Suite {
  const { cover, model = 'client', legacy = false, each = false, seed = 1 } = options;
  const where = 'paths';
  checkCriterion(where, cover);
  const system = adapted(systemOf(where, model), options);
  const jobs = jobsOf(system, cover, options);
  const paths: SuitePath[] = [];
  let steps = 0;
  let lowerBound = 0;
  let boundIs: Bound['is'] = 'exact';
  let untimedSteps: number | undefined;
  for (const job of jobs) {
    const made = each ? makeEach(job) : makeFew(job, { model, cover, legacy }, options.solver);
    untimedSteps = made.untimedSteps ?? untimedSteps;
    for (const { item, walk, net = job.net } of made.walks) {
      const edges = walk.map((step) => net.edge[step] ?? 0);
      const id = `${cover}/${item ?? paths.length + 1}`;
      const path = pathOf(system, net.graph, id, edges);
      if (path !== undefined) paths.push(path);
    }
    const bound = each ? undefined : made.bound;
    lowerBound += bound?.steps ?? trivialBound(job.net, job.needed);
    boundIs = weaker(boundIs, bound?.is ?? 'trivial');
  }
  steps = costOf(paths.map((path) => path.steps));
  const items = jobs.flatMap(({ net }) => net.items);
  const covered = jobs.reduce((sum, { needed }) => sum + needed.reduce((a, b) => a + b, 0), 0);
  return {
    version: suiteVersion,
    model,
    cover,
    legacy,
    seed,
    universe: items.length,
    covered,
    infeasible: jobs.flatMap(({ infeasible }) => infeasible),
    steps,
    lowerBound,
    boundIs,
    ...(untimedSteps !== undefined && untimedSteps !== steps && { untimedSteps }),
    complete: jobs.every(({ net }) => net.graph.complete),
    paths,
  };
}

const ranks = ['exact', 'lp', 'trivial'] as const;
const weaker = (a: Bound['is'], b: Bound['is']): Bound['is'] =>
  ranks[Math.max(ranks.indexOf(a), ranks.indexOf(b))] ?? 'trivial';

// --- jobs ----------------------------------------------------------------------------------------

/** The codes that the machines of a model emit; the deprecated ones where they are on. */
export function codesOf({ parts }: System, legacy: boolean): readonly CodeName[] {
  const emitted = new Set(
    parts.flatMap(({ machine }) =>
      writtenTransitions(machine).flatMap(({ meta }) => meta?.codes ?? []),
    ),
  );
  return catalogue
    .map(({ name }) => name)
    .filter((name) => emitted.has(name) && (legacy || !byName(name).deprecated));
}

/** A net that a criterion asks for, over a graph. */
export function netOf(system: System, graph: Graph, cover: Criterion): Net {
  switch (cover) {
    case 'codes':
      return codesNet(graph, codesOf(system, graph.legacy));
    case 'states':
      return statesNet(graph);
    case 'transitions':
      return transitionsNet(graph);
    case 'pairs':
    case 'triples':
    case 'edges':
      return edgesNet(graph);
  }
}

export function jobsOf(system: System, cover: Criterion, options: GenerateOptions): readonly Job[] {
  const explored = (legacy: boolean, part?: Part): Graph =>
    part === undefined
      ? exploreSystem(system, { ...options, legacy })
      : exploreAround(system, part, { ...options, legacy });
  const { legacy = false } = options;
  if (cover === 'pairs' || cover === 'triples') {
    const length = cover === 'pairs' ? 2 : 3;
    return system.parts.map((part) =>
      jobOf(historyNet(explored(legacy, part), part, length), () =>
        legacy ? undefined : historyNet(explored(true, part), part, length),
      ),
    );
  }
  const graph = explored(legacy);
  const net = netOf(system, graph, cover);
  const other = (): Net | undefined => (legacy ? undefined : netOf(system, explored(true), cover));
  // Beside many others a part can do what it can do beside those that it depends on, and no more.
  if (cover === 'edges' || system.parts.length <= 2) return [jobOf(net, other)];
  const around = system.parts.map((part) => explored(legacy, part));
  return [
    jobOf(
      net,
      other,
      around.map((small) => netOf(system, small, cover)),
    ),
  ];
}

/** A job; what can be had in time is found out on the small nets, where there are any. */
function jobOf(net: Net, withLegacy: () => Net | undefined, small: readonly Net[] = []): Job {
  const timing = createTiming(net.graph);
  let own: Reach | undefined;
  const reached = (): Reach => (own ??= reach(net, timing));
  const looked = small.length === 0 ? [{ net, timing, reached: reached() }] : small.map(inTime);
  const found = new Set<string>();
  const untimedFound = new Set<string>();
  for (const one of looked) {
    const can = coverable(one);
    for (const [item, name] of one.net.items.entries()) {
      if (can.timed[item] === 1) found.add(name);
      if (can.untimed[item] === 1) untimedFound.add(name);
    }
  }
  const mark = (names: ReadonlySet<string>) =>
    Uint8Array.from(net.items, (name) => Number(names.has(name)));
  const needed = mark(found);
  const isWhole = net.graph.complete;
  const other = isWhole && needed.includes(0) ? withLegacy() : undefined;
  return {
    net,
    needed,
    timing,
    reached,
    looked: () => looked,
    infeasible: isWhole
      ? reasonsFor({
          items: net.items,
          untimed: mark(untimedFound),
          timed: needed,
          isExact: looked.every((one) => one.reached.complete),
          withLegacy: other === undefined ? new Set() : coveredBy(other),
        })
      : [],
  };
}

// --- walks ---------------------------------------------------------------------------------------

interface Made {
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
function makeEach({ net: { items }, looked }: Job): Made {
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
  return {
    walks: items.flatMap((item) => {
      const found = best.get(item);
      const walk = found?.reached.stepsTo(found.step);
      return found === undefined || walk === undefined ? [] : [{ item, walk, net: found.net }];
    }),
  };
}

/** Few walks that cover everything that can be had in time. */
function makeFew(job: Job, key: DualKey, solver: Solver | undefined): Made {
  const { net, needed, timing, reached } = job;
  if (key.cover === 'edges') {
    const round = postman(net, needed);
    const walks = walkInTime(net, timing, needed, round, reached());
    return {
      walks: walks.map((walk) => ({ walk })),
      bound: { steps: round.cost, is: 'exact' },
      untimedSteps: round.cost,
    };
  }
  if (key.cover === 'pairs' || key.cover === 'triples') {
    const wanted = representatives(job);
    const walks = walkInTime(net, timing, wanted, postman(net, wanted), reached());
    return { walks: complete(job, walks).map((walk) => ({ walk })) };
  }
  const kept = dualFor(key);
  const keptBound = kept === undefined ? undefined : boundBy(net, needed, kept);
  const dual = keptBound === undefined ? solver && solveDual(net, needed, solver) : kept;
  const proven = keptBound ?? (dual === undefined ? undefined : boundBy(net, needed, dual));
  const bound: Bound =
    proven === undefined
      ? { steps: trivialBound(net, needed), is: 'trivial' }
      : { steps: proven, is: 'lp' };
  const walks = bestOf(net, timing, needed, dual, bound.steps);
  return { walks: complete(job, walks).map((walk) => ({ walk })), bound };
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

/** The best of several ways to cover, cheap ones first, until one is close to the bound. */
function bestOf(
  net: Net,
  timing: Timing,
  needed: Uint8Array,
  dual: Dual | undefined,
  bound: number,
): Walks {
  let best = shorten(net, timing, needed, coverGreedily(net, timing, needed));
  if (dual === undefined) return best;
  for (const width of [30, 10, 100]) {
    if (costOf(best) <= bound * enough) break;
    const walks = coverByBeam(net, timing, needed, dual, width);
    if (walks === undefined) continue;
    const short = shorten(net, timing, needed, walks);
    if (costOf(short) < costOf(best)) best = short;
  }
  return best;
}

/** Walks of their own for what the others have missed, because time did not allow it on their way. */
function complete({ net, needed, reached: look }: Job, walks: Walks): Walks {
  const left = Uint8Array.from(needed);
  for (const item of net.free) left[item] = 0;
  const cross = (walk: readonly number[]): void => {
    for (const step of walk)
      for (const item of net.lists[net.list[step] ?? 0] ?? []) left[item] = 0;
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
