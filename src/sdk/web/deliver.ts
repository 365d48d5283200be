// What a client delivers, in the web SDK's shape, as decisions.md B's last column has it: first
// arguments are those of 1.4.0 wherever an application could depend on them, the code rides behind.
import type { Delivery } from '../../world/client.ts';
import { Call } from './call.ts';
import { Channel } from './channel.ts';
import { infoOf, ready, readyAll, type Info } from './info.ts';
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
    ofChannel(session, delivery, info) ??
    (name.startsWith('onInvite') ? ofCall(session, delivery, info) : undefined)
  );
}

/** The session that a delivery is for: that of whoever called, else the one the client is in. */
function sessionOf({ ref, session }: Delivery): Session | undefined {
  if (ref instanceof Session) return ref;
  if (ref instanceof Pending || ref instanceof Channel || ref instanceof Call) return ref.session;
  return session instanceof Session ? session : undefined;
}

const onError = (session: Session, method: unknown, info: Info): Thunk =>
  ready(session.onError, method, info.value, info.reason);

/** Answers to one call of a method: messages, queries and requests. */
function ofPending({ name, details }: Delivery, { session, cb }: Pending, info?: Info): Thunk {
  const isChannel = details['method'] === 'messageChannelSend';
  switch (name) {
    case 'onMessageSendSuccess':
      return isChannel ? ready(cb) : ready(cb, false);
    case 'onMessageSendError':
      if (info === undefined) return undefined;
      return isChannel
        ? readyAll(ready(cb, undefined, info), onError(session, details['method'], info))
        : ready(cb, true, info);
    case 'onChannelQueryUserNumResult':
      return info?.name === 'SUCCESS'
        ? ready(cb, '', { result: 'ok', num: details['count'] }, info)
        : ready(cb, info?.name, {}, info);
    default:
      return name.endsWith(' cb') ? ready(cb, ...(details['args'] as unknown[])) : undefined;
  }
}

function ofSession(session: Session, { name, details }: Delivery, info?: Info): Thunk {
  switch (name) {
    case 'onLoginSuccess':
    case 'onReconnected': // D-32: 1.4.0 says onLoginSuccess again, and applications re-join in it.
      return ready(session.onLoginSuccess, 0);
    case 'onLoginFailed':
      return ready(session.onLoginFailed, info?.value);
    case 'onLogout':
      return ready(session.onLogout, info?.value);
    case 'onError':
      return ready(session.onError, details['method'], info?.value, details['text']);
    case 'onMessageInstantReceive':
      return ready(session.onMessageInstantReceive, details['account'], 0, details['body']);
    default:
      return undefined;
  }
}

/** The channel objects that wait for the answer to a join of this name: all of them get it. */
function answered(session: Session, name: unknown): readonly Channel[] {
  const waiting = session.joining.filter((channel) => channel.name === name);
  session.joining = session.joining.filter((channel) => channel.name !== name);
  return waiting;
}

function ofChannel(session: Session, { name, details, ref }: Delivery, info?: Info): Thunk {
  const channel = ref instanceof Channel ? ref : undefined;
  switch (name) {
    case 'onChannelJoined':
      return readyAll(
        ...answered(session, details['channel']).map((one) => {
          one.state = 'joined';
          return ready(one.onChannelJoined);
        }),
      );
    case 'onChannelJoinFailed':
      return readyAll(
        ...answered(session, details['channel']).map((one) => {
          one.state = 'leaved';
          return ready(one.onChannelJoinFailed, info?.value);
        }),
      );
    case 'onChannelLeaved':
      return channel === undefined || info === undefined ? undefined : leave(channel, info);
    case 'onChannelUserList': {
      const users = (details['users'] as readonly string[]).map((account) => [account, 0]);
      return ready(channel?.onChannelUserList, users);
    }
    case 'onChannelUserJoined':
      return ready(channel?.onChannelUserJoined, details['account'], 0);
    case 'onChannelUserLeaved':
      return ready(channel?.onChannelUserLeaved, details['account'], 0);
    case 'onChannelAttrUpdated': {
      const { name: attribute, value, kind } = details;
      return ready(channel?.onChannelAttrUpdated, attribute, value, kind);
    }
    case 'onMessageChannelReceive':
      return ready(channel?.onMessageChannelReceive, details['account'], 0, details['body']);
    default:
      return undefined;
  }
}

/**
 * A channel was left. By the user's own doing, 1.4.0 gives 0, or calls what came with the leave and
 * nothing else; a leave that the service failed counts there as done, and says so in onError.
 */
function leave(channel: Channel, info: Info): Thunk {
  const { leaving, session } = channel;
  const isOwn =
    info.name === 'LEAVECHANNEL_E_BYUSER' ||
    (info.name === 'LEAVECHANNEL_E_OTHER' && leaving.length > 0);
  channel.leaving = [];
  channel.state = 'leaved';
  const callbacks = leaving.filter((cb) => typeof cb === 'function');
  const isHeard = callbacks.length > 0 && isOwn;
  return readyAll(
    ...callbacks.map((cb) => ready(cb, undefined, info)),
    isHeard ? undefined : ready(channel.onChannelLeaved, isOwn ? 0 : info.value, info),
    isOwn && info.name === 'LEAVECHANNEL_E_OTHER'
      ? onError(session, 'channelLeave', info)
      : undefined,
  );
}

function ofCall(session: Session, { name, details, ref, part }: Delivery, info?: Info): Thunk {
  const [channelName, peer] = [String(details['channel']), String(details['peer'])];
  const extra = details['extra'];
  if (name === 'onInviteReceived') {
    const call = new Call(session, 'callee', { channelName, peer, extra: String(extra) });
    session.calls.put('callee', call);
    return ready(session.onInviteReceived, call);
  }
  const role = part === 'callee' ? 'callee' : 'caller';
  const other = role === 'caller' ? 'callee' : 'caller';
  const call =
    ref instanceof Call
      ? ref
      : (session.calls.find(role, channelName, peer) ??
        session.calls.find(other, channelName, peer));
  if (call === undefined) return undefined;
  switch (name) {
    case 'onInviteReceivedByPeer':
      return ready(call.onInviteReceivedByPeer, extra);
    case 'onInviteAcceptedByPeer':
      return ready(call.onInviteAcceptedByPeer, extra);
    case 'onInviteRefusedByPeer':
      return ready(call.onInviteRefusedByPeer, extra);
    case 'onInviteFailed': {
      const text = JSON.stringify({ reason: info?.reason, code: info?.value });
      return ready(call.onInviteFailed, text, info);
    }
    case 'onInviteEndByPeer':
      return ready(call.onInviteEndByPeer, extra);
    case 'onInviteEndByMyself':
      return ready(call.onInviteEndByMyself, extra);
    case 'onInviteMsg':
      return ready(call.onInviteMsg, extra);
    default:
      return undefined;
  }
}
