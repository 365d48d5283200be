// Call signalling. The service keeps only invitations whose caller does not know yet that they have
// arrived; it passes everything else on, since a call has no id and nobody supervises it (I17, I19).
import { readInviteOptions } from '../../../machines/arguments.ts';
import type { Invitation } from '../../../machines/service.ts';
import type { Clock } from '../clock.ts';
import type { Session, Sessions } from './sessions.ts';
import { tell } from './mailbox.ts';

/** Whose invitation it is. */
export type CallAddress = Omit<Invitation, 'extra'>;

/** An invitation whose caller has not been told yet that it has arrived. */
interface Open extends Invitation {
  /** Virtual milliseconds; from then on it must not arrive. */
  readonly until: number;
  /** The session that it is under way to; undefined while it waits for its callee to come online. */
  to: Session | undefined;
  hasArrived: boolean;
  /** Runs when it has arrived. */
  arrived?: () => void;
  isDestroyed: boolean;
}

/** How long an invitation waits for its callee (I7, I8). */
export interface Patience {
  readonly noAckMs: number;
  readonly notReceivedMs: number;
}

const keyOf = ({ appId, channel, caller, callee }: CallAddress): string =>
  [appId, channel, caller, callee].join('\n');

/** The invitations of the service. */
export class Invitations {
  readonly #clock: Clock;
  readonly #sessions: Sessions;
  readonly #patienceMs: number;
  readonly #open = new Map<string, Open>();
  /** Invitations whose answers never reach the caller: world.fail of 704. */
  readonly #muted = new Set<string>();

  constructor(clock: Clock, sessions: Sessions, { noAckMs, notReceivedMs }: Patience) {
    this.#clock = clock;
    this.#sessions = sessions;
    this.#patienceMs = Math.min(noAckMs, notReceivedMs);
  }

  /**
   * Sends an invitation on its way, or keeps it until its callee is online; returns false if the callee
   * cannot receive calls.
   */
  invite(invitation: Invitation): boolean {
    const { timeoutMs } = readInviteOptions(invitation.extra);
    const patience = timeoutMs > 0 ? Math.min(timeoutMs, this.#patienceMs) : this.#patienceMs;
    const until = this.#clock.now + patience;
    const open: Open = {
      ...invitation,
      until,
      to: undefined,
      hasArrived: false,
      isDestroyed: false,
    };
    this.#destroy(this.#open.get(keyOf(invitation)));
    this.#open.set(keyOf(invitation), open);
    const callee = this.#sessions.find(invitation.appId, invitation.callee);
    if (callee === undefined) return true;
    if (callee.device.canReceiveCalls) this.#ring(callee, open);
    else if (callee.hasLine) this.#destroy(open);
    return !open.isDestroyed;
  }

  /** Delivers what waited for an account that is now online. */
  onOnline(session: Session): void {
    const { appId, account, device } = session;
    for (const open of this.#open.values()) {
      if (open.appId !== appId || open.callee !== account || open.to !== undefined) continue;
      if (this.#isOver(open)) this.#destroy(open);
      else if (device.canReceiveCalls) this.#ring(session, open);
      else {
        this.#destroy(open);
        const caller = this.#sessions.find(appId, open.caller);
        if (caller !== undefined) this.tellCaller(caller, open, 'peer.unable');
      }
    }
  }

  /**
   * A session is over, and with it the invitations that it sent. One on its way to it is over too, unless
   * its line was already gone: then it waits again, as for any callee who is not there (LC 1.1).
   */
  onOffline(session: Session): void {
    for (const open of this.#of(session)) this.#destroy(open);
    for (const open of this.#open.values()) {
      if (open.to !== session || open.hasArrived) continue;
      if (session.hasLine) this.#destroy(open);
      else open.to = undefined;
    }
  }

  /**
   * The line of a caller is gone, and with it what it had under way (I10, 702).
   *
   * @source choice: a callee who has the invitation, without the caller knowing it, hears that it is over
   * (R5). Otherwise it would go on ringing for somebody who has been told that the call has failed.
   */
  onLost(session: Session): void {
    for (const open of this.#of(session)) {
      this.#destroy(open);
      if (open.hasArrived && open.to !== undefined) this.tellCallee(open.to, open, 'peer.ended');
    }
  }

  /** Destroys an invitation, so that its callee no longer receives it. @source LC 1.1, `_timeout` */
  withdraw(address: CallAddress): void {
    this.#destroy(this.#open.get(keyOf(address)));
    this.#muted.delete(keyOf(address));
  }

  /**
   * A caller hangs up. An invitation on its way to a callee with a line arrives before the news of that;
   * one that waits is destroyed.
   *
   * @source machines/invite/relay.ts, `asked`
   */
  hangUp(address: CallAddress): void {
    if (this.#open.get(keyOf(address))?.to?.hasLine === true) this.#open.delete(keyOf(address));
    this.withdraw(address);
  }

  /** Runs something when an invitation has arrived, or at once if it is not on its way by a line. */
  whenArrived(address: CallAddress, run: () => void): void {
    const open = this.#open.get(keyOf(address));
    if (open?.to?.hasLine === true) open.arrived = run;
    else run();
  }

  /** Keeps the callee's answers from the caller. */
  mute(address: CallAddress): void {
    this.#muted.add(keyOf(address));
  }

  /** Tells the caller something about its invitation. */
  tellCaller(
    caller: Session,
    { channel, callee }: Pick<CallAddress, 'channel' | 'callee'>,
    type: string,
    extra = '',
  ): void {
    const key = keyOf({ appId: caller.appId, channel, caller: caller.account, callee });
    if (this.#muted.has(key) && (type === 'peer.accepted' || type === 'peer.refused')) return;
    const taken = (): void => {
      if (type === 'peer.acknowledged') this.#open.delete(key);
    };
    tell(caller, {
      part: 'caller',
      channel,
      peer: callee,
      event: { type, extra },
      taken,
    });
  }

  /** Tells the callee something about an invitation that it received. */
  tellCallee(
    callee: Session,
    { channel, caller }: Pick<CallAddress, 'channel' | 'caller'>,
    type: string,
    extra = '',
  ): void {
    tell(callee, { part: 'callee', channel, peer: caller, event: { type, extra } });
  }

  #ring(callee: Session, open: Open): void {
    const { channel, caller: peer, extra } = open;
    open.to = callee;
    tell(callee, {
      part: 'callee',
      channel,
      peer,
      event: { type: 'invite.arrived', extra },
      isOver: () => this.#isOver(open),
      taken: () => {
        open.hasArrived = true;
        if (open.arrived !== undefined) this.#clock.set(open.arrived, 0);
      },
    });
  }

  #of({ appId, account }: Session): readonly Open[] {
    return [...this.#open.values()].filter(
      (open) => open.appId === appId && open.caller === account,
    );
  }

  #isOver({ isDestroyed, until }: Open): boolean {
    return isDestroyed || this.#clock.now >= until;
  }

  #destroy(open: Open | undefined): void {
    if (open === undefined) return;
    open.isDestroyed = true;
    if (this.#open.get(keyOf(open)) === open) this.#open.delete(keyOf(open));
  }
}
