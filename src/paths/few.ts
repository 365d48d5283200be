// A few short walks that cover what a job asks for, cheap methods first, and a lower bound on their cost.
import { boundBy, dualFor, trivialBound, type Bound, type DualKey } from './bound/bound.ts';
import { forcedRound } from './bound/forced.ts';
import { optimumOf } from './bound/optimum.ts';
import { solveDual, type Solver } from './bound/program.ts';
import { sequenceBound, type Share } from './bound/projection.ts';
import { coverByBeam } from './cover/beam.ts';
import { borrow } from './cover/borrow.ts';
import type { Net } from './cover/criteria.ts';
import { searchExactly, simpleDual } from './cover/exact.ts';
import { coverGreedily } from './cover/greedy.ts';
import { coversAll, improve } from './cover/improve.ts';
import { longestWalk, walkInTime } from './cover/in-time.ts';
import type { Job } from './cover/jobs.ts';
import { postman, walksOf } from './cover/postman.ts';
import { isInTime } from './cover/shorten.ts';
import { coverInTime } from './cover/stretches.ts';
import { timedNet } from './cover/timed.ts';
import { reach } from './time/timing.ts';
import { costOf, type Dual, type Walks } from './cover/walks.ts';
import { xoroshiro128plus } from '../base/vendor.ts';

/** The default units of work of a search for the optimum, and the largest net that is searched by default. */
const defaultBudget = 300_000;
const smallNet = 10_000;
/** The most items such a net may have, with and without prices that guide the search. */
const fewItems = { guided: 64, unguided: 31 };

const isSmall = ({ net, needed }: Job, isGuided: boolean): boolean =>
  net.size <= smallNet &&
  needed.reduce((sum, one) => sum + one, 0) <= fewItems[isGuided ? 'guided' : 'unguided'];

/** Walks that cover a job's items. */
export interface Made {
  readonly walks: readonly {
    readonly item?: string;
    readonly walk: readonly number[];
    /** The net that it walks, if it is not the job's own. */
    readonly net?: Net;
  }[];
  readonly bound?: Bound;
  readonly untimedSteps?: number;
}

/** How to search for few walks. */
export interface FewOptions {
  readonly solver?: Solver;
  readonly seed?: number;
  readonly budget?: number;
}

/** Few walks that cover everything feasible within the timing. */
export function makeFew(job: Job, key: DualKey, options: FewOptions): Made {
  if (key.cover === 'edges') return fewOverEdges(job);
  if (key.cover === 'pairs' || key.cover === 'triples') {
    return { walks: walksInARow(job).map((walk) => ({ walk })), bound: boundInARow(job) };
  }
  return fewOverItems(job, key, options);
}

function fewOverEdges(job: Job): Made {
  const { net, timing, reached } = job;
  const wanted = representatives(job, job.needed);
  const round = postman(net, wanted);
  const straight = walksOf(net, round);
  const isShort = straight.every(({ length }) => length <= longestWalk);
  const isStraight = isShort && costOf(straight) === round.cost && isInTime(straight, net, timing);
  const walks = isStraight ? straight : coverInTime(net, timing, wanted, reached());
  // Between two states, the steps on the way to the first are not asked for.
  const all = Uint8Array.from(net.list, (list) => Number((net.lists[list] ?? []).length > 0));
  return {
    walks: walks.map((walk) => ({ walk })),
    bound: { steps: round.cost, is: 'exact' },
    untimedSteps: postman(net, all).cost,
  };
}

/** Few walks over sequences that are still open, each at most that long unless a sequence needs more. */
export function walksInARow(job: Job, open = job.needed, longest = longestWalk): Walks {
  if (!open.includes(1)) return [];
  const { net, timing, reached } = job;
  const wanted = representatives(job, open);
  const walks = walkInTime(net, timing, wanted, postman(net, wanted), reached(), longest);
  return complete(job, walks, open);
}

/** What sequences of a job's own statechart cost at least, beside those of the others. */
export const boundInARow = (job: Job): Bound => ({
  steps: sequenceBound(job.net, job.needed, shareOf(job)),
  is: 'lp',
});

/**
 * Few walks over items. If they are longer than the bound, a net that knows of time may prove more, or guide
 * the search better.
 */
function fewOverItems(job: Job, key: DualKey, options: FewOptions): Made {
  const { net, timing } = job;
  const made = fewOverNet(job, key, options);
  const isBest = stepsOf(made) <= (made.bound?.steps ?? 0);
  if (isBest || timing.kinds === 1 || 'isEnd' in net) return made;
  const timed = timedNet(net, timing);
  if (timed === undefined) return made;
  const inTime = { ...job, net: timed.net, reached: () => reach(timed.net, timing) };
  const other = fewOverNet(inTime, { ...key, inTime: true }, options);
  const walks = other.walks.map(({ walk }) => ({
    walk: walk.map((step) => timed.origin[step] as number),
  }));
  const bound = (other.bound?.steps ?? 0) > (made.bound?.steps ?? 0) ? other.bound : made.bound;
  return {
    walks: stepsOf(other) < stepsOf(made) ? walks : made.walks,
    ...(bound !== undefined && { bound }),
  };
}

const stepsOf = ({ walks }: Made): number => costOf(walks.map(({ walk }) => walk));

function fewOverNet(job: Job, key: DualKey, { solver, seed = 1, budget }: FewOptions): Made {
  const { net, needed, timing } = job;
  const proof = proofFor(job, key, solver);
  const trivial = trivialBound(net, needed);
  const kept = optimumOf(key, net, needed);
  const steps = Math.max(proof.steps, kept?.bound ?? 0);
  const bound: Bound = steps > trivial ? { steps, is: 'lp' } : { steps: trivial, is: 'trivial' };
  if (kept !== undefined && isInTime(kept.walks, net, timing)) {
    return { walks: kept.walks.map((walk) => ({ walk })), bound };
  }
  const { dual, walks: round } = proof;
  if (
    round !== undefined &&
    costOf(round) <= bound.steps &&
    coversAll(net, needed, round) &&
    isInTime(round, net, timing)
  ) {
    return { walks: round.map((walk) => ({ walk })), bound };
  }
  const isGuided = proof.steps > trivial;
  const walks = complete(job, bestOf(job, isGuided ? dual : undefined, bound.steps, seed));
  const work = budget ?? (isSmall(job, isGuided) ? defaultBudget : 0);
  const guide = isGuided ? dual : simpleDual(net, needed);
  const found = searched(job, walks, guide, { bound, work });
  return { walks: found.walks.map((walk) => ({ walk })), bound: found.bound };
}

/** What proves a bound. */
interface Proof {
  readonly steps: number;
  readonly dual: Dual;
  /** The round over the forced steps, if that is the proof. */
  readonly walks?: Walks;
}

/** The best proof available: a stored one, a solver's, or that of the forced steps. */
function proofFor({ net, needed }: Job, key: DualKey, solver: Solver | undefined): Proof {
  const kept = dualFor(key);
  const keptSteps = kept && boundBy(net, needed, kept);
  if (kept !== undefined && keptSteps !== undefined) return { dual: kept, steps: keptSteps };
  const forced = forcedRound(net, needed);
  const steps = boundBy(net, needed, forced.dual) ?? 0;
  const isWhole = costOf(forced.walks) === steps && coversAll(net, needed, forced.walks);
  const dual = solver === undefined || isWhole ? undefined : solveDual(net, needed, solver);
  const solved = dual && boundBy(net, needed, dual);
  return dual !== undefined && solved !== undefined && solved >= steps
    ? { dual, steps: solved }
    : { dual: forced.dual, steps, walks: forced.walks };
}

/** Better walks or a better bound, if the walks are not known to be optimal and a search finds them in its budget. */
function searched(
  { net, needed, timing }: Job,
  walks: Walks,
  dual: Dual,
  { bound, work }: { readonly bound: Bound; readonly work: number },
): { readonly walks: Walks; readonly bound: Bound } {
  // If time allows no walks to what is needed, there is nothing to search for.
  if (work === 0 || costOf(walks) <= bound.steps || walks.length === 0) return { walks, bound };
  const effort = { work, accept: (some: Walks) => isInTime(some, net, timing) };
  const exact = searchExactly(net, needed, dual, effort);
  const better = exact.walks !== undefined && costOf(exact.walks) < costOf(walks);
  return {
    walks: better ? (exact.walks ?? walks) : walks,
    bound: { steps: Math.max(bound.steps, exact.bound), is: bound.is },
  };
}

/**
 * The part of a suite's cost that counts for one statechart: the steps that act on it. Restarts, and what a
 * session without a login does to all of them, count for the first.
 */
function shareOf({ net: { graph }, part, isFirst, mayBeOfOthers }: Job): Share {
  return {
    ofLabel: Uint8Array.from(graph.labels, (label) =>
      Number(
        (label.part === part && mayBeOfOthers?.(label) !== true) ||
          (isFirst && label.part === 'session'),
      ),
    ),
    ofRestart: isFirst ? 1 : 0,
  };
}

/** For each item, the step that covers it after the shortest walk. */
function representatives({ net, reached: look }: Job, needed: Uint8Array): Uint8Array {
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

/** How much a beam search may examine, and how much all may: steps, times the width, times the items. */
const beamWork = 20_000_000;
const allBeamsWork = 120_000_000;

/**
 * The beam searches: how wide, up to how many steps are added to the prices at random, and whether parts of a
 * step count. Sometimes one finds the shortest walks, sometimes another.
 */
const beams = [
  { width: 30, steps: 0, isFine: false },
  { width: 10, steps: 2, isFine: false },
  { width: 20, steps: 2, isFine: false },
  { width: 10, steps: 2, isFine: false },
  { width: 20, steps: 2, isFine: false },
  { width: 20, steps: 2, isFine: false },
  { width: 30, steps: 0, isFine: true },
  { width: 10, steps: 2, isFine: true },
  { width: 20, steps: 2, isFine: true },
  { width: 20, steps: 1, isFine: true },
  { width: 60, steps: 1, isFine: true },
  { width: 150, steps: 3, isFine: false },
  { width: 200, steps: 2, isFine: true },
  { width: 200, steps: 2, isFine: true },
  { width: 200, steps: 3, isFine: true },
  { width: 200, steps: 3, isFine: false },
  { width: 400, steps: 2, isFine: true },
  { width: 400, steps: 2, isFine: true },
  { width: 400, steps: 4, isFine: true },
  { width: 400, steps: 4, isFine: false },
  { width: 1000, steps: 2, isFine: true },
];

/** The best of several ways to cover, cheap ones first, until one is as short as the bound. */
function bestOf(
  { net, timing, needed }: Job,
  dual: Dual | undefined,
  bound: number,
  seed: number,
): Walks {
  let best = improve(net, timing, needed, coverGreedily(net, timing, needed));
  if (dual === undefined) return best;
  const random = xoroshiro128plus(seed);
  let left = allBeamsWork;
  for (const { width, steps, isFine } of beams) {
    if (costOf(best) <= bound) break;
    const work = costOf(best) * width * net.items.length;
    if (work > Math.min(beamWork, left)) continue;
    left -= work;
    const stir = (): number => steps * ((random.next() >>> 0) / 2 ** 32);
    const stepsMax = costOf(best) + Math.max(10, Math.trunc(costOf(best) / 10)); // Longer walks may still be shortened.
    const begun = coverByBeam(net, timing, needed, dual, { width, isFine, stepsMax, stir });
    const whole = borrow(net, timing, needed, coverGreedily(net, timing, needed, begun), best);
    const improved = improve(net, timing, needed, whole);
    if (costOf(improved) < costOf(best) && coversAll(net, needed, improved)) best = improved;
  }
  return best;
}

/** Adds walks for what the others missed because time did not allow it on their way. */
function complete({ net, needed: all, reached: look }: Job, walks: Walks, needed = all): Walks {
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
