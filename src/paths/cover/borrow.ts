// Completes walks by what others do. A timer that fires only after a long way is found by few searches; the
// way to it is taken over from walks that have it.
import { waysOut } from '../time/ways-out.ts';
import type { Timing, Zone } from '../time/timing.ts';
import type { Net } from './criteria.ts';
import { isInTime } from './shorten.ts';
import type { Walks } from './walks.ts';

/**
 * Adds a walk for each item that some walks leave out: to where no timer ran for the last time before it in
 * the other walks, and on as they go.
 */
export function borrow(
  net: Net,
  timing: Timing,
  needed: Uint8Array,
  walks: Walks,
  others: Walks,
): Walks {
  const left = Uint8Array.from(needed);
  for (const item of net.free) left[item] = 0;
  const itemsOf = (step: number): readonly number[] =>
    net.lists[net.list[step] as number] as readonly number[];
  const cross = (walk: readonly number[]): void => {
    for (const step of walk) for (const item of itemsOf(step)) left[item] = 0;
  };
  walks.forEach(cross);
  if (!left.includes(1)) return walks;
  const out = waysOut(net, timing);
  const more: (readonly number[])[] = [];
  for (const other of others) {
    let zone: Zone | undefined = timing.start;
    let begin = 0;
    for (const [index, step] of other.entries()) {
      if (itemsOf(step).some((item) => left[item] === 1)) {
        const from = begin === 0 ? 0 : (net.to[other[begin - 1] as number] as number);
        const way = [...out.to(from), ...other.slice(begin, index + 1)];
        const isShort = out.depth(from) <= begin && isInTime([way], net, timing);
        const walk = isShort ? way : other.slice(0, index + 1);
        more.push(walk);
        cross(walk);
      }
      zone = zone && timing.after(zone, net.edge[step] as number);
      if (zone?.running.length === 0) begin = index + 1;
    }
  }
  return [...walks, ...more];
}
