import { byName, type CodeName, type Text } from '../../machines/codes.ts';
import { columns, fit } from '../base/columns.ts';
import { asksForRecovery } from './recovery.ts';
import { machinesText } from './machines-text.ts';
import {
  gapOf,
  hasCodes,
  measures,
  missesOf,
  shardOf,
  totalsOf,
  transitionTotals,
  type CodeCoverage,
  type CoverageReport,
  type Measure,
} from './report.ts';
import { part } from './total.ts';

/** The name of each measure. */
export const words: Readonly<Record<Measure, Text>> = {
  raised: { en: 'codes raised', zh: '触发的错误码' },
  reached: { en: 'reached a handler', zh: '送达处理函数' },
  recovered: { en: 'followed by recovery', zh: '之后恢复' },
  transitions: { en: 'transitions', zh: '转移' },
};

/** How often a code was followed by recovery; in brackets if the code asks for none. */
const recoveryOf = ({ name, recovered }: CodeCoverage): string =>
  asksForRecovery(name) ? String(recovered) : recovered === 0 ? '–' : `(${recovered})`;

const valueOf = (name: CodeName): string => {
  const { value, deprecated } = byName(name);
  return `${value}${deprecated ? '*' : ' '}`;
};

/** `42/42 codes raised · 42/42 reached a handler · ...`. */
export function summaryOf(report: CoverageReport, language: keyof Text = 'en'): string {
  const totals = totalsOf(report);
  return measures
    .map((measure) => `${part(totals[measure])} ${words[measure][language]}`)
    .join(' · ');
}

/** Each threshold that was missed, as a sentence. */
export const missTexts = (report: CoverageReport, language: keyof Text = 'en'): readonly string[] =>
  missesOf(report).map(
    ({ measure, percent, threshold }) =>
      `${words[measure][language]}${texts.miss[language]
        .replace('{percent}', String(percent))
        .replace('{all}', String(totalsOf(report)[measure].universe))
        .replace('{threshold}', String(threshold))}`,
  );

const texts = {
  heading: {
    en: 'Coverage of codes, {worlds} worlds{shard}',
    zh: '错误码覆盖率，{worlds} 个世界{shard}',
  },
  headingOne: { en: 'Coverage of codes, 1 world{shard}', zh: '错误码覆盖率，1 个世界{shard}' },
  code: { en: 'code', zh: '错误码' },
  raised: { en: 'raised', zh: '触发' },
  reached: { en: 'reached', zh: '送达' },
  recovered: { en: 'recovered', zh: '恢复' },
  miss: {
    en: ': {percent} % of {all}, below the threshold of {threshold} %',
    zh: '：{all} 个中的 {percent} %，低于阈值 {threshold} %',
  },
  transitions: { en: 'transitions: {list}', zh: '转移：{list}' },
  note: {
    en: 'A handler that was set counts as reached; whether it told anybody is known only if a subject reports it.',
    zh: '设置了处理函数就算送达；它是否告诉了谁，只有 subject 说明时才知道。',
  },
} as const satisfies Readonly<Record<string, Text>>;

const padStart = (text: string, size: number): string =>
  ' '.repeat(Math.max(0, size - columns(text))) + text;

/** The report for a terminal: a table of codes, and what was taken of each machine. */
export const toText = (report: CoverageReport, language: keyof Text = 'en'): string =>
  [
    ...(hasCodes(report) ? [codesText(report, language)] : []),
    ...machinesText(report, language),
  ].join('\n');

function codesText(report: CoverageReport, language: keyof Text): string {
  const say = (text: Text): string => text[language];
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
    say(report.worlds === 1 ? texts.headingOne : texts.heading)
      .replace('{worlds}', String(report.worlds))
      .replace('{shard}', shardOf(report)),
    `  ${fit(say(texts.code), 28)} ${padStart(say(texts.raised), 7)} ${padStart(say(texts.reached), 8)} ${padStart(say(texts.recovered), 10)}`,
    ...lines,
    say(texts.note),
    say(texts.transitions).replace(
      '{list}',
      lifecycles.map(([name, total]) => `${name} ${part(total)}`).join(', '),
    ),
    summaryOf(report, language),
    ...missTexts(report, language).map((text) => `✗ ${text}`),
    '',
  ].join('\n');
}

/** The report as JSON. */
export const toJSON = (report: CoverageReport): string => `${JSON.stringify(report, null, 2)}\n`;
