import type { Speaker } from './speaker.ts';

type Callback = '' | ((...args: never[]) => void);

/** A call as 1.4.0 has it, from either end. @source LC 1.1, Call; wire 9 */
export class Call {
  readonly channelName: unknown;
  readonly peer: unknown;
  readonly extra: unknown;
  onInviteReceivedByPeer: Callback = '';
  onInviteAcceptedByPeer: Callback = '';
  onInviteRefusedByPeer: Callback = '';
  onInviteFailed: Callback = '';
  onInviteEndByPeer: Callback = '';
  onInviteEndByMyself: Callback = '';
  onInviteMsg: Callback = '';
  readonly channelInviteUser2: () => void;
  readonly channelInviteAccept: (extra?: unknown) => void;
  readonly channelInviteRefuse: (extra?: unknown) => void;
  readonly channelInviteDTMF: (dtmf: unknown) => void;
  readonly channelInviteEnd: (extra?: unknown) => void;
  #ends = 0;

  /** @internal */
  constructor(session: Speaker, channelName: unknown, peer: unknown, extra: unknown) {
    this.channelName = channelName;
    this.peer = peer;
    this.extra = extra;
    const { manner } = session.around;
    const ask = (func: string, words: unknown, failed?: (error: unknown) => void): void =>
      session.ask(func, { channelName, peer, extra: words || '' }, (error) => {
        if (error !== '') failed?.(error);
      });
    this.channelInviteUser2 = () =>
      ask('voip_invite', extra, (error) => session.fire(this, ['onInviteFailed', error]));
    this.channelInviteAccept = (words) => ask('voip_invite_accept', words);
    this.channelInviteRefuse = (words) => ask('voip_invite_refuse', words);
    this.channelInviteDTMF = (msgdata) =>
      ask('voip_invite_msg', JSON.stringify({ msgtype: 'dtmf', msgdata }));
    this.channelInviteEnd = (words) => {
      ask('voip_invite_bye', words);
      if (manner.endSays === 'every time' || this.#ends++ === 0) {
        session.fire(this, ['onInviteEndByMyself', '']);
      }
    };
  }
}

/** What each step of a call is told as. */
const steps: Readonly<Record<string, string>> = {
  voip_invite_ack: 'onInviteReceivedByPeer',
  voip_invite_accept: 'onInviteAcceptedByPeer',
  voip_invite_refuse: 'onInviteRefusedByPeer',
  voip_invite_failed: 'onInviteFailed',
  voip_invite_bye: 'onInviteEndByPeer',
  voip_invite_msg: 'onInviteMsg',
};

/** The calls of a session; there is no call id, so the last one at an address counts. */
export class Calls {
  readonly #session: Speaker;
  readonly #byAddress = new Map<string, Call>();

  constructor(session: Speaker) {
    this.#session = session;
  }

  #key(channel: unknown, peer: unknown): string {
    const { callsByJoinedName } = this.#session.around.manner;
    return `${String(channel)}${callsByJoinedName ? '' : '\n'}${String(peer)}`;
  }

  /** Remembers a call, in the place of the one before it. */
  put(call: Call): void {
    const key = this.#key(call.channelName, call.peer);
    if (this.#session.around.manner.newestCallHearsAll || !this.#byAddress.has(key)) {
      this.#byAddress.set(key, call);
    }
  }

  /** A step of a call has come. */
  hear(type: string, content: string): void {
    const { channel, peer, extra } = JSON.parse(content) as Readonly<Record<string, unknown>>;
    const session = this.#session;
    if (type === 'voip_invite') {
      const call = new Call(session, channel, peer, extra);
      this.put(call);
      session.ask('voip_invite_ack', { channelName: channel, peer, extra: '' }, () => undefined);
      session.fire(session, ['onInviteReceived', call]);
      return;
    }
    const call = this.#byAddress.get(this.#key(channel, peer));
    const name = Object.hasOwn(steps, type) ? steps[type] : undefined;
    if (call !== undefined && name !== undefined) session.fire(call, [name, extra]);
  }
}
