// The shortest walks over given edges: the directed Chinese postman. Edges that must be walked leave
// some nodes with more ways in than out; a minimum-cost flow says which steps to repeat, and where to
// restart, to balance the two; then an Euler circuit walks everything. The potentials of the flow prove that
// nothing is shorter.
import { add, Ints } from '../model/ints.ts';
import type { Walkable } from '../time/timing.ts';
import { Flow, plenty, type Arcs } from './flow.ts';
import type { Dual, Walks } from './walks.ts';

/** What the postman walks. */
export interface Round {
  /** Steps and restarts: the optimum if time is ignored. */
  readonly cost: number;
  /** How often each step is walked. */
  readonly times: Int32Array;
  /** How often the walk restarts from each node. */
  readonly restarts: Int32Array;
  /** What is walked in one go, once each. */
  readonly stretches: readonly Stretch[];
  /** The dual solution, which proves that no walk over these steps costs less; for its prices see `pricesOf`. */
  readonly dual: Omit<Dual, 'weights'>;
}

/** Steps that are walked in one go, from one node to another. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly steps: readonly number[];
}

/** What steps and restarts cost, if not 1. */
export interface Costs {
  readonly ofStep: Uint8Array;
  readonly ofRestart: number;
}

/** What else a round must keep to. */
export interface Terms {
  /** What it walks once each, beside the wanted steps. */
  readonly stretches: readonly Stretch[];
  /** Steps that it does not repeat. */
  readonly once: ReadonlySet<number>;
}

/**
 * Finds the shortest walks over the wanted steps. If those are not connected to node 0, the result is not a
 * walk, but still a bound; with terms, it is no bound.
 */
export function postman(net: Walkable, wanted: Uint8Array, prices?: Costs, terms?: Terms): Round {
  const { size } = net;
  const arcs = arcsOf(net, prices, terms?.once);
  const excess = new Int32Array(size + 1);
  const stretches = terms?.stretches ?? [];
  let cost = demand(net, wanted, excess, prices);
  for (const { from, to, steps } of stretches) {
    cost += steps.length;
    add(excess, to, 1);
    add(excess, from, -1);
  }

  const residual = arcs.room.done();
  const potentials = new Flow(arcs.done(size + 1), residual, excess).height;
  const times = Int32Array.from(wanted);
  const restarts = new Int32Array(size);
  for (let arc = 0; arc < residual.length; arc += 2) {
    const used = residual[arc + 1] as number;
    if (used === 0) continue;
    const step = arcs.steps.at(arc);
    cost += used * arcs.costs.at(arc);
    if (step >= 0) add(times, step, used);
    else if (-1 - step < size) add(restarts, -1 - step, used);
  }
  // The flow rises towards its sinks; prices rise the other way.
  const lifted = Array.from(
    potentials.subarray(0, size),
    (height) => height - (potentials[0] as number),
  );
  return { cost, times, restarts, stretches, dual: { unit: 1, potentials: lifted } };
}

/** What may be repeated, and restarts. */
function arcsOf(net: Walkable, prices?: Costs, once?: ReadonlySet<number>): ArcList {
  const { first, to, size } = net;
  const end = size;
  const arcs = new ArcList();
  const seen = new Int32Array(size * 2).fill(-1);
  for (let node = 0; node < size; node++) {
    for (let step = first[node] as number; step < (first[node + 1] as number); step++) {
      const target = to[step] as number;
      const price = prices?.ofStep[step] ?? 1;
      if (target === node || seen[target * 2 + price] === node || once?.has(step)) continue;
      seen[target * 2 + price] = node;
      arcs.add(node, target, price, plenty, step);
    }
  }
  // The last walk may end anywhere: an arc that can be used once and costs nothing.
  for (let node = 1; node < size; node++) {
    arcs.add(node, 0, prices?.ofRestart ?? 1, plenty, -1 - node);
    arcs.add(node, end, 0, plenty, -1 - size);
  }
  arcs.add(end, 0, 0, 1, -1 - size);
  return arcs;
}

/** What the wanted steps cost; adds to how much more often they come to each node than they leave it. */
function demand(
  { first, to, size }: Walkable,
  wanted: Uint8Array,
  excess: Int32Array,
  prices?: Costs,
): number {
  let cost = 0;
  for (let node = 0; node < size; node++) {
    for (let step = first[node] as number; step < (first[node + 1] as number); step++) {
      if (wanted[step] !== 1) continue;
      cost += prices?.ofStep[step] ?? 1;
      add(excess, to[step] as number, 1);
      add(excess, node, -1);
    }
  }
  return cost;
}

/** Collects the arcs of a flow, each with its step, and each followed by its reverse. */
class ArcList {
  readonly room = new Ints();
  readonly costs = new Ints();
  readonly steps = new Ints();
  readonly #tails = new Ints();
  readonly #heads = new Ints();

  add(tail: number, head: number, cost: number, capacity: number, step: number): void {
    this.#push(tail, head, cost, capacity, step);
    this.#push(head, tail, -cost, 0, step);
  }

  #push(tail: number, head: number, cost: number, capacity: number, step: number): void {
    this.#tails.push(tail);
    this.#heads.push(head);
    this.costs.push(cost);
    this.room.push(capacity);
    this.steps.push(step);
  }

  done(nodes: number): Arcs {
    const { costs } = this;
    return { nodes, tails: this.#tails.done(), heads: this.#heads.done(), costs: costs.done() };
  }
}

/** The price of each step: its cost less its rise. */
export function pricesOf({ first, to, size }: Walkable, potentials: readonly number[]): Int32Array {
  const prices = new Int32Array(to.length);
  for (let node = 0; node < size; node++) {
    for (let step = first[node] as number; step < (first[node + 1] as number); step++) {
      prices[step] =
        1 - ((potentials[to[step] as number] as number) - (potentials[node] as number));
    }
  }
  return prices;
}

/** Walks a round as an Euler circuit from node 0 (Hierholzer), split at its restarts. */
export function walksOf({ first, to, size }: Walkable, { times, restarts }: Round): Walks {
  const left = times.slice();
  const again = restarts.slice();
  const next = first.slice(0, size);
  const circuit: number[] = [];
  const stack: { readonly node: number; readonly step: number }[] = [{ node: 0, step: -2 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { node } = top;
    while (
      (next[node] as number) < (first[node + 1] as number) &&
      left[next[node] as number] === 0
    ) {
      add(next, node, 1);
    }
    const step = next[node] as number;
    if (step < (first[node + 1] as number)) {
      add(left, step, -1);
      stack.push({ node: to[step] as number, step });
    } else if ((again[node] as number) > 0) {
      add(again, node, -1);
      stack.push({ node: 0, step: -1 });
    } else {
      stack.pop();
      if (top.step > -2) circuit.push(top.step);
    }
  }
  const walks: number[][] = [[]];
  for (const step of circuit.toReversed()) {
    if (step === -1) walks.push([]);
    else walks.at(-1)?.push(step);
  }
  return walks.filter(({ length }) => length > 0);
}
