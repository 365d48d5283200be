// Walks that cover items, found by a beam search that is guided by a dual solution of the linear program and
// comes close to the bound. Every step is one that time allows after the walk so far.
import { groupedBy, setBits } from '../model/ints.ts';
import { progress } from '../../base/progress.ts';
import type { Timing, Zone } from '../time/timing.ts';
import type { Net } from './criteria.ts';
import type { Dual, Walks } from './walks.ts';

interface Entry {
  readonly node: number;
  readonly zone: Zone;
  readonly covered: Uint32Array;
  readonly left: number;
  /** How much more than the bound it costs so far. */
  readonly slack: number;
  readonly step: number;
  readonly parent: Entry | undefined;
}

const has = (covered: Uint32Array, item: number): boolean =>
  (((covered[item >> 5] as number) >>> (item & 31)) & 1) === 1;

/** How a beam searches. */
export interface Beam {
  /** How many partial walks are followed. */
  readonly width: number;
  /** The most steps to search. */
  readonly stepsMax: number;
  /** Whether what is added, and what items without a price are worth, counts in parts of the unit. */
  readonly isFine: boolean;
  /** What is added to the price of each item, in steps, so that another search finds another way. */
  readonly stir: () => number;
}

interface Candidate {
  readonly entry: Entry;
  readonly step: number;
  readonly slack: number;
}

/** What an item without a price is worth to the search, as a share of a step. */
const trifle = 0.02;

/** How many steps a search goes on without covering anything new: then time does not allow the ways it looks for. */
const patience = 40;

/**
 * Covers what is needed by a beam search, step by step. The dual solution says how much each step adds
 * to the bound; the partial walks that add the least are followed.
 *
 * Returns the walks that come closest, which may leave something out.
 */
export function coverByBeam(
  net: Net,
  timing: Timing,
  needed: Uint8Array,
  dual: Dual,
  beam: Beam,
): Walks {
  const search = new BeamSearch(net, timing, dual, beam);
  const start = search.start(needed);
  let best = start;
  let since = 0;
  let level: readonly Entry[] = [start];
  for (let depth = 0; depth <= beam.stepsMax && level.length > 0; depth++) {
    progress('searching for shorter paths, step', depth, beam.stepsMax);
    for (const entry of level) {
      if (entry.left >= best.left) continue;
      best = entry;
      since = depth;
    }
    if (best.left === 0 || depth - since > patience) break;
    const candidates: Candidate[] = [];
    for (const entry of level) search.extend(entry, candidates);
    candidates.sort((a, b) => a.slack - b.slack);
    level = search.select(candidates);
  }
  return unwind(best);
}

/** A dual solution in a unit so small that trifles count in whole numbers. */
function finer({ unit, potentials, weights }: Dual): Dual {
  const times = Math.ceil(5040 / unit);
  return {
    unit: unit * times,
    potentials: potentials.map((height) => height * times),
    weights: weights.map((weight) => weight * times),
  };
}

class BeamSearch {
  readonly #net: Net;
  readonly #timing: Timing;
  readonly #width: number;
  readonly #words: number;
  readonly #unit: number;
  readonly #potentials: readonly number[];
  readonly #weights: readonly number[];
  /** What each step costs beyond what it is worth, if none of its items is covered yet. */
  readonly #price: Int32Array;
  readonly #approach: Uint32Array;
  readonly #restart: Uint32Array;

  constructor(net: Net, timing: Timing, dual: Dual, { width, isFine, stir }: Beam) {
    const { unit, potentials, weights: prices } = isFine ? finer(dual) : dual;
    this.#net = net;
    this.#timing = timing;
    this.#width = width;
    this.#words = Math.ceil(net.items.length / 32);
    this.#unit = unit;
    this.#potentials = potentials;
    // Items that cost the program nothing have no price; to the search they are worth a little.
    this.#weights = prices.map((price) => Math.max(price, unit * trifle) + unit * stir());
    this.#price = Int32Array.from(
      net.list,
      (list, step) =>
        unit -
        (net.lists[list] as readonly number[]).reduce((sum, item) => sum + this.#worth(item), 0) -
        (potentials[net.to[step] as number] as number),
    );
    const { approach, restart } = approachesOf(net, this.#words);
    this.#approach = approach;
    this.#restart = restart;
  }

  #worth(item: number): number {
    return this.#weights[item] as number;
  }

  /** The start, where only items that are free or not needed count as covered. */
  start(needed: Uint8Array): Entry {
    const covered = new Uint32Array(this.#words);
    let left = 0;
    for (const [item, isNeeded] of needed.entries()) {
      if (isNeeded === 0 || this.#net.free.includes(item)) {
        setBits(covered, item >> 5, 1 << (item & 31));
      } else left += 1;
    }
    const zone = this.#timing.start;
    return { node: 0, zone, covered, left, slack: 0, step: -1, parent: undefined };
  }

  /** Whether some item of a mask is not covered yet. */
  #leads(masks: Uint32Array, at: number, covered: Uint32Array): boolean {
    const words = this.#words;
    for (let word = 0; word < words; word++) {
      if (((masks[at * words + word] as number) & ~(covered[word] as number)) !== 0) return true;
    }
    return false;
  }

  /** Adds every continuation that gets closer to something. */
  extend(entry: Entry, candidates: Candidate[]): void {
    const { first, list, lists } = this.#net;
    const { node, covered, slack } = entry;
    const here = slack + (this.#potentials[node] as number);
    for (let step = first[node] as number; step < (first[node + 1] as number); step++) {
      if (!this.#leads(this.#approach, step, covered)) continue;
      let own = here + (this.#price[step] as number);
      for (const item of lists[list[step] as number] as readonly number[]) {
        if (has(covered, item)) own += this.#worth(item);
      }
      candidates.push({ entry, step, slack: own });
    }
    if (this.#leads(this.#restart, node, covered)) {
      const slackThen = here + this.#unit - (this.#potentials[0] as number);
      candidates.push({ entry, step: -1, slack: slackThen });
    }
  }

  /** The best candidates that time allows, one for each node and set of items. */
  select(candidates: readonly Candidate[]): readonly Entry[] {
    const { to, edge, list, lists } = this.#net;
    const next: Entry[] = [];
    const seen = new Set<string>();
    for (const { entry, step, slack } of candidates) {
      if (next.length >= this.#width) break;
      const node = step < 0 ? 0 : (to[step] as number);
      const covered = step < 0 ? entry.covered : entry.covered.slice();
      let open = entry.left;
      for (const item of step < 0 ? [] : (lists[list[step] as number] as readonly number[])) {
        if (has(covered, item)) continue;
        setBits(covered, item >> 5, 1 << (item & 31));
        open -= 1;
      }
      const key = `${node} ${covered.join(' ')}`;
      if (seen.has(key)) continue;
      const zone =
        step < 0 ? this.#timing.start : this.#timing.after(entry.zone, edge[step] as number);
      if (zone === undefined) continue;
      seen.add(key);
      next.push({ node, zone, covered, left: open, slack, step, parent: entry });
    }
    return next;
  }
}

/**
 * For each step, the items that it covers or gets closer to, as bits; for each node, the items that are
 * closer after a restart. A search that takes only such steps cannot walk in circles forever.
 */
function approachesOf(
  { first, to, list, lists, size, items }: Net,
  words: number,
): { readonly approach: Uint32Array; readonly restart: Uint32Array } {
  const approach = new Uint32Array(to.length * words);
  const restart = new Uint32Array(size * words);
  const incoming = groupedBy(to, size);
  const covering: number[][] = items.map(() => []);
  for (const [step, own] of list.entries()) {
    for (const item of lists[own] ?? []) covering[item]?.push(step);
  }
  const source = new Int32Array(to.length);
  for (let node = 0; node < size; node++) {
    for (let step = first[node] as number; step < (first[node + 1] as number); step++)
      source[step] = node;
  }
  const far = 1 << 28;
  const distance = new Int32Array(size);
  for (const item of items.keys()) {
    distance.fill(far);
    const word = item >> 5;
    const bit = 1 << (item & 31);
    let level: number[] = [];
    for (const step of covering[item] ?? []) {
      setBits(approach, step * words + word, bit);
      const node = source[step] as number;
      if (distance[node] === 1) continue;
      distance[node] = 1;
      level.push(node);
    }
    for (let depth = 2; level.length > 0; depth++) {
      const next: number[] = [];
      for (const node of level) {
        for (
          let i = incoming.first[node] as number;
          i < (incoming.first[node + 1] as number);
          i++
        ) {
          const step = incoming.items[i] as number;
          const from = source[step] as number;
          if ((distance[from] as number) < depth) continue;
          setBits(approach, step * words + word, bit);
          if (distance[from] === depth) continue;
          distance[from] = depth;
          next.push(from);
        }
      }
      level = next;
    }
    const fresh = 1 + (distance[0] ?? far);
    for (let node = 1; node < size; node++) {
      if (fresh < (distance[node] ?? far)) setBits(restart, node * words + word, bit);
    }
  }
  return { approach, restart };
}

function unwind(last: Entry): Walks {
  const walks: number[][] = [[]];
  for (let entry: Entry | undefined = last; entry?.parent !== undefined; entry = entry.parent) {
    if (entry.step < 0) walks.push([]);
    else walks.at(-1)?.push(entry.step);
  }
  return walks
    .map((walk) => walk.toReversed())
    .filter(({ length }) => length > 0)
    .toReversed();
}
