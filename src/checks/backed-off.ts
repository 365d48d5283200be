import { byName, type CodeName, type Policy, type Text } from '../../machines/codes.ts';
import { msOfDuration, type Duration } from '../base/duration.ts';
import { checkKeys, show, unknownName, UsageError } from '../base/errors.ts';
import { joinSentences } from '../base/language.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';
import { tell } from './evidence.ts';
import { voiceOf, type LanguageOptions, type Voice } from './lang.ts';
import type { OperationName } from '../../machines/lifecycles.ts';
import { attemptsOf, operationNames } from './operations.ts';
import { pushTo } from './presence.ts';
import { accountOf, worldOf } from './world-of.ts';

/**
 * How a client should wait between two attempts: `{ first: '1 s', factor: 2, cap: '60 s', jitter:
 * 0.5 }`.
 */
export interface BackOffPolicy {
  /** The wait after the first failure. */
  readonly first: Duration;
  /** Each wait is this many times the one before. @default 2 */
  readonly factor?: number;
  /** The longest wait of the policy. @default none */
  readonly cap?: Duration;
  /**
   * A wait may differ by this fraction of it, either way: 0.5 allows 1 s to 3 s for 2 s. @default
   * 0
   */
  readonly jitter?: number;
  /** The most attempts in a row that may fail, the first included. @default none */
  readonly attemptsMax?: number;
}

/** Which attempts are measured: whose, and at what. */
export interface BackedOffOptions extends LanguageOptions {
  /** Only those of this account. */
  readonly account?: string;
  /** What is tried. @default 'login' */
  readonly operation?: OperationName;
}

const optionNames: readonly string[] = [
  'account',
  'operation',
  'lang',
] satisfies (keyof BackedOffOptions)[];

/** A wait: from the callback that reported a failed attempt to the next attempt at the same thing. */
interface Wait {
  readonly account: string;
  /** The attempt that it led to; the first of a row is 1. */
  readonly attempt: number;
  /** The place in the trace of the attempt that it led to. */
  readonly index: number;
  readonly failedAt: number;
  /** The code with which the attempt before failed; undefined if no answer had come. */
  readonly code: CodeName | undefined;
  readonly ms: number;
}

/** Attempts at the same thing since the last success, by one account in one session. */
interface Row {
  /** The place in the trace of the last of it. */
  last: number;
  calls: number;
  waits: number;
  failure: { readonly at: number; readonly code: CodeName | undefined } | undefined;
}

/** Timers count whole milliseconds, so a wait may be off by one. */
const toleranceMs = 1;

const policyOf = (code: CodeName | undefined) =>
  code === undefined ? undefined : byName(code).policy;

/** What a code asks for, if that is not a back-off. */
const asks: Readonly<Record<Exclude<Policy, 'backOff'>, Text>> = {
  none: { en: 'asks for nothing', zh: '不要求做任何事' },
  ignore: { en: 'asks for nothing', zh: '不要求做任何事' },
  refreshToken: { en: 'asks for a fresh token', zh: '要求换用新的 Token' },
  fix: { en: 'asks to fix the program, not to try again', zh: '要求修正程序，而不是重试' },
  askUser: { en: 'asks that the user decide', zh: '要求由用户决定' },
  longDelay: { en: 'asks for few attempts, far apart', zh: '要求少试几次、间隔拉长' },
  redial: { en: 'asks that the user call again', zh: '要求由用户重新呼叫' },
};

const texts = {
  whatBy: { en: '{operation} by {account}', zh: '{account} 的 {operation}' },
  other: {
    en:
      'No wait to measure: {count} attempts at {what} came after {code} ({value}), which {asks}. ' +
      'Let it fail with a code that asks for a back-off, or check gaveUp instead.',
    zh:
      '没有可以测量的等待：{what} 有 {count} 次尝试在 {code}（{value}）之后，它{asks}。' +
      '请用一个要求退避的错误码让它失败，或改用 gaveUp。',
  },
  none: {
    en:
      'No wait to measure: {count} {what}, none after a failure, in {now}. ' +
      'Let one fail more often, or let more time pass.',
    zh:
      '没有可以测量的等待：{now}内 {what} 尝试了 {count} 次，没有一次在失败之后。' +
      '请让它多失败几次，或多推进一些时间。',
  },
  pass: {
    en: 'Expected the waits before {what} not to match the policy, but they did.',
    zh: '预期 {what} 之前的等待不符合策略，但实际符合。',
  },
  wrong: {
    en: '{who} waited {ms} after {code}, but the policy asks for {due}: attempt {attempt} at {operation} came {verdict}.',
    zh: '{who} 在{code}之后等待了 {ms}，而策略要求 {due}：第 {attempt} 次 {operation} {verdict}。',
  },
  code: { en: '{code}', zh: ' {code} ' },
  noAnswer: { en: 'no answer yet', zh: '没有应答' },
  early: { en: 'too early', zh: '太早' },
  late: { en: 'too late', zh: '太晚' },
  noWait: {
    en: 'The client does not wait at all: set a timer.',
    zh: '客户端完全没有等待：请设置定时器。',
  },
  flat: {
    en: 'The waits do not grow: make each {factor} times the one before.',
    zh: '等待没有增长：每次应为前一次的 {factor} 倍。',
  },
  endless: {
    en: '{longest} attempts in a row failed to end it, but the policy allows {attemptsMax}.',
    zh: '连续尝试 {longest} 次仍未成功，而策略最多允许 {attemptsMax} 次。',
  },
  span: { en: '{least} to {most}', zh: '{least}到 {most}' },
  attempt: { en: '{who} attempt {attempt}', zh: '{who} 第 {attempt} 次' },
  failed: { en: '{code} at {at}', zh: '{code}（{at}）' },
  waited: { en: 'waited {ms}', zh: '等待 {ms}' },
  policy: { en: 'policy {due}', zh: '策略 {due}' },
  verdict: { en: ': {verdict}', zh: '：{verdict}' },
  more: { en: '  and {count} more', zh: '  另有 {count} 次' },
} as const satisfies Readonly<Record<string, Text>>;

/** The places in the trace where the clients were logged in, or got their connection back. */
function arrivalsOf({ trace }: World): ReadonlyMap<string, readonly number[]> {
  const arrivals = new Map<string, number[]>();
  for (const [index, entry] of trace.entries.entries()) {
    if (entry.kind !== 'transition' || entry.part !== 'login') continue;
    if (entry.to === 'loggedIn' && entry.from !== 'loggedIn') {
      pushTo(arrivals, entry.client, index);
    }
  }
  return arrivals;
}

/**
 * The waits of a world's clients. A success, or a deliberate end, begins a new row. So does an
 * attempt in a session, or on a connection, that is newer than the failure: that client waited for
 * its login, not for this.
 */
function waitsOf(world: World, account: string | undefined, operation: OperationName) {
  const rows = new Map<string, Row>();
  const waits: Wait[] = [];
  /** How many attempts came after a code that asks for something else, by code. */
  const others = new Map<CodeName, number>();
  const arrivals = operation === 'login' ? undefined : arrivalsOf(world);
  let attempts = 0;
  let longest = 0;
  for (const one of attemptsOf(world.trace.entries)) {
    if (one.operation !== operation || one.byRule) continue;
    if (account !== undefined && one.account !== account) continue;
    const key = JSON.stringify([one.account, one.about]);
    const fresh: Row = { last: one.index, calls: 0, waits: 0, failure: undefined };
    const known = rows.get(key);
    const { last = one.index } = known ?? {};
    const isNewer =
      one.did === 'calls' &&
      arrivals?.get(one.client)?.some((place) => place > last && place < one.index) === true;
    const row = known === undefined || isNewer ? fresh : known;
    row.last = one.index;
    const isOver = one.did === 'succeeds' || policyOf(one.code) === 'none';
    if (isOver) rows.delete(key);
    else rows.set(key, row);
    if (one.did === 'fails') row.failure = { at: one.at, code: one.code };
    if (one.did !== 'calls') continue;
    attempts += 1;
    row.calls += 1;
    longest = Math.max(longest, row.calls);
    const { failure } = row;
    row.failure = undefined;
    // It called again before any answer had come: it did not wait at all.
    const isHasty = failure === undefined && row.calls > 1;
    if (!isHasty && policyOf(failure?.code) !== 'backOff') {
      const code = failure?.code;
      if (code !== undefined) others.set(code, (others.get(code) ?? 0) + 1);
      continue;
    }
    row.waits += 1;
    const { at, code } = failure ?? { at: one.at, code: one.code };
    waits.push({
      account: one.account,
      attempt: row.waits + 1,
      index: one.index,
      failedAt: at,
      code,
      ms: one.at - at,
    });
  }
  return { waits, attempts, longest, others };
}

/**
 * The policy, in milliseconds.
 *
 * @throws {UsageError} if a key is unknown or a value cannot be
 */
function readPolicy(where: string, policy: BackOffPolicy) {
  const keys = ['first', 'factor', 'cap', 'jitter', 'attemptsMax'];
  const elsewhere = Object.keys((policy ?? {}) as object).find((key) => optionNames.includes(key));
  if (elsewhere !== undefined) {
    throw new UsageError(
      'check.policy',
      `${where}: ${elsewhere} is not part of the policy. Give it after the policy: ` +
        `${where}(world, { first }, { ${elsewhere}: ${show(Reflect.get(policy, elsewhere))} }).`,
    );
  }
  checkKeys('check.policy', where, policy, keys);
  const { factor = 2, jitter = 0, attemptsMax = Number.POSITIVE_INFINITY } = policy;
  const wrong = (name: string, value: unknown, give: string): UsageError =>
    new UsageError('check.policy', `${where}: ${name} is ${show(value)}. Give ${give}.`);
  if (!(typeof factor === 'number' && factor >= 1 && Number.isFinite(factor))) {
    throw wrong('factor', factor, 'a number, 1 or more');
  }
  if (!(typeof jitter === 'number' && jitter >= 0 && jitter <= 1)) {
    throw wrong('jitter', jitter, 'a fraction from 0 to 1');
  }
  if (policy.attemptsMax !== undefined && !(Number.isSafeInteger(attemptsMax) && attemptsMax > 0)) {
    throw wrong('attemptsMax', attemptsMax, 'a whole number, 1 or more');
  }
  const first = msOfDuration(`${where}: first`, policy.first);
  const cap =
    policy.cap === undefined ? Number.POSITIVE_INFINITY : msOfDuration(`${where}: cap`, policy.cap);
  /** The shortest and the longest wait that the policy allows before an attempt, from 2 on. */
  const span = (attempt: number): readonly [number, number] => {
    const due = Math.min(first * factor ** (attempt - 2), cap);
    return [due * (1 - jitter), due * (1 + jitter)];
  };
  return { span, factor, attemptsMax };
}

/** The wait that the policy allows: `2 s`, or `1 s to 3 s`. */
const dueOf = (
  { say, ms }: Voice,
  { least, most }: { readonly least: number; readonly most: number },
): string => (least === most ? ms(least) : say(texts.span, { least: ms(least), most: ms(most) }));

/** What to change, if the waits themselves show it. */
function hintsOf({ say }: Voice, waits: readonly Wait[], factor: number): readonly string[] {
  const [{ ms } = { ms: 0 }] = waits;
  const isFlat = waits.every((wait) => Math.abs(wait.ms - ms) <= toleranceMs);
  if (isFlat && ms === 0) return [say(texts.noWait)];
  if (!isFlat || factor === 1 || waits.length < 2) return [];
  return [say(texts.flat, { factor })];
}

/** `5,000`. */
const countOf = (count: number): string => String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/** How many waits a failure lists. */
const waitsShown = 12;

/**
 * Whether a client waited between its attempts as a policy says. A wait is the virtual time from
 * the callback that reported a failed attempt to the next call for the same thing (the same
 * message, channel, peer). It measures the waits after codes that ask for a back-off (`policy` of
 * the code), and there must be at least one. Calls that a rule made do not count. Nor do attempts
 * in a session, or on a connection, that is newer than the failure: time offline does not count as
 * waiting for a channel.
 *
 * @throws {UsageError} if a key is unknown, a value is not allowed, nobody has the account, or
 * `world` is not a world
 * @example
 * assertCheck(backedOff(world, { first: '1 s', factor: 2, cap: '60 s', jitter: 0.5 }));
 */
/* oxlint-disable-next-line max-lines-per-function -- what is wrong is said with all that was found */
export function backedOff(
  received: unknown,
  policy: BackOffPolicy,
  options: BackedOffOptions = {},
): Check {
  const where = 'backedOff';
  const world = worldOf(where, received);
  const { span, factor, attemptsMax } = readPolicy(where, policy);
  checkKeys('check.option', where, options, optionNames);
  const voice = voiceOf(where, options);
  const { operation = 'login' } = options;
  if (!operationNames.includes(operation)) {
    throw unknownName('check.option', where, 'operation', operation, operationNames);
  }
  const account = accountOf(where, world, options.account);
  const { waits, attempts, longest, others } = waitsOf(world, account, operation);
  const judged = waits.map((wait) => {
    const [least, most] = span(wait.attempt);
    const verdict =
      wait.ms < least - toleranceMs
        ? texts.early
        : wait.ms > most + toleranceMs
          ? texts.late
          : undefined;
    return { ...wait, least, most, verdict };
  });
  const wrong = judged.filter(({ verdict }) => verdict !== undefined);
  const isEndless = longest > attemptsMax;
  const pass = judged.length > 0 && wrong.length === 0 && !isEndless;
  const message = (): string => {
    const { lang, say, ms } = voice;
    const what = account === undefined ? operation : say(texts.whatBy, { operation, account });
    if (judged.length === 0) {
      const [other] = [...others].toSorted(([, one], [, two]) => two - one);
      if (other !== undefined) {
        const [code, count] = other;
        const { value, policy: asked } = byName(code);
        const places = {
          count: countOf(count),
          what,
          code,
          value,
          asks: say(asks[asked as keyof typeof asks]), // A back-off would have been measured.
        };
        return tell(voice, world, say(texts.other, places), { code });
      }
      const count = attempts === 0 && lang === 'en' ? 'no' : countOf(attempts);
      return tell(voice, world, say(texts.none, { count, what, now: ms(world.now) }));
    }
    const sentences = [
      ...(pass ? [say(texts.pass, { what })] : []),
      ...wrong.slice(0, 1).flatMap((wait) => [
        say(texts.wrong, {
          who: wait.account,
          ms: ms(wait.ms),
          code:
            wait.code === undefined ? say(texts.noAnswer) : say(texts.code, { code: wait.code }),
          due: dueOf(voice, wait),
          attempt: wait.attempt,
          operation,
          verdict: say(wait.verdict ?? texts.late),
        }),
        ...hintsOf(voice, waits, factor),
      ]),
      ...(isEndless ? [say(texts.endless, { longest, attemptsMax })] : []),
    ];
    const lines = judged.map((wait) => {
      const { account: who, attempt, failedAt, code, verdict } = wait;
      const due = say(texts.policy, { due: dueOf(voice, wait) });
      return [
        `  ${verdict === undefined ? '✓' : '✗'} ${say(texts.attempt, { who, attempt })}`,
        say(texts.failed, { code: code ?? say(texts.noAnswer), at: ms(failedAt) }),
        say(texts.waited, { ms: ms(wait.ms) }),
        due + (verdict === undefined ? '' : say(texts.verdict, { verdict: say(verdict) })),
      ].join('  ');
    });
    const from = Math.max(0, judged.findIndex(({ verdict }) => verdict !== undefined) - 5);
    const shown = lines.slice(from, from + waitsShown);
    const count = lines.length - shown.length;
    const all = count === 0 ? shown : [...shown, say(texts.more, { count })];
    const [first] = wrong;
    return tell(
      voice,
      world,
      [joinSentences(lang, sentences), '', ...all].join('\n'),
      first && { index: first.index, expected: dueOf(voice, first), actual: ms(first.ms) },
    );
  };
  return { pass, message };
}
