import { machineMeasures, type MachineCounts } from '../paths/xstate/machine-coverage.ts';
import { machineMissText, machineMissTexts, machineWords } from './machines-text.ts';
import { machineMisses, machineTotal } from './machines.ts';
import {
  gapOf,
  hasCodes,
  lacksMachines,
  measures,
  missesOf,
  type CoverageReport,
} from './report.ts';
import { missTexts, words } from './text.ts';
import { part } from './total.ts';

/** A text, escaped for XML. */
export const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    // Other control characters cannot be in XML, not even escaped.
    // oxlint-disable-next-line no-control-regex -- these are what is looked for.
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD');

/** A test case; `skipped` or `failure` with a message if it did not pass. */
interface Case {
  readonly name: string;
  readonly skipped?: string | undefined;
  readonly failure?: string | undefined;
}

/** A suite of cases, with its properties. */
function suiteOf(
  name: string,
  cases: readonly Case[],
  properties: Readonly<Record<string, string>> = {},
): readonly string[] {
  const count = (key: 'skipped' | 'failure'): number =>
    cases.filter((one) => one[key] !== undefined).length;
  const given = Object.entries(properties).map(
    ([key, value]) => `      <property name="${key}" value="${escaped(value)}"/>`,
  );
  return [
    `  <testsuite name="${escaped(name)}" tests="${cases.length}" failures="${count('failure')}" skipped="${count('skipped')}">`,
    ...(given.length === 0 ? [] : ['    <properties>', ...given, '    </properties>']),
    ...cases.map((one) => {
      const open = `    <testcase classname="${escaped(name)}" name="${escaped(one.name)}"`;
      const key = (['skipped', 'failure'] as const).find((word) => one[word] !== undefined);
      return key === undefined
        ? `${open}/>`
        : `${open}><${key} message="${escaped(one[key] ?? '')}"/></testcase>`;
    }),
    '  </testsuite>',
  ];
}

/** One case per state and per transition; pairs, which are many, only as a figure. */
function suiteOfMachine(counts: MachineCounts): readonly string[] {
  const cases = (['states', 'transitions'] as const).flatMap((measure) =>
    Object.entries(counts[measure]).map(([item, count]) => ({
      // The state of the whole machine has no name of its own.
      name: `${measure}: ${item === '' ? counts.machine : item}`,
      skipped: count === 0 ? 'not taken' : undefined,
    })),
  );
  const figures = machineMeasures.map((one) => [one, part(machineTotal(counts, one))] as const);
  return suiteOf(`sigsim.machines.${counts.machine}`, cases, {
    actors: String(counts.actors),
    ...Object.fromEntries(figures),
  });
}

/** One case per threshold; thresholds do not apply to a single shard. */
function thresholdCases(report: CoverageReport): readonly Case[] {
  if (report.shards !== undefined) return [];
  const misses = missesOf(report);
  const ofCodes = measures
    .filter((measure) => report.thresholds[measure] !== undefined)
    .map((measure) => ({
      name: words[measure].en,
      failure: missTexts(report)[misses.findIndex((miss) => miss.measure === measure)],
    }));
  if (lacksMachines(report)) {
    return [...ofCodes, { name: 'machines', failure: machineMissTexts(report)[0] }];
  }
  const ofMachines = report.machines.flatMap((counts) =>
    machineMeasures.flatMap((measure) => {
      const threshold = report.machineThresholds[measure];
      if (threshold === undefined) return [];
      const [miss] = machineMisses([counts], { [measure]: threshold });
      return {
        name: `${counts.machine}: ${machineWords[measure].en}`,
        failure: miss && machineMissText(miss),
      };
    }),
  );
  return [...ofCodes, ...ofMachines];
}

/**
 * The report as JUnit XML: one case per code and per state and transition of a machine, skipped if
 * something is missing; one case per threshold.
 */
export function toJUnit(report: CoverageReport): string {
  const ofCodes = report.codes.map((code) => ({ name: code.name, skipped: gapOf(code) }));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...(hasCodes(report) ? suiteOf('sigsim.codes', ofCodes) : []),
    ...report.machines.flatMap(suiteOfMachine),
    ...suiteOf('sigsim.thresholds', thresholdCases(report)),
    '</testsuites>',
    '',
  ].join('\n');
}
