// How the world makes an event of a machine happen: the real cause, in steps of a scenario. Nothing is
// given to a machine directly; a click on `reply.refused` makes the service refuse, and waits.
import type { Cause } from '../../../machines/causes.ts';
import {
  callNames,
  calls,
  causeOf,
  waitsFor,
  type CallName,
  type PartName,
} from '../../../machines/lifecycles.ts';
import type { ServiceAct } from '../../scenario/acts.ts';
import { network, service } from '../../scenario/steps.ts';
import {
  called,
  callOf,
  elsewhere,
  entered,
  now,
  second,
  type Recipe,
  type Situation,
} from './recipe.ts';

/** The call that an event of a part stands for, if the two have different names. */
const ownCall = (event: string): string =>
  callNames.findLast((name) => calls[name].event === event) ?? event;

/** Good news: it comes by itself, once nothing stands in its way. */
const good = new Set([
  'lookup.answered',
  'connect.succeeded',
  'reply.accepted',
  'reply.ok',
  'logout.acknowledged',
  'peer.acknowledged',
  'session.restored',
  'session.opened',
]);

/** Whether a part waits for an answer, or for its session to be there again. */
const isWaiting = (part: PartName, state: string): boolean =>
  part === 'login' || waitsFor(part, state) !== undefined;

function fromTimer(event: string, situation: Situation): Recipe | undefined {
  const { hasTimeout, isCut, account, part, state } = situation;
  if (event === 'after backoff') return now();
  if (event === 'after _timeout') {
    if (hasTimeout) return now();
    const silent = service('silence', 'invite', { times: 1 });
    return called('channelInviteUser2', situation, { extra: { _timeout: 5 } }, silent);
  }
  // Another timer of the same state is due before it.
  if (event === 'after notReceived' || (event === 'after noAck' && hasTimeout)) return undefined;
  if (event === 'after lookup' || event === 'after connect') {
    return {
      at: 'before',
      steps: [service('silence', event === 'after lookup' ? 'lookup' : 'connect', { times: 1 })],
      waits: true,
    };
  }
  if (event === 'after retryWindow') {
    // On a line that is cut, the attempts are used up before the time is up.
    const restored = isCut ? [network('restore', account)] : [];
    const isLate = isCut && !state.endsWith('backoff');
    return isLate ? undefined : now(...restored, service('silence', 'login'));
  }
  const operation = waitsFor(part, state);
  return operation === undefined ? undefined : entered(service('silence', operation, { times: 1 }));
}

function fromReply(event: string, situation: Situation): Recipe | undefined {
  const { account, hasToken, isFaulty, isSpoilt, part, state } = situation;
  const operation = waitsFor(part, state);
  if (event === 'reply.refused') {
    return operation && entered(service('refuse', operation, { times: 1 }));
  }
  if (event === 'reply.garbled') {
    return operation && entered(service('garble', operation, { times: 1 }));
  }
  // A login is told only the first of the reasons against it.
  if (isSpoilt || isFaulty) return undefined;
  const isBack = state.startsWith('reconnecting');
  switch (event) {
    case 'reply.tokenExpired':
      return hasToken || isBack
        ? entered(service('expireToken', account))
        : called('login', situation, { token: 'expired' });
    case 'reply.tokenWrong':
      if (hasToken) return entered(service('rotateCertificate'));
      return isBack ? undefined : called('login', situation, { token: 'foreign' });
    case 'reply.accountTaken':
      // Whoever holds the newer token keeps the account. Not for a client that comes back: its line is
      // cut by account, and so is the line of whoever would take the account.
      return isBack
        ? undefined
        : called('login', situation, { token: 'hour' }, elsewhere(situation), second);
    case 'reply.accountBanned':
      return entered(service('ban', account));
    case 'reply.versionRefused':
      return entered(service('requireVersion', '2.0.0'));
    default:
      return undefined;
  }
}

function fromPeer(event: string, cause: Cause, situation: Situation): Recipe | undefined {
  const { account, isCut, isFaulty, isOtherAsked, isOtherOnline, other, part, state } = situation;
  const theirs = (name: string | undefined) =>
    name === undefined ? [] : [callOf(name as CallName, other, other, account)];
  if (part === 'caller') {
    // Whoever never got the invitation, or hears that it is over, cannot answer it.
    const isOpen = state.startsWith('pending') || state === 'accepted' || isOtherAsked;
    const restored = isCut ? [network('restore', account)] : [];
    const isHeard = isOtherOnline && situation.canOtherReceive && !isFaulty;
    return isOpen && isHeard ? now(...restored, second, ...theirs(cause.peer)) : undefined;
  }
  if (event === 'invite.arrived' && ['incoming', 'accepted'].includes(state)) return undefined;
  const login = isOtherOnline ? [] : [callOf('login', other, other, account), second];
  const first = theirs(cause.peerFirst).flatMap((step) => [step, second]);
  return now(...login, ...first, ...theirs(cause.peer));
}

/** What the line does, or the client's own logout. */
function fromLine(event: string, situation: Situation): Recipe | undefined {
  const { account, other, client, isCut, part, state } = situation;
  switch (event) {
    case 'lookup.failed':
    case 'connect.failed':
      return isCut ? now() : now(network('cut', account), network('restore', account));
    case 'line.lost':
    case 'session.lost':
      return now(network('cut', account));
    case 'line.errored':
      return now(network('cut', account, { cause: 'error' }));
    case 'line.vanished':
      return now(network('cut', account, { cause: 'unknown' }));
    case 'packet.corrupted':
      return now(network('corrupt', account));
    case 'session.ended': {
      // Whatever waits for an answer would get it before the session ends.
      const operation = waitsFor(part, state);
      const logout = callOf('logout', client, account, other);
      return operation === undefined
        ? now(logout)
        : entered(service('silence', operation, { times: 1 }), logout);
    }
    default:
      return undefined;
  }
}

/** How the world makes an event happen; undefined if it cannot from here. */
export function recipeOf(
  event: string,
  offered: ReadonlySet<string>,
  situation: Situation,
): Recipe | undefined {
  const { account, other, client, isCut, isFaulty, isOtherOnline, part, state } = situation;
  const call = ownCall(event);
  if (offered.has(call)) {
    return { at: 'now', steps: [callOf(call as CallName, client, account, other)], waits: false };
  }
  if (event === 'peer.offline') {
    const logout = callOf('logout', other, other, account);
    const left = [
      ...(isOtherOnline ? [logout, second] : []),
      ...(isFaulty ? [service('heal')] : []),
    ];
    return called('channelInviteUser2', situation, { extra: { _require_peer_online: 1 } }, ...left);
  }
  const cause = causeOf(part, event);
  if (cause?.peer !== undefined) return fromPeer(event, cause, situation);
  if (event === 'session.restored' && !situation.isReconnecting) {
    const isLive = isWaiting(part, state) && !situation.isSpoilt;
    return isLive ? entered(network('cut', account), network('restore', account)) : undefined;
  }
  if (['reply.accepted', 'session.restored'].includes(event) && situation.isSpoilt)
    return undefined;
  if (event === 'peer.acknowledged' && !(isOtherOnline && situation.canOtherReceive)) {
    return undefined;
  }
  if (good.has(event)) {
    const restored = isCut ? [network('restore', account)] : [];
    return isFaulty ? entered(service('heal'), ...restored) : now(...restored);
  }
  if (event.startsWith('after ')) return fromTimer(event, situation);
  if (event.startsWith('reply.')) return fromReply(event, situation);
  // Before it is logged in, a client has no session that could be told to close.
  if (event === 'service.closed' && state === 'loggingIn.authenticating') return undefined;
  if (cause?.act !== undefined) {
    const [act, ...args] = cause.act;
    return now(service(act as ServiceAct, ...args.map((arg) => (arg === '$me' ? account : arg))));
  }
  return fromLine(event, situation);
}
