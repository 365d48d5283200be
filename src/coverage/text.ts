import { byName, type CodeName } from '../../machines/codes.ts';
import { asksForRecovery } from './recovery.ts';
import {
  gapOf,
  measures,
  missesOf,
  totalsOf,
  transitionTotals,
  type CodeCoverage,
  type CoverageReport,
  type Measure,
  type Total,
} from './report.ts';

/** What each measure is called. */
export const words: Readonly<Record<Measure, string>> = {
  raised: 'codes raised',
  reached: 'reached a handler',
  recovered: 'followed by recovery',
  transitions: 'transitions',
};

/** `40/42`. */
export const part = ({ covered, universe }: Total): string => `${covered}/${universe}`;

/** How often a code was followed by recovery; in brackets where none is asked for. */
const recoveryOf = ({ name, recovered }: CodeCoverage): string =>
  asksForRecovery(name) ? String(recovered) : recovered === 0 ? '–' : `(${recovered})`;

const valueOf = (name: CodeName): string => {
  const { value, deprecated } = byName(name);
  return `${value}${deprecated ? '*' : ' '}`;
};

/** `42/42 codes raised · 42/42 reached a handler · ...`. */
export function summaryOf(report: CoverageReport): string {
  const totals = totalsOf(report);
  return measures.map((measure) => `${part(totals[measure])} ${words[measure]}`).join(' · ');
}

/** Each threshold that was missed, as a sentence. */
export const missTexts = (report: CoverageReport): readonly string[] =>
  missesOf(report).map(
    ({ measure, percent, threshold }) =>
      `${words[measure]}: ${percent} % of ${totalsOf(report)[measure].universe}, below the threshold of ${threshold} %`,
  );

/** Which shard it is of, where it is of one. */
export const shardOf = ({ shards }: CoverageReport): string =>
  shards === undefined
    ? ''
    : `, shard ${shards.has.join(' and ')} of ${shards.count}: thresholds wait for sigsim merge`;

/** What a report can see, and what it cannot. */
const reachedNote =
  'A handler that was set counts as reached; whether it told anybody is seen where a subject says so.';

/** The report as a table for a terminal. */
export function toText(report: CoverageReport): string {
  const lines = report.codes.map((code) => {
    const gap = gapOf(code);
    return [
      `${valueOf(code.name).padStart(6)} ${code.name.padEnd(24)}`,
      String(code.raised).padStart(6),
      String(code.reached).padStart(8),
      recoveryOf(code).padStart(10),
      ...(gap === undefined ? [] : [` ${gap}`]),
    ].join(' ');
  });
  const lifecycles = Object.entries(transitionTotals(report));
  return [
    `Coverage of codes, ${report.worlds} world${report.worlds === 1 ? '' : 's'}${shardOf(report)}`,
    `  code                          raised  reached  recovered`,
    ...lines,
    reachedNote,
    `transitions: ${lifecycles.map(([name, total]) => `${name} ${part(total)}`).join(', ')}`,
    summaryOf(report),
    ...missTexts(report).map((text) => `✗ ${text}`),
    '',
  ].join('\n');
}

/** The report as JSON. */
export const toJSON = (report: CoverageReport): string => `${JSON.stringify(report, null, 2)}\n`;
