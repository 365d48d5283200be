import type { CodeName } from '../../machines/codes.ts';
import { gapOf, measures, percentOf, totalsOf, type CoverageReport } from './report.ts';
import { part, shardOf, words } from './text.ts';

/** Codes that are not fully covered, each with what is missing. */
const gapsOf = (report: CoverageReport): readonly (readonly [CodeName, string])[] =>
  report.codes.flatMap((code) => {
    const gap = gapOf(code);
    return gap === undefined ? [] : [[code.name, gap] as const];
  });

/** The report as Markdown, for the summary of a CI job. */
export function toMarkdown(report: CoverageReport): string {
  const totals = totalsOf(report);
  const rows = measures.map((measure) => {
    const { [measure]: total } = totals;
    const threshold = report.thresholds[measure];
    const verdict = threshold === undefined ? '' : percentOf(total) < threshold ? '❌' : '✅';
    const goal = threshold === undefined ? '' : `${verdict} ${threshold} %`;
    return `| ${words[measure].en} | ${part(total)} | ${percentOf(total)} % | ${goal} |`;
  });
  const gaps = gapsOf(report);
  return [
    `### Coverage of codes${shardOf(report)}`,
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
          ...gaps.map(([name, gap]) => `- \`${name}\` ${gap}`),
          '',
          '</details>',
        ]),
    '',
  ].join('\n');
}
