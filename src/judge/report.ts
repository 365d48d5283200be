// The result of an audit: one reaction for each code, and all that led to it.
import { codes, type CodeName, type Text } from '../../machines/codes.ts';
import { checkGiven, isObject } from '../base/given.ts';
import type { Recorded } from '../trace/trace.ts';
import type { WebManner, OwnPolicy, Subject } from '../run/subject.ts';
import { moments, type Moment } from './moments.ts';
import type { CaseName } from './cases.ts';
import type { Broken, CaseOutcome } from './react.ts';

/** The verdicts on a reaction, best first; `untested` says nothing. */
export const verdicts = ['untested', 'ok', 'warn', 'wrong'] as const;

/** The verdict on a reaction. */
export type Verdict = (typeof verdicts)[number];

/** What a client did about a code at one moment. */
export interface MomentReaction {
  readonly moment: Moment;
  readonly did: Text;
  readonly verdict: Verdict;
  /** The worst rule that it broke; undefined if it broke none. */
  readonly rule: string | undefined;
  /** Every rule that it broke, the worst first, including advice. */
  readonly broken: readonly Broken[];
  /** The reason for the verdict, in a sentence. */
  readonly why: Text;
  /** The command that makes it happen again, and the one that shows it on the page, if there is a trace. */
  readonly replay: string;
  readonly page: string | undefined;
  /** What happened, if the audit was asked for it. */
  readonly trace?: Recorded | undefined;
  /** The only manner of the web shape that leads to the verdict, if it was judged in both. */
  readonly only?: WebManner | undefined;
}

/** What a client did about a code: the worst of its moments. */
export interface CodeReaction extends Omit<MomentReaction, 'moment' | 'broken' | 'trace'> {
  readonly code: CodeName;
  readonly moments: readonly MomentReaction[];
  /** The subject's own policy for the code, if it has one. */
  readonly policy: OwnPolicy | undefined;
}

/** Something that could be better, but is not a fault. */
export interface Advice {
  readonly code: CodeName;
  readonly moment: Moment;
  readonly rule: string;
  readonly why: Text;
  /** The only manner that gives a reason for it, if it was judged in both. */
  readonly only?: WebManner;
}

/** A manner in which a client could not be judged. */
export interface Unjudged {
  readonly manner: WebManner;
  /** What prevented it, in English: it made no login there, or threw. */
  readonly why: string;
}

/** The result of an audit. */
export interface AuditReport {
  readonly client: string;
  readonly shape: 'web' | 'native';
  /** The manners of the web shape in which it was judged; none in the native shape. */
  readonly manners: readonly WebManner[];
  /** Set if it should have been judged in another manner as well, but could not be. */
  readonly unjudged?: Unjudged;
  readonly seed: number;
  readonly reactions: readonly CodeReaction[];
  /** How many codes are `wrong`, `warn`, `ok` and `untested`. */
  readonly wrong: number;
  readonly warned: number;
  readonly ok: number;
  readonly untested: number;
  readonly advice: readonly Advice[];
  /** Where the client behaved differently when the same was done again. */
  readonly differs: readonly Difference[];
  /** What it left behind in the process, between its reactions. */
  readonly leaks: readonly string[];
}

/** The first thing that was different when a case was run again. */
export interface Difference {
  readonly code: CodeName;
  readonly moment: Moment;
  readonly first: string;
  readonly second: string;
}

/** How much each verdict on a broken rule matters. */
export const severities = { advice: 0, warn: 1, wrong: 2 } as const;

const verdictOf = (broken: readonly Broken[]): Verdict => {
  const [worst] = broken;
  return worst === undefined || worst.verdict === 'advice' ? 'ok' : worst.verdict;
};

const fine: Text = { en: 'as it should be', zh: '符合预期' };

function momentOf(
  outcomes: readonly CaseOutcome[],
  again: (one: CaseOutcome) => string,
  isOnWire: boolean,
): MomentReaction {
  const tested = outcomes.filter(({ untested }) => untested === undefined);
  const [first] = tested.length > 0 ? tested : outcomes;
  if (first === undefined) throw new RangeError('a moment without a case');
  const { moment } = first;
  if (first.untested !== undefined) {
    const why = first.untested;
    const did = { en: '–', zh: '–' };
    return {
      moment,
      did,
      verdict: 'untested',
      rule: undefined,
      broken: [],
      why,
      replay: again(first),
      page: undefined,
    };
  }
  const broken = tested
    .flatMap((outcome) => outcome.broken.map((one) => ({ one, outcome })))
    .toSorted((a, b) => severities[b.one.verdict] - severities[a.one.verdict]);
  const shown = broken[0]?.outcome ?? first;
  const all = broken.map(({ one }) => one);
  const verdict = verdictOf(all);
  const { file } = shown;
  return {
    moment,
    did: shown.did,
    verdict,
    rule: verdict === 'ok' ? undefined : all[0]?.rule,
    broken: all.filter(({ rule }, at) => all.findIndex((other) => other.rule === rule) === at),
    why: all[0]?.why ?? fine,
    replay: file === undefined || isOnWire ? again(shown) : `npx sigsim replay ${file}`,
    page: file === undefined ? undefined : `npx sigsim page ${file}`,
    ...(shown.trace !== undefined && { trace: shown.trace }),
  };
}

/** What is known about an audit before its first case. */
export interface AuditAbout extends Pick<AuditReport, 'client' | 'shape' | 'seed'> {
  /** The subject's own policies. */
  readonly policies: Readonly<Partial<Record<CodeName, OwnPolicy>>>;
  /** Set if it ran on the published Web SDK: such traces are not replayed. */
  readonly sdk?: Subject['sdk'] | undefined;
  /** Set if the subject says that its client is only for that manner. */
  readonly web?: Subject['web'] | undefined;
  /** The file of the subject, for the line that runs a case again. */
  readonly file: string;
}

/** The flags that select the SDK on a command line. */
const sdkFlags = (sdk: Subject['sdk']): string => {
  if (sdk === undefined) return '';
  return sdk === 'real' ? ' --sdk real' : ` --sdk web --web ${sdk}`;
};

/** The first difference between two runs of a case. */
function differenceOf(first: CaseOutcome, second: CaseOutcome): Difference | undefined {
  const { code, moment } = first;
  const most = Math.max(first.calls.length, second.calls.length);
  for (let at = 0; at < most; at++) {
    const [one = 'nothing more', other = 'nothing more'] = [first.calls[at], second.calls[at]];
    if (one !== other) return { code, moment, first: one, second: other };
  }
  return undefined;
}

const isSame = (one: CaseName, other: CaseName): boolean =>
  one.code === other.code && one.moment === other.moment && one.trouble === other.trouble;

/** The reaction to a code: the worst of those at its moments. */
export function codeOf(
  code: CodeName,
  list: readonly MomentReaction[],
  policy: OwnPolicy | undefined,
): CodeReaction {
  const worst = list.toSorted(
    (a, b) => verdicts.indexOf(b.verdict) - verdicts.indexOf(a.verdict),
  )[0] as MomentReaction; // There is a case, so there is a moment.
  const { moment: _moment, broken: _broken, trace: _trace, ...said } = worst;
  return { code, ...said, moments: list, policy };
}

/** How many codes have each verdict. */
export function tallyOf(
  reactions: readonly CodeReaction[],
): Pick<AuditReport, 'wrong' | 'warned' | 'ok' | 'untested'> {
  const count = (verdict: Verdict): number =>
    reactions.filter((one) => one.verdict === verdict).length;
  return {
    wrong: count('wrong'),
    warned: count('warn'),
    ok: count('ok'),
    untested: count('untested'),
  };
}

/** Those of the broken rules that are advice. */
export const adviceOf = (reactions: readonly CodeReaction[]): readonly Advice[] =>
  reactions.flatMap(({ code, moments: list }) =>
    list.flatMap(({ moment, broken }) =>
      broken
        .filter(({ verdict }) => verdict === 'advice')
        .map(({ rule, why, only }) => ({
          code,
          moment,
          rule,
          why,
          ...(only !== undefined && { only }),
        })),
    ),
  );

/** Rules of a moment that only one manner breaks, with that manner; undefined if there are none. */
function ruleOnly(broken: readonly Broken[]): Readonly<Record<string, WebManner>> | undefined {
  const list = broken.flatMap(({ rule, verdict, only }) =>
    only === undefined || verdict === 'advice' ? [] : [[rule, only] as const],
  );
  return list.length === 0 ? undefined : Object.fromEntries(list);
}

/** Makes a report from the results of the cases; one that is there twice was run twice. */
export function reportOf(
  all: readonly CaseOutcome[],
  { policies, file, sdk, web: _web, ...about }: AuditAbout & Pick<AuditReport, 'leaks'>,
): AuditReport {
  checkGiven('reportOf', all, Array.isArray(all), 'a list', 'Pass what run() of prepare() gave.');
  const outcomes = all.filter((one, at) => all.findIndex((other) => isSame(one, other)) === at);
  const differs = all.flatMap((second, at) => {
    const first = outcomes.find((one) => isSame(one, second));
    const isFirst = first === undefined || all.indexOf(first) === at;
    return (isFirst ? undefined : differenceOf(first, second)) ?? [];
  });
  const again = ({ code }: CaseOutcome): string =>
    `npx sigsim audit ${file} --code ${code}${sdkFlags(sdk)}`;
  const order = Object.keys(moments);
  const reactions = codes.flatMap(({ name: code }): readonly CodeReaction[] => {
    const own = outcomes.filter((outcome) => outcome.code === code);
    if (own.length === 0) return [];
    const names = [...new Set(own.map((outcome) => outcome.moment))].toSorted(
      (a, b) => order.indexOf(a) - order.indexOf(b),
    );
    const list = names.map((moment) =>
      momentOf(
        own.filter((outcome) => outcome.moment === moment),
        again,
        sdk !== undefined,
      ),
    );
    return [codeOf(code, list, policies[code])];
  });
  const manner = sdk === undefined ? 'documented' : '1.4.0';
  return {
    ...about,
    manners: about.shape === 'web' ? [manner] : [],
    differs,
    reactions,
    ...tallyOf(reactions),
    advice: adviceOf(reactions),
  };
}

/** Refuses what is not a report, and says what to pass. @throws {UsageError} if it is not one */
export function checkReport(where: string, report: unknown, pass: string): void {
  const isReport = isObject(report) && Array.isArray(report['reactions']);
  checkGiven(where, report, isReport, 'the report of an audit', pass);
}

/** A report as JSON, with its texts in English. @throws {UsageError} if it is not a report */
export function reportJSON(report: AuditReport): object {
  checkReport('reportJSON', report, 'Pass what audit() returned.');
  const { reactions, advice, differs, leaks, warned, ...rest } = report;
  return {
    ...rest,
    warned,
    reactions: reactions.map(
      ({ code, did, verdict, only, why, rule, replay, page, moments: list, policy }) => ({
        code,
        did: did.en,
        verdict,
        only,
        why: why.en,
        rule,
        replay,
        page,
        ...(policy !== undefined && { policy }),
        moments: list.map((one) => ({
          moment: one.moment,
          did: one.did.en,
          verdict: one.verdict,
          only: one.only,
          rule: one.rule,
          rules: one.broken.flatMap(({ verdict: said, rule: name }) =>
            said === 'advice' ? [] : [name],
          ),
          ruleOnly: ruleOnly(one.broken),
          why: one.why.en,
          replay: one.replay,
          page: one.page,
        })),
      }),
    ),
    advice: advice.map((one) => ({ ...one, why: one.why.en })),
    differs,
    leaks,
  };
}
