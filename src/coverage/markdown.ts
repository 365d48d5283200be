import type { CodeName } from '../../machines/codes.ts';
import { machineMeasures } from '../paths/xstate/machine-coverage.ts';
import { machineMissTexts, machineWords } from './machines-text.ts';
import { machineTotal, notTaken } from './machines.ts';
import {
  gapOf,
  hasCodes,
  lacksMachines,
  measures,
  shardOf,
  totalsOf,
  type CoverageReport,
} from './report.ts';
import { words } from './text.ts';
import { part, percentOf, type Total } from './total.ts';

/** Codes that are not fully covered, each with what is missing. */
const gapsOf = (report: CoverageReport): readonly (readonly [CodeName, string])[] =>
  report.codes.flatMap((code) => {
    const gap = gapOf(code);
    return gap === undefined ? [] : [[code.name, gap] as const];
  });

/** A row of a table: how much was covered, and whether that is enough. */
function rowOf(what: string, total: Total, threshold: number | undefined): string {
  const percent = percentOf(total);
  const verdict = percent < (threshold ?? 0) ? '❌' : '✅';
  const goal = threshold === undefined ? '' : `${verdict} ${threshold} %`;
  return `| ${what} | ${part(total)} | ${percent} % | ${goal} |`;
}

/** A heading, a table, and what is missing, folded. */
const sectionOf = (
  heading: string,
  rows: readonly string[],
  gaps: readonly string[],
): readonly string[] => [
  `### ${heading}`,
  '',
  '|  | covered |  | threshold |',
  '| --- | ---: | ---: | --- |',
  ...rows,
  '',
  ...(gaps.length === 0
    ? ['Nothing is missing.']
    : [
        '<details><summary>What is missing</summary>',
        '',
        ...gaps.map((gap) => `- ${gap}`),
        '',
        '</details>',
      ]),
  '',
];

/** A name as code in a table or a list, where a vertical line would begin another cell. */
const quoted = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

function machinesSection(report: CoverageReport): readonly string[] {
  if (lacksMachines(report)) return [`❌ ${machineMissTexts(report)[0] ?? ''}`, ''];
  if (report.machines.length === 0) return [];
  const { machines, machineThresholds } = report;
  const rows = machines.flatMap((counts) =>
    machineMeasures.map((measure) =>
      rowOf(
        `${quoted(counts.machine)} ${machineWords[measure].en}`,
        machineTotal(counts, measure),
        machineThresholds[measure],
      ),
    ),
  );
  const gaps = machines.flatMap((counts) =>
    (['states', 'transitions'] as const).flatMap((measure) =>
      notTaken(counts, measure).map((item) => `\`${counts.machine}\` not taken: \`${item}\``),
    ),
  );
  return sectionOf(`Coverage of machines${shardOf(report)}`, rows, gaps);
}

/** The report as Markdown, for the summary of a CI job. */
export function toMarkdown(report: CoverageReport): string {
  const totals = totalsOf(report);
  const rows = measures.map((measure) =>
    rowOf(words[measure].en, totals[measure], report.thresholds[measure]),
  );
  const gaps = gapsOf(report).map(([name, gap]) => `\`${name}\` ${gap}`);
  return [
    ...(hasCodes(report) ? sectionOf(`Coverage of codes${shardOf(report)}`, rows, gaps) : []),
    ...machinesSection(report),
  ].join('\n');
}
