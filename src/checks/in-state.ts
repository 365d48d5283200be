import type { Text } from '../../machines/codes.ts';
import { lifecycles } from '../../machines/index.ts';
import type { Part } from '../../machines/lifecycle.ts';
import { checkKeys, show, unknownName, UsageError } from '../base/errors.ts';
import type { Client } from '../world/client/client.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';
import { tell } from './evidence.ts';
import { voiceOf, type LanguageOptions } from './lang.ts';
import { accountOf, isOf, worldOf } from './world-of.ts';

/** Which state is meant: whose, and of what. */
export interface StateOptions extends LanguageOptions {
  /** Needed if the world has clients of several accounts. */
  readonly account?: string;
  /** The channel; for a state of a call, the channel of the call. */
  readonly channel?: string;
  /** The other end of a call. */
  readonly peer?: string;
}

const texts = {
  be: { en: 'but it should not be', zh: '但不应处于该状态' },
  notBe: { en: 'not {state}', zh: '而不是 {state}' },
  of: { en: ' of {call}', zh: '（{call}）' },
  noOf: { en: '', zh: ' ' },
  noCall: {
    en: 'There is no call{of}, so it is {wanted}.',
    zh: '没有这样的呼叫{of}，状态不是 {state}。',
  },
  is: {
    en: 'the {part} of {who}{of} is {actual} since {since}',
    zh: '{who} 的 {part}{of}自 {since}起处于 {actual}',
  },
  all: { en: '{told}, {wanted}.', zh: '{told}，{wanted}。' },
  client: { en: 'the client', zh: '该客户端' },
  meaning: { en: '  {state}: {text}', zh: '  {state}：{text}' },
} as const satisfies Readonly<Record<string, Text>>;

const partNames = ['login', 'channel', 'caller', 'callee'] as const;
type StatePart = (typeof partNames)[number];

const parts = lifecycles
  .flatMap((lifecycle) => lifecycle.parts)
  .filter((part): part is Part & { readonly name: StatePart } =>
    (partNames as readonly string[]).includes(part.name),
  );

const statesOf = (part: Part): readonly string[] => Object.keys(part.story.states);

/** The last step of a client's call; once a call is over, only the trace still has it. */
const lastOfCall = (
  { trace }: World,
  client: string | undefined,
  part: StatePart,
  { channel, peer }: StateOptions,
) =>
  trace.entries.findLast(
    (entry): entry is TraceEntry & { readonly kind: 'transition' } =>
      entry.kind === 'transition' &&
      entry.client === client &&
      entry.part === part &&
      entry.key === `${channel} ${peer}`,
  );

/** The state of a part of a client; undefined if there is none. */
function stateOf(
  world: World,
  client: Client,
  part: StatePart,
  options: StateOptions,
): string | undefined {
  switch (part) {
    case 'login':
      return client.state;
    case 'channel': {
      const { state, name } = client.channel;
      return options.channel === undefined || options.channel === name ? state : 'notJoined';
    }
    case 'caller':
    case 'callee':
      return lastOfCall(world, client.nameYet, part, options)?.to;
  }
}

/** The place in the trace at which a client's part entered its state; -1 if it began in it. */
const changeOf = ({ trace }: World, client: string, part: StatePart, state: string): number =>
  trace.entries.findLastIndex(
    (entry) =>
      entry.kind === 'transition' &&
      entry.client === client &&
      entry.part === part &&
      entry.from !== entry.to &&
      entry.to === state,
  );

/** The client that is meant: of those that an account has had, the one created last. */
function askedOf(where: string, world: World, wanted: unknown): Client {
  const account = accountOf(where, world, wanted);
  const clients = world.clients.filter(
    ({ nameYet }) => account === undefined || (nameYet !== undefined && isOf(nameYet, account)),
  );
  const accounts = [...new Set(clients.map((client) => client.account).filter(Boolean))];
  if (accounts.length > 1) {
    throw new UsageError(
      'check.account',
      `${where}: the world has clients of ${accounts.join(', ')}. ` +
        `Say whose: { account: ${show(accounts[0])} }.`,
    );
  }
  const last = clients.at(-1);
  if (last !== undefined) return last;
  throw new UsageError(
    'check.account',
    `${where}: no client was made in this world yet. Make one before the check.`,
  );
}

/**
 * Whether a client is in a state of a lifecycle: `'loggedIn'`, `'loggingIn'` (any of its phases),
 * `'joined'` with `{ channel }`, `'accepted'` with `{ channel, peer }`. The name says which
 * lifecycle. If an account has several clients (`alice`, `alice#2`), the one created last counts;
 * the name of a client selects that one.
 *
 * @throws {UsageError} if no lifecycle has the state, an option is unknown or missing, nobody has
 * the account, or `world` is not a world
 */
export function inState(received: unknown, state: string, options: StateOptions = {}): Check {
  const where = 'inState';
  const world = worldOf(where, received);
  checkKeys('check.option', where, options, ['account', 'channel', 'peer', 'lang']);
  const voice = voiceOf(where, options);
  const places = parts.filter((part) => statesOf(part).includes(state));
  if (places.length === 0) {
    throw unknownName('check.state', where, 'state', state, [...new Set(parts.flatMap(statesOf))]);
  }
  const { channel, peer } = options;
  const isCall = places.every(({ name }) => name === 'caller' || name === 'callee');
  if (isCall && (channel === undefined || peer === undefined)) {
    throw new UsageError(
      'check.state',
      `${where}: ${show(state)} is a state of a call. Say which: { channel, peer }.`,
    );
  }
  const client = askedOf(where, world, options.account);
  const found = places.flatMap((part) => {
    const actual = stateOf(world, client, part.name, options);
    return actual === undefined ? [] : [{ part, actual }];
  });
  const pass = found.some(({ actual }) => actual === state || actual.startsWith(`${state}.`));
  const message = (): string => {
    const { say, ms, list, lang } = voice;
    const ends = [channel, peer].flatMap((end) => end ?? []);
    const of =
      channel === undefined
        ? ''
        : say(texts.of, { call: lang === 'en' ? ends.join(' with ') : list(ends) });
    const wanted = say(pass ? texts.be : texts.notBe, { state: show(state) });
    if (found.length === 0) {
      return tell(voice, world, say(texts.noCall, { of, wanted, state: show(state) }));
    }
    const who = client.nameYet ?? say(texts.client);
    const told = found.map(({ part: { name }, actual }) =>
      say(texts.is, {
        part: name,
        who,
        of: name === 'login' || of === '' ? say(texts.noOf) : of,
        actual: show(actual),
        since: ms(world.trace.entries[changeOf(world, who, name, actual)]?.at ?? 0),
      }),
    );
    const meanings = found.map(({ part, actual }) =>
      say(texts.meaning, { state: actual, text: part.story.states[actual]?.[lang] ?? '' }),
    );
    const sentence = say(texts.all, { told: list(told), wanted });
    const first = lang === 'en' ? sentence.charAt(0).toUpperCase() + sentence.slice(1) : sentence;
    const indexes = found.map(({ part, actual }) => changeOf(world, who, part.name, actual));
    return tell(voice, world, [first, '', ...new Set(meanings)].join('\n'), {
      index: Math.max(...indexes),
      ...(!pass && { expected: state, actual: list(found.map(({ actual }) => actual)) }),
    });
  };
  return { pass, message };
}
