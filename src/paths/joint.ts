// Walks for several statecharts at once. Sequences are transitions of one statechart in a row, whatever others
// do in between; so most of what the sequences of one need of a session can be had on walks that are made for
// another.
import { boundByPrices, pricesFor, stepsShared } from './bound/shared.ts';
import type { Criterion } from './cover/criteria.ts';
import { accompanies } from './cover/feasible.ts';
import { Pasts, sequencesIn } from './cover/history.ts';
import { longestWalk } from './cover/in-time.ts';
import type { Job } from './cover/jobs.ts';
import { Ends, Rider } from './cover/ride.ts';
import { Whole, type Laid } from './cover/whole.ts';
import { costOf } from './cover/walks.ts';
import { walksInARow } from './few.ts';
import type { Part } from '../../machines/lifecycle.ts';
import type { System } from './model/board.ts';
import { exploreSystem, type ExploreOptions } from './model/explore.ts';
import type { Graph } from './model/graph.ts';

/** How many transitions in a row a criterion asks for; undefined if it does not. */
export const lengthOf = (cover: Criterion): 2 | 3 | undefined =>
  cover === 'pairs' ? 2 : cover === 'triples' ? 3 : undefined;

/** What walks for all jobs cost at least, by stored prices; 0 if there are none, or if they prove nothing here. */
export function boundForAll(model: string, cover: Criterion, jobs: readonly Job[]): number {
  const prices = pricesFor(model, cover);
  const shared = prices && stepsShared(jobs);
  return (shared && boundByPrices(jobs, shared, prices)) ?? 0;
}

const laidIn = ({ net }: Job, walks: readonly (readonly number[])[]): readonly Laid[] =>
  walks.map((walk) => ({
    graph: net.graph,
    edges: walk.map((step) => net.edge[step] as number),
  }));

const costOfAll = (walks: readonly Laid[]): number => costOf(walks.map(({ edges }) => edges));

/** The most steps in the nets of all jobs: in larger ones rides take long, and have saved nothing. */
const stepsMax = 1_000_000;

/** Few walks for everything that several jobs ask for: together, if that is shorter than each alone. */
export function walksForAll(
  system: System,
  jobs: readonly Job[],
  length: 2 | 3,
  options: ExploreOptions,
): readonly Laid[] {
  const alone = jobs.map((job) => laidIn(job, walksInARow(job)));
  const separate = alone.flat();
  // Other statecharts begin a request that accompanies a call: it stays alone.
  const isApart = ({ part: name }: Job): boolean =>
    system.parts.some((part) => part.name === name && accompanies(system, part));
  const [first, ...others] = jobs.filter((job) => !isApart(job));
  if (first === undefined || others.length === 0) return separate;
  if (jobs.reduce((sum, { net }) => sum + net.to.length, 0) > stepsMax) return separate;
  const parts = system.parts.filter((part) => !accompanies(system, part));
  const graph = exploreSystem({ ...system, parts }, options);
  if (!graph.complete) return separate;

  const cost = new Map(jobs.map((job, index) => [job, costOfAll(alone[index] ?? [])]));
  const bySize = others.toSorted((a, b) => (cost.get(b) ?? 0) - (cost.get(a) ?? 0));
  const whole = new Whole(graph);
  const together = new Together(whole, parts, length);
  for (const job of [first, ...bySize]) together.add(job);
  const apart = jobs.flatMap((job, index) => (isApart(job) ? (alone[index] ?? []) : []));
  const most = [...together.walks, ...apart];
  // A ride may have cut in two what another statechart had before, if that one hears of it.
  const all = [...most, ...jobs.flatMap((job) => laidIn(job, missing(system, job, length, most)))];
  const isBetter = costOfAll(all) < costOfAll(separate) && !repeatsEnds(whole, parts, all);
  return isBetter ? all : separate;
}

/** Walks of a job's own for what it needs and others lack. */
function missing(
  system: System,
  job: Job,
  length: 2 | 3,
  walks: readonly Laid[],
): readonly (readonly number[])[] {
  const part = system.parts.find(({ name }) => name === job.part) as Part;
  const taken = new Taken(part, length);
  const had = new Set(walks.flatMap((walk) => [...taken.on(walk)]));
  const open = job.needed.map((one, item) => (had.has(job.net.items[item] as string) ? 0 : one));
  return walksInARow(job, open);
}

/** Whether a walk does again what ended something. */
const repeatsEnds = (whole: Whole, parts: readonly Part[], walks: readonly Laid[]): boolean =>
  parts.some(({ name }) => {
    const ends = new Ends(whole, name);
    return walks.some(({ graph, edges }) => {
      let last = -1;
      return (
        graph === whole.graph &&
        edges.some((edge) => {
          const isAgain = ends.isAgain(last, edge);
          last = ends.after(last, edge);
          return isAgain;
        })
      );
    });
  });

/** Walks in a graph of all statecharts, one job after the other. */
class Together {
  walks: readonly Laid[] = [];
  readonly #whole: Whole;
  readonly #parts: readonly Part[];
  readonly #length: 2 | 3;

  constructor(whole: Whole, parts: readonly Part[], length: 2 | 3) {
    this.#whole = whole;
    this.#parts = parts;
    this.#length = length;
  }

  /** Lets a job's statechart ride along on the walks so far; what it does not get there, it gets on walks of its own. */
  add(job: Job): void {
    const part = this.#parts.find(({ name }) => name === job.part) as Part;
    const whole = this.#whole;
    const rider = new Rider(whole, part, this.#length, job.needed);
    const ridden = this.walks.map((walk) => (walk.graph === whole.graph ? rider.ride(walk) : walk));
    // Half as long as walks may be, so that others can ride along.
    const rest = walksInARow(job, rider.open, longestWalk / 2);
    // What the others do by themselves may need time that there is not: then the walk stays as it is.
    const own = laidIn(job, rest).map((walk) => whole.lay(walk) ?? walk);
    this.walks = [...ridden, ...own];
  }
}

/** The sequences of a statechart that walks take. */
export class Taken {
  readonly #part: Part;
  readonly #length: 2 | 3;
  readonly #pasts = new Map<Graph, Pasts>();

  constructor(part: Part, length: 2 | 3) {
    this.#part = part;
    this.#length = length;
  }

  /** The sequences on one walk. */
  *on({ graph, edges }: Laid): Generator<string> {
    const pasts = this.#pasts.get(graph) ?? new Pasts(sequencesIn(graph, this.#part, this.#length));
    this.#pasts.set(graph, pasts);
    let past = 0;
    for (const edge of edges) {
      const next = pasts.after(past, graph.label[edge] as number);
      for (const item of pasts.lists.all[next.list] ?? []) yield pasts.items[item] as string;
      past = next.past;
    }
  }
}
