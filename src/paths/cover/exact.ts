// The optimum itself, for small nets: visits every node with every set of covered items, in the order of how
// much more than a dual solution's bound the way there costs. Up to the cost searched, nothing shorter exists:
// that is the proof, and searching again finds the same. Time is ignored.
import { progress } from '../../base/progress.ts';
import { Ints } from '../model/ints.ts';
import type { Net } from './criteria.ts';
import type { Dual, Walks } from './walks.ts';

/** What a search found. */
export interface Exact {
  /** No walks that cover what is needed cost less. */
  readonly bound: number;
  /** Accepted walks that cost exactly that much, if any were found. */
  readonly walks?: Walks;
}

/** A dual solution without a solver: an item is worth an equal share of the step with the most items. */
export function simpleDual(net: Net, needed: Uint8Array): Dual {
  const counts = net.lists.map((list) => list.filter((item) => needed[item] === 1).length);
  const unit = Math.max(1, ...counts);
  return {
    unit,
    potentials: Array.from({ length: net.size }, () => 0),
    weights: Array.from(net.items, (_, item) => needed[item] as number),
  };
}

/** A step between two nodes, as the search sees it; -1 stands for a restart. */
interface Move {
  readonly step: number;
  readonly to: number;
  /** Its cost, less its rise and what its items are worth. */
  readonly price: number;
  /** The items that count, renumbered. */
  readonly items: readonly number[];
}

/** How far to search. */
export interface Effort {
  /** The most continuations to examine: the same on every machine. */
  readonly work: number;
  /** Whether walks are acceptable, for example because time allows them. */
  readonly accept: (walks: Walks) => boolean;
}

/**
 * Searches for the optimum.
 *
 * @param dual one that `boundBy` accepts
 */
export const searchExactly = (net: Net, needed: Uint8Array, dual: Dual, effort: Effort): Exact =>
  new Search(net, needed, dual).run(effort);

/** What asking `accept` costs, in continuations. */
const acceptWork = 500;

class Search {
  readonly #dual: Dual;
  readonly #moves: readonly (readonly Move[])[];
  /** What each needed item is worth, renumbered. */
  readonly #weights: readonly number[];
  readonly #words: number;
  /** What all needed items are worth, less what is gained by ending somewhere other than at the start. */
  readonly #base: number;
  readonly #nodes = new Ints();
  readonly #slacks = new Ints();
  readonly #parents = new Ints();
  readonly #steps = new Ints();
  readonly #masks = new Ints();
  readonly #ids = new Map<string, number>();
  readonly #closed: boolean[] = [];
  readonly #buckets: (number[] | undefined)[] = [];

  constructor(net: Net, needed: Uint8Array, dual: Dual) {
    const { potentials, weights } = dual;
    const free = new Set(net.free);
    const kept = [...needed.keys()].filter((item) => needed[item] === 1 && !free.has(item));
    const numbers = new Map(kept.map((item, number) => [item, number]));
    this.#dual = dual;
    this.#weights = kept.map((item) => weights[item] as number);
    this.#words = Math.ceil(kept.length / 31) || 1;
    this.#moves = Array.from({ length: net.size }, (_, node) => movesOf(net, node, numbers, dual));
    const origin = potentials[0] as number;
    const most = potentials.reduce((best, height) => Math.max(best, origin - height), 0);
    this.#base = this.#weights.reduce((sum, weight) => sum + weight, 0) - most;
  }

  /** Examines continuations until the work is used up. */
  run({ work, accept }: Effort): Exact {
    const { unit } = this.#dual;
    let left = work;
    /** The least cost of complete walks that were found but not accepted. */
    let found = Number.POSITIVE_INFINITY;
    this.#visit(
      0,
      Array.from({ length: this.#words }, () => 0),
      0,
      -1,
      -1,
    );
    for (let slack = 0; slack < this.#buckets.length; slack++) {
      const cost = Math.max(0, Math.ceil((this.#base + slack) / unit));
      if (cost > found) return { bound: found };
      progress('searching for the optimum', Math.min(work, work - left), work);
      const bucket = (this.#buckets[slack] ??= []);
      // Last in, first out: if nothing more expensive is needed, that goes straight to the end.
      for (let id = bucket.pop(); id !== undefined; id = bucket.pop()) {
        if (this.#closed[id] === true || this.#slacks.at(id) !== slack) continue;
        this.#closed[id] = true;
        if (left < 0) return { bound: Math.min(cost, found) };
        if (!this.#isWhole(id)) {
          left -= this.#extend(id, slack);
          continue;
        }
        const own = this.#costOf(id, slack);
        const walks = this.#unwind(id);
        if (own === cost && accept(walks)) return { bound: own, walks };
        found = Math.min(found, own);
        left -= acceptWork;
      }
      this.#buckets[slack] = undefined;
    }
    return { bound: Number.isFinite(found) ? found : 0 };
  }

  /** What a complete walk costs. */
  #costOf(id: number, slack: number): number {
    const { unit, potentials } = this.#dual;
    const rise = (potentials[this.#nodes.at(id)] as number) - (potentials[0] as number);
    return Math.round((this.#total() + slack + rise) / unit);
  }

  #total(): number {
    return this.#weights.reduce((sum, weight) => sum + weight, 0);
  }

  #isWhole(id: number): boolean {
    for (let item = 0; item < this.#weights.length; item++) {
      if (!this.#has(id, item)) return false;
    }
    return true;
  }

  #has(id: number, item: number): boolean {
    const word = Math.trunc(item / 31);
    return ((this.#masks.at(id * this.#words + word) >>> (item % 31)) & 1) === 1;
  }

  /** Visits what comes after a state; returns the number of moves. */
  #extend(id: number, slack: number): number {
    const moves = this.#moves[this.#nodes.at(id)] as readonly Move[];
    for (const { step, to, price, items } of moves) {
      let own = slack + price;
      const mask = Array.from({ length: this.#words }, (_, word) =>
        this.#masks.at(id * this.#words + word),
      );
      for (const item of items) {
        if (this.#has(id, item)) own += this.#weights[item] as number;
        const word = Math.trunc(item / 31);
        mask[word] = (mask[word] as number) | (1 << (item % 31));
      }
      this.#visit(to, mask, own, id, step);
    }
    return moves.length;
  }

  #visit(node: number, mask: readonly number[], slack: number, parent: number, step: number): void {
    const key = `${node} ${mask.join(' ')}`;
    const known = this.#ids.get(key);
    if (known !== undefined && this.#slacks.at(known) <= slack) return;
    // A cheaper way to a known place is a new entry; the more expensive one is closed.
    const id = this.#nodes.length;
    this.#ids.set(key, id);
    this.#nodes.push(node);
    this.#slacks.push(slack);
    this.#parents.push(parent);
    this.#steps.push(step);
    for (const word of mask) this.#masks.push(word);
    if (known !== undefined) this.#closed[known] = true;
    (this.#buckets[slack] ??= []).push(id);
  }

  #unwind(last: number): Walks {
    const walks: number[][] = [[]];
    for (let id = last; this.#parents.at(id) >= 0; id = this.#parents.at(id)) {
      if (this.#steps.at(id) < 0) walks.push([]);
      else walks.at(-1)?.push(this.#steps.at(id));
    }
    return walks
      .map((walk) => walk.toReversed())
      .filter(({ length }) => length > 0)
      .toReversed();
  }
}

/** The moves of a node, without duplicates and without those that change nothing. */
function movesOf(
  net: Net,
  node: number,
  numbers: ReadonlyMap<number, number>,
  { unit, potentials, weights }: Dual,
): readonly Move[] {
  const height = potentials[node] as number;
  const moves: Move[] = [];
  const seen = new Set<string>();
  for (let step = net.first[node] as number; step < (net.first[node + 1] as number); step++) {
    const to = net.to[step] as number;
    const list = net.lists[net.list[step] as number] as readonly number[];
    const items = list.flatMap((item) => numbers.get(item) ?? []);
    const key = `${to} ${items.join(' ')}`;
    if (seen.has(key) || (to === node && items.length === 0)) continue;
    seen.add(key);
    const worth = list.reduce(
      (sum, item) => sum + (numbers.has(item) ? (weights[item] as number) : 0),
      0,
    );
    moves.push({ step, to, price: unit - ((potentials[to] as number) - height) - worth, items });
  }
  const price = unit - ((potentials[0] as number) - height);
  if (node !== 0) moves.push({ step: -1, to: 0, price, items: [] });
  return moves;
}
