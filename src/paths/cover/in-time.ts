// Walks a postman's round within the timing. The round says how often each step is walked; the order is free,
// and the timing decides it: timers first, if they may fire, because other steps can always be taken at
// once. What cannot be reached this way gets a walk of its own, and so does what is left when a walk has
// become too long.
import type { Walks } from './walks.ts';
import { add } from '../model/ints.ts';
import type { Round } from './postman.ts';
import { progress } from '../../base/progress.ts';
import type { Reach, Timing, Walkable, Zone } from '../time/timing.ts';

/** The most steps of a walk: that many can still be replayed, and their trace fits in memory. */
export const longestWalk = 2_000;

/**
 * Walks that take every wanted step at least once, each feasible within the timing. Each takes at least
 * one that none before it took. A walk has more than `longest` steps only if the shortest way to a wanted
 * step does.
 */
export function walkInTime(
  net: Walkable,
  timing: Timing,
  wanted: Uint8Array,
  round: Round,
  reached: Reach,
  longest = longestWalk,
): Walks {
  const walker = new Walker(net, timing, wanted, round.times, longest);
  let scan = 0;
  const all = walker.total;
  for (;;) {
    progress('covering', all - walker.total, all);
    walker.follow();
    if (walker.total === 0) break;
    const way = walker.nearest(200);
    if (way !== undefined && walker.length + way.length <= longest) {
      walker.go(way);
      continue;
    }
    // The next walk takes the shortest way within the timing to an open step. The shortest way to where this
    // walk ended would not do: the timers would differ there, the open step might be infeasible, and the
    // walks would never end.
    walker.restart();
    while (scan < walker.open.length && walker.open[scan] === 0) scan += 1;
    const goal = way?.at(-1) ?? scan;
    const own = reached.stepsTo(goal);
    if (own === undefined) throw notInTime(goal);
    walker.go(own);
  }
  walker.restart();
  return walker.walks;
}

/** A walk in progress along a round. */
class Walker {
  readonly walks: number[][] = [];
  /** The wanted steps that are still to be taken, and how many. */
  readonly open: Uint8Array;
  total = 0;
  readonly #net: Walkable;
  readonly #timing: Timing;
  readonly #longest: number;
  /** How often the round still has to walk each step, and all steps of each node. */
  readonly #left: Int32Array;
  readonly #leftAt: Int32Array;
  readonly #order: Int32Array;
  #walk: number[] = [];
  /** How much of the walk is of use: up to the last step that was open. */
  #worth = 0;
  #node = 0;
  #zone: Zone;
  /** By which step each node was reached, from where, and in which search. */
  readonly #by: Int32Array;
  readonly #from: Int32Array;
  readonly #stamp: Int32Array;
  #search = 0;
  readonly #zones: Zone[] = [];

  constructor(
    net: Walkable,
    timing: Timing,
    wanted: Uint8Array,
    times: Int32Array,
    longest: number,
  ) {
    const { first, size } = net;
    this.#net = net;
    this.#timing = timing;
    this.#longest = longest;
    this.#zone = timing.start;
    this.open = Uint8Array.from(wanted);
    this.#left = times.slice();
    this.#leftAt = new Int32Array(size);
    this.#order = orderOf(net, timing);
    this.#by = new Int32Array(size);
    this.#from = new Int32Array(size);
    this.#stamp = new Int32Array(size);
    for (let node = 0; node < size; node++) {
      for (let step = first[node] as number; step < (first[node + 1] as number); step++) {
        add(this.#leftAt, node, this.#left[step] as number);
        this.total += this.open[step] as number;
      }
    }
  }

  /** How long the walk is. */
  get length(): number {
    return this.#walk.length;
  }

  #take(step: number, after: Zone): void {
    if (this.open[step] === 1) {
      this.open[step] = 0;
      this.total -= 1;
      this.#worth = this.#walk.length + 1;
    }
    if ((this.#left[step] as number) > 0) {
      add(this.#left, step, -1);
      add(this.#leftAt, this.#node, -1);
    }
    this.#walk.push(step);
    this.#node = this.#net.to[step] as number;
    this.#zone = after;
  }

  /** Ends the walk after its last useful step, and begins another. */
  restart(): void {
    if (this.#worth > 0) this.walks.push(this.#walk.slice(0, this.#worth));
    this.#walk = [];
    this.#worth = 0;
    this.#node = 0;
    this.#zone = this.#timing.start;
  }

  /** Follows the round as far as the timing and the longest walk allow. */
  follow(): void {
    while (this.total > 0 && (this.#leftAt[this.#node] as number) > 0 && this.#followHere()) {
      // Each iteration takes steps of one node.
    }
  }

  /** Takes steps of the round from the current node; false if there are none to take. */
  #followHere(): boolean {
    const { first, to, edge } = this.#net;
    const node = this.#node;
    let goesOn = false;
    for (let i = first[node] as number; i < (first[node + 1] as number); i++) {
      const step = this.#order[i] as number;
      if (this.#left[step] === 0) continue;
      const stays = to[step] === node && this.#timing.kindOf(edge[step] as number) === 0;
      const after = stays ? this.#zone : this.#timing.after(this.#zone, edge[step] as number);
      if (after === undefined) continue;
      if (this.#walk.length >= this.#longest) return false;
      this.#take(step, after);
      goesOn = true;
      if (this.#node !== node) break;
    }
    return goesOn;
  }

  /** The shortest way within the timing to an open step, over at most `nodesMax` nodes. */
  nearest(nodesMax: number): readonly number[] | undefined {
    const { first, to, edge } = this.#net;
    this.#search += 1;
    const queue = [this.#node];
    this.#stamp[this.#node] = this.#search;
    this.#by[this.#node] = -1;
    this.#zones[this.#node] = this.#zone;
    for (let at = 0; at < queue.length && at < nodesMax; at++) {
      const here = queue[at] as number;
      for (let step = first[here] as number; step < (first[here + 1] as number); step++) {
        const target = to[step] as number;
        const isOpen = this.open[step] === 1;
        if (!isOpen && this.#stamp[target] === this.#search) continue;
        const after = this.#timing.after(this.#zones[here] as Zone, edge[step] as number);
        if (after === undefined) continue;
        if (isOpen) return this.#wayTo(here, step);
        this.#stamp[target] = this.#search;
        this.#by[target] = step;
        this.#from[target] = here;
        this.#zones[target] = after;
        queue.push(target);
      }
    }
    return undefined;
  }

  #wayTo(node: number, step: number): readonly number[] {
    const way = [step];
    for (let at = node; (this.#by[at] as number) >= 0; at = this.#from[at] as number) {
      way.push(this.#by[at] as number);
    }
    return way.toReversed();
  }

  /** Takes the steps of a way. */
  go(way: readonly number[]): void {
    for (const step of way) {
      const after = this.#timing.after(this.#zone, this.#net.edge[step] as number);
      if (after === undefined) throw notInTime(step);
      this.#take(step, after);
    }
  }
}

const notInTime = (step: number): Error =>
  new Error(`walkInTime: step ${step} is wanted, but it is infeasible within the timing.`);

/** The steps of each node: timers first, then those that stay at the node. */
function orderOf({ first, to, edge, size }: Walkable, timing: Timing): Int32Array {
  const order = Int32Array.from(edge.keys());
  const rank = (step: number, node: number): number => {
    if (timing.isTimer(edge[step] as number)) return 0;
    return to[step] === node ? 1 : 2;
  };
  for (let node = 0; node < size; node++) {
    const begin = first[node] as number;
    const own = order.slice(begin, first[node + 1]);
    own.sort((a, b) => rank(a, node) - rank(b, node) || a - b);
    order.set(own, begin);
  }
  return order;
}
