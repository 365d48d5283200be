// A bound for suites of pairs and triples. Seen from one statechart, a walk is a walk over its sequences of
// transitions. A suite walks each of them, so the postman's round over the sequences is no longer than the
// suite. Each step's cost counts only for the statechart that it acts on, so the bounds can be added up.
import type { Net } from '../cover/criteria.ts';
import { Ints } from '../model/ints.ts';
import { postman } from '../cover/postman.ts';

/** What steps and restarts cost, seen from one statechart. */
export interface Share {
  /** For each label of the graph, 1 where its steps count here, else 0. */
  readonly ofLabel: Uint8Array;
  readonly ofRestart: 0 | 1;
}

/** A lower bound on this statechart's share of any suite that covers these sequences. */
export function sequenceBound(net: Net, needed: Uint8Array, share: Share): number {
  const { graph, pasts = new Int32Array(), first, to, edge, list, lists } = net;
  const ids = new Map<number, number>();
  const nodeOf = (past: number): number => {
    const known = ids.get(past);
    if (known !== undefined) return known;
    ids.set(past, ids.size);
    return ids.size - 1;
  };
  nodeOf(pasts[0] as number);
  // Arcs between pasts, by what they cover and cost; several steps may be the same arc.
  const arcs = new Map<string, { from: number; to: number; list: number; cost: number }>();
  for (let node = 0; node < net.size; node++) {
    const from = nodeOf(pasts[node] as number);
    for (let step = first[node] as number; step < (first[node + 1] as number); step++) {
      const target = nodeOf(pasts[to[step] as number] as number);
      const own = list[step] as number;
      if (from === target && own === 0) continue;
      const cost = share.ofLabel[graph.label[edge[step] as number] as number] as number;
      const key = `${from} ${target} ${own} ${cost}`;
      if (!arcs.has(key)) arcs.set(key, { from, to: target, list: own, cost });
    }
  }
  const sorted = [...arcs.values()].sort((a, b) => a.from - b.from);
  const begins = new Ints();
  let next = 0;
  for (let node = 0; node <= ids.size; node++) {
    while (next < sorted.length && (sorted[next]?.from ?? 0) < node) next += 1;
    begins.push(next);
  }
  // If only one arc covers an item, that arc must be walked; other items are ignored.
  const arcOf = new Int32Array(net.items.length).fill(-1);
  for (const [index, arc] of sorted.entries()) {
    for (const item of lists[arc.list] ?? []) arcOf[item] = arcOf[item] === -1 ? index : -2;
  }
  const wanted = new Uint8Array(sorted.length);
  for (const [item, arc] of arcOf.entries()) if (arc >= 0 && needed[item] === 1) wanted[arc] = 1;
  const walkable = {
    size: ids.size,
    first: begins.done(),
    to: Int32Array.from(sorted, (arc) => arc.to),
    edge: Int32Array.from(sorted.keys()),
  };
  const costs = Uint8Array.from(sorted, (arc) => arc.cost);
  return postman(walkable, wanted, { ofStep: costs, ofRestart: share.ofRestart }).cost;
}
