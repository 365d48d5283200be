import type { Client } from '../../world/client/client.ts';
import type { Delivery, How } from '../../world/delivery.ts';
import type { FollowedRequest } from '../../world/client/requests.ts';
import type { Details } from '../../../machines/callbacks.ts';
import { readInvoke } from '../invoke.ts';
import { asText } from '../text.ts';
import { statusOf } from '../status.ts';
import { Call, Calls } from './call.ts';
import { Channel } from './channel.ts';
import { infoOf, type Info } from './info.ts';
import type { Owner } from './owner.ts';
import { Pending } from './pending.ts';
import { tie } from './tie.ts';

/** Answer to `invoke`: `err` is `''` where it went well; `info` is the code behind a failure. */
export type InvokeCallback = (
  err: string,
  ret: Readonly<Record<string, unknown>>,
  info?: Info,
) => void;

/**
 * One login of an account: `signal.login(...)`. Set the callbacks after you have it. A session that
 * is over stays over; log in again for another.
 *
 * @source LC 1.1, Session
 */
export class Session implements Owner {
  readonly account: string;
  /** The service's number of the account, 0 before the first login; no callback tells it. */
  uid = 0;
  /** `uid` is 0. Comes again after every reconnect, as in 1.4.0. */
  onLoginSuccess: ((uid: number) => void) | null = null;
  onLoginFailed: ((ecode: number) => void) | null = null;
  onLogout: ((ecode: number) => void) | null = null;
  onMessageInstantReceive: ((account: string, uid: number, msg: string) => void) | null = null;
  onInviteReceived: ((call: Call) => void) | null = null;
  /** Documented; 1.4.0 never calls it. `name` is the method that failed. */
  onError: ((name: string, ecode: number, desc: string) => void) | null = null;
  /** @internal */
  readonly client: Client;
  /** @internal */
  readonly calls = new Calls();
  /** @internal The objects of the channel that the client is in, or on its way into. */
  twins: Channel[] = [];

  /** @internal */
  constructor(client: Client, account: string) {
    this.client = client;
    this.account = account;
    tie(this);
  }

  /** 0 logged out, 1 logging in, 2 logged in, 3 reconnecting. */
  getStatus(): 0 | 1 | 2 | 3 {
    if (this.client.waiting === this) return 1;
    if (this.client.current !== this) return 0;
    return statusOf(this.client.state);
  }

  /** The same as `getStatus()`, as 1.4.0 keeps it. */
  get state(): 0 | 1 | 2 | 3 {
    return this.getStatus();
  }

  /** The service's id of the session, `''` while there is none. */
  get line(): string {
    return this.getStatus() >= 2 ? this.client.sessionID : '';
  }

  /** @internal Whether what it asks now can go to the service. */
  get isLoggedIn(): boolean {
    return this.client.current === this && this.client.state === 'loggedIn';
  }

  /** Ends the session. onLogout(101), or onLogout(108) where it is over already. */
  logout(): void {
    const { client } = this;
    // On its way out it has its one answer to come (L19b), and the login behind it is another's.
    if (client.current === this && client.waiting !== undefined) return;
    if (!client.isTakenBack(this)) client.call('logout', {}, this.how(this));
    // Its own login is answered by 203; what it asks again is a logout that is under way (L19b).
    else if (client.waiting === undefined) client.call('logout', {}, { ref: this });
  }

  /** Joins a channel; always gives one, what becomes of it comes by its callbacks. */
  channelJoin(name: unknown): Channel {
    const { client } = this;
    const channel = new Channel(this, asText(name));
    const isIn = (): boolean => {
      const { state, name: present } = client.channel;
      return present === channel.name && (state === 'joining' || state === 'joined');
    };
    const wasIn = isIn();
    client.call('channelJoin', { channel: channel.name }, this.how(channel));
    if (this.isLoggedIn && isIn()) {
      if (!wasIn) this.twins = [];
      this.twins.push(channel);
      channel.twins = this.twins;
    }
    return channel;
  }

  /** Invites somebody to a call; always gives one, what becomes of it comes by its callbacks. */
  channelInviteUser2(channelID: unknown, peer: unknown, extra?: unknown): Call {
    const text = extra === undefined ? undefined : asText(extra);
    const call = new Call(this, 'caller', {
      channelName: asText(channelID),
      peer: asText(peer),
      extra: text ?? '',
    });
    const { channelName } = call;
    const args = { channel: channelName, peer: call.peer, extra: text };
    this.client.call('channelInviteUser2', args, this.how(call));
    // One that is repeated (I4) is not the call that goes on.
    if (this.client.callerOf(channelName, call.peer) === call) this.calls.put('caller', call);
    return call;
  }

  /** Sends a message. `cb` gets false where the service has it, true and the code where not. */
  messageInstantSend(
    peer: unknown,
    msg: unknown,
    cb?: (isError: boolean, info?: Info) => void,
  ): void {
    this.client.call(
      'messageInstantSend',
      { account: asText(peer), body: asText(msg) },
      this.how(new Pending(this, cb)),
    );
  }

  /** Calls a function of the service: `invoke('io.agora.signal.channel_query_num', { name }, cb)`. */
  invoke(func: unknown, args: Readonly<Record<string, unknown>>, cb?: InvokeCallback): void {
    const given = typeof args === 'object' && args !== null ? args : {};
    const what = readInvoke(func, given);
    if (what.op === 'membership' && func === 'io.agora.signal.channel_query_num') {
      const { channel } = what;
      this.client.call('channelQueryUserNum', { channel }, this.how(new Pending(this, cb)));
    } else {
      this.request('invoke', [func, args], what, cb, (data, info) =>
        info === undefined ? ['', { result: 'ok', ...data }] : [info.name, {}],
      );
    }
  }

  /** The raw door, as 1.4.0 has it: `call2('channel_query_num', { name }, cb)`. */
  call2(func: unknown, args: Readonly<Record<string, unknown>>, cb?: InvokeCallback): void {
    this.invoke(`io.agora.signal.${asText(func)}`, args, cb);
  }

  /** @internal How a call of this session is made: one that is over is logged in no more. */
  how(ref: unknown): How {
    const isPresent = this.client.current === this || this.client.waiting === this;
    return isPresent ? { ref } : { ref, isStale: true, loggedIn: false };
  }

  /** @internal Makes a request whose callback gets `(...answer, info?)`. */
  request(
    method: string,
    args: readonly unknown[],
    what: FollowedRequest,
    cb: unknown,
    answer: (data: Details, info?: Info) => readonly unknown[],
  ): void {
    const ref = new Pending(this, cb);
    const deliver = (given: readonly unknown[]): Delivery => ({
      name: `${method} cb`,
      details: { args: given },
      ref,
    });
    this.client.request(
      method,
      args,
      what,
      (data) => deliver(answer(data)),
      (code) => deliver([...answer({}, infoOf(code)), infoOf(code)]),
      this.how(ref),
    );
  }
}
