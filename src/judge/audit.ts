// Judges a client: every code at every moment, checked against the rules.
import type { CodeName } from '../../machines/codes.ts';
import { readCode, show, unknownName, UsageError } from '../base/errors.ts';
import { checkOptions, type Kind } from '../base/given.ts';
import { checkSubject, type Subject } from '../run/index.ts';
import { casesOf, type Case, type CaseName } from './cases.ts';
import { learn } from './learned.ts';
import { standardNames, type Names } from './names.ts';
import { react, type CaseOutcome, type ReactOptions } from './react.ts';
import { reportOf, severities, type AuditAbout, type AuditReport } from './report.ts';
import { rules as standardRules } from './rules/index.ts';
import type { JudgeRule } from './rules/rule.ts';

/** The options of an audit. */
export interface AuditOptions {
  /** Only these codes. @default all 42 */
  readonly codes?: readonly CodeName[];
  /** The rules to check it against: `[...rules, mine]`. @default all of `rules` */
  readonly rules?: readonly JudgeRule[];
  /** The names of those rules to leave out. @default none */
  readonly off?: readonly string[];
  /** @default 1 */
  readonly seed?: number;
  /** The names that the client is given. @default alice, bob and the lobby */
  readonly names?: Names;
  /** Keeps the trace of each reaction that broke a rule, for the lines that show it. @default true */
  readonly keep?: boolean;
  /** Whether to run some cases twice, to see if the client behaves the same. @default true */
  readonly twice?: boolean;
  /** Whether each reaction comes with what happened, so that it can be shown. @default false */
  readonly traces?: boolean;
  /** The file of the subject, for the line that runs a case again. */
  readonly file?: string;
  /** Called with the progress. */
  readonly onProgress?: (done: number, all: number) => void;
}

const kinds = {
  codes: 'list',
  rules: 'list',
  off: 'list',
  seed: 'whole number',
  names: 'object',
  keep: 'flag',
  twice: 'flag',
  traces: 'flag',
  file: 'text',
  onProgress: 'function',
} as const satisfies Readonly<Record<keyof AuditOptions, Kind>>;

/** The rules to check. @throws {UsageError} if a rule to leave out does not exist */
export function rulesOf(
  where: string,
  { rules = standardRules, off = [] }: Pick<AuditOptions, 'rules' | 'off'>,
): readonly JudgeRule[] {
  const names = rules.map(({ name }) => name);
  for (const name of off) {
    if (!names.includes(name)) throw unknownName('judge.rule', where, 'rule', name, names);
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new UsageError('judge.rule', `${where}: two rules are called ${show(twice)}.`);
  }
  return rules.filter(({ name }) => !off.includes(name));
}

/** One in this many cases is run twice, to see whether the result is the same. */
const sampleEvery = 8;

/** An audit that has begun: what is known about the client, and the cases to run. */
export interface Prepared {
  readonly about: AuditAbout;
  /** The cases in order; those that are run twice come again at the end. */
  readonly cases: readonly CaseName[];
  readonly run: (at: number) => Promise<CaseOutcome>;
  /** Names that the client has left in the global scope. */
  readonly leaks: () => readonly string[];
}

/** Begins an audit. @throws {UsageError} as `audit` does */
export async function prepare<App>(
  subject: Subject<App>,
  options: AuditOptions = {},
): Promise<Prepared> {
  const where = 'audit';
  checkOptions(where, options, kinds);
  const checked = checkSubject(where, subject);
  const wanted = options.codes?.map((code) => readCode('judge.code', where, code));
  const rules = rulesOf(where, options);
  const {
    seed = 1,
    names = standardNames,
    keep: keeps = true,
    twice = true,
    traces = false,
  } = options;
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  const learned = await learn(checked, names, seed);
  const setting: ReactOptions = { seed, names, rules, keeps, traces };
  const all = casesOf(wanted);
  const again = all.filter(({ trouble }, at) => at % sampleEvery === 0 && trouble !== 'long');
  const cases: readonly Case[] = twice ? [...all, ...again] : all;
  const worst = new Map<string, number>();
  return {
    about: {
      client: checked.name,
      shape: learned.shape,
      seed,
      policies: checked.policy ?? {},
      sdk: checked.sdk,
      web: checked.web,
      file: options.file ?? 'SUBJECT',
    },
    cases: cases.map(({ code, moment, trouble }) => ({ code, moment, trouble })),
    run: async (at) => {
      const one = cases[at] as Case;
      const place = `${one.code} ${one.moment}`;
      // Of the cases of a moment, the first of the worst is shown: after a wrong one, no trace is needed.
      const isShown = at < all.length && (worst.get(place) ?? 0) < severities.wrong;
      const outcome = await react(one, checked, learned, { ...setting, keeps: keeps && isShown });
      const found = outcome.broken.map(({ verdict }) => severities[verdict]);
      worst.set(place, Math.max(worst.get(place) ?? 0, ...found));
      return outcome;
    },
    leaks: () => Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name)),
  };
}

/**
 * Judges a client: causes every code at each of the moments when it can come, keeps watching for ten
 * virtual minutes, and says what the client did, whether that is right, and how to see it again.
 *
 * The client runs in this process and on the world's clock: one that hangs also hangs the audit. The
 * command `sigsim audit FILE` can end such a client.
 *
 * @throws {UsageError} if it is not a subject, cannot log in, an option is unknown, or the global timers
 * belong to another world
 * @example
 * const report = await audit(subject);
 * report.wrong; // codes about which it does something that hurts its users
 */
export async function audit<App>(
  subject: Subject<App>,
  options: AuditOptions = {},
): Promise<AuditReport> {
  const { about, cases, run, leaks } = await prepare(subject, options);
  const outcomes: CaseOutcome[] = [];
  for (const at of cases.keys()) {
    outcomes.push(await run(at));
    options.onProgress?.(outcomes.length, cases.length);
  }
  return reportOf(outcomes, { ...about, leaks: leaks() });
}
