import { byName, type CodeName, type Policy } from '../../machines/codes.ts';
import { formatMs, msOfDuration, type Duration } from '../base/duration.ts';
import { checkKeys, show, unknownName, UsageError } from '../base/errors.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';
import { tell } from './evidence.ts';
import type { OperationName } from '../../machines/lifecycles.ts';
import { attemptsOf, operationNames } from './operations.ts';
import { pushTo } from './presence.ts';
import { accountOf, worldOf } from './world-of.ts';

/** How a client is to wait between two attempts: `{ first: '1 s', factor: 2, cap: '60 s', jitter: 0.5 }`. */
export interface BackOffPolicy {
  /** The wait after the first failure. */
  readonly first: Duration;
  /** Each wait is so many times the one before. @default 2 */
  readonly factor?: number;
  /** No wait of the policy is longer. @default none */
  readonly cap?: Duration;
  /** A wait may differ by this part of it, either way: 0.5 allows 1 s to 3 s for 2 s. @default 0 */
  readonly jitter?: number;
  /** At most so many attempts in a row that fail, the first included. @default none */
  readonly attemptsMax?: number;
}

/** Whose attempts at what are measured. */
export interface BackedOffOptions {
  /** Only those of this account. */
  readonly account?: string;
  /** What is tried. @default 'login' */
  readonly operation?: OperationName;
}

const optionNames: readonly string[] = [
  'account',
  'operation',
] satisfies (keyof BackedOffOptions)[];

/** A wait: from the callback that failed an attempt to the next attempt at the same. */
interface Wait {
  readonly account: string;
  /** The attempt that it led to; the first of a row is 1. */
  readonly attempt: number;
  readonly failedAt: number;
  readonly code: string;
  readonly ms: number;
}

/** Attempts at the same since the last success; those of an account, of one session. */
interface Row {
  /** The place in the trace of the last of it. */
  last: number;
  calls: number;
  waits: number;
  failure: { readonly at: number; readonly code: CodeName | undefined } | undefined;
}

/** Timers count in whole milliseconds, so that a wait may be off by one. */
const toleranceMs = 1;

const policyOf = (code: CodeName | undefined) =>
  code === undefined ? undefined : byName(code).policy;

/** What a code asks for that is no back-off. */
const asks: Readonly<Record<Exclude<Policy, 'backOff'>, string>> = {
  none: 'for nothing',
  ignore: 'for nothing',
  refreshToken: 'for a fresh token',
  fix: 'to fix the program, not to try again',
  askUser: 'for the user to decide',
  longDelay: 'for few tries, far apart',
  redial: 'for the user to call again',
};

/** Where in the trace the clients were logged in, or got their line back. */
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
 * The waits of a world's clients. A success, or an end that was wanted, begins a new row; so does what
 * is tried in a session or on a line that is newer than the failure: that client waited for its login,
 * not for this.
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
    // Called again without having heard: it did not wait at all.
    const isHasty = failure === undefined && row.calls > 1;
    if (!isHasty && policyOf(failure?.code) !== 'backOff') {
      const code = failure?.code;
      if (code !== undefined) others.set(code, (others.get(code) ?? 0) + 1);
      continue;
    }
    row.waits += 1;
    const { at, code = 'no answer yet' } = failure ?? one;
    waits.push({
      account: one.account,
      attempt: row.waits + 1,
      failedAt: at,
      code,
      ms: one.at - at,
    });
  }
  return { waits, attempts, longest, others };
}

/**
 * The policy in milliseconds.
 *
 * @throws {UsageError} when a key is unknown or a value cannot be
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
    throw wrong('jitter', jitter, 'a part from 0 to 1');
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
const dueOf = ({ least, most }: { readonly least: number; readonly most: number }): string =>
  least === most ? formatMs(least) : `${formatMs(least)} to ${formatMs(most)}`;

/** What to change, where the waits themselves tell. */
function hint(waits: readonly Wait[], factor: number): string {
  const [{ ms } = { ms: 0 }] = waits;
  const isFlat = waits.every((wait) => Math.abs(wait.ms - ms) <= toleranceMs);
  if (isFlat && ms === 0) return 'The client does not wait at all: set a timer.';
  if (!isFlat || factor === 1 || waits.length < 2) return '';
  return `The waits do not grow: make each ${factor} times the one before.`;
}

/** `5,000`. */
const countOf = (count: number): string => String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/** Waits that a failure lists. */
const waitsShown = 12;

/**
 * Whether a client waited between its attempts as a policy says. A wait is the virtual time from
 * the callback that failed an attempt to the next call for the same (the same message, channel,
 * peer). Measured are the waits after codes that ask for a back-off (`policy` of the code), and
 * there must be one; calls that a rule made do not count, nor does what is tried in a session or on a
 * line that is newer than the failure: time offline is no wait for a channel.
 *
 * @throws {UsageError} when a key is unknown or a value cannot be, nobody has the account, or it is
 * no world
 * @example
 * assertCheck(backedOff(world, { first: '1 s', factor: 2, cap: '60 s', jitter: 0.5 }));
 */
export function backedOff(
  received: unknown,
  policy: BackOffPolicy,
  options: BackedOffOptions = {},
): Check {
  const where = 'backedOff';
  const world = worldOf(where, received);
  const { span, factor, attemptsMax } = readPolicy(where, policy);
  checkKeys('check.option', where, options, optionNames);
  const { operation = 'login' } = options;
  if (!operationNames.includes(operation)) {
    throw unknownName('check.option', where, 'operation', operation, operationNames);
  }
  const account = accountOf(where, world, options.account);
  const { waits, attempts, longest, others } = waitsOf(world, account, operation);
  const judged = waits.map((wait) => {
    const [least, most] = span(wait.attempt);
    const verdict =
      wait.ms < least - toleranceMs ? 'too early' : wait.ms > most + toleranceMs ? 'too late' : '';
    return { ...wait, least, most, verdict };
  });
  const wrong = judged.filter(({ verdict }) => verdict !== '');
  const isEndless = longest > attemptsMax;
  const pass = judged.length > 0 && wrong.length === 0 && !isEndless;
  const message = (): string => {
    const what = `${operation}${account === undefined ? '' : ` by ${account}`}`;
    if (judged.length === 0) {
      const [other] = [...others].toSorted(([, one], [, two]) => two - one);
      if (other !== undefined) {
        const [code, count] = other;
        const { value, policy: asked } = byName(code);
        return tell(
          world,
          `No wait to measure: ${countOf(count)} attempts at ${what} came after ${code} (${value}), which asks ` +
            `${asks[asked as keyof typeof asks]}. ` +
            `Let it fail by a code that asks for a back-off, or ask for gaveUp.`,
          code,
        );
      }
      return tell(
        world,
        `No wait to measure: ${attempts === 0 ? 'no' : countOf(attempts)} ${what}, none after a ` +
          `failure, in ${formatMs(world.now)}. Let one fail more often, or let more time pass.`,
      );
    }
    const sentences = [
      ...(pass ? [`Expected the waits before ${what} not to match the policy, but they did.`] : []),
      ...wrong.slice(0, 1).map((wait) => {
        const { account: who, attempt, ms, verdict, code } = wait;
        return (
          `${who} waited ${formatMs(ms)} after ${code}, and the policy asks for ${dueOf(wait)}: ` +
          `attempt ${attempt} at ${operation} came ${verdict}. ${hint(waits, factor)}`
        );
      }),
      ...(isEndless
        ? [`${longest} attempts in a row failed to end it, and the policy allows ${attemptsMax}.`]
        : []),
    ];
    const lines = judged.map((wait) => {
      const { account: who, attempt, failedAt, code, ms, verdict } = wait;
      return [
        `  ${verdict === '' ? '✓' : '✗'} ${who} attempt ${attempt}`,
        `${code} at ${formatMs(failedAt)}`,
        `waited ${formatMs(ms)}`,
        `policy ${dueOf(wait)}${verdict === '' ? '' : `: ${verdict}`}`,
      ].join('  ');
    });
    const from = Math.max(0, judged.findIndex(({ verdict }) => verdict !== '') - 5);
    const shown = lines.slice(from, from + waitsShown);
    const more = lines.length - shown.length;
    const all = more === 0 ? shown : [...shown, `  and ${more} more`];
    return tell(world, [sentences.join(' ').trimEnd(), '', ...all].join('\n'));
  };
  return { pass, message };
}
