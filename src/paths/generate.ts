// Suites: from a model and a criterion to paths, with what they cover, what cannot be covered and
// why, and a lower bound for every suite.
import { trivialBound, provenBy, type Bound } from './bound/bound.ts';
import type { Solver } from './bound/program.ts';
import { finish, type SpanNet } from './cover/between.ts';
import { checkCriterion, type Criterion } from './cover/criteria.ts';
import { jobsOf, type Job } from './cover/jobs.ts';
import { createWriter, type Writer } from './cover/steps.ts';
import type { Graph } from './model/graph.ts';
import { suiteVersion, type Infeasible, type Suite, type SuitePath } from './cover/suite.ts';
import { costOf } from './cover/walks.ts';
import { makeEach } from './each.ts';
import { boundInARow, makeFew, type Made } from './few.ts';
import { boundForAll, lengthOf, Taken, walksForAll } from './joint.ts';
import type { Part } from '../../machines/lifecycle.ts';
import type { System } from './model/board.ts';
import type { ExploreOptions } from './model/explore.ts';
import { adapted, checkModelOptions, systemOf, type ModelOptions } from './model/models.ts';

/** The options of a suite. */
export interface GenerateOptions extends ModelOptions {
  readonly cover: Criterion;
  /** @default 'client' */
  readonly model?: string;
  /** One shortest path per item, instead of a few paths that cover everything. @default false */
  readonly each?: boolean;
  /** Only what can happen after this state: `'login:loggedIn'`, or `'loggedIn'`. */
  readonly from?: string;
  /** Only what can happen before this state; every path ends there. */
  readonly to?: string;
  /** HiGHS, loaded: proves a bound if none is stored, for example with other delays or calls. */
  readonly solver?: Solver;
  /** The seed, which decides which of several ways is tried. @default 1 */
  readonly seed?: number;
  /**
   * How many continuations the search for the optimum examines: units of work, which are the same
   * on every machine. @default 300000 for small nets (up to 10,000 nodes and 31 items, or 64 items if
   * the prices of a proof guide the search); otherwise none
   */
  readonly budget?: number;
}

/**
 * Generates a suite.
 *
 * @throws {UsageError} if the model, the criterion or a state is unknown
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
    budget: 'whole number',
  });
  const { cover, model = 'client', legacy = false, each = false, seed = 1 } = options;
  checkCriterion('paths', cover);
  const system = adapted(systemOf('paths', model), options);
  const jobs = jobsOf(system, cover, options);
  const { results, least } = resultsOf(system, jobs, options);
  const paths = results
    .flatMap((result) => result.paths)
    .map(({ item, path }, index) => ({ ...path, id: `${cover}/${item ?? index + 1}` }));
  const steps = costOf(paths.map((path) => path.steps));
  const bounds = results.map(
    ({ made, job }): Bound =>
      made.bound ?? { steps: trivialBound(job.net, job.needed), is: 'trivial' },
  );
  // One shortest path per item leaves nothing to save, not even restarts.
  const lowerBound =
    each && bounds.every(({ is }) => is === 'exact')
      ? steps
      : Math.max(
          least,
          bounds.reduce((sum, bound) => sum + bound.steps, 0),
        );
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

/** What is made for the jobs, and a bound for all of them together, if there is one. */
function resultsOf(
  system: System,
  jobs: readonly Job[],
  options: GenerateOptions,
): { readonly results: readonly Result[]; readonly least: number } {
  const { cover, model = 'client', legacy = false, each = false, from, to } = options;
  const length = from === undefined && to === undefined ? lengthOf(cover) : undefined;
  if (!each && length !== undefined && jobs.length > 1) {
    return {
      results: writtenTogether(system, jobs, length, { ...options, legacy }),
      least: boundForAll(model, cover, jobs),
    };
  }
  const results = jobs.map((job) => {
    const made = each ? makeEach(job) : makeFew(job, { model, cover, legacy }, options);
    return { job, made, ...writtenDown(system, job, made) };
  });
  return { results, least: 0 };
}

/** Walks for several jobs at once, written down. */
function writtenTogether(
  system: System,
  jobs: readonly Job[],
  length: 2 | 3,
  options: ExploreOptions,
): readonly Result[] {
  const writers = new Map<Graph, Writer>();
  const written = walksForAll(system, jobs, length, options).flatMap((walk) => {
    const writer = writers.get(walk.graph) ?? createWriter(system, walk.graph);
    writers.set(walk.graph, writer);
    const path = writer.pathOf('', walk.edges);
    return path === undefined ? [] : [{ walk, path }];
  });
  return jobs.map((job) => {
    const part = system.parts.find(({ name }) => name === job.part) as Part;
    const taken = new Taken(part, length);
    const covered = new Set(written.flatMap(({ walk }) => [...taken.on(walk)]));
    const paths = job.isFirst ? written.map(({ path }) => ({ path })) : [];
    return { job, made: { bound: boundInARow(job) }, paths, covered };
  });
}

/** What was made for a job. */
interface Result {
  readonly job: Job;
  readonly made: Pick<Made, 'bound' | 'untimedSteps'>;
  readonly paths: readonly { readonly item?: string; readonly path: SuitePath }[];
  readonly covered: ReadonlySet<string>;
}

/** Writes walks down as paths; returns those that could be written down, and the items that they cover. */
function writtenDown(
  system: System,
  { net: own, timing }: Job,
  { walks }: Made,
): Pick<Result, 'paths' | 'covered'> {
  const paths: { readonly item?: string; readonly path: SuitePath }[] = [];
  const covered = new Set(own.free.map((item) => own.items[item] ?? ''));
  const writers = new Map<Graph, Writer>();
  const writerFor = (graph: Graph): Writer => {
    const writer = writers.get(graph) ?? createWriter(system, graph);
    writers.set(graph, writer);
    return writer;
  };
  for (const { item, walk: begun, net = own } of walks) {
    const walk = 'isEnd' in net ? finish(net as SpanNet, timing, begun) : begun;
    const edges = walk?.map((step) => net.edge[step] as number);
    const path = edges && writerFor(net.graph).pathOf('', edges);
    if (walk === undefined || path === undefined) continue;
    paths.push(item === undefined ? { path } : { item, path });
    for (const step of walk) {
      for (const one of net.lists[net.list[step] as number] ?? [])
        covered.add(net.items[one] ?? '');
    }
  }
  return { paths, covered };
}

/**
 * Items that are feasible within the timing but were not found; a path that must end in a given
 * state may not get there.
 */
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
