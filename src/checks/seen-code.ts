import { byName, type CodeName } from '../../machines/codes.ts';
import { formatMs, msOfDuration, type Duration } from '../base/duration.ts';
import { checkKeys, readCode, show, UsageError } from '../base/errors.ts';
import { sentences } from '../world/rules/rule.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';
import { tell } from './evidence.ts';
import { accountOf, isOf, worldOf } from './world-of.ts';

/** How often the code should have been seen, by whom, and when. */
export interface SeenOptions {
  /** Exactly so often; left out, once or more. */
  readonly times?: number;
  /** Only by clients of this account. */
  readonly account?: string;
  /** Only from this moment of virtual time on. @default 0 */
  readonly since?: Duration;
  /** Only up to this moment of virtual time. @default now */
  readonly until?: Duration;
  /** Only where the application had set a handler for it, or had not. @default both */
  readonly handled?: boolean;
}

const optionNames = ['times', 'account', 'since', 'until', 'handled'];

/** `once`, `twice`, `3 times`. */
export const oftenOf = (count: number): string =>
  ['never', 'once', 'twice'][count] ?? `${count} times`;

const list = (moments: readonly number[]): string =>
  moments.length > 5
    ? `${moments.slice(0, 4).map(formatMs).join(', ')}, ... ${formatMs(moments.at(-1) ?? 0)}`
    : moments.map(formatMs).join(', ');

/** Why a code was seen less often than expected, as far as the world knows. */
function whyNot(
  world: World,
  code: CodeName,
  { account, handled }: Pick<SeenOptions, 'account' | 'handled'>,
  counted: ReadonlySet<unknown>,
): string {
  const rules = world.rules.unfired().filter((text) => text.includes(`fail(${show(code)}`));
  if (rules.length > 0) return sentences(rules.map((rule) => `world.${rule}`));
  if (byName(code).deprecated && !world.settings.legacy) {
    return 'It is deprecated, and this world emits no deprecated codes: createWorld({ legacy: true }).';
  }
  const all = world.trace.callbacks().filter((entry) => entry.code === code);
  const elsewhere = all.filter((entry) => !counted.has(entry));
  const wrongly = elsewhere.filter((one) => one.handled !== handled && isOf(one.client, account));
  const [missed] = handled === undefined ? [] : wrongly;
  if (missed !== undefined) {
    const { client, name, at } = missed;
    return handled === true
      ? `It came to ${client} at ${formatMs(at)}, where no handler was set: set ${name} before the call.`
      : `It came to ${client} at ${formatMs(at)}, where ${name} was set.`;
  }
  if (elsewhere.length > 0) {
    const told = elsewhere.map(({ client, at }) => `${client} at ${formatMs(at)}`);
    return `It reached ${told.slice(0, 5).join(', ')}, which does not count here.`;
  }
  if (all.length > 0) return 'Let more time pass, or make it happen more often.';
  const others = [...new Set(world.trace.codes(account))];
  const set = `world.fail(${show(code)}) makes it happen, if called beforehand.`;
  if (others.length === 0) return `No code did. ${set}`;
  return `Only ${others.join(', ')} did. ${set}`;
}

/**
 * Whether a code has reached the application: how often, whom, since when. A callback for which it
 * had set no handler counts; the lanes show it as ◁.
 *
 * @throws {UsageError} when the code is not documented, an option is unknown or out of its range,
 * nobody has the account, or it is no world
 * @example
 * assertCheck(seenCode(world, 'LOGIN_E_NET', { times: 2, account: 'alice' }));
 */
export function seenCode(received: unknown, name: CodeName, options: SeenOptions = {}): Check {
  const where = 'seenCode';
  const world = worldOf(where, received);
  const code = readCode('check.code', where, name);
  checkKeys('check.option', where, options, optionNames);
  const { times } = options;
  if (times !== undefined && !(Number.isSafeInteger(times) && times >= 0)) {
    throw new UsageError(
      'check.option',
      `${where}: times is ${show(times)}. Give a whole number, 0 or more.`,
    );
  }
  const { handled } = options;
  if (handled !== undefined && typeof handled !== 'boolean') {
    throw new UsageError(
      'check.option',
      `${where}: handled is ${show(handled)}. Give true or false, or leave it out.`,
    );
  }
  const account = accountOf(where, world, options.account);
  const since = msOfDuration(`${where}: since`, options.since ?? 0);
  const until = msOfDuration(`${where}: until`, options.until ?? world.now);
  const counted = world.trace
    .callbacks()
    .filter((entry) => entry.code === code && isOf(entry.client, account))
    .filter(({ at }) => at >= since && at <= until)
    .filter((entry) => handled === undefined || entry.handled === handled);
  const found = counted.length;
  const pass = times === undefined ? found > 0 : found === times;
  const message = (): string => {
    const anybody = handled === true ? 'any handler' : 'anybody';
    const of = handled === true ? 'a handler of ' : '';
    const who = account === undefined ? anybody : `${of}${account}`;
    const value = `${code} (${byName(code).value})`;
    const span =
      options.since === undefined && options.until === undefined
        ? ` in ${formatMs(world.now)}`
        : ` from ${formatMs(since)} to ${formatMs(until)}`;
    const handledText = handled === false ? ' without a handler' : '';
    const seen =
      found === 0
        ? `${value} did not reach ${who}${span}${handledText}`
        : `${value} reached ${account ?? 'the clients'} ${oftenOf(found)}, at ${list(counted.map(({ at }) => at))}`;
    if (pass) return tell(world, `${seen}, and was not to.`, code);
    const wanted = found === 0 ? '' : `, not ${oftenOf(times ?? 1)}`;
    const many = 'Let less time pass, stop the client, or expect so many.';
    const why = found > (times ?? 1) ? many : whyNot(world, code, options, new Set(counted));
    return tell(world, `${seen}${wanted}. ${why}`, code);
  };
  return { pass, message };
}
