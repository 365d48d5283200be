// The shortest ways within the timing from the beginning to each node, one for each.
import type { Timing, Walkable, Zone } from './timing.ts';

/** The shortest ways from the beginning. */
export interface WaysOut {
  /** How many steps lead to a node; Infinity if no way is known. */
  depth(node: number): number;
  /** The steps that lead to a node. */
  to(node: number): readonly number[];
}

/** Finds a way to each node that can be reached along the ways to others. */
export function waysOut({ first, to, edge, size }: Walkable, timing: Timing): WaysOut {
  const by = new Int32Array(size).fill(-1);
  const from = new Int32Array(size);
  const depths = new Int32Array(size).fill(-1);
  const zones: Zone[] = [timing.start];
  depths[0] = 0;
  const queue = [0];
  for (const [place, node] of queue.entries()) {
    for (let step = first[node] as number; step < (first[node + 1] as number); step++) {
      const target = to[step] as number;
      if (depths[target] !== -1) continue;
      const after = timing.after(zones[place] as Zone, edge[step] as number);
      if (after === undefined) continue;
      by[target] = step;
      from[target] = node;
      depths[target] = (depths[node] as number) + 1;
      queue.push(target);
      zones.push(after);
    }
  }
  return {
    depth: (node) => {
      const depth = depths[node] as number;
      return depth < 0 ? Number.POSITIVE_INFINITY : depth;
    },
    to: (node) => {
      const way: number[] = [];
      for (let at = node; at !== 0; at = from[at] as number) way.push(by[at] as number);
      return way.toReversed();
    },
  };
}
