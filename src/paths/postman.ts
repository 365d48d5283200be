// The shortest walks over given edges: the directed Chinese postman. Edges that must be walked leave
// some nodes with more ways in than out; a minimum-cost flow says which steps to repeat, and where to
// start again, so that the two are even; then an Euler circuit walks everything. All costs are 1, so the
// flow is found by the primal-dual method: distances, then as much flow as fits on shortest paths. Its
// potentials are the proof that nothing is shorter.
import type { Dual, Walks } from './cover.ts';
import { add, groupedBy, Ints } from './ints.ts';
import type { Walkable } from './timing.ts';

/** What the postman walks. */
export interface Round {
  /** Steps and restarts: the optimum, as long as time is not counted. */
  readonly cost: number;
  /** How often each step is walked. */
  readonly times: Int32Array;
  /** How often the walk starts again from each node. */
  readonly restarts: Int32Array;
  /** The dual solution: no walk over these steps costs less. Prices are those of `pricesOf`. */
  readonly dual: Omit<Dual, 'weights'>;
}

const plenty = 1 << 29;

/** What steps and restarts cost, where that is not 1. */
export interface Costs {
  readonly ofStep: Uint8Array;
  readonly ofRestart: number;
}

/**
 * Finds the shortest walks over the steps that are wanted. Where those do not hang together with node 0,
 * what it finds is no walk, but still a bound.
 */
export function postman(net: Walkable, wanted: Uint8Array, prices?: Costs): Round {
  const { first, to, size } = net;
  const end = size;
  const heads = new Ints();
  const tails = new Ints();
  const costs = new Ints();
  const room = new Ints();
  const stepOf = new Ints();
  const addArc = (
    tail: number,
    head: number,
    cost: number,
    capacity: number,
    step: number,
  ): void => {
    for (const [u, v, c, r] of [
      [tail, head, cost, capacity],
      [head, tail, -cost, 0],
    ] as const) {
      tails.push(u);
      heads.push(v);
      costs.push(c);
      room.push(r);
      stepOf.push(step);
    }
  };
  const excess = new Int32Array(size + 1);
  let cost = 0;
  const seen = new Int32Array(size * 2).fill(-1);
  for (let node = 0; node < size; node++) {
    for (let step = first[node] ?? 0; step < (first[node + 1] ?? 0); step++) {
      const target = to[step] ?? 0;
      if (wanted[step] === 1) {
        cost += prices?.ofStep[step] ?? 1;
        add(excess, target, 1);
        add(excess, node, -1);
      }
      const price = prices?.ofStep[step] ?? 1;
      if (target === node || seen[target * 2 + price] === node) continue;
      seen[target * 2 + price] = node;
      addArc(node, target, price, plenty, step);
    }
  }
  // A walk may end anywhere, once; that is an arc that costs nothing.
  for (let node = 1; node < size; node++) {
    addArc(node, 0, prices?.ofRestart ?? 1, plenty, -1 - node);
    addArc(node, end, 0, plenty, -1 - size);
  }
  addArc(end, 0, 0, 1, -1 - size);

  const residual = room.done();
  const potentials = flow(
    { nodes: size + 1, tails: tails.done(), heads: heads.done(), costs: costs.done() },
    residual,
    excess,
  );
  const times = Int32Array.from(wanted);
  const restarts = new Int32Array(size);
  for (let arc = 0; arc < residual.length; arc += 2) {
    const used = residual[arc + 1] ?? 0;
    if (used === 0) continue;
    const step = stepOf.at(arc);
    cost += used * costs.at(arc);
    if (step >= 0) add(times, step, used);
    else if (-1 - step < size) add(restarts, -1 - step, used);
  }
  // The flow rises towards its sinks; prices rise the other way.
  const lifted = Array.from(
    potentials.subarray(0, size),
    (height) => height - (potentials[0] ?? 0),
  );
  return { cost, times, restarts, dual: { unit: 1, potentials: lifted } };
}

/** The prices of single steps: what each costs beyond what it rises. */
export function pricesOf({ first, to, size }: Walkable, potentials: readonly number[]): Int32Array {
  const prices = new Int32Array(to.length);
  for (let node = 0; node < size; node++) {
    for (let step = first[node] ?? 0; step < (first[node + 1] ?? 0); step++) {
      prices[step] = 1 - ((potentials[to[step] ?? 0] ?? 0) - (potentials[node] ?? 0));
    }
  }
  return prices;
}

interface Arcs {
  readonly nodes: number;
  readonly tails: Int32Array;
  readonly heads: Int32Array;
  readonly costs: Int32Array;
}

/** Sends all excess where there is a lack of it, as cheaply as can be; gives the potentials. */
function flow(
  { nodes, tails, heads, costs }: Arcs,
  room: Int32Array,
  excess: Int32Array,
): Int32Array {
  const out = groupedBy(tails, nodes);
  const height = new Int32Array(nodes);
  const distance = new Int32Array(nodes);
  const level = new Int32Array(nodes);
  const reduced = (arc: number): number =>
    (costs[arc] ?? 0) + (height[tails[arc] ?? 0] ?? 0) - (height[heads[arc] ?? 0] ?? 0);
  const sources = (): number[] => [...excess.keys()].filter((node) => (excess[node] ?? 0) > 0);

  /** Distances by reduced cost, which is a small whole number: one bucket for each. */
  const measure = (): boolean => {
    distance.fill(plenty);
    const buckets: number[][] = [sources()];
    for (const node of buckets[0] ?? []) distance[node] = 0;
    let nearest = plenty;
    for (let d = 0; d < buckets.length && d <= nearest; d++) {
      for (const node of buckets[d] ?? []) {
        if (distance[node] !== d) continue;
        if ((excess[node] ?? 0) < 0) nearest = Math.min(nearest, d);
        for (let i = out.first[node] ?? 0; i < (out.first[node + 1] ?? 0); i++) {
          const arc = out.items[i] ?? 0;
          if ((room[arc] ?? 0) === 0) continue;
          const far = d + reduced(arc);
          const head = heads[arc] ?? 0;
          if (far >= (distance[head] ?? 0)) continue;
          distance[head] = far;
          (buckets[far] ??= []).push(head);
        }
      }
    }
    if (nearest === plenty) return false;
    for (let node = 0; node < nodes; node++) {
      add(height, node, Math.min(distance[node] ?? 0, nearest));
    }
    return true;
  };

  /** As much flow as fits on arcs that cost nothing more (Dinic). */
  const fill = (): void => {
    for (;;) {
      level.fill(-1);
      const queue = sources();
      for (const node of queue) level[node] = 0;
      let isReached = false;
      for (const node of queue) {
        if ((excess[node] ?? 0) < 0) isReached = true;
        for (let i = out.first[node] ?? 0; i < (out.first[node + 1] ?? 0); i++) {
          const arc = out.items[i] ?? 0;
          const head = heads[arc] ?? 0;
          if ((room[arc] ?? 0) === 0 || level[head] !== -1 || reduced(arc) !== 0) continue;
          level[head] = (level[node] ?? 0) + 1;
          queue.push(head);
        }
      }
      if (!isReached) return;
      const next = out.first.slice(0, nodes);
      for (const source of sources()) {
        while ((excess[source] ?? 0) > 0 && push(source, next)) {
          // Each push sends something along one path.
        }
      }
    }
  };

  /** Sends flow along one path of rising levels to a node that lacks it. */
  const push = (source: number, next: Int32Array): boolean => {
    const path: number[] = [];
    let node = source;
    for (;;) {
      if ((excess[node] ?? 0) < 0) {
        let amount = Math.min(excess[source] ?? 0, -(excess[node] ?? 0));
        for (const arc of path) amount = Math.min(amount, room[arc] ?? 0);
        for (const arc of path) {
          add(room, arc, -amount);
          add(room, arc ^ 1, amount);
        }
        add(excess, source, -amount);
        add(excess, node, amount);
        return true;
      }
      let advanced = false;
      for (; (next[node] ?? 0) < (out.first[node + 1] ?? 0); add(next, node, 1)) {
        const arc = out.items[next[node] ?? 0] ?? 0;
        const head = heads[arc] ?? 0;
        if ((room[arc] ?? 0) === 0 || level[head] !== (level[node] ?? 0) + 1) continue;
        if (reduced(arc) !== 0) continue;
        path.push(arc);
        node = head;
        advanced = true;
        break;
      }
      if (advanced) continue;
      const last = path.pop();
      if (last === undefined) return false;
      node = tails[last] ?? 0;
      add(next, node, 1);
    }
  };

  while (measure()) fill();
  return height;
}

/** Walks a round as an Euler circuit from node 0 (Hierholzer), parted where it starts again. */
export function walksOf({ first, to, size }: Walkable, { times, restarts }: Round): Walks {
  const left = times.slice();
  const again = restarts.slice();
  const next = first.slice(0, size);
  const circuit: number[] = [];
  const stack: { readonly node: number; readonly step: number }[] = [{ node: 0, step: -2 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { node } = top;
    while ((next[node] ?? 0) < (first[node + 1] ?? 0) && left[next[node] ?? 0] === 0) {
      add(next, node, 1);
    }
    const step = next[node] ?? 0;
    if (step < (first[node + 1] ?? 0)) {
      add(left, step, -1);
      stack.push({ node: to[step] ?? 0, step });
    } else if ((again[node] ?? 0) > 0) {
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
