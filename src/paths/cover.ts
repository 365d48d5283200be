// Walks that cover items, short ones. Two ways: greedily to whatever is nearest, which always comes to
// an end; and by a beam that a dual solution of the linear program guides, which comes close to the
// bound. Both know time: no step is taken that the walk so far does not allow.
import type { Net } from './criteria.ts';
import { groupedBy, setBits } from './ints.ts';
import type { Timing, Zone } from './timing.ts';

/** Walks from the beginning, as steps of a net. */
export type Walks = readonly (readonly number[])[];

/** What walks cost: their steps, and one for each restart after the first. */
export const costOf = (walks: readonly (readonly unknown[])[]): number =>
  walks.reduce((sum, { length }) => sum + length, Math.max(0, walks.length - 1));

/** A dual solution, in whole numbers: see bound.ts. */
export interface Dual {
  /** What counts as 1. */
  readonly unit: number;
  /** One number for each node. */
  readonly potentials: readonly number[];
  /** One number for each item, 0 or more. */
  readonly weights: readonly number[];
}

/** Covers what is needed, going to what is nearest, or starting again where that is nearer. */
export function coverGreedily(net: Net, timing: Timing, needed: Uint8Array): Walks {
  const { first, to, list, lists, size, edge } = net;
  const left = Uint8Array.from(needed);
  for (const item of net.free) left[item] = 0;
  const gain = (step: number): number =>
    (lists[list[step] ?? 0] ?? []).reduce((sum, item) => sum + (left[item] ?? 0), 0);
  const walks: number[][] = [];
  let walk: number[] = [];
  let node = 0;
  let zone = timing.start;
  const parent = new Int32Array(size * 2);
  const stamp = new Int32Array(size * 2);
  const zones: (Zone | undefined)[] = [];
  let round = 0;

  /**
   * The nearest step that gains something: from here, and from the beginning, which is one further.
   * Nodes of the second kind are numbered from `size` on. Where `timed`, a node is only passed in time.
   */
  const nearest = (timed: boolean): readonly number[] | undefined => {
    round += 1;
    let level: number[] = [];
    if (walk.length > 0) {
      level.push(node);
      stamp[node] = round;
      parent[node] = -1;
      zones[node] = zone;
    }
    for (let depth = 0; level.length > 0 || depth < 2; depth++) {
      if (depth === (walk.length > 0 ? 1 : 0)) {
        level.push(size);
        stamp[size] = round;
        parent[size] = -1;
        zones[size] = timing.start;
      }
      let best = -1;
      let bestFrom = 0;
      let most = 0;
      const next: number[] = [];
      for (const place of level) {
        const own = place >= size ? place - size : place;
        const base = place - own;
        for (let step = first[own] ?? 0; step < (first[own + 1] ?? 0); step++) {
          const gained = gain(step);
          const target = base + (to[step] ?? 0);
          const isNew = stamp[target] !== round;
          if (gained <= most && !isNew) continue;
          const after = timed ? timing.after(zones[place] as Zone, edge[step] ?? 0) : undefined;
          if (timed && after === undefined) continue;
          if (gained > most) {
            most = gained;
            best = step;
            bestFrom = place;
          }
          if (!isNew) continue;
          stamp[target] = round;
          parent[target] = step * 2 + (base > 0 ? 1 : 0);
          if (timed) zones[target] = after;
          from[target] = place;
          next.push(target);
        }
      }
      if (best >= 0) {
        const leg = [best];
        let place = bestFrom;
        while ((parent[place] ?? -1) >= 0) {
          leg.push((parent[place] ?? 0) >> 1);
          place = from[place] ?? 0;
        }
        if (place >= size) leg.push(-1);
        return leg.toReversed();
      }
      level = next;
    }
    return undefined;
  };
  const from = new Int32Array(size * 2);

  /** Goes a leg; false where time does not allow it, and nothing has happened then. */
  const go = (leg: readonly number[]): boolean => {
    let now: Zone | undefined = zone;
    for (const step of leg) {
      now = step < 0 ? timing.start : now && timing.after(now, edge[step] ?? 0);
      if (now === undefined) return false;
    }
    for (const step of leg) {
      if (step < 0) {
        if (walk.length > 0) walks.push(walk);
        walk = [];
        node = 0;
        continue;
      }
      walk.push(step);
      node = to[step] ?? 0;
      for (const item of lists[list[step] ?? 0] ?? []) left[item] = 0;
    }
    zone = now ?? timing.start;
    return true;
  };

  while (left.includes(1)) {
    const leg = nearest(false);
    if (leg === undefined) break;
    if (go(leg)) continue;
    const timed = nearest(true);
    if (timed === undefined || !go(timed)) break;
  }
  if (walk.length > 0) walks.push(walk);
  return walks;
}

interface Entry {
  readonly node: number;
  readonly zone: Zone;
  readonly covered: Uint32Array;
  readonly left: number;
  /** How much dearer than the bound it has become. */
  readonly slack: number;
  readonly step: number;
  readonly parent: Entry | undefined;
}

const has = (covered: Uint32Array, item: number): boolean =>
  (((covered[item >> 5] ?? 0) >>> (item & 31)) & 1) === 1;

/** How a beam searches. */
export interface Beam {
  /** How many beginnings are followed. */
  readonly width: number;
  /** Most steps that are of interest. */
  readonly stepsMax: number;
  /** What is added to the price of each item, in steps: another search finds another way. */
  readonly stir: () => number;
}

interface Candidate {
  readonly entry: Entry;
  readonly step: number;
  readonly slack: number;
}

/** What an item is worth to the search that has no price, as a share of a step. */
const trifle = 0.02;

/**
 * Covers what is needed by a beam search, step by step. By the dual solution every step has a price
 * that it adds to the bound; those beginnings are followed whose prices add up to least.
 *
 * Gives undefined where the beam has found nothing as short as is asked for.
 */
export function coverByBeam(
  net: Net,
  timing: Timing,
  needed: Uint8Array,
  { unit, potentials, weights: prices }: Dual,
  { width, stepsMax, stir }: Beam,
): Walks | undefined {
  // What the program gets for nothing has no price; to the search it is worth a little.
  const weights = prices.map((price) => Math.max(price, unit * trifle) + unit * stir());
  const { first, to, list, lists, edge } = net;
  const words = Math.ceil(net.items.length / 32);
  const start = new Uint32Array(words);
  let left = 0;
  for (const [item, isNeeded] of needed.entries()) {
    if (isNeeded === 0 || net.free.includes(item)) setBits(start, item >> 5, 1 << (item & 31));
    else left += 1;
  }
  const { approach, restart } = approachesOf(net, words);
  const leads = (masks: Uint32Array, at: number, covered: Uint32Array): boolean => {
    for (let word = 0; word < words; word++) {
      if (((masks[at * words + word] ?? 0) & ~(covered[word] ?? 0)) !== 0) return true;
    }
    return false;
  };
  const price = Int32Array.from(
    list,
    (own, step) =>
      unit -
      (lists[own] ?? []).reduce((sum, item) => sum + (weights[item] ?? 0), 0) -
      (potentials[to[step] ?? 0] ?? 0),
  );
  let level: readonly Entry[] = [
    { node: 0, zone: timing.start, covered: start, left, slack: 0, step: -1, parent: undefined },
  ];
  for (let depth = 0; depth <= stepsMax && level.length > 0; depth++) {
    const done = level.find((entry) => entry.left === 0);
    if (done !== undefined) return unwind(done);
    const candidates: Candidate[] = [];
    for (const entry of level) {
      const { node, covered, slack } = entry;
      const here = slack + (potentials[node] ?? 0);
      for (let step = first[node] ?? 0; step < (first[node + 1] ?? 0); step++) {
        if (!leads(approach, step, covered)) continue;
        let own = here + (price[step] ?? 0);
        for (const item of lists[list[step] ?? 0] ?? []) {
          if (has(covered, item)) own += weights[item] ?? 0;
        }
        candidates.push({ entry, step, slack: own });
      }
      if (leads(restart, node, covered)) {
        candidates.push({ entry, step: -1, slack: here + unit - (potentials[0] ?? 0) });
      }
    }
    candidates.sort((a, b) => a.slack - b.slack);
    level = select(candidates);
  }
  return undefined;

  /** The best candidates that time allows, one for each node and set of items. */
  function select(candidates: readonly Candidate[]): readonly Entry[] {
    const next: Entry[] = [];
    const seen = new Set<string>();
    for (const { entry, step, slack } of candidates) {
      if (next.length >= width) break;
      const node = step < 0 ? 0 : (to[step] ?? 0);
      const covered = step < 0 ? entry.covered : entry.covered.slice();
      let open = entry.left;
      for (const item of step < 0 ? [] : (lists[list[step] ?? 0] ?? [])) {
        if (has(covered, item)) continue;
        setBits(covered, item >> 5, 1 << (item & 31));
        open -= 1;
      }
      const key = `${node} ${covered.join(' ')}`;
      if (seen.has(key)) continue;
      const zone = step < 0 ? timing.start : timing.after(entry.zone, edge[step] ?? 0);
      if (zone === undefined) continue;
      seen.add(key);
      next.push({ node, zone, covered, left: open, slack, step, parent: entry });
    }
    return next;
  }
}

/**
 * For each step, the items that it covers or comes nearer to, as bits; for each node, the items that are
 * nearer after a restart. A search that takes no other steps cannot walk in circles for ever.
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
    for (let step = first[node] ?? 0; step < (first[node + 1] ?? 0); step++) source[step] = node;
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
      const node = source[step] ?? 0;
      if (distance[node] === 1) continue;
      distance[node] = 1;
      level.push(node);
    }
    for (let depth = 2; level.length > 0; depth++) {
      const next: number[] = [];
      for (const node of level) {
        for (let i = incoming.first[node] ?? 0; i < (incoming.first[node + 1] ?? 0); i++) {
          const step = incoming.items[i] ?? 0;
          const from = source[step] ?? 0;
          if ((distance[from] ?? 0) < depth) continue;
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
