// A minimum-cost flow, by the primal-dual method: distances, then as much flow as fits on shortest paths.
// Costs are small whole numbers. The final potentials prove that nothing is cheaper.
import { add, groupedBy, type Grouped } from '../model/ints.ts';
import { progress } from '../../base/progress.ts';

/** More than any distance, and than any flow. */
export const plenty = 1 << 29;

/** Arcs between nodes; each even one is followed by its reverse. */
export interface Arcs {
  readonly nodes: number;
  readonly tails: Int32Array;
  readonly heads: Int32Array;
  readonly costs: Int32Array;
}

/** Sends all excess to the nodes that lack it, as cheaply as possible. */
export class Flow {
  /** The potentials of the nodes. */
  readonly height: Int32Array;
  readonly #nodes: number;
  readonly #tails: Int32Array;
  readonly #heads: Int32Array;
  readonly #costs: Int32Array;
  readonly #room: Int32Array;
  readonly #excess: Int32Array;
  readonly #out: Grouped;
  readonly #distance: Int32Array;
  readonly #level: Int32Array;

  /** Changes the `room` of the arcs and the `excess` of the nodes in place. */
  constructor({ nodes, tails, heads, costs }: Arcs, room: Int32Array, excess: Int32Array) {
    this.#nodes = nodes;
    this.#tails = tails;
    this.#heads = heads;
    this.#costs = costs;
    this.#room = room;
    this.#excess = excess;
    this.#out = groupedBy(tails, nodes);
    this.height = new Int32Array(nodes);
    this.#distance = new Int32Array(nodes);
    this.#level = new Int32Array(nodes);
    for (let round = 0; this.#measure(); round++) {
      progress('finding the shortest round, pass', round + 1);
      this.#fill();
    }
  }

  #reduced(arc: number): number {
    const height = this.height;
    return (
      (this.#costs[arc] as number) +
      (height[this.#tails[arc] as number] as number) -
      (height[this.#heads[arc] as number] as number)
    );
  }

  #sources(): number[] {
    const found: number[] = [];
    for (let node = 0; node < this.#nodes; node++) {
      if ((this.#excess[node] as number) > 0) found.push(node);
    }
    return found;
  }

  /** Distances by reduced cost, which is a small whole number: one bucket for each. */
  #measure(): boolean {
    const distance = this.#distance;
    const { first, items } = this.#out;
    distance.fill(plenty);
    const buckets: number[][] = [this.#sources()];
    for (const node of buckets[0] ?? []) distance[node] = 0;
    let nearest = plenty;
    for (let d = 0; d < buckets.length && d <= nearest; d++) {
      for (const node of buckets[d] ?? []) {
        if (distance[node] !== d) continue;
        if ((this.#excess[node] as number) < 0) nearest = Math.min(nearest, d);
        for (let i = first[node] as number; i < (first[node + 1] as number); i++) {
          const arc = items[i] as number;
          if (this.#room[arc] === 0) continue;
          const far = d + this.#reduced(arc);
          const head = this.#heads[arc] as number;
          if (far >= (distance[head] as number)) continue;
          distance[head] = far;
          (buckets[far] ??= []).push(head);
        }
      }
    }
    if (nearest === plenty) return false;
    for (let node = 0; node < this.#nodes; node++) {
      add(this.height, node, Math.min(distance[node] as number, nearest));
    }
    return true;
  }

  /** Sends as much flow as fits over arcs whose reduced cost is 0 (Dinic). */
  #fill(): void {
    while (this.#layer()) {
      const next = this.#out.first.slice(0, this.#nodes);
      for (const source of this.#sources()) {
        while ((this.#excess[source] as number) > 0 && this.#push(source, next)) {
          // Each push sends something along one path.
        }
      }
    }
  }

  /** Levels over arcs whose reduced cost is 0; false if no node that lacks flow is reached. */
  #layer(): boolean {
    const level = this.#level.fill(-1);
    const { first, items } = this.#out;
    const queue = this.#sources();
    for (const node of queue) level[node] = 0;
    let isReached = false;
    for (const node of queue) {
      if ((this.#excess[node] as number) < 0) isReached = true;
      for (let i = first[node] as number; i < (first[node + 1] as number); i++) {
        const arc = items[i] as number;
        const head = this.#heads[arc] as number;
        if (this.#room[arc] === 0 || level[head] !== -1 || this.#reduced(arc) !== 0) continue;
        level[head] = (level[node] as number) + 1;
        queue.push(head);
      }
    }
    return isReached;
  }

  /** Sends flow along one path of rising levels to a node that lacks it. */
  #push(source: number, next: Int32Array): boolean {
    const path: number[] = [];
    let node = source;
    for (;;) {
      if ((this.#excess[node] as number) < 0) {
        this.#send(path, source, node);
        return true;
      }
      const arc = this.#rising(node, next);
      if (arc >= 0) {
        path.push(arc);
        node = this.#heads[arc] as number;
        continue;
      }
      const last = path.pop();
      if (last === undefined) return false;
      node = this.#tails[last] as number;
      add(next, node, 1);
    }
  }

  /** The next arc of a node that has room and leads one level up; -1 for none. */
  #rising(node: number, next: Int32Array): number {
    const { first, items } = this.#out;
    for (; (next[node] as number) < (first[node + 1] as number); add(next, node, 1)) {
      const arc = items[next[node] as number] as number;
      const head = this.#heads[arc] as number;
      const isUp = this.#level[head] === (this.#level[node] as number) + 1;
      if (this.#room[arc] !== 0 && isUp && this.#reduced(arc) === 0) return arc;
    }
    return -1;
  }

  #send(path: readonly number[], source: number, target: number): void {
    let amount = Math.min(this.#excess[source] as number, -(this.#excess[target] as number));
    for (const arc of path) amount = Math.min(amount, this.#room[arc] as number);
    for (const arc of path) {
      add(this.#room, arc, -amount);
      add(this.#room, arc ^ 1, amount);
    }
    add(this.#excess, source, -amount);
    add(this.#excess, target, amount);
  }
}
