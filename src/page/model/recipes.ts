// How the world brings about an event of a machine: the real cause, in steps of a scenario. Nothing
// is given to a machine directly; a click on `reply.refused` makes the service refuse, and waits.
import type { PartName } from '../../../machines/session.ts';
import type { Operation } from '../../world/service/faults.ts';
import type { CallName } from '../../run/calls.ts';
import type { ClientStep, ScenarioStep } from '../../scenario/scenario.ts';

/** How an event comes about. */
export interface Recipe {
  /**
   * When the steps are taken: `now`; `entered`, when the state was entered, because a request that
   * is under way can only be met with before it is answered; or `before` that, where the answer
   * was decided as the state was entered.
   */
  readonly at: 'now' | 'entered' | 'before';
  readonly steps: readonly ScenarioStep[];
  /** Whether time must pass until it happens. */
  readonly waits: boolean;
}

/** Who and what a recipe is about. */
export interface Situation {
  readonly client: string;
  readonly account: string;
  /** Somebody else, and the account that it uses. */
  readonly other: string;
  readonly part: PartName;
  readonly state: string;
  /** Whether it logged in with a token that can expire or be wrong. */
  readonly hasToken: boolean;
  readonly isCut: boolean;
  readonly isReconnecting: boolean;
  /** Whether the service would not take its login any more. */
  readonly isSpoilt: boolean;
  /** Whether its invitation brought a `_timeout`. */
  readonly hasTimeout: boolean;
  /** Whether the service was told to answer badly. */
  readonly isFaulty: boolean;
  /** Whether the other one is online already. */
  readonly isOtherOnline: boolean;
}

/** The channel of all that the page does by itself. */
export const lobby = 'lobby';

const service = (
  act:
    | 'kick'
    | 'orderClose'
    | 'expireToken'
    | 'ban'
    | 'notifyError'
    | 'requireVersion'
    | 'rotateCertificate'
    | 'removeFromChannel'
    | 'destroyChannel'
    | 'refuse'
    | 'silence'
    | 'garble'
    | 'heal',
  ...args: readonly unknown[]
): ScenarioStep => ({ by: 'service', do: act, args });
const network = (
  act: 'cut' | 'restore' | 'corrupt',
  ...args: readonly unknown[]
): ScenarioStep => ({ by: 'network', do: act, args });

/** A call with the arguments that the page gives it by itself. */
export function callOf(name: CallName, client: string, account: string, other: string): ClientStep {
  const args = {
    login: { account, token: 'day' },
    logout: {},
    channelJoin: { channel: lobby },
    channelLeave: { channel: lobby },
    channelQueryUserNum: { channel: lobby },
    messageInstantSend: { account: other, body: 'hello' },
    messageChannelSend: { channel: lobby, body: 'hello' },
    messageChannelSendForce: { channel: lobby, body: 'hello' },
    messageAppSend: { body: 'hello' },
    channelInviteUser2: { channel: lobby, peer: other },
    channelInviteAccept: { channel: lobby, peer: other },
    channelInviteRefuse: { channel: lobby, peer: other },
    channelInviteEnd: { channel: lobby, peer: other },
    queryUserStatus: { account: other },
    setAttr: { name: 'mood', value: 'good' },
  } as const satisfies Record<CallName, object>;
  return { by: 'client', client, do: name, args: args[name] } as ClientStep; // Each with its own.
}

/** The request whose answer a part waits for, by part and state. */
function operationOf(part: PartName, state: string): Operation | undefined {
  switch (part) {
    case 'login':
      if (state.endsWith('authenticating')) return 'login';
      return state.startsWith('loggingOut') ? 'logout' : undefined;
    case 'channel':
      return state === 'joining' ? 'join' : 'leave';
    case 'query':
      return 'query';
    case 'message':
      return 'message';
    case 'request':
      return 'attribute';
    case 'caller':
      return 'invite';
    case 'callee':
      return undefined;
  }
}

/** Whether a part waits for the answer to a request. */
const isWaiting = (part: PartName, state: string): boolean =>
  ['joining', 'leaving', 'querying', 'sending', 'requesting'].includes(state) || part === 'login';

/** What a peer does, for events that only a peer brings about. */
const ofPeer: Readonly<Record<string, CallName>> = {
  'peer.accepted': 'channelInviteAccept',
  'peer.refused': 'channelInviteRefuse',
  'peer.ended': 'channelInviteEnd',
  'invite.arrived': 'channelInviteUser2',
  'member.joined': 'channelJoin',
  'member.left': 'channelLeave',
};

/** What a part calls, where its event has another name than the call. */
const ownCall: Readonly<Record<string, CallName>> = { request: 'setAttr' };

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

const now = (...steps: readonly ScenarioStep[]): Recipe => ({ at: 'now', steps, waits: true });
const entered = (...steps: readonly ScenarioStep[]): Recipe => ({
  at: 'entered',
  steps,
  waits: true,
});

function fromTimer(
  event: string,
  { hasTimeout, isCut, part, state }: Situation,
): Recipe | undefined {
  if (event === 'after backoff') return now();
  if (event === 'after _timeout') return hasTimeout ? now() : undefined;
  // Another timer of the same state is always due before it.
  if (event === 'after notReceived') return undefined;
  if (event === 'after lookup' || event === 'after connect') {
    return {
      at: 'before',
      steps: [service('silence', event === 'after lookup' ? 'lookup' : 'connect', { times: 1 })],
      waits: true,
    };
  }
  if (event === 'after retryWindow') {
    // On a line that is cut, the attempts are used up before the time is.
    return isCut ? undefined : now(service('silence', 'login'));
  }
  const operation = operationOf(part, state);
  return operation === undefined ? undefined : entered(service('silence', operation, { times: 1 }));
}

function fromReply(
  event: string,
  { account, hasToken, part, state }: Situation,
): Recipe | undefined {
  const operation = operationOf(part, state);
  switch (event) {
    case 'reply.tokenExpired':
      return hasToken || state.startsWith('reconnecting')
        ? entered(service('expireToken', account))
        : undefined;
    case 'reply.tokenWrong':
      return hasToken ? entered(service('rotateCertificate')) : undefined;
    case 'reply.accountBanned':
      return entered(service('ban', account));
    case 'reply.versionRefused':
      return entered(service('requireVersion', '2.0.0'));
    case 'reply.refused':
      return operation && entered(service('refuse', operation, { times: 1 }));
    case 'reply.garbled':
      return operation && entered(service('garble', operation, { times: 1 }));
    default:
      return undefined;
  }
}

function fromPeer(
  event: string,
  theirs: CallName,
  { account, isFaulty, isOtherOnline, other, part, state }: Situation,
): Recipe | undefined {
  const gap = { by: 'time', wait: '1 s' } as const;
  const call = callOf(theirs, other, other, account);
  if (part === 'caller') {
    // Whoever never got the invitation, or hears that it is over, cannot answer it.
    const isOpen = state.startsWith('pending') || state === 'accepted';
    return isOpen && isOtherOnline && !isFaulty ? now(gap, call) : undefined;
  }
  if (event === 'invite.arrived' && ['incoming', 'accepted'].includes(state)) return undefined;
  const login = isOtherOnline ? [] : [callOf('login', other, other, account), gap];
  const join = event === 'member.left' ? [callOf('channelJoin', other, other, account), gap] : [];
  return now(...login, ...join, call);
}

/** How the world brings about an event; undefined where it cannot from here. */
export function recipeOf(
  event: string,
  calls: ReadonlySet<string>,
  situation: Situation,
): Recipe | undefined {
  const { account, other, client, isCut, isFaulty, isOtherOnline, part, state } = situation;
  const call = ownCall[event] ?? event;
  if (calls.has(call)) {
    return { at: 'now', steps: [callOf(call as CallName, client, account, other)], waits: false };
  }
  const theirs = ofPeer[event];
  if (theirs !== undefined) return fromPeer(event, theirs, situation);
  if (event === 'session.restored' && !situation.isReconnecting) return undefined;
  if (['reply.accepted', 'session.restored'].includes(event) && situation.isSpoilt)
    return undefined;
  if (good.has(event)) {
    const restored = isCut ? [network('restore', account)] : [];
    return isFaulty ? entered(service('heal'), ...restored) : now(...restored);
  }
  if (event.startsWith('after ')) return fromTimer(event, situation);
  if (event.startsWith('reply.')) return fromReply(event, situation);
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
      // Whatever waits for an answer would have it before the session has ended.
      const operation = isWaiting(part, state) ? operationOf(part, state) : undefined;
      const logout = callOf('logout', client, account, other);
      return operation === undefined
        ? now(logout)
        : entered(service('silence', operation, { times: 1 }), logout);
    }
    case 'service.kicked':
      return now(service('kick', account));
    case 'service.closed':
      // Before it is in, a client has no session that could be told to close.
      return state === 'loggingIn.authenticating' ? undefined : now(service('orderClose', account));
    case 'service.refusedVersion':
      return now(service('requireVersion', '2.0.0'));
    case 'service.noticed':
      return now(service('notifyError', account));
    case 'member.removed':
      return now(service('removeFromChannel', account, lobby));
    case 'channel.destroyed':
      return now(service('destroyChannel', lobby));
    case 'message.arrived': {
      const send = part === 'channel' ? 'messageChannelSendForce' : 'messageInstantSend';
      const login = isOtherOnline
        ? []
        : [callOf('login', other, other, account), { by: 'time', wait: '1 s' } as const];
      return now(...login, callOf(send, other, other, account));
    }
    default:
      return undefined;
  }
}
