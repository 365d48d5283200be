// The report of a run: codes × { raised, reached a handler, followed by recovery }, transitions, and the
// users' own machines. All counts can be added, so the reports of shards merge into the report of the whole run.
import { byName, codes, type CodeName } from '../../machines/codes.ts';
import { UsageError } from '../base/errors.ts';
import { machineMeasures, type MachineCounts } from '../paths/xstate/machine-coverage.ts';
import type { Harvest } from './harvest.ts';
import {
  addCounts,
  machineMisses,
  sortedCounts,
  type MachineMiss,
  type MachineThresholds,
} from './machines.ts';
import { asksForRecovery } from './recovery.ts';
import { percentOf, type Total } from './total.ts';
import { universe } from './universe.ts';

/** Version of the JSON form of a report. */
export const reportVersion = 3;

/** Minimum percentages, 0 to 100; a measure that is left out has no threshold. */
export interface Thresholds {
  readonly raised?: number;
  readonly reached?: number;
  readonly recovered?: number;
  readonly transitions?: number;
}

/** What a threshold can apply to, in the order of the report. */
export const measures = ['raised', 'reached', 'recovered', 'transitions'] as const;

/** One of `measures`. */
export type Measure = (typeof measures)[number];

/** A code in a report, with its counts. */
export interface CodeCoverage {
  readonly name: CodeName;
  readonly raised: number;
  readonly reached: number;
  readonly recovered: number;
  /** How often it was followed by something that may be recovery or may be another device. */
  readonly untold: number;
}

/** A report, as written to a file. */
export interface CoverageReport {
  readonly sigsim: 'coverage';
  readonly version: number;
  /** The shards that it covers, if it does not cover the whole run. */
  readonly shards?: { readonly count: number; readonly has: readonly number[] };
  /** False if the deprecated codes are left out. */
  readonly legacy: boolean;
  readonly thresholds: Thresholds;
  readonly worlds: number;
  /** The codes that count, in documented order. */
  readonly codes: readonly CodeCoverage[];
  /** How often each transition was taken, by lifecycle; those never taken are not listed. */
  readonly transitions: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly machineThresholds: MachineThresholds;
  /** How often each state, transition and pair of the users' own machines was taken. */
  readonly machines: readonly MachineCounts[];
}

/** How a run is reported. */
export interface ReportOptions {
  /** Count the six deprecated codes. @default true */
  readonly legacy?: boolean;
  readonly thresholds?: Thresholds;
  readonly shard?: { readonly index: number; readonly count: number };
  /** What was counted of the users' own machines. @default none */
  readonly machines?: readonly MachineCounts[];
  readonly machineThresholds?: MachineThresholds;
}

/**
 * The transitions that were taken, in the order of the universe, so that the order is always the
 * same.
 */
function inOrder(counts: ReadonlyMap<string, number>): CoverageReport['transitions'] {
  return Object.fromEntries(
    Object.entries(universe.ids).map(([lifecycle, ids]) => [
      lifecycle,
      Object.fromEntries(
        ids.flatMap((id) => {
          const count = counts.get(id);
          return count === undefined ? [] : [[id, count] as const];
        }),
      ),
    ]),
  );
}

/** The codes that a report counts, in documented order. */
export const codesOf = (legacy: boolean): readonly CodeName[] =>
  codes.filter(({ deprecated }) => legacy || !deprecated).map(({ name }) => name);

/** Builds the report from what was harvested. */
export function createReport(harvest: Harvest, options: ReportOptions = {}): CoverageReport {
  const { legacy = true, thresholds = {}, shard, machines = [], machineThresholds = {} } = options;
  const counts = new Map<string, number>();
  for (const [key, count] of Object.entries(harvest.steps)) {
    for (const id of universe.taken[key] ?? []) counts.set(id, (counts.get(id) ?? 0) + count);
  }
  return {
    sigsim: 'coverage',
    version: reportVersion,
    ...(shard !== undefined &&
      shard.count > 1 && { shards: { count: shard.count, has: [shard.index] } }),
    legacy,
    thresholds,
    worlds: harvest.worlds,
    codes: codesOf(legacy).map((name) => {
      const [raised, reached, recovered, untold] = harvest.codes[name] ?? [0, 0, 0, 0];
      return { name, raised, reached, recovered, untold };
    }),
    transitions: inOrder(counts),
    machineThresholds,
    machines: sortedCounts(machines),
  };
}

function mergeShards(
  a: CoverageReport['shards'],
  b: CoverageReport['shards'],
): CoverageReport['shards'] {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.count !== b.count) {
    throw new UsageError(
      'coverage.shards',
      `merge: one report is from a run of ${a.count} shards, another from a run of ${b.count}. Merge reports of the same run.`,
    );
  }
  const twice = a.has.find((index) => b.has.includes(index));
  if (twice !== undefined) {
    throw new UsageError(
      'coverage.shards',
      `merge: shard ${twice}/${a.count} was given twice. Give each file once.`,
    );
  }
  return { count: a.count, has: [...a.has, ...b.has].sort((x, y) => x - y) };
}

/**
 * Merges two reports. The order of merging does not matter; the reports of all shards of a run
 * merge into the report of the run.
 *
 * @throws {UsageError} if they were made with different options, or are of the same shard
 */
export function mergeReports(a: CoverageReport, b: CoverageReport): CoverageReport {
  const isAlike =
    a.legacy === b.legacy &&
    measures.every((m) => a.thresholds[m] === b.thresholds[m]) &&
    machineMeasures.every((m) => a.machineThresholds[m] === b.machineThresholds[m]);
  if (!isAlike) {
    throw new UsageError(
      'coverage.options',
      `merge: one report was made with ${optionsOf(a)}, another with ${optionsOf(b)}. ` +
        'Give the reporter the same options in every run.',
    );
  }
  const shards = mergeShards(a.shards, b.shards);
  const isWhole = shards === undefined || shards.has.length === shards.count;
  const counts = new Map<string, number>();
  for (const report of [a, b]) {
    for (const [id, count] of Object.values(report.transitions).flatMap(Object.entries<number>)) {
      counts.set(id, (counts.get(id) ?? 0) + count);
    }
  }
  const machines: MachineCounts[] = [];
  for (const report of [a, b]) addCounts(machines, report.machines);
  return {
    sigsim: 'coverage',
    version: reportVersion,
    ...(!isWhole && { shards }),
    legacy: a.legacy,
    thresholds: a.thresholds,
    worlds: a.worlds + b.worlds,
    codes: a.codes.map((mine, index) => {
      const other = b.codes[index] ?? mine; // Both list the same codes.
      return {
        name: mine.name,
        raised: mine.raised + other.raised,
        reached: mine.reached + other.reached,
        recovered: mine.recovered + other.recovered,
        untold: mine.untold + other.untold,
      };
    }),
    transitions: inOrder(counts),
    machineThresholds: a.machineThresholds,
    machines: sortedCounts(machines),
  };
}

/** The options of a report, by the names that the reporter has for them. */
const optionsOf = ({ legacy, thresholds, machineThresholds: machines }: CoverageReport): string =>
  JSON.stringify({ legacy, thresholds, ...(Object.keys(machines).length > 0 && { machines }) });

const count = (of: readonly CodeCoverage[], key: 'raised' | 'reached' | 'recovered'): Total => ({
  covered: of.filter((code) => code[key] > 0).length,
  universe: of.length,
});

/** How much of each measure was covered. */
export function totalsOf(report: CoverageReport): Readonly<Record<Measure, Total>> {
  const due = report.codes.filter(({ name }) => asksForRecovery(name));
  const lifecycles = Object.values(transitionTotals(report));
  return {
    raised: count(report.codes, 'raised'),
    reached: count(report.codes, 'reached'),
    recovered: count(due, 'recovered'),
    transitions: {
      covered: lifecycles.reduce((sum, { covered }) => sum + covered, 0),
      universe: lifecycles.reduce((sum, { universe: all }) => sum + all, 0),
    },
  };
}

/** How many transitions of each lifecycle were taken. */
export function transitionTotals(report: CoverageReport): Readonly<Record<string, Total>> {
  return Object.fromEntries(
    Object.entries(universe.ids).map(([lifecycle, ids]) => [
      lifecycle,
      {
        covered: Object.keys(report.transitions[lifecycle] ?? {}).length,
        universe: ids.length,
      },
    ]),
  );
}

/** A threshold that was not reached. */
export interface Miss {
  readonly measure: Measure;
  readonly percent: number;
  readonly threshold: number;
}

/** The thresholds that a report does not reach; a single shard has none. */
export function missesOf(report: CoverageReport): readonly Miss[] {
  if (report.shards !== undefined) return [];
  const totals = totalsOf(report);
  return measures.flatMap((measure) => {
    const threshold = report.thresholds[measure];
    const percent = percentOf(totals[measure]);
    return threshold === undefined || percent >= threshold ? [] : [{ measure, percent, threshold }];
  });
}

/** The thresholds that machines do not reach; a single shard has none. */
export const machineMissesOf = (report: CoverageReport): readonly MachineMiss[] =>
  report.shards === undefined ? machineMisses(report.machines, report.machineThresholds) : [];

/** Whether machines have thresholds, but none was counted. */
export const lacksMachines = ({ shards, machines, machineThresholds }: CoverageReport): boolean =>
  shards === undefined && machines.length === 0 && Object.keys(machineThresholds).length > 0;

/** Whether something is below a threshold. */
export const isBelow = (report: CoverageReport): boolean =>
  missesOf(report).length > 0 || machineMissesOf(report).length > 0 || lacksMachines(report);

/** Whether codes are worth a table: a run that has only machines needs none. */
export const hasCodes = (report: CoverageReport): boolean => {
  const { worlds, thresholds, machines, machineThresholds } = report;
  const asks = Object.keys(thresholds).length > 0;
  return worlds > 0 || asks || [...machines, ...Object.keys(machineThresholds)].length === 0;
};

/** Which shard the report is of, if it is of one. */
export const shardOf = ({ shards }: CoverageReport): string =>
  shards === undefined
    ? ''
    : `, shard ${shards.has.join(' and ')} of ${shards.count}: thresholds are checked by sigsim merge`;

/** Why a code is not covered; undefined if it is. */
export function gapOf({
  name,
  raised,
  reached,
  recovered,
  untold,
}: CodeCoverage): string | undefined {
  const { deprecated } = byName(name);
  if (raised === 0) {
    return deprecated ? 'never raised: create a world with { legacy: true }' : 'never raised';
  }
  if (reached === 0) return 'raised, but no handler was set for it, or the handler told nobody';
  if (recovered > 0 || !asksForRecovery(name)) return undefined;
  return untold > 0
    ? 'recovery is unclear: one account has two devices; world.device(name) tells them apart'
    : 'never followed by recovery';
}
