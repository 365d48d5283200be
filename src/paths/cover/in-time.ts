// Walks a postman's round within the timing. The round says how often each step is walked; the order is free,
// except that a node is left by its last exit last, and the timing decides it: timers first, if they may fire,
// because other steps can always be taken at once. What cannot be reached this way gets a walk of its own, and
// so does what is left when a walk has become too long.
import type { Walks } from './walks.ts';
import { add } from '../model/ints.ts';
import { lastExits, noExit } from './exits.ts';
import type { Round, Stretch } from './postman.ts';
import { progress } from '../../base/progress.ts';
import type { Reach, Timing, Walkable, Zone } from '../time/timing.ts';
import { waysOut, type WaysOut } from '../time/ways-out.ts';

/** The most steps of a walk: that many can still be replayed, and their trace fits in memory. */
export const longestWalk = 2_000;

/** A walk may end a little before it must, where a new one gets to in few steps. */
const ending = { part: 0.95, depth: 3 };

/** Walks within the timing, and the timers of the round that could not fire while something else was left to do. */
export interface InTime {
  readonly walks: Walks;
  readonly missed: readonly number[];
}

/**
 * Walks that take every wanted step at least once, each feasible within the timing. Each takes at least
 * one that none before it took. A walk has more than `longest` steps only if the shortest way to a wanted
 * step does.
 */
export const walkInTime = (
  net: Walkable,
  timing: Timing,
  wanted: Uint8Array,
  round: Round,
  reached: Reach,
  longest = longestWalk,
): Walks => followInTime(net, timing, { wanted, round, reached, longest, sight: 200 }).walks;

/** What is to be walked. */
export interface Route {
  readonly wanted: Uint8Array;
  readonly round: Round;
  readonly reached: Reach;
  readonly longest: number;
  /** How many nodes to look at from where the round does not go on, before another walk begins. */
  readonly sight: number;
}

/** As `walkInTime`, with what was missed. */
export function followInTime(net: Walkable, timing: Timing, route: Route): InTime {
  const { reached, longest, sight } = route;
  const walker = new Walker(net, timing, route);
  let scan = 0;
  const all = walker.total;
  for (;;) {
    progress('covering', all - walker.total, all);
    walker.follow();
    if (walker.total === 0) break;
    if (walker.goBackOn()) continue;
    const way = walker.nearest(sight);
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
  return { walks: walker.walks, missed: [...walker.missed] };
}

/** A walk in progress along a round. */
class Walker {
  readonly walks: number[][] = [];
  /** The wanted steps that are still to be taken, and how many. */
  readonly open: Uint8Array;
  total = 0;
  /** The timers of the round that could not fire when nothing else was left of their node. */
  readonly missed = new Set<number>();
  readonly #net: Walkable;
  readonly #timing: Timing;
  readonly #longest: number;
  /** How often the round still has to walk each step, to restart from each node, and to leave it at all. */
  readonly #left: Int32Array;
  readonly #again: Int32Array;
  readonly #leftAt: Int32Array;
  /** The stretches that still have to be walked, by the node where they begin. */
  readonly #stretches = new Map<number, Stretch[]>();
  readonly #order: Int32Array;
  readonly #exit: Int32Array;
  readonly #waysOut: WaysOut;
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

  constructor(net: Walkable, timing: Timing, { wanted, round, longest }: Route) {
    const { first, size } = net;
    this.#net = net;
    this.#timing = timing;
    this.#longest = longest;
    this.#zone = timing.start;
    this.open = Uint8Array.from(wanted);
    this.#left = round.times.slice();
    this.#again = round.restarts.slice();
    this.#leftAt = new Int32Array(size);
    this.#order = orderOf(net, timing);
    this.#exit = lastExits(net, timing, round);
    this.#waysOut = waysOut(net, timing);
    this.#by = new Int32Array(size);
    this.#from = new Int32Array(size);
    this.#stamp = new Int32Array(size);
    for (const stretch of round.stretches) {
      const others = this.#stretches.get(stretch.from);
      if (others === undefined) this.#stretches.set(stretch.from, [stretch]);
      else others.push(stretch);
      add(this.#leftAt, stretch.from, 1);
    }
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
    this.#walk.push(step);
    this.#node = this.#net.to[step] as number;
    this.#zone = after;
  }

  /** Takes a step, which counts for the round if it is still to be walked. */
  #takeOff(step: number, after: Zone): void {
    if ((this.#left[step] as number) > 0) {
      add(this.#left, step, -1);
      add(this.#leftAt, this.#node, -1);
    }
    this.#take(step, after);
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
    while (this.total > 0 && !this.#isLong() && this.#followHere()) {
      // Each iteration takes a step, a stretch or a restart.
    }
  }

  /** Whether the walk should end here: it is nearly as long as it may be, and a new one is soon back. */
  #isLong(): boolean {
    const { length } = this;
    if (length >= this.#longest) return true;
    return length >= this.#longest * ending.part && this.#waysOut.depth(this.#node) <= ending.depth;
  }

  /** Takes what the round has left at the current node, its last exit last; false if there is nothing to take. */
  #followHere(): boolean {
    const { first } = this.#net;
    const node = this.#node;
    if (this.#leftAt[node] === 0) return this.#leave(node);
    const exit = this.#exit[node] as number;
    for (let i = first[node] as number; i < (first[node + 1] as number); i++) {
      const step = this.#order[i] as number;
      const spare = (this.#left[step] as number) - (step === exit ? 1 : 0);
      if (spare > 0 && this.#followBy(step)) return true;
    }
    return this.#stretchHere(node) || this.#leave(node);
  }

  /** Takes a step of the round, if the timing allows it now. */
  #followBy(step: number): boolean {
    const { to, edge } = this.#net;
    const own = edge[step] as number;
    const stays = to[step] === this.#node && this.#timing.kindOf(own) === 0;
    const after = stays ? this.#zone : this.#timing.after(this.#zone, own);
    if (after === undefined) return false;
    this.#takeOff(step, after);
    return true;
  }

  /** Walks a stretch that begins here, if one is left that timing and the longest walk allow. */
  #stretchHere(node: number): boolean {
    const stretches = this.#stretches.get(node) ?? [];
    const isPossible = ({ steps }: Stretch): boolean =>
      this.length + steps.length <= this.#longest && this.#canGo(steps);
    const at = stretches.findLastIndex(isPossible);
    if (at < 0) return false;
    const [stretch] = stretches.splice(at, 1);
    add(this.#leftAt, node, -1);
    for (const step of stretch?.steps ?? []) this.#take(step, this.#after(step));
    return true;
  }

  #canGo(steps: readonly number[]): boolean {
    let zone: Zone | undefined = this.#zone;
    for (const step of steps) {
      zone = this.#timing.after(zone, this.#net.edge[step] as number);
      if (zone === undefined) return false;
    }
    return true;
  }

  /** Leaves a node for the last time: by its last exit, or with a restart. */
  #leave(node: number): boolean {
    const { first, edge } = this.#net;
    const exit = this.#exit[node] as number;
    for (let step = first[node] as number; step < (first[node + 1] as number); step++) {
      const isTimer = this.#timing.isTimer(edge[step] as number);
      if (isTimer && step !== exit && this.#left[step] !== 0) this.missed.add(step);
    }
    if (exit !== noExit && (this.#left[exit] as number) > 0 && this.#followBy(exit)) return true;
    if (this.#again[node] === 0) return false;
    add(this.#again, node, -1);
    this.restart();
    return true;
  }

  /** Ends a walk that is long, and goes on with the round in another; false if that is not possible. */
  goBackOn(): boolean {
    const node = this.#node;
    if (!this.#isLong() || this.#leftAt[node] === 0) return false;
    if (this.#waysOut.depth(node) * 2 > this.#longest) return false;
    this.restart();
    // The round does not count these steps: it would no longer come back to where it must.
    for (const step of this.#waysOut.to(node)) this.#take(step, this.#after(step));
    return true;
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
    for (const step of way) this.#takeOff(step, this.#after(step));
  }

  #after(step: number): Zone {
    const after = this.#timing.after(this.#zone, this.#net.edge[step] as number);
    if (after === undefined) throw notInTime(step);
    return after;
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
