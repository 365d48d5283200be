// Improves walks by taking them apart: only steps that are needed to cover an item are kept, and the postman
// finds the shortest round over those.
import { costOf, type Walks } from './walks.ts';
import type { Net } from './criteria.ts';
import { postman, walksOf } from './postman.ts';
import { isInTime, shorten } from './shorten.ts';
import type { Timing } from '../time/timing.ts';

/** Rebuilds walks around the steps that matter, as long as that makes them shorter. */
export function improve(net: Net, timing: Timing, needed: Uint8Array, walks: Walks): Walks {
  let best = shorten(net, timing, needed, walks);
  for (let turn = 0; turn < 8; turn++) {
    const wanted = mattering(net, needed, best);
    const round = postman(net, wanted);
    if (round.cost >= costOf(best)) return best;
    const rebuilt = walksOf(net, round);
    // Steps that are not connected to the start are lost, and time may not allow the round.
    if (!coversAll(net, needed, rebuilt) || !isInTime(rebuilt, net, timing)) return best;
    const shorter = shorten(net, timing, needed, rebuilt);
    if (costOf(shorter) >= costOf(best)) return best;
    best = shorter;
  }
  return best;
}

/** A few steps of the walks that cover everything needed: each time the one that covers the most new items. */
function mattering({ lists, list, free, to }: Net, needed: Uint8Array, walks: Walks): Uint8Array {
  const left = Uint8Array.from(needed);
  for (const item of free) left[item] = 0;
  const gain = (step: number): number =>
    (lists[list[step] as number] ?? []).reduce((sum, item) => sum + (left[item] as number), 0);
  const wanted = new Uint8Array(to.length);
  const steps = [...new Set(walks.flat())];
  for (;;) {
    const best = steps.reduce((a, b) => (gain(b) > gain(a) ? b : a), steps[0] as number);
    if (gain(best) === 0) return wanted;
    wanted[best] = 1;
    for (const item of lists[list[best] as number] ?? []) left[item] = 0;
  }
}

/** Whether walks cover every item that is needed. */
export function coversAll({ lists, list, free }: Net, needed: Uint8Array, walks: Walks): boolean {
  const left = Uint8Array.from(needed);
  for (const item of free) left[item] = 0;
  for (const step of walks.flat())
    for (const item of lists[list[step] as number] ?? []) left[item] = 0;
  return !left.includes(1);
}
