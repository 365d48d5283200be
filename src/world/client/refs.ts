// Whose a callback is: a call brings a `ref` along, and gets it back with whatever the call leads to.
import type { Callback, Effect } from '../../../machines/row.ts';
import type { LoginCall } from '../../../machines/login/machine.ts';
import type { Actor, Cause } from './actor.ts';

/** What a client was like before an event. */
export interface Earlier {
  readonly channel: string;
  readonly ref: unknown;
  /** Whose logins waited for a logout, in the order in which they were made. */
  readonly waited: readonly unknown[];
  /** How many of the logins that waited for a logout have been answered since. */
  answered: number;
}

/** Whether a call has begun something that further callbacks will be about. */
export function begins({ type, ref }: Cause, effects: readonly Effect[]): boolean {
  if (ref === undefined || type === 'channelLeave') return false; // The join is whose it is.
  return type === 'channelJoin'
    ? effects.every((effect) => effect.type !== 'callback' || effect.name !== 'onError')
    : effects.some((effect) => effect.type === 'request');
}

/** Whose a callback is. A join's own answers are for it; what it ends is for who was there before. */
export function refOf({ name }: Callback, actor: Actor, cause: Cause, earlier: Earlier): unknown {
  if (actor.part === 'login') {
    if (name !== 'onLoginFailed') return cause.ref;
    if (cause.type === 'login') return (cause['call'] as LoginCall).ref;
    return earlier.waited[earlier.answered++];
  }
  const isEnd = name === 'onChannelLeaved' || name === 'onChannelJoinFailed';
  if (cause.type === 'channelJoin' && isEnd) return earlier.ref;
  if (cause.type === 'channelLeave' && name === 'onChannelJoinFailed') return earlier.ref;
  return cause.ref ?? actor.ref;
}
