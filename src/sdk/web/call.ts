import { asText } from '../text.ts';
import type { Info } from './info.ts';
import type { Owner } from './owner.ts';
import { tie } from './tie.ts';

/**
 * A call, from either end: `session.channelInviteUser2(...)`, or what `session.onInviteReceived`
 * gets. Set the callbacks after you have it.
 *
 * @source LC 1.1, Call
 */
export class Call {
  readonly channelName: string;
  readonly peer: string;
  /** What came with the invitation. */
  readonly extra: string;
  /** The peer's SDK has the invitation. `extra` is `''`. */
  onInviteReceivedByPeer: ((extra: string) => void) | null = null;
  onInviteAcceptedByPeer: ((extra: string) => void) | null = null;
  /** The peer said no; not a failure, and no code. */
  onInviteRefusedByPeer: ((extra: string) => void) | null = null;
  /** `extra` is JSON text, as from the real service: `{ "reason": ..., "code": 700 }`. */
  onInviteFailed: ((extra: string, info: Info) => void) | null = null;
  /** The other side ended it, answered or not. */
  onInviteEndByPeer: ((extra: string) => void) | null = null;
  onInviteEndByMyself: ((extra: string) => void) | null = null;
  /** DTMF: JSON text with `msgtype` and `msgdata`. */
  onInviteMsg: ((extra: string) => void) | null = null;
  /** @internal */
  readonly session: Owner;
  readonly #role: 'caller' | 'callee';

  /** @internal */
  constructor(
    session: Owner,
    role: 'caller' | 'callee',
    { channelName, peer, extra }: Pick<Call, 'channelName' | 'peer' | 'extra'>,
  ) {
    this.session = session;
    this.#role = role;
    this.channelName = channelName;
    this.peer = peer;
    this.extra = extra;
    tie(this);
  }

  /** Takes the call; the callee's. The caller hears onInviteAcceptedByPeer. */
  channelInviteAccept(extra?: unknown): void {
    const { client } = this.session;
    client.call('channelInviteAccept', this.#args(extra), this.#how('callee'));
  }

  /** Turns the call down; the callee's. The caller hears onInviteRefusedByPeer. */
  channelInviteRefuse(extra?: unknown): void {
    const { client } = this.session;
    client.call('channelInviteRefuse', this.#args(extra), this.#how('callee'));
  }

  /** Sends key presses: characters 0-9, * and #. The peer gets onInviteMsg. */
  channelInviteDTMF(dtmf: unknown): void {
    const { channelName: channel, peer, session } = this;
    // The service passes key presses on by address: those of a call that is over would reach the next.
    if (session.isLoggedIn && !this.#isLive) return;
    const extra = JSON.stringify({ msgtype: 'dtmf', msgdata: asText(dtmf) });
    session.client.request(
      'channelInviteDTMF',
      [channel, peer, dtmf],
      { op: 'dtmf', channel, peer, extra },
      undefined,
      undefined,
      session.how(this),
    );
  }

  /** Ends the call, answered or not; a second time does nothing. */
  channelInviteEnd(extra?: unknown): void {
    const { client } = this.session;
    const how = { ...this.#how(this.#role), part: this.#role };
    client.call('channelInviteEnd', this.#args(extra), how);
  }

  #args(extra: unknown) {
    return { channel: this.channelName, peer: this.peer, extra: asText(extra) };
  }

  get #isLive(): boolean {
    const { session, channelName, peer } = this;
    if (!session.calls.isCurrent(this, this.#role)) return false;
    const state = session.client.callState(this.#role, channelName, peer) ?? '';
    return state === 'accepted' || state === 'incoming' || state.startsWith('pending');
  }

  /** A call that another has taken the place of, or the wrong end of one, meets no call at all. */
  #how(role: 'caller' | 'callee') {
    const { session } = this;
    const isStale = role !== this.#role || !session.calls.isCurrent(this, this.#role);
    return { ...session.how(this), ...(isStale && { isStale }) };
  }
}

/** The calls of a session: there is no call id, so the last one at an address counts. */
export class Calls {
  readonly #byAddress = new Map<string, Call>();

  static #key(role: string, channel: string, peer: string): string {
    return `${role} ${channel} ${peer}`;
  }

  find(role: 'caller' | 'callee', channel: string, peer: string): Call | undefined {
    return this.#byAddress.get(Calls.#key(role, channel, peer));
  }

  put(role: 'caller' | 'callee', call: Call): void {
    this.#byAddress.set(Calls.#key(role, call.channelName, call.peer), call);
  }

  isCurrent(call: Call, role: 'caller' | 'callee'): boolean {
    return this.find(role, call.channelName, call.peer) === call;
  }
}
