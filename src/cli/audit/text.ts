// A report as people read it: what to do first, the matrix, and each fault with the lines that show it.
import { byName } from '../../../machines/codes.ts';
import { fit } from '../../base/columns.ts';
import { moments, type AuditReport, type CodeReaction, type Verdict } from '../../judge/index.ts';
import { sayIn, type Language } from '../../base/language.ts';
import { hang } from '../hang.ts';
import {
  adviceIn,
  codesIn,
  momentsIn,
  onlyWords,
  summaryOf,
  unjudgedIn,
  type CodeIn,
} from './words.ts';
import type { Output } from '../output.ts';

const marks: Readonly<Record<Verdict, string>> = { ok: '✓', warn: '!', wrong: '✗', untested: '·' };
const words = {
  wrong: { en: 'wrong', zh: '错误' },
  warn: { en: 'to look at', zh: '需留意' },
  ok: { en: 'fine', zh: '正常' },
  untested: { en: 'untested', zh: '未测' },
  advice: { en: 'Advice', zh: '建议' },
  first: { en: 'What to fix first', zh: '先改这些' },
  own: { en: 'by its own policy', zh: '按自定策略' },
  differs: {
    en: 'Not deterministic: {code} ({moment}) went differently when it was run again: {first} the first time, {second} the second.',
    zh: '行为不确定：重做一次，{code}（{moment}）结果不同：先是 {first}，后是 {second}。',
  },
  leaks: {
    en: 'It left names in the global scope between its reactions: {names}.',
    zh: '它在全局留下了名字：{names}。',
  },
} as const;

const countOf = (list: readonly CodeIn[]): number =>
  new Set(list.map(({ code }) => byName(code).value)).size;

/** How many rules the summary names. */
const firstMax = 5;

/** The rules that were broken, the worst and the most frequent first, with their codes. */
function faultsOf({ reactions }: AuditReport) {
  const faults = new Map<
    string,
    {
      why: CodeReaction['why'];
      isWrong: boolean;
      codes: CodeIn[];
      page: string | undefined;
      replay: string;
    }
  >();
  for (const { code, moments: list } of reactions) {
    for (const moment of list) {
      for (const { rule, verdict, why, only, shown } of moment.broken) {
        const { page, replay } = shown ?? moment;
        if (verdict === 'advice') continue;
        const isWrong = verdict === 'wrong';
        const known = faults.get(rule) ?? { why, isWrong, codes: [], page, replay };
        known.codes.push({ code, only });
        if (isWrong && !known.isWrong) Object.assign(known, { why, isWrong, page, replay });
        faults.set(rule, known);
      }
    }
  }
  return [...faults].toSorted(
    ([, a], [, b]) => Number(b.isWrong) - Number(a.isWrong) || countOf(b.codes) - countOf(a.codes),
  );
}

/** A report as text. `file` is the subject's. */
export function auditText(report: AuditReport, language: Language, output: Output): string {
  const { paint, width } = output;
  const say = (text: { readonly en: string; readonly zh: string }, places = {}): string =>
    sayIn(language, text, places);
  const paints = {
    ok: paint.green,
    warn: paint.yellow,
    wrong: paint.red,
    untested: paint.dim,
  } as const;
  const faults = faultsOf(report);
  const shown = momentsIn(report);
  const advice = adviceIn(report).map((text) => hang('  ', say(text), width));
  const row = ({ code, moments: list, verdict, only, did, policy }: CodeReaction): string => {
    const cells = shown.map((moment) => {
      const one = list.find((other) => other.moment === moment);
      return one === undefined ? ' ' : paints[one.verdict](marks[one.verdict]);
    });
    const own = policy === undefined ? '' : ` (${say(words.own)}: ${policy.reason})`;
    const value = String(byName(code).value).padStart(4);
    const head = `${paints[verdict](marks[verdict])} ${value}  ${fit(code, 24)} ${cells.join(' ')}  `;
    const mark = only === undefined ? '' : ` (${say(onlyWords[only])})`;
    return hang(head, did[language] + mark + own, width, paint.dim);
  };
  const legend = shown.map((moment, at) => `${at + 1} ${say(moments[moment])}`);
  const numbers = `${' '.repeat(33)}${shown.map((_, at) => at + 1).join(' ')}`;
  return [
    ...(faults.length === 0 ? [] : [paint.bold(say(words.first)), '']),
    ...faults
      .slice(0, firstMax)
      .flatMap(([rule, { why, isWrong, codes, replay, page }]) => [
        `${isWrong ? paint.red('✗') : paint.yellow('!')} ${paint.bold(rule)}  ${codesIn(codes, language)}`,
        hang('    ', say(why), width),
        paint.dim(`    ${replay}`),
        ...(page === undefined ? [] : [paint.dim(`    ${page}`)]),
      ]),
    ...(faults.length > firstMax
      ? [
          `  … ${faults
            .slice(firstMax)
            .map(([rule]) => rule)
            .join(', ')}`,
        ]
      : []),
    '',
    ...legend.map((line) => paint.dim(line)),
    numbers,
    ...report.reactions.map(row),
    '',
    ...(advice.length === 0 ? [] : [say(words.advice), ...advice, '']),
    ...report.differs
      .slice(0, 1)
      .map((one) => paint.yellow(say(words.differs, { ...one, moment: say(moments[one.moment]) }))),
    ...(report.leaks.length === 0
      ? []
      : [paint.yellow(say(words.leaks, { names: report.leaks.join(', ') }))]),
    ...unjudgedIn(report).map((text) => paint.red(say(text))),
    summaryOf(report, language),
  ].join('\n');
}
