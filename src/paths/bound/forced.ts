// A bound, and often the optimum, without a solver: if only one step covers an item, that step must be taken,
// and the postman's round over all such steps is no longer than any walks that cover everything.
import type { Net } from '../cover/criteria.ts';
import { postman, walksOf } from '../cover/postman.ts';
import type { Dual, Walks } from '../cover/walks.ts';
import { columnsOf } from './program.ts';

/** The shortest round over the steps that must be taken. */
export interface Forced {
  /** The proof of the bound, for `boundBy`. */
  readonly dual: Dual;
  /** The round itself. If its steps are connected, nothing shorter takes them all; time is ignored. */
  readonly walks: Walks;
}

/** The round over the steps that are the only ones to cover some item. */
export function forcedRound(net: Net, needed: Uint8Array): Forced {
  const free = new Set(net.free);
  /** The only column that covers each item; -1 if none was found yet, -2 if there are several. */
  const only = new Int32Array(net.items.length).fill(-1);
  for (const { step } of columnsOf(net)) {
    for (const item of net.lists[net.list[step] as number] as readonly number[]) {
      only[item] = only[item] === -1 ? step : -2;
    }
  }
  const wanted = new Uint8Array(net.to.length);
  const payer = new Map<number, number>();
  for (const [item, step] of only.entries()) {
    if (step < 0 || needed[item] === 0 || free.has(item)) continue;
    wanted[step] = 1;
    payer.set(step, item);
  }
  const round = postman(net, wanted);
  const { unit, potentials } = round.dual;
  const weights = Array.from(net.items, () => 0);
  for (let node = 0; node < net.size; node++) {
    for (let step = net.first[node] as number; step < (net.first[node + 1] as number); step++) {
      const item = payer.get(step);
      if (item === undefined) continue;
      const rise = (potentials[net.to[step] as number] as number) - (potentials[node] as number);
      weights[item] = unit - rise;
    }
  }
  raise(net, needed, { unit, potentials, weights });
  return { dual: { unit, potentials, weights }, walks: walksOf(net, round) };
}

/** Raises the price of each item by the least that the steps covering it have left. */
function raise(net: Net, needed: Uint8Array, { unit, potentials, weights }: Prices): void {
  const free = new Set(net.free);
  const left = new Int32Array(net.to.length);
  const covering: number[][] = net.items.map(() => []);
  for (let node = 0; node < net.size; node++) {
    for (let step = net.first[node] as number; step < (net.first[node + 1] as number); step++) {
      const rise = (potentials[net.to[step] as number] as number) - (potentials[node] as number);
      const list = net.lists[net.list[step] as number] as readonly number[];
      const paid = list.reduce((sum, item) => sum + (weights[item] as number), 0);
      left[step] = unit - rise - paid;
      for (const item of list) covering[item]?.push(step);
    }
  }
  for (const [item, steps] of covering.entries()) {
    if (needed[item] !== 1 || free.has(item)) continue;
    const by = steps.reduce((least, step) => Math.min(least, left[step] as number), unit);
    weights[item] = (weights[item] as number) + by;
    for (const step of steps) left[step] = (left[step] as number) - by;
  }
}

/** A dual solution that is still being made. */
type Prices = Dual & { readonly weights: number[] };
