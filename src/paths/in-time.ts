// Walks a postman's round in time. The round says how often each step is walked; in which order is free,
// and time decides it: timers first, where they may fire, because other steps can always be taken at
// once. What cannot be reached this way is reached by a walk of its own, and so is what is left where a
// walk has become long.
import type { Walks } from './cover.ts';
import { add } from './ints.ts';
import type { Round } from './postman.ts';
import type { Reach, Timing, Walkable, Zone } from './timing.ts';

/** Most steps of a walk: so many can still be replayed, and their trace be held. */
export const longestWalk = 2_000;

/**
 * Walks that take every wanted step once at least, each of which can be had in time. Each takes one at
 * least that none before it has taken. One has more than `longest` steps only where the shortest way to a
 * wanted step has.
 */
export function walkInTime(
  net: Walkable,
  timing: Timing,
  wanted: Uint8Array,
  round: Round,
  reached: Reach,
  longest = longestWalk,
): Walks {
  const { first, to, edge, size } = net;
  const left = round.times.slice();
  const open = Uint8Array.from(wanted);
  const leftAt = new Int32Array(size);
  const order = orderOf(net, timing);
  let total = 0;
  for (let node = 0; node < size; node++) {
    for (let step = first[node] ?? 0; step < (first[node + 1] ?? 0); step++) {
      add(leftAt, node, left[step] ?? 0);
      total += open[step] ?? 0;
    }
  }
  const walks: number[][] = [];
  let walk: number[] = [];
  /** How much of the walk there is a reason for: up to the last step that was open. */
  let worth = 0;
  let node = 0;
  let zone: Zone = timing.start;

  const take = (step: number, after: Zone): void => {
    if (open[step] === 1) {
      open[step] = 0;
      total -= 1;
      worth = walk.length + 1;
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
    if (worth > 0) walks.push(walk.slice(0, worth));
    walk = [];
    worth = 0;
    node = 0;
    zone = timing.start;
  };

  /** Goes on along the round as far as time allows, and as the walk may be long. */
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
        if (walk.length >= longest) return;
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
    for (const step of way) {
      const after = timing.after(zone, edge[step] ?? 0);
      if (after === undefined) throw notInTime(step);
      take(step, after);
    }
  };

  let scan = 0;
  for (;;) {
    follow();
    if (total === 0) break;
    const way = nearest(200);
    if (way !== undefined && walk.length + way.length <= longest) {
      go(way);
      continue;
    }
    // The next walk goes to a step that is open by the shortest way to it in time. The shortest way to
    // where this walk has ended would not do: timers stand otherwise there after it, what is open might
    // not be had, and the walks would never end.
    restart();
    while (scan < open.length && open[scan] === 0) scan += 1;
    const goal = way?.at(-1) ?? scan;
    const own = reached.stepsTo(goal);
    if (own === undefined) throw notInTime(goal);
    go(own);
  }
  restart();
  return walks;
}

const notInTime = (step: number): Error =>
  new Error(`walkInTime: step ${step} is wanted, and cannot be had in time.`);

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
