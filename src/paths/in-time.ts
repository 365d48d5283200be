// Walks a postman's round in time. The round says how often each step is walked; in which order is free,
// and time decides it: timers first, where they may fire, because other steps can always be taken at
// once. What cannot be reached this way is reached by a walk of its own.
import type { Walks } from './cover.ts';
import { add } from './ints.ts';
import type { Round } from './postman.ts';
import type { Reach, Timing, Walkable, Zone } from './timing.ts';

/** Walks that take every wanted step once at least, each of which can be had in time. */
export function walkInTime(
  net: Walkable,
  timing: Timing,
  wanted: Uint8Array,
  round: Round,
  reached: Reach,
): Walks {
  const { first, to, edge, size } = net;
  const left = round.times.slice();
  const open = Uint8Array.from(wanted);
  const openAt = new Int32Array(size);
  const leftAt = new Int32Array(size);
  const order = orderOf(net, timing);
  let total = 0;
  for (let node = 0; node < size; node++) {
    for (let step = first[node] ?? 0; step < (first[node + 1] ?? 0); step++) {
      add(leftAt, node, left[step] ?? 0);
      if (open[step] === 0) continue;
      add(openAt, node, 1);
      total += 1;
    }
  }
  const walks: number[][] = [];
  let walk: number[] = [];
  let node = 0;
  let zone: Zone = timing.start;

  const take = (step: number, after: Zone): void => {
    if (open[step] === 1) {
      open[step] = 0;
      add(openAt, node, -1);
      total -= 1;
    }
    if ((left[step] ?? 0) > 0) {
      add(left, step, -1);
      add(leftAt, node, -1);
    }
    walk.push(step);
    node = to[step] ?? 0;
    zone = after;
  };
  const restart = (): void => {
    if (walk.length > 0) walks.push(walk);
    walk = [];
    node = 0;
    zone = timing.start;
  };

  /** Goes on along the round as far as time allows. */
  const follow = (): void => {
    for (let goesOn = true; goesOn;) {
      goesOn = false;
      if (total === 0 || (leftAt[node] ?? 0) === 0) return;
      for (let i = first[node] ?? 0; i < (first[node + 1] ?? 0); i++) {
        const step = order[i] ?? 0;
        if ((left[step] ?? 0) === 0) continue;
        const stays = to[step] === node && timing.kindOf(edge[step] ?? 0) === 0;
        const after = stays ? zone : timing.after(zone, edge[step] ?? 0);
        if (after === undefined) continue;
        const before = node;
        take(step, after);
        goesOn = true;
        if (node !== before) break;
        zone = after;
      }
    }
  };

  const stamp = new Int32Array(size);
  const by = new Int32Array(size);
  const from = new Int32Array(size);
  const zones: Zone[] = [];
  let search = 0;
  /** The shortest way, in time, to a node where something is open that time allows. */
  const nearest = (nodesMax: number): readonly number[] | undefined => {
    search += 1;
    const queue = [node];
    stamp[node] = search;
    by[node] = -1;
    zones[node] = zone;
    for (let at = 0; at < queue.length && at < nodesMax; at++) {
      const here = queue[at] ?? 0;
      for (let step = first[here] ?? 0; step < (first[here + 1] ?? 0); step++) {
        const target = to[step] ?? 0;
        const isOpen = open[step] === 1;
        if (!isOpen && stamp[target] === search) continue;
        const after = timing.after(zones[here] as Zone, edge[step] ?? 0);
        if (after === undefined) continue;
        if (isOpen) {
          const way = [step];
          for (let back = here; (by[back] ?? -1) >= 0; back = from[back] ?? 0) {
            way.push(by[back] ?? 0);
          }
          return way.toReversed();
        }
        stamp[target] = search;
        by[target] = step;
        from[target] = here;
        zones[target] = after;
        queue.push(target);
      }
    }
    return undefined;
  };
  const go = (way: readonly number[]): void => {
    for (const step of way) take(step, timing.after(zone, edge[step] ?? 0) as Zone);
  };

  let scan = 0;
  while (total > 0) {
    follow();
    if (total === 0) break;
    const way = nearest(200);
    if (way !== undefined) {
      go(way);
      continue;
    }
    restart();
    while (scan < open.length && open[scan] === 0) scan += 1;
    if (scan === open.length) break;
    const own = reached.stepsTo(scan);
    if (own === undefined) {
      // Not had in time: nobody asks for it.
      open[scan] = 0;
      total -= 1;
    } else go(own);
  }
  restart();
  return walks;
}

/** The steps of each node, those that are timers first, then those that stay. */
function orderOf({ first, to, edge, size }: Walkable, timing: Timing): Int32Array {
  const order = Int32Array.from(edge.keys());
  const rank = (step: number, node: number): number => {
    if (timing.isTimer(edge[step] ?? 0)) return 0;
    return to[step] === node ? 1 : 2;
  };
  for (let node = 0; node < size; node++) {
    const begin = first[node] ?? 0;
    const own = order.slice(begin, first[node + 1]);
    own.sort((a, b) => rank(a, node) - rank(b, node) || a - b);
    order.set(own, begin);
  }
  return order;
}
