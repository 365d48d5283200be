// What a client delivers, in the web SDK's shape, as decisions.md B's last column has it: first
// arguments are those of 1.4.0 wherever an application could depend on them, the code rides behind.
import type { Delivery } from '../../world/delivery.ts';
import { misnamedIn } from '../misnamed.ts';
import { Call } from './call.ts';
import { Channel, Leave } from './channel.ts';
import { fire, infoOf, ready, readyAll, type Info } from './info.ts';
import type { Owner } from './owner.ts';
import { Pending } from './pending.ts';
import { Session } from './session.ts';

type Thunk = (() => unknown) | undefined;

/** Finds the handler for a delivery, with its arguments. */
export function findHandler(delivery: Delivery): Thunk {
  const { name, code, details, ref } = delivery;
  const session = sessionOf(delivery);
  if (session === undefined) return undefined;
  const info = code === undefined ? undefined : infoOf(code, details['reason']);
  if (ref instanceof Pending) {
    const answer = ofPending(delivery, ref, info);
    if (answer !== undefined) return answer;
  }
  return (
    ofSession(session, delivery, info) ??
    ofChannel(delivery, info) ??
    (name.startsWith('onInvite') ? ofCall(session, delivery, info) : undefined)
  );
}

/** Finds a handler that an application has set for a delivery by a name that the SDK does not know. */
export function findMisnamed(delivery: Delivery): ReturnType<typeof misnamedIn> {
  const { name, ref } = delivery;
  const session = sessionOf(delivery);
  if (session === undefined) return undefined;
  const channels = ref instanceof Channel ? ref.twins : [];
  const call = name.startsWith('onInvite') ? callOf(session, delivery) : undefined;
  // The Web SDK says onLoginSuccess again where the native one says onReconnected.
  const wanted = name === 'onReconnected' ? 'onLoginSuccess' : name;
  return misnamedIn([session, ...channels, call], wanted);
}

/** The session that a delivery is for: that of whoever called, else the one the client is in. */
function sessionOf({ name, part, ref, session }: Delivery): Session | undefined {
  const isOfCallee = part === 'callee' && name !== 'onError';
  if (!isOfCallee) {
    if (ref instanceof Session) return ref;
    if (ref instanceof Pending || ref instanceof Channel || ref instanceof Call) {
      return ref.session instanceof Session ? ref.session : undefined;
    }
  }
  // What the callee hears comes from outside: the ref is of a call that it took here before.
  return session instanceof Session ? session : undefined;
}

const onError = (session: Owner, method: unknown, info: Info, text = info.reason): Thunk =>
  session instanceof Session ? fire(session, 'onError', method, info.value, text) : undefined;

/** Answers to one call of a method: messages, queries, requests, and leaves that cannot be. */
function ofPending({ name, details }: Delivery, pending: Pending, info?: Info): Thunk {
  const { session, cb } = pending;
  const { method } = details;
  const isChannel = method === 'messageChannelSend';
  switch (name) {
    case 'onError':
      if (info === undefined) return undefined;
      if (method === 'channelLeave') {
        return readyAll(onError(session, method, info), ready(cb, undefined, info));
      }
      return method === 'channelQueryUserNum'
        ? readyAll(onError(session, 'invoke', info), ready(cb, info.name, {}, info))
        : undefined;
    case 'onChannelLeaved':
      if (!(pending instanceof Leave)) return undefined;
      return ready(cb, undefined, info) ?? fire(pending.channel, 'onChannelLeaved', 0, info);
    case 'onMessageSendSuccess':
      return isChannel ? ready(cb) : ready(cb, false);
    case 'onMessageSendError':
      if (info === undefined) return undefined;
      return isChannel
        ? readyAll(ready(cb, undefined, info), onError(session, method, info))
        : ready(cb, true, info);
    case 'onChannelQueryUserNumResult':
      return info?.name === 'SUCCESS'
        ? ready(cb, '', { result: 'ok', num: details['count'] }, info)
        : ready(cb, info?.name, {}, info);
    default:
      return name.endsWith(' cb') ? ready(cb, ...(details['args'] as unknown[])) : undefined;
  }
}

function ofSession(session: Session, { name, details, ref }: Delivery, info?: Info): Thunk {
  switch (name) {
    case 'onLoginSuccess':
    case 'onReconnected': // D-32: 1.4.0 says onLoginSuccess again, and applications re-join in it.
      session.uid = session.client.uid;
      return fire(session, 'onLoginSuccess', 0);
    case 'onLoginFailed':
      return fire(session, 'onLoginFailed', info?.value);
    case 'onLogout':
      return fire(session, 'onLogout', info?.value);
    case 'onError':
      if (ref instanceof Channel && details['method'] === 'channelJoin') ref.state = 'leaved';
      return fire(session, 'onError', details['method'], info?.value, details['text']);
    case 'onMessageInstantReceive':
      return fire(session, 'onMessageInstantReceive', details['account'], 0, details['body']);
    default:
      return undefined;
  }
}

function ofChannel({ name, details, ref }: Delivery, info?: Info): Thunk {
  if (!(ref instanceof Channel)) return undefined;
  const channel = ref;
  // A join that is repeated has one answer, and everybody who waits gets it.
  const waiting = channel.twins.filter(({ state }) => state === 'joining');
  switch (name) {
    case 'onChannelJoined':
      return readyAll(
        ...waiting.map((one) => {
          one.state = 'joined';
          return fire(one, 'onChannelJoined');
        }),
      );
    case 'onChannelJoinFailed':
      return readyAll(
        ...waiting.map((one) => {
          one.state = 'leaved';
          return fire(one, 'onChannelJoinFailed', info?.value);
        }),
      );
    case 'onChannelLeaved':
      return info === undefined ? undefined : leave(channel, info);
    case 'onChannelUserList': {
      const users = (details['users'] as readonly string[]).map((account) => [account, 0]);
      return fire(channel, 'onChannelUserList', users);
    }
    case 'onChannelUserJoined':
      return fire(channel, 'onChannelUserJoined', details['account'], 0);
    case 'onChannelUserLeaved':
      return fire(channel, 'onChannelUserLeaved', details['account'], 0);
    case 'onChannelAttrUpdated': {
      const { name: attribute, value, kind } = details;
      return fire(channel, 'onChannelAttrUpdated', attribute, value, kind);
    }
    case 'onMessageChannelReceive':
      return fire(channel, 'onMessageChannelReceive', details['account'], 0, details['body']);
    default:
      return undefined;
  }
}

/**
 * A channel was left. By the user's own doing, 1.4.0 gives 0, or calls what came with the leave and
 * nothing else; a leave that the service failed counts there as done, and says so in onError. Where
 * a join was repeated, whoever asked hears it, and the object that counts. Who asked twice, with
 * `cb` and without, hears it both ways.
 */
function leave(channel: Channel, info: Info): Thunk {
  const { session, twins } = channel;
  const isFailed =
    info.name === 'LEAVECHANNEL_E_OTHER' && twins.some(({ leaving }) => leaving.length > 0);
  const isOwn = isFailed || info.name === 'LEAVECHANNEL_E_BYUSER';
  const counting = twins.findLast(({ state }) => state !== 'leaved');
  const thunks = twins.flatMap((one): Thunk[] => {
    const { leaving } = one;
    const isConcerned = one === channel || one === counting || leaving.length > 0;
    one.leaving = [];
    one.state = 'leaved';
    if (!isConcerned) return [];
    const callbacks = leaving.filter((cb) => typeof cb === 'function');
    return [
      ...callbacks.map((cb) => ready(cb, undefined, info)),
      callbacks.length > 0 && callbacks.length === leaving.length && isOwn
        ? undefined
        : fire(one, 'onChannelLeaved', isOwn ? 0 : info.value, info),
    ];
  });
  return readyAll(...thunks, isFailed ? onError(session, 'channelLeave', info) : undefined);
}

/** The call object that a delivery is for. */
function callOf(session: Session, { details, ref, part }: Delivery): Call | undefined {
  const { calls, client } = session;
  const [channel, peer] = [String(details['channel']), String(details['peer'])];
  if (part === 'callee') return calls.find('callee', channel, peer);
  if (part === 'caller') return ref instanceof Call ? ref : calls.find('caller', channel, peer);
  // Key presses say only an address; where calls crossed, they are put down to one's own.
  return calls.find(client.isCalling(channel, peer) ? 'caller' : 'callee', channel, peer);
}

function ofCall(session: Session, delivery: Delivery, info?: Info): Thunk {
  const { name, details } = delivery;
  const { extra } = details;
  if (name === 'onInviteReceived') {
    const [channelName, peer] = [String(details['channel']), String(details['peer'])];
    const received = new Call(session, 'callee', { channelName, peer, extra: String(extra) });
    session.calls.put('callee', received);
    return fire(session, 'onInviteReceived', received);
  }
  const call = callOf(session, delivery);
  switch (name) {
    case 'onInviteReceivedByPeer':
      return fire(call, 'onInviteReceivedByPeer', ''); // The SDK acknowledges without one.
    case 'onInviteAcceptedByPeer':
      return fire(call, 'onInviteAcceptedByPeer', extra);
    case 'onInviteRefusedByPeer':
      return fire(call, 'onInviteRefusedByPeer', extra);
    case 'onInviteFailed': {
      const text = JSON.stringify({ reason: info?.reason, code: info?.value });
      return fire(call, 'onInviteFailed', text, info);
    }
    case 'onInviteEndByPeer':
      return fire(call, 'onInviteEndByPeer', extra);
    case 'onInviteEndByMyself':
      return fire(call, 'onInviteEndByMyself', extra);
    case 'onInviteMsg':
      return fire(call, 'onInviteMsg', extra);
    default:
      return undefined;
  }
}
