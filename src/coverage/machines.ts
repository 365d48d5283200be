// The coverage of users' own machines by their own tests: the sum of what the test files counted,
// as text, and where it is below the thresholds.
import {
  machineMeasures,
  type MachineCounts,
  type MachineMeasure,
} from '../paths/xstate/machine-coverage.ts';

/** Minimum percentages for each machine, 0 to 100. */
export type MachineThresholds = Partial<Readonly<Record<MachineMeasure, number>>>;

/** A measure that a machine falls short of. */
export interface MachineMiss {
  readonly machine: string;
  readonly measure: MachineMeasure;
  readonly percent: number;
  readonly least: number;
}

/** What makes two machines the same: their name, and everything that is counted for them. */
const keysOf = (one: MachineCounts): string =>
  [one.machine, ...machineMeasures.flatMap((measure) => Object.keys(one[measure]))].join('\n');

/**
 * Adds what another test file has counted; machines with the same name and the same items are
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

/** `{ covered: 5, universe: 7 }`. */
const partOf = (counts: Readonly<Record<string, number>>) => {
  const all = Object.values(counts);
  return { covered: all.filter((count) => count > 0).length, universe: all.length };
};

const percentOf = (counts: Readonly<Record<string, number>>): number => {
  const { covered, universe } = partOf(counts);
  return universe === 0 ? 100 : (covered / universe) * 100;
};

/** Where machines are below the thresholds. */
export const machineMisses = (
  machines: readonly MachineCounts[],
  thresholds: MachineThresholds,
): readonly MachineMiss[] =>
  machines.flatMap((counts) =>
    machineMeasures.flatMap((measure) => {
      const least = thresholds[measure];
      const percent = percentOf(counts[measure]);
      if (least === undefined || percent >= least) return [];
      return [{ machine: counts.machine, measure, percent, least }];
    }),
  );

/** The most missing items that are listed by name. */
const namedMax = 5;

/** The items of a measure that were not taken. */
const missing = (counts: Readonly<Record<string, number>>): readonly string[] =>
  Object.keys(counts).filter((item) => counts[item] === 0);

/** The report as people read it. */
export function machinesText(
  machines: readonly MachineCounts[],
  misses: readonly MachineMiss[],
): string {
  if (machines.length === 0) {
    return (
      'error: thresholds for machines are set, but no machine was counted. ' +
      'Give your actors an inspector: createActor(machine, { inspect: inspectMachines(machine) })'
    );
  }
  const lines = machines.flatMap((counts) => {
    const parts = machineMeasures.map((measure) => {
      const { covered, universe } = partOf(counts[measure]);
      return `${covered}/${universe} ${measure}`;
    });
    const open = (['states', 'transitions'] as const).flatMap((measure) => {
      const items = missing(counts[measure]);
      if (items.length === 0) return [];
      const more = items.length > namedMax ? [`… ${items.length - namedMax} more`] : [];
      return [`    ${measure} not taken: ${[...items.slice(0, namedMax), ...more].join(', ')}`];
    });
    const actors = `${counts.actors} actor${counts.actors === 1 ? '' : 's'}`;
    return [`  ${counts.machine}: ${parts.join(', ')} by ${actors}`, ...open];
  });
  const short = misses.map(
    ({ machine, measure, percent, least }) =>
      `error: ${machine}: ${percent.toFixed(1)} % of ${measure} taken, but the threshold is ${least} %.`,
  );
  return ['Coverage of machines', ...lines, ...short].join('\n');
}
