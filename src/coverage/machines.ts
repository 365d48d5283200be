// The coverage of users' own machines by their own tests: the sum of what the test files counted,
// and where it is below the thresholds.
import {
  machineMeasures,
  type MachineCounts,
  type MachineMeasure,
} from '../paths/xstate/machine-coverage.ts';
import { percentOf, type Total } from './total.ts';

/** Minimum percentages for each machine, 0 to 100. */
export type MachineThresholds = Partial<Readonly<Record<MachineMeasure, number>>>;

/** A measure that a machine falls short of. */
export interface MachineMiss {
  readonly machine: string;
  readonly measure: MachineMeasure;
  readonly total: Total;
  readonly percent: number;
  readonly threshold: number;
}

/**
 * What makes two machines the same: their name, states and transitions. Pairs do not count, since
 * one that the drawing does not show is listed only where it was taken.
 */
const keysOf = (one: MachineCounts): string =>
  JSON.stringify([one.machine, Object.keys(one.states), Object.keys(one.transitions)]);

/**
 * Adds what another test file has counted; machines with the same name, states and transitions are
 * merged.
 */
export function addCounts(into: MachineCounts[], more: readonly MachineCounts[]): void {
  for (const counts of more) {
    const known = into.find((one) => keysOf(one) === keysOf(counts));
    if (known === undefined) {
      into.push(structuredClone(counts));
      continue;
    }
    known.actors += counts.actors;
    for (const measure of machineMeasures) {
      for (const [item, count] of Object.entries(counts[measure])) {
        known[measure][item] = (known[measure][item] ?? 0) + count;
      }
    }
  }
}

const byText = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : Number(one > other);

/** The same counts in an order that does not depend on which test file was first. */
export const sortedCounts = (machines: readonly MachineCounts[]): readonly MachineCounts[] =>
  machines
    .map((one): [string, MachineCounts] => [
      keysOf(one),
      { ...one, pairs: Object.fromEntries(Object.entries(one.pairs).toSorted(byText)) },
    ])
    .toSorted(byText)
    .map(([, counts]) => counts);

/** `{ covered: 5, universe: 7 }`. */
export function machineTotal(counts: MachineCounts, measure: MachineMeasure): Total {
  const all = Object.values(counts[measure]);
  return { covered: all.filter((count) => count > 0).length, universe: all.length };
}

/** The items of a measure that were not taken. */
export const notTaken = (counts: MachineCounts, measure: MachineMeasure): readonly string[] =>
  Object.keys(counts[measure]).filter((item) => counts[measure][item] === 0);

/** Where machines are below the thresholds. */
export const machineMisses = (
  machines: readonly MachineCounts[],
  thresholds: MachineThresholds,
): readonly MachineMiss[] =>
  machines.flatMap((counts) =>
    machineMeasures.flatMap((measure) => {
      const threshold = thresholds[measure];
      const total = machineTotal(counts, measure);
      const percent = percentOf(total);
      if (threshold === undefined || percent >= threshold) return [];
      return [{ machine: counts.machine, measure, total, percent, threshold }];
    }),
  );
