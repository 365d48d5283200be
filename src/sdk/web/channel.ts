import { asText } from '../text.ts';
import { Pending } from './pending.ts';
import type { Info } from './info.ts';
import type { Owner } from './owner.ts';
import { tie } from './tie.ts';

/** Answer to a channel's method: nothing, and the code behind it where it failed. */
export type ChannelCallback = (nothing: undefined, info?: Info) => void;

/**
 * A channel: `session.channelJoin(name)`. Set the callbacks after you have it.
 *
 * @source LC 1.1, Channel
 */
export class Channel {
  readonly name: string;
  state: 'joining' | 'joined' | 'leaved' = 'joining';
  onChannelJoined: (() => void) | null = null;
  onChannelJoinFailed: ((ecode: number) => void) | null = null;
  /** 0 where you left yourself, as 1.4.0 has it; `info` says the documented code. */
  onChannelLeaved: ((ecode: number, info: Info) => void) | null = null;
  /** `[[account, uid], ...]`, the 200 who came last; `uid` is 0. */
  onChannelUserList: ((users: readonly (readonly [string, number])[]) => void) | null = null;
  onChannelUserJoined: ((account: string, uid: number) => void) | null = null;
  onChannelUserLeaved: ((account: string, uid: number) => void) | null = null;
  /** `type` is `'update'`, `'del'` or `'clear'`. */
  onChannelAttrUpdated: ((name: string, value: string, type: string) => void) | null = null;
  /** Your own messages, too. */
  onMessageChannelReceive: ((account: string, uid: number, msg: string) => void) | null = null;
  /** @internal */
  readonly session: Owner;
  /** @internal Leaves of this stay under way, with what the application gave to hear of them. */
  leaving: unknown[] = [];
  /** @internal All objects of the same stay in the channel, this one too; the last one counts. */
  twins: Channel[] = [this];

  /** @internal */
  constructor(session: Owner, name: string) {
    this.session = session;
    this.name = name;
    tie(this);
  }

  /** Sends a message to everybody in the channel. A failure also reaches session.onError. */
  messageChannelSend(msg: unknown, cb?: ChannelCallback): void {
    const { session, name } = this;
    session.client.call(
      'messageChannelSend',
      { channel: name, body: asText(msg) },
      session.how(new Pending(session, cb)),
    );
  }

  /** Leaves. With `cb` that alone is called, without it onChannelLeaved(0), as in 1.4.0. */
  channelLeave(cb?: ChannelCallback): void {
    const { session, name, twins } = this;
    const { client } = session;
    const { state, name: present } = client.channel;
    const isHere = session.isLoggedIn && present === name && state !== 'notJoined';
    if (isHere && session.twins === twins) {
      this.leaving.push(cb);
      client.call('channelLeave', { channel: name }, { ref: this });
    } else {
      // An object of an earlier stay must not end the one that the client is in now.
      const how = session.how(new Leave(this, cb));
      client.call('channelLeave', { channel: name }, isHere ? { ...how, isStale: true } : how);
    }
  }

  channelSetAttr(name: unknown, value: unknown, cb?: ChannelCallback): void {
    this.#write('channelSetAttr', asText(name), asText(value), cb);
  }

  channelDelAttr(name: unknown, cb?: ChannelCallback): void {
    this.#write('channelDelAttr', asText(name), undefined, cb);
  }

  channelClearAttr(cb?: ChannelCallback): void {
    this.#write('channelClearAttr', undefined, undefined, cb);
  }

  #write(method: string, name: string | undefined, value: string | undefined, cb: unknown): void {
    const { session, name: channel } = this;
    const args = [channel, name, value].filter((arg) => arg !== undefined);
    const what = { op: 'attribute', of: 'channel', channel, name, value } as const;
    session.request(method, args, what, cb, () => [undefined]);
  }
}

/** A leave from where the client is not: it has an answer of its own. */
export class Leave extends Pending {
  readonly channel: Channel;

  constructor(channel: Channel, cb: unknown) {
    super(channel.session, cb);
    this.channel = channel;
  }
}
