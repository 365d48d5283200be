// A bound for suites of pairs and triples that pays for the session once. Seen from one statechart, a walk is a
// walk over its sequences, among them steps of the session. All statecharts of a client see the same steps of it,
// so each of those steps may be divided among them: prices say which share of it each of them pays, and a price
// for each sequence what it is worth. What all of them pay at least can be added up.
//
// The program: a flow for each statechart, as in bound.ts, in which own steps cost 1 and steps of the session
// cost nothing; how often each step of the session is taken, and from where walks restart, is the same in all of
// the flows, and costs 1. The prices are its dual solution. The heights of the nodes are not kept: shortest ways
// give them.
import type { Net } from '../cover/criteria.ts';
import type { Job } from '../cover/jobs.ts';
import { sourcesOf } from '../time/timing.ts';
import { shares } from './shares.ts';

/** What proves a bound for several statecharts, in whole numbers. */
export interface Prices {
  /** The number that stands for 1. */
  readonly unit: number;
  /** For each job; shares are in the order of `stepsShared`. */
  readonly jobs: readonly Price[];
}

/** What the items of a job are worth, and which share it pays of each step of the session. */
export interface Price {
  readonly weights: readonly number[];
  readonly shares: readonly number[];
}

/** A step that costs its job nothing; other numbers than these two are steps of the session. */
export const free = -2;
/** A step of a job's own, which costs it 1. */
export const own = -1;

/** The steps of the session as all jobs see them. */
export interface Shared {
  /** How many there are, restarts included. */
  readonly count: number;
  /** By job and step: `free`, `own`, or the number of a step of the session. */
  readonly ofStep: readonly Int32Array[];
  /** By job and node: the number of a restart from there. */
  readonly ofRestart: readonly Int32Array[];
}

/**
 * Numbers the steps of the session: those of the first job's statechart, which all jobs must have. Undefined if
 * they have none in common.
 */
export function stepsShared(jobs: readonly Job[]): Shared | undefined {
  const session = jobs[0]?.part ?? '';
  if (jobs.some(({ net }) => !net.graph.parts.includes(session))) return undefined;
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  };
  const views = jobs.map((job) => {
    const { graph, states } = job.net;
    const slot = graph.parts.indexOf(session);
    const at = (node: number): number =>
      graph.locals[(states?.[node] ?? node) * graph.parts.length + slot] as number;
    const kinds = graph.labels.map((label) => {
      if (label.part !== session) {
        return label.part === job.part && job.mayBeOfOthers?.(label) !== true ? own : free;
      }
      const { membership: _said, ...given } = label.args;
      return numberOf(`= ${label.by} ${label.event} ${JSON.stringify(given)}`);
    });
    const ofStep = new Int32Array(job.net.to.length);
    for (const [step, from] of sourcesOf(job.net).entries()) {
      const kind = kinds[graph.label[job.net.edge[step] as number] as number] as number;
      const to = at(job.net.to[step] as number);
      ofStep[step] = kind < 0 ? kind : numberOf(`${at(from)} ${kind} ${to}`);
    }
    const ofRestart = Int32Array.from({ length: job.net.size }, (_, node) =>
      numberOf(`restart ${at(node)}`),
    );
    return { ofStep, ofRestart };
  });
  return {
    count: numbers.size,
    ofStep: views.map(({ ofStep }) => ofStep),
    ofRestart: views.map(({ ofRestart }) => ofRestart),
  };
}

/** The bound that prices prove; undefined if they prove none, for example because they are for other nets. */
export function boundByPrices(
  jobs: readonly Job[],
  shared: Shared,
  { unit, jobs: prices }: Prices,
): number | undefined {
  if (prices.length !== jobs.length || unit <= 0) return undefined;
  const paid = new Float64Array(shared.count);
  for (const one of prices) {
    if (one.shares.length !== shared.count) return undefined;
    for (const [step, share] of one.shares.entries()) paid[step] = (paid[step] as number) + share;
  }
  // Nothing may be paid twice.
  if (paid.some((sum) => sum > unit)) return undefined;
  let total = 0;
  for (const [index, job] of jobs.entries()) {
    const least = leastOf(job, prices[index] as Price, unit, {
      ofStep: shared.ofStep[index] as Int32Array,
      ofRestart: shared.ofRestart[index] as Int32Array,
    });
    if (least === undefined) return undefined;
    total += least;
  }
  return Math.max(0, Math.ceil(total / unit));
}

/** What a job pays at least, in units; undefined if its prices prove nothing. */
function leastOf(
  { net, needed }: Job,
  { weights, shares: mine }: Price,
  unit: number,
  { ofStep, ofRestart }: { readonly ofStep: Int32Array; readonly ofRestart: Int32Array },
): number | undefined {
  if (weights.length !== net.items.length) return undefined;
  if (weights.some((weight) => weight < 0)) return undefined;
  const given = new Set(net.free);
  const worth = weights.map((weight, i) => (needed[i] === 1 && !given.has(i) ? weight : 0));
  const earned = net.lists.map((list) =>
    list.reduce((sum, item) => sum + (worth[item] as number), 0),
  );
  const costOf = (kind: number): number =>
    kind === own ? unit : kind === free ? 0 : (mine[kind] as number);
  const costs = Float64Array.from(
    ofStep,
    (kind, step) => costOf(kind) - (earned[net.list[step] as number] as number),
  );
  const end = leastCost(net, costs, Float64Array.from(ofRestart, costOf));
  return end === undefined ? undefined : end + worth.reduce((sum, one) => sum + one, 0);
}

/** The most rounds of a search for shortest ways: more than any way of a proof has steps that were out of order. */
const roundsMax = 2_000;

/**
 * The least that walks from the beginning cost, restarts included, wherever the last one ends; undefined if it is
 * unlimited, since some way around costs less than nothing.
 */
function leastCost(net: Net, costs: Float64Array, restarts: Float64Array): number | undefined {
  const { size, first, to } = net;
  const least = new Float64Array(size).fill(Infinity);
  least[0] = 0;
  for (let round = 0, isOpen = true; isOpen; round++) {
    if (round > roundsMax) return undefined;
    isOpen = false;
    for (let node = 0; node < size; node++) {
      const here = least[node] as number;
      if (here + (restarts[node] as number) < 0) return undefined;
      for (let step = first[node] as number; step < (first[node + 1] as number); step++) {
        const there = here + (costs[step] as number);
        if (there >= (least[to[step] as number] as number)) continue;
        least[to[step] as number] = there;
        isOpen = true;
      }
    }
    if (least[0] < 0) return undefined;
  }
  return least.reduce((a, b) => Math.min(a, b));
}

/** The stored prices for a suite; undefined if there are none. */
export function pricesFor(model: string, cover: string): Prices | undefined {
  const [unit, ...jobs] = shares[`${model} ${cover}`]?.split(';') ?? [];
  if (unit === undefined) return undefined;
  return {
    unit: Number(unit),
    jobs: jobs.map((text) => {
      const [weights = '', mine = ''] = text.split('|');
      return { weights: unpacked(weights), shares: unpacked(mine) };
    }),
  };
}

/** Numbers as text, with how often each is repeated: `0*12,3,-1*4`. */
export const packed = (list: readonly number[]): string => {
  const runs: { value: number; count: number }[] = [];
  for (const value of list) {
    const last = runs.at(-1);
    if (last?.value === value) last.count += 1;
    else runs.push({ value, count: 1 });
  }
  return runs.map(({ value, count }) => (count === 1 ? `${value}` : `${value}*${count}`)).join(',');
};

const unpacked = (text: string): readonly number[] =>
  text.split(',').flatMap((run) => {
    const [value = '', count = '1'] = run.split('*');
    return Array.from({ length: Number(count) }, () => Number(value));
  });
