// Rounds that timing allows. Which of several timers fires first hangs on which began first, and that is decided
// long before a walk comes to the state where they run. So the way to such a timer is walked in one go, from
// a state where none runs: from there, time allows it whatever was before. What else the round walks is
// planned around these stretches, and most of them stand for steps that would be walked again anyway.
import { followInTime, longestWalk } from './in-time.ts';
import { postman, type Stretch } from './postman.ts';
import { costOf, type Walks } from './walks.ts';
import type { Reach, Timing, Walkable, Zone } from '../time/timing.ts';

/** How often a round is planned again around what the one before missed. */
const turns = 3;

/** Short walks that take every wanted step, each feasible within the timing. */
export function coverInTime(
  net: Walkable,
  timing: Timing,
  wanted: Uint8Array,
  reached: Reach,
): Walks {
  const missed = new Set<number>();
  let best: Walks | undefined;
  for (let turn = 0; turn < turns; turn++) {
    const stretches = [...missed].flatMap((step) =>
      wanted[step] === 1 ? stretchTo(net, timing, reached.stepsTo(step)) : [],
    );
    const left = Uint8Array.from(wanted);
    for (const step of stretches.flatMap(({ steps }) => steps)) left[step] = 0;
    const round = postman(net, left, undefined, { stretches, once: missed });
    // The first round is there to see what it misses: what was missed is not worth a long search.
    const sight = turn === 0 ? 10 : 200;
    const found = followInTime(net, timing, {
      wanted,
      round,
      reached,
      longest: longestWalk,
      sight,
    });
    if (best === undefined || costOf(found.walks) < costOf(best)) best = found.walks;
    const more = found.missed.filter((step) => !missed.has(step));
    if (more.length === 0) break;
    for (const step of more) missed.add(step);
  }
  return best ?? [];
}

/** The end of a walk, from where no timer ran for the last time; none if there is no walk. */
function stretchTo(
  { to, edge }: Walkable,
  timing: Timing,
  walk: readonly number[] = [],
): readonly Stretch[] {
  if (walk.length === 0) return [];
  let zone: Zone | undefined = timing.start;
  let begin = 0;
  for (const [index, step] of walk.entries()) {
    zone = zone && timing.after(zone, edge[step] as number);
    if (zone?.running.length === 0 && index < walk.length - 1) begin = index + 1;
  }
  const from = begin === 0 ? 0 : (to[walk[begin - 1] as number] as number);
  return [{ from, to: to[walk.at(-1) as number] as number, steps: walk.slice(begin) }];
}
