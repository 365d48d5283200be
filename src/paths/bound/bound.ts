// A lower bound on the length of any suite. The proof is a dual solution of a linear program: a price for
// every item and a height for every node, such that no step pays more than it costs. One pass over the
// steps checks that, however the solution was found.
//
// The program: walks are a flow. Every step costs 1, and so does a restart, which leads from any node
// back to the beginning; the last walk may end anywhere. The flow must take, for each item, at least one
// step that covers it.
import type { Dual } from '../cover/walks.ts';
import type { Criterion, Net } from '../cover/criteria.ts';
import { duals } from './duals.ts';

/** A bound, and how it is proven. */
export interface Bound {
  readonly steps: number;
  readonly is: 'exact' | 'lp' | 'trivial';
}

/** How a bound is proven: `exact` only if the suite is exactly that long. */
export const provenBy = (is: Bound['is'], steps: number, bound: number): Bound['is'] =>
  steps === bound ? 'exact' : is === 'exact' ? 'lp' : is;

/**
 * Checks a dual solution in one pass over the steps and returns the bound that it proves; undefined if
 * it proves none, for example because it was made for another graph.
 *
 * A step pays the prices of its items plus its rise in height. If no step or restart pays more than it
 * costs (1), anything that covers every item costs at least the sum of the prices, less what is gained
 * by ending somewhere other than at the start.
 */
export function boundBy(net: Net, needed: Uint8Array, dual: Dual): number | undefined {
  const { unit, potentials, weights } = dual;
  if (potentials.length !== net.size || weights.length !== net.items.length) return undefined;
  if (weights.some((weight) => weight < 0)) return undefined;
  const paid = net.lists.map((list) =>
    list.reduce((sum, item) => sum + (weights[item] as number), 0),
  );
  const origin = potentials[0] as number;
  let atEnd = 0;
  for (let node = 0; node < net.size; node++) {
    const height = potentials[node] as number;
    if (origin - height > unit) return undefined;
    atEnd = Math.max(atEnd, origin - height);
    for (let step = net.first[node] as number; step < (net.first[node + 1] as number); step++) {
      const rise = (potentials[net.to[step] as number] as number) - height;
      if (rise + (paid[net.list[step] as number] as number) > unit) return undefined;
    }
  }
  const free = new Set(net.free);
  const total = weights.reduce(
    (sum, weight, item) => sum + (needed[item] === 1 && !free.has(item) ? weight : 0),
    0,
  );
  return Math.max(0, Math.ceil((total - atEnd) / unit));
}

/** Which suite a dual solution is for. */
export interface DualKey {
  readonly model: string;
  readonly cover: Criterion;
  readonly legacy: boolean;
  /** Whether the net is the one that knows of time: see timed.ts. */
  readonly inTime?: boolean;
}

const numbers = (list: string): readonly number[] => list.split(',').map(Number);

/** The stored dual solution for a suite; undefined if there is none. */
export function dualFor({ model, cover, legacy, inTime = false }: DualKey): Dual | undefined {
  const text = duals[`${model} ${cover}${legacy ? ' legacy' : ''}${inTime ? ' in time' : ''}`];
  if (text === undefined) return undefined;
  const [unit = '', potentials = '', weights = ''] = text.split(';');
  return { unit: Number(unit), potentials: numbers(potentials), weights: numbers(weights) };
}

/** A bound that needs no proof: each step covers only so many items. */
export function trivialBound(net: Net, needed: Uint8Array): number {
  const free = new Set(net.free);
  const count = needed.reduce((sum, one, item) => sum + (one === 1 && !free.has(item) ? 1 : 0), 0);
  const most = net.lists.reduce(
    (best, list) => Math.max(best, list.filter((item) => needed[item] === 1).length),
    1,
  );
  return Math.ceil(count / most);
}
