// Where a rule may begin: at a call of the application, when it has got in somewhere, or when the
// service sends it something.
import { callsByMethod } from '../../../machines/lifecycles.ts';
import { UsageError } from '../../base/errors.ts';
import type { Operation } from '../service/faults.ts';
import { clientStates, type ClientState, type FailOptions } from './when.ts';

/** A call, by what it asks of the service. */
export type CallOperation = Exclude<Operation, 'lookup' | 'connect'>;

/**
 * What a rule waits for: a call of an operation; any call; a request that only onError speaks for; a
 * state that was reached; something that the service pushes.
 */
export type Occasion = CallOperation | 'call' | 'request' | 'loggedIn' | 'joined' | 'push';

/** Requests that only onError speaks for. */
const requests = [
  'accept',
  'refuse',
  'dtmf',
  'attribute',
  'status',
  'membership',
  'unknown',
] as const;

/** What can happen, as far as rules ask. */
type Happens = CallOperation | (typeof requests)[number] | 'loggedIn' | 'joined' | 'push';

/** What an occasion can have of the words of a rule. */
interface Having {
  readonly names: readonly ('account' | 'peer' | 'channel')[];
  /** A message goes to a peer or to a channel; so do attributes belong. */
  readonly isEither?: true;
  readonly states: readonly ClientState[];
}

/** A client that is logged in; its channel may be on its way in or out, but not without a line. */
const within = ['loggedIn', 'notJoined', 'joining', 'joined', 'leaving'] as const;
const of = (...names: Having['names']): Having => ({ names, states: within });

const having: Readonly<Record<Happens, Having>> = {
  login: {
    names: ['account'],
    states: ['loggedOut', 'loggingOut', 'notJoined', 'joining', 'joined', 'leaving'],
  },
  loggedIn: of('account'),
  logout: of('account'),
  joined: { names: ['account', 'channel'], states: ['loggedIn', 'joined'] },
  join: of('account', 'channel'),
  leave: { names: ['account', 'channel'], states: ['loggedIn', 'joining', 'joined'] },
  query: of('account', 'channel'),
  message: { ...of('account', 'peer', 'channel'), isEither: true },
  invite: of('account', 'peer', 'channel'),
  accept: of('account', 'peer', 'channel'),
  refuse: of('account', 'peer', 'channel'),
  dtmf: of('account', 'peer', 'channel'),
  attribute: { ...of('account', 'peer', 'channel'), isEither: true },
  status: of('account', 'peer'),
  membership: of('account', 'peer', 'channel'),
  unknown: of('account'),
  push: { names: ['account', 'peer', 'channel'], states: clientStates },
};

/** What a method asks of the service; undefined where it asks nothing that a rule may wait for. */
export const operationOf = (method: string): CallOperation | undefined =>
  callsByMethod.get(method)?.asks as CallOperation | undefined;

const states: ReadonlySet<string> = new Set(['loggedIn', 'joined']);
const followed: ReadonlySet<string> = new Set(requests);

/** Whether what a rule waits for takes in what happens, or another rule's occasion as a whole. */
export const takesIn = (occasion: Occasion, happening: string): boolean =>
  occasion === happening ||
  (occasion === 'request' && followed.has(happening)) ||
  (occasion === 'call' && happening !== 'push' && !states.has(happening));

/** Whether a rule waits for a state to be reached, and not for something that comes and is over. */
export const isState = (occasion: Occasion): occasion is 'loggedIn' | 'joined' =>
  states.has(occasion);

/**
 * Checks that a rule may have an occasion.
 *
 * @throws {UsageError} when none that could ever come has what the rule asks for
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
  const may = Object.entries(having).flatMap(([what, one]) => (takesIn(at, what) ? [one] : []));
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

/** What each occasion is called in a sentence. */
export const occasionWords: Readonly<Record<Occasion, string>> = {
  call: 'call',
  login: 'login()',
  logout: 'logout()',
  join: 'channelJoin()',
  leave: 'channelLeave()',
  query: 'channelQueryUserNum()',
  message: 'message',
  invite: 'invitation',
  accept: 'channelInviteAccept()',
  refuse: 'channelInviteRefuse()',
  dtmf: 'channelInviteDTMF()',
  attribute: 'request for attributes',
  status: 'request for a status',
  membership: 'request for members',
  request: 'request for attributes, status or membership',
  loggedIn: 'successful login',
  joined: 'channel joined',
  push: 'push',
};

/** The same of somebody who did it: `alice logged in 2 times`. */
export const occasionDeeds: Readonly<Record<Occasion, string>> = {
  call: 'made a call',
  login: 'logged in',
  logout: 'logged out',
  join: 'called channelJoin()',
  leave: 'called channelLeave()',
  query: 'called channelQueryUserNum()',
  message: 'sent a message',
  invite: 'invited somebody',
  accept: 'accepted a call',
  refuse: 'refused a call',
  dtmf: 'sent key presses',
  attribute: 'asked for attributes',
  status: 'asked for a status',
  membership: 'asked for members',
  request: 'asked for attributes, status or membership',
  loggedIn: 'logged in',
  joined: 'joined a channel',
  push: 'was sent something',
};
