// What a callback carries besides its code. Machines emit static effects; what changes from one
// time to the next (channel, peer, number of the retry) is read here from the event that caused it.
import { byName } from '../../../machines/codes.ts';
import type { Callback } from '../../../machines/lifecycle.ts';
import type { Actor, Cause } from './actor.ts';

/** Named values of one delivery: `{ channel: 'lobby', account: 'bob' }`. */
export type Details = Readonly<Record<string, unknown>>;

const channelOf = (actor: Actor): string =>
  (actor.snapshot.context as { readonly channel: string }).channel;

/**
 * The deliveries of a callback: one, but for the attributes that follow a join, one each.
 *
 * @param before the channel that the client was in when the event came
 */
export function detailsOf(
  callback: Callback,
  actor: Actor,
  event: Cause,
  before: string,
): readonly Details[] {
  const { address } = actor;
  switch (callback.name) {
    case 'onLoginSuccess':
    case 'onLoginFailed':
    case 'onLogout':
    case 'onReconnected':
      return [{}];
    case 'onReconnecting':
      return [{ attempt: (actor.snapshot.context as { readonly attempt: number }).attempt }];
    case 'onChannelJoined':
      return [{ channel: channelOf(actor) }];
    case 'onChannelUserList':
      return [{ channel: channelOf(actor), users: event['users'] ?? [] }];
    case 'onChannelAttrUpdated': {
      const channel = channelOf(actor);
      if (event.type !== 'reply.ok') {
        return [{ channel, name: event['name'], value: event['value'], kind: event['kind'] }];
      }
      return Object.entries(event['attributes'] ?? {}).map(([name, value]: [string, unknown]) => ({
        channel,
        name,
        value,
        kind: 'update',
      }));
    }
    case 'onChannelUserJoined':
    case 'onChannelUserLeaved':
      return [{ channel: channelOf(actor), account: event['account'] }];
    case 'onMessageChannelReceive':
      return [{ channel: channelOf(actor), account: event['account'], body: event['body'] }];
    case 'onMessageInstantReceive':
      return [{ account: event['account'], body: event['body'] }];
    case 'onChannelJoinFailed':
      return [{ channel: before }];
    case 'onChannelLeaved': {
      if (callback.code !== 'LEAVECHANNEL_E_BYUSER') return [{ channel: before }];
      // D-5: one code, two meanings; the reason tells them apart.
      const isOther = event.type === 'channelLeave';
      return [
        isOther
          ? { channel: event['channel'], reason: 'not-in-channel' }
          : { channel: before, reason: 'left-by-user' },
      ];
    }
    case 'onChannelQueryUserNumResult':
      return [{ channel: address['channel'], count: event['count'] ?? 0 }];
    case 'onMessageSendSuccess':
    case 'onMessageSendError':
      return [{ messageID: address['messageID'], method: address['method'] }];
    case 'onError':
      return [
        {
          method: event['method'] ?? address['method'] ?? '',
          text: event['text'] ?? byName(callback.code).meaning.en,
        },
      ];
    case 'onInviteReceived':
    case 'onInviteReceivedByPeer':
    case 'onInviteAcceptedByPeer':
    case 'onInviteRefusedByPeer':
    case 'onInviteEndByPeer':
    case 'onInviteEndByMyself':
    case 'onInviteFailed':
      return [
        {
          channel: address['channel'],
          peer: address['peer'],
          extra: callback.name === 'onInviteEndByMyself' ? '' : (event['extra'] ?? ''),
        },
      ];
  }
}
