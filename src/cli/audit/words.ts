// What a report says in a line, on a terminal as on the page.
import { byName, type CodeName, type Text } from '../../../machines/codes.ts';
import { sayIn, type Language } from '../../base/language.ts';
import { moments, type AuditReport, type Moment } from '../../judge/index.ts';
import type { WebManner } from '../../run/index.ts';

/** What marks a thing that one manner alone brings about. */
export const onlyWords = {
  documented: { en: 'only documented', zh: '仅文档方式' },
  '1.4.0': { en: 'only 1.4.0', zh: '仅 1.4.0' },
} as const satisfies Readonly<Record<WebManner, Text>>;

const unjudgedWords: Readonly<Record<WebManner, Text>> = {
  documented: {
    en: 'It cannot be judged as documented: {why}',
    zh: '按文档方式无法评判：{why}',
  },
  '1.4.0': {
    en: 'It cannot be judged in the manner of 1.4.0: {why}',
    zh: '按 1.4.0 的方式无法评判：{why}',
  },
};

/** That a manner is without a verdict, and why; one sentence, or none. */
export function unjudgedIn({ unjudged }: AuditReport): readonly Text[] {
  if (unjudged === undefined) return [];
  const { manner, why } = unjudged;
  const text = unjudgedWords[manner];
  return [{ en: sayIn('en', text, { why }), zh: sayIn('zh', text, { why }) }];
}

const summary: Text = {
  en: '{client}, {shape} shape{manners}: {wrong} of {all} codes wrong, {warned} to look at, {ok} fine, {untested} untested',
  zh: '{client}（{shape}{manners}）：{all} 个错误码中 {wrong} 个处理有误，{warned} 个需留意，{ok} 个正常，{untested} 个未测',
};

/** In which manners, behind the shape; the name of a client on 1.4.0 says it itself. */
const mannerWords = {
  both: { en: ' in both manners', zh: '，两种方式' },
  documented: { en: ' as documented', zh: '，文档方式' },
  '1.4.0': { en: '', zh: '' },
} as const satisfies Readonly<Record<WebManner | 'both', Text>>;

const onlyWrong: Readonly<Record<WebManner, Text>> = {
  documented: { en: '; wrong only as documented: {values}', zh: '；仅文档方式有误：{values}' },
  '1.4.0': { en: '; wrong only in 1.4.0: {values}', zh: '；仅 1.4.0 有误：{values}' },
};

/** The values of the codes that are wrong in one manner alone. */
const wrongOnly = ({ reactions }: AuditReport, manner: WebManner): string =>
  reactions
    .filter(({ verdict, only }) => verdict === 'wrong' && only === manner)
    .map(({ code }) => byName(code).value)
    .join(', ');

/** How many codes are wrong, to look at, fine and untested, and what differs between the manners. */
export const summaryOf = (report: AuditReport, language: Language): string => {
  const { client, shape, manners, wrong, warned, ok, untested, reactions } = report;
  const [manner, other] = manners;
  const said = other === undefined ? manner : 'both';
  const counts = sayIn(language, summary, {
    client,
    shape,
    manners: said === undefined ? '' : mannerWords[said][language],
    wrong,
    warned,
    ok,
    untested,
    all: reactions.length,
  });
  const differing = manners.map((one) => {
    const values = wrongOnly(report, one);
    return values === '' ? '' : sayIn(language, onlyWrong[one], { values });
  });
  return [counts, ...differing].join('');
};

/** The moments that a report speaks of, in order. */
export function momentsIn({ reactions }: AuditReport): readonly Moment[] {
  const used = new Set(reactions.flatMap(({ moments: list }) => list.map(({ moment }) => moment)));
  return (Object.keys(moments) as Moment[]).filter((moment) => used.has(moment));
}

/** A code, and the manner that alone brings something about with it. */
export interface CodeIn {
  readonly code: CodeName;
  readonly only?: WebManner | undefined;
}

/** The values of codes, each once; behind them those of one manner: `103; only 1.4.0: 105, 107`. */
export function codesIn(list: readonly CodeIn[], language: Language): string {
  const manners = Object.keys(onlyWords) as WebManner[];
  const seen = new Map<number, Set<WebManner>>();
  for (const { code, only } of list) {
    const { value } = byName(code);
    const known = seen.get(value) ?? new Set();
    for (const manner of only === undefined ? manners : [only]) known.add(manner);
    seen.set(value, known);
  }
  const values = (isThese: (of: ReadonlySet<WebManner>) => boolean): string =>
    [...seen].flatMap(([value, of]) => (isThese(of) ? value : [])).join(', ');
  const both = values((of) => of.size > 1);
  const parts = manners.map((manner) => {
    const own = values((of) => of.size === 1 && of.has(manner));
    return own === '' ? '' : `${onlyWords[manner][language]}: ${own}`;
  });
  return [both, ...parts].filter((part) => part !== '').join('; ');
}

/** Each piece of advice once, with the values of its codes. */
export function adviceIn({ advice }: AuditReport): readonly Text[] {
  const byText = new Map<string, { rule: string; why: Text; list: CodeIn[] }>();
  for (const { rule, why, ...where } of advice) {
    const known = byText.get(rule + why.en) ?? { rule, why, list: [] };
    known.list.push(where);
    byText.set(rule + why.en, known);
  }
  return [...byText.values()].map(({ rule, why, list }) => ({
    en: `${rule}: ${why.en} (${codesIn(list, 'en')})`,
    zh: `${rule}: ${why.zh} (${codesIn(list, 'zh')})`,
  }));
}
