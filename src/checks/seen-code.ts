import { byName, type CodeName, type Text } from '../../machines/codes.ts';
import { msOfDuration, type Duration } from '../base/duration.ts';
import { joinSentences } from '../base/language.ts';
import { checkKeys, readCode, show, UsageError } from '../base/errors.ts';
import { sentences } from '../world/rules/rule.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';
import { tell } from './evidence.ts';
import { voiceOf, type LanguageOptions, type Voice } from './lang.ts';
import { accountOf, isOf, worldOf } from './world-of.ts';

/** How often the code should have been seen, by whom, and when. */
export interface SeenOptions extends LanguageOptions {
  /** Exactly this many times; if left out, once or more. */
  readonly times?: number;
  /** Only by clients of this account. */
  readonly account?: string;
  /** Only from this moment of virtual time on. @default 0 */
  readonly since?: Duration;
  /** Only up to this moment of virtual time. @default now */
  readonly until?: Duration;
  /**
   * Only callbacks for which the application had set a handler, or only those for which it had
   * not. @default both
   */
  readonly handled?: boolean;
}

const optionNames = ['times', 'account', 'since', 'until', 'handled', 'lang'];

const texts = {
  code: { en: '{code} ({value})', zh: '{code}（{value}）' },
  unseen: {
    en: '{code} did not reach {who}{span}{handled}',
    zh: '{span}，{code}没有到达{who}{handled}',
  },
  seen: {
    en: '{code} reached {who} {often}, at {moments}',
    zh: '{code}到达{who}{often}，时间为 {moments}',
  },
  anybody: { en: 'anybody', zh: '任何客户端' },
  anyHandler: { en: 'any handler', zh: '任何处理函数' },
  client: { en: '{account}', zh: ' {account}' },
  handlerOf: { en: 'a handler of {account}', zh: ' {account} 的处理函数' },
  clients: { en: 'the clients', zh: '客户端' },
  unhandled: { en: ' without a handler', zh: '（只计没有处理函数的）' },
  within: { en: ' in {now}', zh: '{now}内' },
  span: { en: ' from {since} to {until}', zh: '从 {since}到 {until}' },
  often: { en: '{count} times', zh: ' {count} 次' },
  end: { en: '{text}.', zh: '{text}。' },
  pass: { en: '{seen}, but it should not have.', zh: '{seen}，但预期并非如此。' },
  wanted: { en: ', not {often}', zh: '，应为{often}' },
  many: {
    en: 'Let less time pass, stop the client, or expect that many.',
    zh: '请少推进一些时间、停掉客户端，或把预期的次数改成这么多。',
  },
  rules: { en: '{rules}', zh: '规则没有全部触发：{rules}' },
  deprecated: {
    en: 'It is deprecated, and this world emits no deprecated codes: createWorld({ legacy: true }).',
    zh: '它已废弃，这个世界不发出废弃的错误码：createWorld({ legacy: true })。',
  },
  noHandler: {
    en: 'It came to {client} at {at}, where no handler was set: set {name} before the call.',
    zh: '它在 {at}到达 {client}，但那里没有设置处理函数：请在调用之前设置 {name}。',
  },
  hadHandler: {
    en: 'It came to {client} at {at}, where {name} was set.',
    zh: '它在 {at}到达 {client}，但那里设置了 {name}。',
  },
  elsewhere: {
    en: 'It reached {where}, which does not count here.',
    zh: '它到达过 {where}，但不计入这次检查。',
  },
  place: { en: '{client} at {at}', zh: '{client}（{at}）' },
  again: {
    en: 'Let more time pass, or make it happen more often.',
    zh: '请多推进一些时间，或让它多发生几次。',
  },
  none: { en: 'No code did. {set}', zh: '任何错误码都没有到达。{set}' },
  others: { en: 'Only {others} did. {set}', zh: '到达的只有 {others}。{set}' },
  set: {
    en: 'world.fail({code}) makes it happen, if called beforehand.',
    zh: '事先调用 world.fail({code}) 可以让它发生。',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** `once`, `twice`, `3 times`. */
const oftenOf = ({ lang, say }: Voice, count: number): string =>
  (lang === 'en' ? ['never', 'once', 'twice'][count] : undefined) ?? say(texts.often, { count });

const momentsOf = ({ ms, list }: Voice, moments: readonly number[]): string =>
  moments.length > 5
    ? `${list(moments.slice(0, 4).map(ms))}, ... ${ms(moments.at(-1) ?? 0)}`
    : list(moments.map(ms));

/** Why a code was seen less often than expected, as far as the world can tell. */
function whyNot(
  { say, ms, list }: Voice,
  world: World,
  code: CodeName,
  { account, handled }: Pick<SeenOptions, 'account' | 'handled'>,
  counted: ReadonlySet<unknown>,
): string {
  const rules = world.rules.unfired().filter((text) => text.includes(`fail(${show(code)}`));
  if (rules.length > 0) {
    return say(texts.rules, { rules: sentences(rules.map((rule) => `world.${rule}`)) });
  }
  if (byName(code).deprecated && !world.settings.legacy) return say(texts.deprecated);
  const all = world.trace.callbacks().filter((entry) => entry.code === code);
  const elsewhere = all.filter((entry) => !counted.has(entry));
  const wrongly = elsewhere.filter((one) => one.handled !== handled && isOf(one.client, account));
  const [missed] = handled === undefined ? [] : wrongly;
  if (missed !== undefined) {
    const { client, name, at } = missed;
    return say(handled === true ? texts.noHandler : texts.hadHandler, { client, name, at: ms(at) });
  }
  if (elsewhere.length > 0) {
    const places = elsewhere.map(({ client, at }) => say(texts.place, { client, at: ms(at) }));
    return say(texts.elsewhere, { where: list(places.slice(0, 5)) });
  }
  if (all.length > 0) return say(texts.again);
  const others = [...new Set(world.trace.codes(account))];
  const set = say(texts.set, { code: show(code) });
  return say(others.length === 0 ? texts.none : texts.others, { others: list(others), set });
}

/** Who was expected to hear it: a client, or a handler of a client. */
const whoOf = ({ say }: Voice, account: string | undefined, handled?: boolean): string =>
  account === undefined
    ? say(handled === true ? texts.anyHandler : texts.anybody)
    : say(handled === true ? texts.handlerOf : texts.client, { account });

function checkCounted(where: string, { times, handled }: SeenOptions): void {
  if (times !== undefined && !(Number.isSafeInteger(times) && times >= 0)) {
    throw new UsageError(
      'check.option',
      `${where}: times is ${show(times)}. Give a whole number, 0 or more.`,
    );
  }
  if (handled !== undefined && typeof handled !== 'boolean') {
    throw new UsageError(
      'check.option',
      `${where}: handled is ${show(handled)}. Give true or false, or leave it out.`,
    );
  }
}

/**
 * Whether a code has reached the application: how often, which client, since when. A callback
 * without a handler counts; the lanes show it as ◁.
 *
 * @throws {UsageError} if the code is not documented, an option is unknown or out of range, nobody
 * has the account, or `world` is not a world
 * @example
 * assertCheck(seenCode(world, 'LOGIN_E_NET', { times: 2, account: 'alice' }));
 */
export function seenCode(received: unknown, name: CodeName, options: SeenOptions = {}): Check {
  const where = 'seenCode';
  const world = worldOf(where, received);
  const code = readCode('check.code', where, name);
  checkKeys('check.option', where, options, optionNames);
  const voice = voiceOf(where, options);
  checkCounted(where, options);
  const { times, handled } = options;
  const account = accountOf(where, world, options.account);
  const since = msOfDuration(`${where}: since`, options.since ?? 0);
  const until = msOfDuration(`${where}: until`, options.until ?? world.now);
  const counted = world.trace
    .callbacks()
    .filter((entry) => entry.code === code && isOf(entry.client, account))
    .filter(({ at }) => at >= since && at <= until)
    .filter((entry) => handled === undefined || entry.handled === handled);
  const moments = counted.map(({ at }) => at);
  const found = counted.length;
  const pass = times === undefined ? found > 0 : found === times;
  const message = (): string => {
    const { say, ms } = voice;
    const who = whoOf(voice, account, handled);
    const value = say(texts.code, { code, value: byName(code).value });
    const span =
      options.since === undefined && options.until === undefined
        ? say(texts.within, { now: ms(world.now) })
        : say(texts.span, { since: ms(since), until: ms(until) });
    const seen =
      found === 0
        ? say(texts.unseen, {
            code: value,
            who,
            span,
            handled: handled === false ? say(texts.unhandled) : '',
          })
        : say(texts.seen, {
            code: value,
            who: account === undefined ? say(texts.clients) : say(texts.client, { account }),
            often: oftenOf(voice, found),
            moments: momentsOf(voice, moments),
          });
    if (pass) return tell(voice, world, say(texts.pass, { seen }), { code });
    const wanted = found === 0 ? '' : say(texts.wanted, { often: oftenOf(voice, times ?? 1) });
    const tooMany = times === undefined ? undefined : counted[times];
    const why =
      tooMany !== undefined
        ? say(texts.many)
        : whyNot(voice, world, code, options, new Set(counted));
    const text = joinSentences(voice.lang, [say(texts.end, { text: seen + wanted }), why]);
    return tell(voice, world, text, {
      code,
      index: tooMany === undefined ? undefined : world.trace.entries.indexOf(tooMany),
      expected: `${code} × ${times ?? '1…'}`,
      actual: `${code} × ${found}`,
    });
  };
  return { pass, message };
}
