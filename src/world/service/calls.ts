// Call signalling. The service keeps only invitations that their callee has not received; all else it
// passes on, since a call has no id and nobody supervises it (I17, I19).
import type { Session, Sessions } from './sessions.ts';

/** An invitation under way to its callee. */
export interface Invitation {
  readonly appId: string;
  readonly channel: string;
  readonly caller: string;
  readonly callee: string;
  readonly extra: string;
}

/** What an end of a call hears of the other: which part of it, and the event. */
export type Relay = 'peer.accepted' | 'peer.refused' | 'peer.ended' | 'peer.acknowledged';

const keyOf = ({ appId, channel, caller, callee }: Omit<Invitation, 'extra'>): string =>
  [appId, channel, caller, callee].join('\n');

/** The calls of the service. */
export class Calls {
  readonly #sessions: Sessions;
  /** Invitations that wait for their callee to come online. */
  readonly #waiting = new Map<string, Invitation>();
  /** Invitations that were put down to one caller as never answered: world.fail of 704. */
  readonly #muted = new Set<string>();

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  /** Delivers an invitation, or keeps it until the callee is online. */
  invite(invitation: Invitation): 'delivered' | 'waiting' | 'unable' {
    const callee = this.#sessions.find(invitation.appId, invitation.callee);
    if (callee === undefined || callee.silence !== undefined) {
      this.#waiting.set(keyOf(invitation), invitation);
      return 'waiting';
    }
    if (!callee.device.canReceiveCalls) return 'unable';
    this.#ring(callee, invitation);
    return 'delivered';
  }

  /** Delivers what waited for an account that is now online. */
  onOnline(session: Session): void {
    for (const [key, invitation] of this.#waiting) {
      if (invitation.appId !== session.appId || invitation.callee !== session.account) continue;
      this.#waiting.delete(key);
      const caller = this.#sessions.find(invitation.appId, invitation.caller);
      if (session.device.canReceiveCalls) this.#ring(session, invitation);
      else if (caller !== undefined) this.tellCaller(caller, invitation, 'peer.unable');
    }
  }

  /** Destroys an invitation that its callee has not received. */
  withdraw(invitation: Omit<Invitation, 'extra'>): void {
    this.#waiting.delete(keyOf(invitation));
    this.#muted.delete(keyOf(invitation));
  }

  /** Keeps the callee's answers from the caller. */
  mute(invitation: Omit<Invitation, 'extra'>): void {
    this.#muted.add(keyOf(invitation));
  }

  /** Tells the caller something about its invitation. */
  tellCaller(
    caller: Session,
    { channel, callee }: { readonly channel: string; readonly callee: string },
    type: string,
    extra = '',
  ): void {
    const isMuted = this.#muted.has(
      keyOf({ appId: caller.appId, channel, caller: caller.account, callee }),
    );
    if (isMuted && (type === 'peer.accepted' || type === 'peer.refused')) return;
    this.#sessions.push(caller, {
      part: 'caller',
      channel,
      peer: callee,
      event: { type, extra },
    });
  }

  /** Tells the callee something about an invitation that it received. */
  tellCallee(
    callee: Session,
    { channel, caller }: { readonly channel: string; readonly caller: string },
    type: string,
    extra = '',
  ): void {
    this.#sessions.push(callee, { part: 'callee', channel, peer: caller, event: { type, extra } });
  }

  #ring(callee: Session, invitation: Invitation): void {
    this.tellCallee(callee, invitation, 'invite.arrived', invitation.extra);
  }
}
