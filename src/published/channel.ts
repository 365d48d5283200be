import type { Answered } from './requests.ts';
import type { Speaker } from './speaker.ts';

type Callback = '' | ((...args: never[]) => void);

/** The channel object that was made last while one socket stood. */
export interface Newest {
  newest: Channel | undefined;
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
  constructor(session: Speaker, channels: Newest, name: string) {
    this.name = name;
    const { manner } = session.around;
    /** Calls the application's own callback, whatever the service has said. */
    const answering =
      (method: string, cb: unknown): Answered =>
      (error) => {
        session.answer(method, cb, ...(manner.channelErrors === 'hidden' ? [] : [error]));
      };
    this.messageChannelSend = (msg, cb) =>
      session.ask(
        'channel_sendmsg',
        { name, msg, ...session.idFor(msg, 'msgID') },
        answering('messageChannelSend', cb),
      );
    this.channelLeave = (cb) =>
      session.ask('channel_leave', { name }, () => {
        const channel = manner.newestChannelHearsAll ? (channels.newest ?? this) : this;
        channel.state = 'leaved';
        const isHeard = Boolean(cb);
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
export function join(session: Speaker, channels: Newest, name: string): Channel {
  const { manner } = session.around;
  const channel = new Channel(session, channels, name);
  channels.newest = channel;
  session.ask('channel_join', { name }, (error, reply) => {
    const hearer = manner.newestChannelHearsAll ? (channels.newest ?? channel) : channel;
    if (error !== '') {
      session.fire(hearer, ['onChannelJoinFailed', error]);
      return;
    }
    const { list, attrs } = reply as {
      readonly list: unknown;
      readonly attrs?: Readonly<Record<string, unknown>>;
    };
    hearer.state = 'joined';
    session.fire(hearer, ['onChannelJoined']);
    session.fire(hearer, ['onChannelUserList', list]);
    // A handler that throws ends it.
    for (const [attribute, value] of Object.entries(attrs ?? {})) {
      if (!session.fire(hearer, ['onChannelAttrUpdated', attribute, value, 'update'])) break;
    }
  });
  return channel;
}

/**
 * Whose event of a channel it is; undefined where its number does not rise. The first number after a
 * join is taken, whatever it is [E8].
 */
export function hearerOf(
  { config_msg_set: mode, around: { manner } }: Speaker,
  { newest }: Newest,
  id: unknown,
): Channel | undefined {
  // A connection that has joined nothing throws here, as 1.4.0 does [D20].
  const hearer = newest as Channel;
  const { m_channel_msgid: last } = hearer;
  if (manner.channelIdsRise && mode === 0 && last !== 0 && last + 1 > Number(id)) return undefined;
  hearer.m_channel_msgid = Number(id);
  return hearer;
}

/** Something happened in a channel. */
export function hearChannel(
  session: Speaker,
  hearer: Channel,
  [type, content]: readonly [type: string, content: string],
): void {
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
