// Channels, their members and attributes. An account is in one channel at a time.
import type { Clock } from '../clock.ts';
import type { Session } from './sessions.ts';
import { tell } from './mailbox.ts';

/** Most members of a channel. @source LC 2.6 */
export const membersMax = 10_000;

/** Members in the list that a joiner gets. @source LC 2.6 */
const listMax = 200;

interface Channel {
  readonly members: Map<string, Session>;
  readonly attributes: Map<string, string>;
  /** When the last member left; the attributes are kept for the channel's time to live after that. */
  emptySince: number | undefined;
}

/** The channels of the service. */
export class Channels {
  readonly #clock: Clock;
  readonly #ttlMs: number;
  readonly #byKey = new Map<string, Channel>();

  constructor(clock: Clock, ttlMs: number) {
    this.#clock = clock;
    this.#ttlMs = ttlMs;
  }

  /** Whether a channel has room for one more. */
  hasRoom(appId: string, name: string): boolean {
    return (this.#find(appId, name)?.members.size ?? 0) < membersMax;
  }

  /** Moves a session into a channel, out of the one it was in; returns what the joiner is told. */
  join(session: Session, name: string) {
    const { appId, account } = session;
    if (session.channel !== name) this.leave(session);
    const channel = this.#make(appId, name);
    if (!channel.members.has(account)) {
      for (const member of channel.members.values()) {
        this.#tell(member, name, { type: 'member.joined', account });
      }
      channel.members.set(account, session);
      channel.emptySince = undefined;
      session.channel = name;
    }
    return {
      users: [...channel.members.keys()].slice(-listMax),
      attributes: Object.fromEntries(channel.attributes),
    };
  }

  /** Takes a session out of its channel, if it is in one. */
  leave(session: Session): void {
    const { appId, account, channel: name } = session;
    const channel = name === '' ? undefined : this.#find(appId, name);
    session.channel = '';
    if (channel === undefined) return;
    channel.members.delete(account);
    if (channel.members.size === 0) channel.emptySince = this.#clock.now;
    for (const member of channel.members.values()) {
      this.#tell(member, name, { type: 'member.left', account });
    }
  }

  /** Removes a member, and tells it with an event, if one is given. */
  remove(session: Session, event: string | undefined): void {
    const { channel: name } = session;
    this.leave(session);
    if (event !== undefined) this.#tell(session, name, { type: event });
  }

  /** The sessions in a channel, in order of joining. */
  members(appId: string, name: string): readonly Session[] {
    return [...(this.#find(appId, name)?.members.values() ?? [])];
  }

  /** The members of a channel of this name in every app. */
  named(name: string): readonly Session[] {
    return [...this.#byKey].flatMap(([key, channel]) =>
      key.endsWith(`\n${name}`) ? [...channel.members.values()] : [],
    );
  }

  /** Names of channels that have members. */
  names(): readonly string[] {
    return [...this.#byKey].flatMap(([key, channel]) =>
      channel.members.size > 0 ? [key.slice(key.indexOf('\n') + 1)] : [],
    );
  }

  /** Forgets a channel and its attributes. */
  destroy(name: string): void {
    for (const key of this.#byKey.keys()) if (key.endsWith(`\n${name}`)) this.#byKey.delete(key);
  }

  /** Changes attributes and tells every member. `value` undefined deletes, `name` undefined clears. */
  setAttribute(
    session: Session,
    channelName: string,
    name: string | undefined,
    value: string | undefined,
  ): void {
    const channel = this.#make(session.appId, channelName);
    if (name === undefined) channel.attributes.clear();
    else if (value === undefined) channel.attributes.delete(name);
    else channel.attributes.set(name, value);
    const kind = name === undefined ? 'clear' : value === undefined ? 'del' : 'update';
    for (const member of channel.members.values()) {
      this.#tell(member, channelName, {
        type: 'attribute.changed',
        name: name ?? '',
        value: value ?? '',
        kind,
      });
    }
  }

  /** Passes a message to every member, the sender included. @source LC 5.7 */
  broadcast(appId: string, name: string, from: string, body: string): void {
    for (const member of this.members(appId, name)) {
      this.#tell(member, name, { type: 'message.arrived', account: from, body });
    }
  }

  #tell(
    session: Session,
    channel: string,
    event: { readonly type: string; readonly [argument: string]: unknown },
  ): void {
    tell(session, { part: 'channel', channel, event });
  }

  #find(appId: string, name: string): Channel | undefined {
    const key = `${appId}\n${name}`;
    const channel = this.#byKey.get(key);
    if (channel?.emptySince !== undefined && this.#clock.now - channel.emptySince >= this.#ttlMs) {
      this.#byKey.delete(key);
      return undefined;
    }
    return channel;
  }

  #make(appId: string, name: string): Channel {
    const known = this.#find(appId, name);
    if (known !== undefined) return known;
    const channel: Channel = {
      members: new Map(),
      attributes: new Map(),
      emptySince: this.#clock.now,
    };
    this.#byKey.set(`${appId}\n${name}`, channel);
    return channel;
  }
}
