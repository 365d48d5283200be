// When a rule may begin: at a call of the application, when a client has logged in or joined, or when the
// service pushes something.
import { callsByMethod, operations } from '../../../machines/lifecycles.ts';
import type { Operation as About } from '../../../machines/service.ts';
import { UsageError } from '../../base/errors.ts';
import type { Operation } from '../service/faults.ts';
import { clientStates, type ClientState, type FailOptions } from './when.ts';

/** A call, by what it asks of the service. */
export type CallOperation = Exclude<Operation, 'lookup' | 'connect'>;

/**
 * What a rule waits for: a call of an operation; any call; a request that only onError reports on; a
 * state that was reached; something that the service pushes.
 */
export type Occasion = CallOperation | 'call' | 'request' | 'loggedIn' | 'joined' | 'push';

/** Which options of a rule an occasion can meet. */
interface Having extends Pick<About, 'names' | 'isEither'> {
  readonly states: readonly ClientState[];
}

/** A client that is logged in; it may be joining or leaving a channel, but it has its line. */
const within: readonly ClientState[] = ['loggedIn', 'notJoined', 'joining', 'joined', 'leaving'];

const having: ReadonlyMap<string, Having> = new Map<string, Having>([
  ...[...operations].map(
    ([name, { names, isEither, states = within }]) =>
      [
        name,
        { names, ...(isEither && { isEither }), states: states as readonly ClientState[] },
      ] as const,
  ),
  ['loggedIn', { names: ['account'], states: within }],
  ['joined', { names: ['account', 'channel'], states: ['loggedIn', 'joined'] }],
  ['push', { names: ['account', 'peer', 'channel'], states: clientStates }],
]);

/** What a method asks of the service; undefined if it asks nothing that a rule may wait for. */
export const operationOf = (method: string): CallOperation | undefined =>
  callsByMethod.get(method)?.asks as CallOperation | undefined;

const states: ReadonlySet<string> = new Set(['loggedIn', 'joined']);
const isRequest = (what: string): boolean => operations.get(what)?.isRequest === true;

/** Whether an occasion includes what happens, or everything that another rule waits for. */
export const takesIn = (occasion: Occasion, happening: string): boolean =>
  occasion === happening ||
  (occasion === 'request' && isRequest(happening)) ||
  (occasion === 'call' && happening !== 'push' && !states.has(happening));

/** Whether a rule waits for a state to be reached, not for something momentary. */
export const isState = (occasion: Occasion): occasion is 'loggedIn' | 'joined' =>
  states.has(occasion);

/**
 * Checks that a rule may have an occasion.
 *
 * @throws {UsageError} when no occasion that could ever come meets the options of the rule
 */
export function checkOccasion(
  where: string,
  when: FailOptions,
  {
    at,
    also = [],
    only = clientStates,
  }: {
    readonly at: Occasion;
    readonly also?: readonly ClientState[];
    readonly only?: readonly ClientState[];
  },
): void {
  const never = (why: string): UsageError =>
    new UsageError('world.never', `${where} can never fire: ${why}`);
  const word = occasionWords[at];
  const may = [...having].flatMap(([what, one]) => (takesIn(at, what) ? [one] : []));
  for (const name of ['peer', 'channel'] as const) {
    if (when[name] === undefined || may.some(({ names }) => names.includes(name))) continue;
    throw never(`no ${word} has a ${name}. Leave ${name} out.`);
  }
  const { peer, channel, while: state } = when;
  const isBoth = peer !== undefined && channel !== undefined;
  const named = may.filter(
    ({ names, isEither }) =>
      (peer === undefined || names.includes('peer')) &&
      (channel === undefined || names.includes('channel')) &&
      !(isBoth && isEither === true),
  );
  if (named.length === 0) throw never(`no ${word} has both a peer and a channel. Leave one out.`);
  const good = clientStates.filter(
    (one) =>
      only.includes(one) && (also.includes(one) || named.some((can) => can.states.includes(one))),
  );
  if (state === undefined || good.includes(state)) return;
  throw never(`no ${word} comes while ${state}. It may come while ${good.join(', ')}.`);
}

const others: Readonly<Record<Exclude<Occasion, CallOperation>, readonly [string, string]>> = {
  call: ['call', 'made a call'],
  request: [
    'request for attributes, status or membership',
    'asked for attributes, status or membership',
  ],
  loggedIn: ['successful login', 'logged in'],
  joined: ['channel joined', 'joined a channel'],
  push: ['push', 'was sent something'],
};

const table = (ofOperation: (one: About) => string | undefined, place: 0 | 1) =>
  Object.fromEntries([
    ...[...operations].map(([name, one]) => [name, ofOperation(one) ?? name] as const),
    ...Object.entries(others).map(([name, words]) => [name, words[place]] as const),
  ]) as Readonly<Record<Occasion, string>>;

/** What each occasion is called in a sentence. */
export const occasionWords = table(({ noun }) => noun, 0);

/** Each occasion as something that somebody did: `alice logged in 2 times`. */
export const occasionDeeds = table(({ deed }) => deed, 1);
