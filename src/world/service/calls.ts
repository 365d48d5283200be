// Call signalling. The service keeps only invitations that their callee has not received; all else it
// passes on, since a call has no id and nobody supervises it (I17, I19).
import type { Clock } from '../clock.ts';
import type { Session, Sessions } from './sessions.ts';

/** An invitation under way to its callee. */
export interface Invitation {
  readonly appId: string;
  readonly channel: string;
  readonly caller: string;
  readonly callee: string;
  readonly extra: string;
}

const keyOf = ({ appId, channel, caller, callee }: Omit<Invitation, 'extra'>): string =>
  [appId, channel, caller, callee].join('\n');

/** The calls of the service. */
export class Calls {
  readonly #clock: Clock;
  readonly #sessions: Sessions;
  readonly #notReceivedMs: number;
  /** Invitations that wait for their callee to come online, for as long as I8 says. */
  readonly #waiting = new Map<string, Invitation & { readonly until: number }>();
  /** Invitations that were put down to one caller as never answered: world.fail of 704. */
  readonly #muted = new Set<string>();

  constructor(clock: Clock, sessions: Sessions, notReceivedMs: number) {
    this.#clock = clock;
    this.#sessions = sessions;
    this.#notReceivedMs = notReceivedMs;
  }

  /** Delivers an invitation, or keeps it until the callee is online. */
  invite(invitation: Invitation): 'delivered' | 'waiting' | 'unable' {
    const callee = this.#sessions.find(invitation.appId, invitation.callee);
    if (callee === undefined || !callee.hasLine) {
      const until = this.#clock.now + this.#notReceivedMs;
      this.#waiting.set(keyOf(invitation), { ...invitation, until });
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
      if (this.#clock.now >= invitation.until) continue;
      const caller = this.#sessions.find(invitation.appId, invitation.caller);
      if (session.device.canReceiveCalls) this.#ring(session, invitation);
      else if (caller !== undefined) this.tellCaller(caller, invitation, 'peer.unable');
    }
  }

  /** Destroys what a caller whose session is over has under way. */
  onOffline({ appId, account }: Session): void {
    for (const [key, invitation] of this.#waiting) {
      if (invitation.appId === appId && invitation.caller === account) this.#waiting.delete(key);
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
