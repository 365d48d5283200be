import { byName, type CodeName, type Text } from '../../machines/codes.ts';
import { joinSentences } from '../base/language.ts';
import { checkKeys, readCode, show, UsageError } from '../base/errors.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';
import { tell } from './evidence.ts';
import { voiceOf, type LanguageOptions, type Voice } from './lang.ts';
import { attemptsOf, operationOf, type Attempt } from './operations.ts';
import { Presence, pushTo } from './presence.ts';
import { accountOf, isOf, worldOf } from './world-of.ts';

/** Which codes, and whose. */
export interface GaveUpOptions extends LanguageOptions {
  /**
   * The codes after which the client should not retry. After 204 and 105, a login with another
   * token is fine. @default 103, 106, 205, 206, 207 and 209, and 105 and 204
   */
  readonly after?: CodeName | readonly CodeName[];
  /** Only the clients of this account. */
  readonly account?: string;
}

/**
 * Codes after which retrying does not help.
 *
 * @source LC 6.1 "ask the user", "fix configuration"; 106 and 205 ask for an upgrade; 105 and 204 for
 * another token
 */
const hopeless = [
  'LOGOUT_E_KICKED',
  'LOGOUT_E_TOKENEXPIRED',
  'LOGOUT_E_OLDVERSION',
  'LOGIN_E_TOKENEXPIRED',
  'LOGIN_E_OLDVERSION',
  'LOGIN_E_TOKENWRONG',
  'LOGIN_E_TOKEN_KICKED',
  'LOGIN_E_INVALID_USER',
] as const satisfies readonly CodeName[];

/**
 * How long the client is watched after a code, in milliseconds, before silence means that it gave
 * up.
 */
const watchMs = 60_000;

const texts = {
  again: {
    en: '{client} tried {what} again {wait} after {code} ({value}){token}.',
    zh: '{client} 在 {code}（{value}）之后 {wait}再次尝试 {what}{token}。',
  },
  token: { en: ', with the token that had expired', zh: '，用的还是已过期的 Token' },
  often: { en: 'It did so {count} times in all.', zh: '这样的尝试共 {count} 次。' },
  hot: { en: 'It does not wait at all.', zh: '它完全没有等待。' },
  fight: {
    en: 'Two devices of {account} kick each other: {count} kicks so far.',
    zh: '{account} 的两台设备互相踢下线：到目前为止共 {count} 次。',
  },
  device: {
    en:
      '{client} counts as the same application. If it is another device, make it with ' +
      'world.device(name).',
    zh: '{client} 算作同一个应用。如果它是另一台设备，请用 world.device(name) 创建它。',
  },
  anybody: { en: 'anybody', zh: '任何客户端' },
  client: { en: '{account}', zh: ' {account}' },
  anyOf: { en: 'None of the codes', zh: '应当就此放弃的错误码' },
  noneOf: { en: 'No {codes}', zh: '{codes} ' },
  none: {
    en: '{which} after which to give up reached {who} in {now}. Make one happen: world.fail({code}).',
    zh: '{now}内，{which}没有到达{who}，因此无从判断是否放弃。可以让它发生：world.fail({code})。',
  },
  yet: {
    en: 'Nothing was retried after {code} so far, but only {since} have passed. Let {watch} pass.',
    zh: '{code} 之后目前没有再次尝试，但才过了 {since}。请推进 {watch}。',
  },
  pass: {
    en: '{client} retried nothing in {since} after {code}, but it should have.',
    zh: '{code} 之后的 {since}内，{client} 没有再次尝试，但预期它会再次尝试。',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** A code, and what was retried after it. */
interface Retried {
  readonly end: Attempt & { readonly code: CodeName };
  readonly again: readonly Attempt[];
}

/** Whether an attempt is the same as one that ended with a code. */
function isSame(end: Attempt, one: Attempt): boolean {
  if (end.operation !== 'other') return one.operation === end.operation && one.about === end.about;
  const named = operationOf(end.about);
  return named === 'other' ? one.about === end.about : one.operation === named;
}

/** The codes that came, each with what the application retried before the next. */
function retriesIn(
  world: World,
  codes: ReadonlySet<CodeName>,
  account: string | undefined,
): readonly Retried[] {
  const attempts = attemptsOf(world.trace.entries);
  const presence = new Presence(world);
  const { tokens } = world.journal;
  /** The places in the trace of a client's logins. */
  const logins = new Map<string, number[]>();
  for (const { client, operation, did, index } of attempts) {
    if (operation !== 'login' || did !== 'calls') continue;
    pushTo(logins, client, index);
  }
  const tokenBefore = (client: string, index: number): unknown =>
    tokens.get(logins.get(client)?.findLast((place) => place < index) ?? -1);

  return attempts.flatMap((end, i) => {
    const { did, code, client, index } = end;
    if (did !== 'fails' || code === undefined || !codes.has(code)) return [];
    if (!isOf(client, account)) return [];
    const unit = presence.unitOf(client, index);
    const hasRunOut = byName(code).policy === 'refreshToken' && end.operation === 'login';
    const token = hasRunOut ? tokenBefore(client, index) : undefined;
    const again: Attempt[] = [];
    for (let next = i + 1; next < attempts.length; next++) {
      const one = attempts[next] as Attempt; // It is before the end.
      if (!isSame(end, one) || presence.unitOf(one.client, one.index) !== unit) continue;
      // If another client that was already there did it, that was another device.
      if (one.client !== client && presence.isThere(one.client, index)) continue;
      if (one.did === 'fails' && one.code === code) break;
      if (one.did !== 'calls' || one.byRule === true) continue;
      if (hasRunOut && tokens.get(one.index) !== token) break;
      again.push(one);
    }
    return [{ end: { ...end, code }, again }];
  });
}

/** What the first attempts show: how soon, how often, and whether another client does the same. */
function story({ lang, say, ms }: Voice, world: World, retried: readonly Retried[]): string {
  const all = retried.flatMap(({ end, again }) => again.map((one) => ({ end, one })));
  const [first] = all;
  if (first === undefined) return '';
  const { end, one } = first;
  const { account, code } = end;
  const { policy, value } = byName(code);
  const kicked = world.trace
    .callbacks()
    .filter((heard) => heard.code === 'LOGOUT_E_KICKED' && isOf(heard.client, account));
  const isFight = code === 'LOGOUT_E_KICKED' && new Set(kicked.map((k) => k.client)).size > 1;
  const isHot = all.length > 1 && all.every((next) => next.one.at === next.end.at);
  const again = say(texts.again, {
    client: one.client,
    what: one.operation === 'other' ? one.about : one.operation,
    wait: ms(one.at - end.at),
    code,
    value,
    token: policy === 'refreshToken' ? say(texts.token) : '',
  });
  return joinSentences(lang, [
    again,
    ...(all.length === 1 ? [] : [say(texts.often, { count: all.length })]),
    ...(isHot ? [say(texts.hot)] : []),
    ...(isFight ? [say(texts.fight, { account, count: kicked.length })] : []),
    ...(one.client === end.client ? [] : [say(texts.device, { client: one.client })]),
  ]);
}

/**
 * Whether the clients gave up after a code that retrying cannot fix: a kick, a wrong or older
 * token, a name that is not allowed, an old version; and an expired token, except for a login with
 * another token. At least one such code must have come, and a minute must have passed since the
 * last. Calls that a rule made do not count.
 *
 * @throws {UsageError} if a code is not documented, an option is unknown, nobody has the account,
 * or `world` is not a world
 * @example
 * assertCheck(gaveUp(world, { after: 'LOGOUT_E_KICKED', account: 'alice' }));
 */
export function gaveUp(received: unknown, options: GaveUpOptions = {}): Check {
  const where = 'gaveUp';
  const world = worldOf(where, received);
  checkKeys('check.option', where, options, ['after', 'account', 'lang']);
  const voice = voiceOf(where, options);
  const { after = hopeless } = options;
  const named: readonly unknown[] = Array.isArray(after) ? after : [after];
  const codes = named.map((code) => readCode('check.code', where, code));
  if (codes.length === 0) {
    throw new UsageError(
      'check.option',
      `${where}: after is an empty list. Give a code, or leave it out.`,
    );
  }
  const account = accountOf(where, world, options.account);
  const ends = retriesIn(world, new Set(codes), account);
  const retried = ends.filter(({ again }) => again.length > 0);
  const last = ends.at(-1)?.end;
  const isSeen = last !== undefined && world.now - last.at >= watchMs;
  const message = (): string => {
    const { lang, say, ms } = voice;
    if (last === undefined) {
      const which =
        codes.length > 3
          ? say(texts.anyOf)
          : say(texts.noneOf, { codes: codes.join(lang === 'en' ? ', no ' : '、') });
      const who = account === undefined ? say(texts.anybody) : say(texts.client, { account });
      const places = { which, who, now: ms(world.now), code: show(codes[0]) };
      return tell(voice, world, say(texts.none, places));
    }
    const { client, code, at } = last;
    if (retried.length > 0) {
      const [{ end, again } = { end: last, again: [] }] = retried;
      const [first] = again;
      const { operation, about } = first ?? end;
      const what = operation === 'other' ? about : operation;
      return tell(voice, world, story(voice, world, retried), {
        code: end.code,
        index: first?.index,
        expected: `${what} × 0`,
        actual: `${what} × ${again.length}`,
      });
    }
    const places = { client, code, since: ms(world.now - at), watch: ms(watchMs) };
    return tell(voice, world, say(isSeen ? texts.pass : texts.yet, places), { code });
  };
  return { pass: isSeen && retried.length === 0, message };
}
