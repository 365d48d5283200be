// What a report says in a line, on a terminal as on the page.
import { byName, type Text } from '../../../machines/codes.ts';
import { sayIn, type Language } from '../../base/language.ts';
import { moments, type AuditReport, type Moment } from '../../judge/index.ts';

const summary: Text = {
  en: '{client}, {shape} shape: {wrong} of {all} codes wrong, {warned} to look at, {ok} fine, {untested} untested',
  zh: '{client}（{shape}）：{all} 个错误码中 {wrong} 个处理有误，{warned} 个需留意，{ok} 个正常，{untested} 个未测',
};

/** How many codes are wrong, to look at, fine and untested. */
export const summaryOf = (report: AuditReport, language: Language): string => {
  const { client, shape, wrong, warned, ok, untested, reactions } = report;
  return sayIn(language, summary, {
    client,
    shape,
    wrong,
    warned,
    ok,
    untested,
    all: reactions.length,
  });
};

/** The moments that a report speaks of, in order. */
export function momentsIn({ reactions }: AuditReport): readonly Moment[] {
  const used = new Set(reactions.flatMap(({ moments: list }) => list.map(({ moment }) => moment)));
  return (Object.keys(moments) as Moment[]).filter((moment) => used.has(moment));
}

/** Each piece of advice once, with the values of its codes. */
export function adviceIn({ advice }: AuditReport): readonly Text[] {
  const byText = new Map<string, { rule: string; why: Text; values: Set<number> }>();
  for (const { rule, why, code } of advice) {
    const known = byText.get(rule + why.en) ?? { rule, why, values: new Set() };
    known.values.add(byName(code).value);
    byText.set(rule + why.en, known);
  }
  return [...byText.values()].map(({ rule, why, values }) => ({
    en: `${rule}: ${why.en} (${[...values].join(', ')})`,
    zh: `${rule}: ${why.zh} (${[...values].join(', ')})`,
  }));
}
