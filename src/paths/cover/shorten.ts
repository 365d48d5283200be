// Shortens walks that cover something twice: if everything that a stretch covers is also covered elsewhere,
// the shortest way to its end takes its place.
import type { Walks } from './walks.ts';
import type { Net } from './criteria.ts';
import { add } from '../model/ints.ts';
import type { Timing, Zone } from '../time/timing.ts';

/** A restart among the steps of a walk. */
const again = -1;

/** Joins walks into one, with restarts between them. */
const join = (walks: Walks): number[] =>
  walks.flatMap((walk, i) => (i === 0 ? [...walk] : [again, ...walk]));

/** Splits a walk at its restarts. */
export function part(steps: readonly number[]): Walks {
  const walks: number[][] = [[]];
  for (const step of steps) {
    if (step === again) walks.push([]);
    else walks.at(-1)?.push(step);
  }
  return walks.filter(({ length }) => length > 0);
}

/** Whether time allows steps. */
function canBe(steps: readonly number[], { edge }: Net, timing: Timing): boolean {
  if (timing.kinds === 1) return true;
  let zone: Zone | undefined = timing.start;
  for (const step of steps) {
    zone = step === again ? timing.start : timing.after(zone, edge[step] as number);
    if (zone === undefined) return false;
  }
  return true;
}

/** The most steps to examine in search of shortcuts: the same on every machine. */
const work = 30_000_000;

/** Shortens walks as long as it finds shortcuts. */
export function shorten(net: Net, timing: Timing, needed: Uint8Array, walks: Walks): Walks {
  const search = new Shortcuts(net, timing, needed, join(walks));
  while (search.left > 0) {
    const cut = search.best();
    if (cut === undefined) break;
    search.take(cut);
  }
  return part(search.steps);
}

/** A stretch of a walk, and the way that takes its place. */
interface Cut {
  readonly from: number;
  readonly to: number;
  readonly way: readonly number[];
}

class Shortcuts {
  /** The walk. */
  steps: readonly number[];
  /** How many steps may still be examined. */
  left = work;
  readonly #net: Net;
  readonly #timing: Timing;
  /** The needed items of each list. */
  readonly #lists: readonly (readonly number[])[];
  readonly #ways = new Map<number, Ways>();
  /** How often each item is covered outside the stretch being examined. */
  readonly #spare: Int32Array;

  constructor(net: Net, timing: Timing, needed: Uint8Array, steps: readonly number[]) {
    const free = new Set(net.free);
    const isNeeded = (item: number): boolean => needed[item] === 1 && !free.has(item);
    this.#net = net;
    this.#timing = timing;
    this.#lists = net.lists.map((list) => list.filter(isNeeded));
    this.#spare = new Int32Array(net.items.length);
    this.steps = steps;
    for (const step of steps) this.#count(step, 1);
  }

  #itemsOf(step: number): readonly number[] {
    return step === again ? [] : (this.#lists[this.#net.list[step] as number] as readonly number[]);
  }

  #count(step: number, by: 1 | -1): void {
    for (const item of this.#itemsOf(step)) add(this.#spare, item, by);
  }

  #waysFrom(node: number): Ways {
    const known = this.#ways.get(node);
    if (known !== undefined) return known;
    this.left -= this.#net.to.length;
    const made = shortestWays(this.#net, node);
    this.#ways.set(node, made);
    return made;
  }

  /** The shortcut that saves most; undefined if there is none. */
  best(): Cut | undefined {
    const { steps } = this;
    const nodes = [
      0,
      ...steps.map((step) => (step === again ? 0 : (this.#net.to[step] as number))),
    ];
    let found: Cut | undefined;
    let saved = 0;
    for (let from = 0; from < steps.length && this.left > 0; from++) {
      let to = from;
      for (; to < steps.length && this.#isSpare(steps[to] as number); to++) {
        const length = to + 1 - from;
        this.left -= 1;
        if (length <= saved) continue;
        const isLast = to === steps.length - 1;
        const ways = isLast ? undefined : this.#waysFrom(nodes[from] as number);
        const way = ways ? ways.to(nodes[to + 1] as number, length - saved - 1) : [];
        const cut = way && { from, to: to + 1, way };
        if (cut === undefined || !canBe(this.#after(cut), this.#net, this.#timing)) continue;
        saved = length - cut.way.length;
        found = cut;
      }
      for (let at = from; at < to; at++) this.#count(steps[at] as number, 1);
    }
    return found;
  }

  /** Leaves a step out, if everything that it covers is also covered elsewhere. */
  #isSpare(step: number): boolean {
    const isSpare = this.#itemsOf(step).every((item) => (this.#spare[item] as number) > 1);
    if (isSpare) this.#count(step, -1);
    return isSpare;
  }

  #after({ from, to, way }: Cut): readonly number[] {
    return [...this.steps.slice(0, from), ...way, ...this.steps.slice(to)];
  }

  take(cut: Cut): void {
    for (let at = cut.from; at < cut.to; at++) this.#count(this.steps[at] as number, -1);
    for (const step of cut.way) this.#count(step, 1);
    this.steps = this.#after(cut);
  }
}

interface Ways {
  /** The shortest way to a node, if it has at most `longest` steps. */
  to(node: number, longest: number): readonly number[] | undefined;
}

/** The shortest ways from a node, which may begin with a restart. */
function shortestWays({ first, to, size }: Net, origin: number): Ways {
  const stepTo = new Int32Array(size).fill(-2);
  const from = new Int32Array(size).fill(-1);
  const depth = new Int32Array(size).fill(1 << 28);
  depth[origin] = 0;
  const queue = [origin];
  const visit = (node: number, step: number, by: number): void => {
    if ((depth[node] as number) <= (depth[by] as number) + 1) return;
    depth[node] = (depth[by] as number) + 1;
    stepTo[node] = step;
    from[node] = by;
    queue.push(node);
  };
  for (const node of queue) {
    if (node === origin) visit(0, again, node);
    for (let step = first[node] as number; step < (first[node + 1] as number); step++) {
      visit(to[step] as number, step, node);
    }
  }
  return {
    to: (node, longest) => {
      if ((depth[node] as number) > longest) return undefined;
      const way: number[] = [];
      for (let at = node; at !== origin; at = from[at] as number) way.push(stepTo[at] as number);
      return way.toReversed();
    },
  };
}

/** Whether time allows walks. */
export const isInTime = (walks: Walks, net: Net, timing: Timing): boolean =>
  canBe(join(walks), net, timing);
