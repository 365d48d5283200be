// Where a rule may begin: at a call of the application, when it has got in somewhere, or when the
// service sends it something.
import type { Operation } from '../service/faults.ts';

/** A call, by what it asks of the service. */
export type CallOperation = Exclude<Operation, 'lookup' | 'connect'>;

/**
 * What a rule waits for: a call of an operation; any call; a request that only onError speaks for; a
 * state that was reached; something that the service pushes.
 */
export type Occasion = CallOperation | 'call' | 'request' | 'loggedIn' | 'joined' | 'push';

const byMethod: Readonly<Record<string, CallOperation>> = {
  login: 'login',
  login2: 'login',
  logout: 'logout',
  channelJoin: 'join',
  channelLeave: 'leave',
  channelQueryUserNum: 'query',
  messageInstantSend: 'message',
  messageInstantSend2: 'message',
  messageChannelSend: 'message',
  messageChannelSendForce: 'message',
  messageAppSend: 'message',
  channelInviteUser: 'invite',
  channelInviteUser2: 'invite',
  channelInviteAccept: 'accept',
  channelInviteRefuse: 'refuse',
  channelInviteDTMF: 'dtmf',
  queryUserStatus: 'status',
  setAttr: 'attribute',
};

const requests: ReadonlySet<string> = new Set([
  'accept',
  'refuse',
  'dtmf',
  'attribute',
  'status',
  'membership',
  'unknown',
]);
const noCalls: ReadonlySet<string> = new Set(['loggedIn', 'joined', 'push']);

/** What a method asks of the service; undefined where it asks nothing that a rule may wait for. */
export const operationOf = (method: string): CallOperation | undefined =>
  Object.hasOwn(byMethod, method) ? byMethod[method] : undefined;

/** Whether what a rule waits for takes in what happens, or another rule's occasion as a whole. */
export const takesIn = (occasion: Occasion, happening: string): boolean =>
  occasion === happening ||
  (occasion === 'request' && requests.has(happening)) ||
  (occasion === 'call' && !noCalls.has(happening));

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
