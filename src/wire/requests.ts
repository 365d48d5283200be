// What a client may ask for with `call2`, by the name of the function (wire-protocol.md 5).
import { readInvoke } from '../sdk/invoke.ts';
import { textOf } from './frame.ts';
import type { Ask } from './session.ts';

const table: Readonly<Record<string, Ask>> = {
  user_logout: (session, asked) => session.logout(asked),
  user_getmsg: (session, asked, { ver_clear: mark, max }) =>
    session.fetch(asked, (mailbox) => mailbox.fetch(mark, max)),
  user_getmsg2: (session, asked, { clear_msgs: ids, max }) =>
    session.fetch(asked, (mailbox) => mailbox.fetchById(ids, max)),
  user_sendmsg: ({ client }, ref, { peer: account, content: body, messageID }) => {
    client.call('messageInstantSend', { account, body, messageID: textOf(messageID) }, { ref });
  },
  channel_join: (session, asked, { name }) => session.join(asked, name),
  channel_leave: (session, asked, { name }) => session.leave(asked, name),
  channel_sendmsg: ({ client }, ref, { name: channel, msg: body, msgID, force }) => {
    const method = force === true ? 'messageChannelSendForce' : 'messageChannelSend';
    client.call(method, { channel, body, messageID: textOf(msgID) }, { ref });
  },
  channel_query_num: ({ client }, ref, { name: channel }) => {
    client.call('channelQueryUserNum', { channel }, { ref });
  },
  voip_invite: (session, asked, { channelName, peer, extra }) =>
    session.invite(asked, channelName, peer, extra),
  // The lifecycle of the callee has already acknowledged it, by itself, just as the SDK does.
  voip_invite_ack: (_session, asked) => asked.succeed(),
  voip_invite_accept: (session, asked, { channelName: channel, peer, extra }) => {
    session.client.call('channelInviteAccept', { channel, peer, extra }, { ref: asked });
    asked.succeed();
  },
  voip_invite_refuse: (session, asked, { channelName: channel, peer, extra }) => {
    session.client.call('channelInviteRefuse', { channel, peer, extra }, { ref: asked });
    asked.succeed();
  },
  voip_invite_bye: (session, asked, { channelName: channel, peer, extra }) => {
    session.client.call('channelInviteEnd', { channel, peer, extra }, { ref: asked });
    asked.succeed();
  },
  voip_invite_msg: (session, asked, { channelName, peer, extra }) =>
    session.data(asked, 'channelInviteDTMF', [channelName, peer, extra], {
      op: 'dtmf',
      channel: textOf(channelName),
      peer: textOf(peer),
      extra: textOf(extra),
    }),
};

/** The handler of a function; a function that is not in the table asks for data, or is refused as unknown. */
export const requests = (func: string): Ask =>
  Object.hasOwn(table, func)
    ? (table[func] as Ask)
    : (session, asked, args) =>
        session.data(asked, 'invoke', [func], readInvoke(`io.agora.signal.${func}`, args));
