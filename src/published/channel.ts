import type { Answered } from './requests.ts';
import type { Speaker } from './speaker.ts';

type Callback = '' | ((...args: never[]) => void);

/** Whose channels these are. */
export interface Member extends Speaker {
  /** The channel object made last. */
  readonly channel: Channel | undefined;
}

/** A channel as 1.4.0 has it: `session.channelJoin(name)`. @source LC 1.1, Channel; wire 8 */
export class Channel {
  readonly name: string;
  state: 'joining' | 'joined' | 'leaved' = 'joining';
  onChannelJoined: Callback = '';
  onChannelJoinFailed: Callback = '';
  onChannelLeaved: Callback = '';
  onChannelUserList: Callback = '';
  onChannelUserJoined: Callback = '';
  onChannelUserLeaved: Callback = '';
  onChannelAttrUpdated: Callback = '';
  onMessageChannelReceive: Callback = '';
  /** The number of the last event. */
  m_channel_msgid = 0;
  readonly messageChannelSend: (msg: unknown, cb?: unknown) => void;
  readonly channelLeave: (cb?: unknown) => void;
  readonly channelSetAttr: (name: unknown, value: unknown, cb?: unknown) => void;
  readonly channelDelAttr: (name: unknown, cb?: unknown) => void;
  readonly channelClearAttr: (cb?: unknown) => void;

  /** @internal */
  constructor(session: Member, name: string) {
    this.name = name;
    const { manner } = session.around;
    /** Calls the application's own callback, whatever the service has said. */
    const answering =
      (method: string, cb: unknown): Answered =>
      (error) => {
        session.answer(method, cb, ...(manner.channelErrors === 'hidden' ? [] : [error]));
      };
    this.messageChannelSend = (msg, cb) =>
      session.ask('channel_sendmsg', { name, msg }, answering('messageChannelSend', cb));
    this.channelLeave = (cb) =>
      session.ask('channel_leave', { name }, () => {
        const channel = manner.newestChannelHearsAll ? (session.channel ?? this) : this;
        channel.state = 'leaved';
        const isHeard = typeof cb === 'function';
        if (isHeard) session.answer('channelLeave', cb);
        if (isHeard && manner.leaveCallbackAlone) return;
        session.fire(channel, ['onChannelLeaved', manner.leaveEcode], 'SUCCESS');
      });
    this.channelSetAttr = (attribute, value, cb) =>
      session.ask(
        'channel_set_attr',
        { channel: name, name: attribute, value },
        answering('channelSetAttr', cb),
      );
    this.channelDelAttr = (attribute, cb) =>
      session.ask(
        'channel_del_attr',
        { channel: name, name: attribute },
        answering('channelDelAttr', cb),
      );
    this.channelClearAttr = (cb) =>
      session.ask('channel_clear_attr', { channel: name }, answering('channelClearAttr', cb));
  }
}

/** Joins a channel: the answer is told to the newest object, whichever asked. */
export function join(session: Member, channel: Channel): void {
  const { manner } = session.around;
  session.ask('channel_join', { name: channel.name }, (error, reply) => {
    const hearer = manner.newestChannelHearsAll ? (session.channel ?? channel) : channel;
    if (error !== '') {
      session.fire(hearer, ['onChannelJoinFailed', error]);
      return;
    }
    const { list, attrs } = reply as {
      readonly list: unknown;
      readonly attrs: Readonly<Record<string, unknown>>;
    };
    hearer.state = 'joined';
    session.fire(hearer, ['onChannelJoined']);
    session.fire(hearer, ['onChannelUserList', list]);
    for (const name of Object.keys(attrs)) {
      session.fire(hearer, ['onChannelAttrUpdated', name, attrs[name], 'update']);
    }
  });
}

/** Something happened in a channel. */
export function hearChannel(session: Member, id: unknown, type: string, content: string): void {
  const { channel } = session;
  // A connection that has joined nothing throws here, as 1.4.0 does [D20].
  const hearer = channel as Channel;
  if (session.config_msg_set === 0) {
    if (session.around.manner.channelIdsRise && Number(id) <= hearer.m_channel_msgid) return;
    hearer.m_channel_msgid = Number(id);
  }
  const {
    account,
    uid,
    msg,
    name,
    value,
    type: kind,
  } = JSON.parse(content) as Readonly<Record<string, unknown>>;
  switch (type) {
    case 'channel_msg':
      session.fire(hearer, ['onMessageChannelReceive', account, uid, msg]);
      return;
    case 'channel_user_join':
      session.fire(hearer, ['onChannelUserJoined', account, uid]);
      return;
    case 'channel_user_leave':
      session.fire(hearer, ['onChannelUserLeaved', account, uid]);
      return;
    case 'channel_attr_update':
      session.fire(hearer, ['onChannelAttrUpdated', name, value, kind]);
      return;
    default:
  }
}
