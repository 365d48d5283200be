// Who is online. One session per App ID and account; a second login kicks the first (103), unless the
// first holds a token that expires later (207).
import type { Membership } from '../../../machines/membership.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Network } from '../network.ts';
import { noToken } from '../token.ts';
import { Accounts, type Credentials } from './accounts.ts';
import type { Device, Push } from './device.ts';

/** An account that is online, or whose line has been silent for less than the presence time-out. */
export interface Session {
  readonly id: number;
  readonly appId: string;
  readonly account: string;
  readonly device: Device;
  readonly token: string;
  /** When its token expires, in virtual milliseconds. */
  readonly expiresMs: number;
  /** The channel it is in, `''` for none. */
  channel: string;
  /** The line that it came by. */
  epoch: number;
  /** Whether that line still stands, as far as the service knows. */
  hasLine: boolean;
  /** Runs while nothing is heard: the presence time-out. */
  silence: Timer | undefined;
  /** Pushes that wait for a new line. */
  mailbox: Push[];
  /**
   * Messages already taken, id and text, so that a repeated one counts once (M8); an id used again
   * for another text is another message.
   */
  readonly taken: Set<string>;
  pushExpiry: Timer | undefined;
}

/** A login as the service receives it. */
export interface LoginRequest extends Credentials {
  /** The session that a reconnecting client wants back. */
  readonly resume: number | undefined;
  /** The channel that it believes to be in. */
  readonly channel: string;
  /** The line that it was sent by. */
  readonly epoch: number;
}

/** What became of a login. */
export type LoginAnswer =
  | { readonly type: 'reply.accepted'; readonly session: number; readonly membership: Membership }
  | { readonly type: Exclude<string, 'reply.accepted'>; readonly session?: undefined };

/** Why an account is not in its channel any more, kept until it asks (C15b, C19). */
type Eviction = Exclude<Membership, 'kept'>;

interface Parts {
  readonly clock: Clock;
  readonly network: Network;
  readonly accounts: Accounts;
  readonly presenceMs: number;
  readonly pushTokenExpiry: boolean;
  /** Called when a session is over, before it is forgotten. */
  readonly onEnd: (session: Session) => void;
}

/** The sessions of the service. */
export class Sessions {
  readonly #parts: Parts;
  readonly #byKey = new Map<string, Session>();
  readonly #byDevice = new Map<Device, Session>();
  readonly #evictions = new Map<string, Eviction>();
  /** Sessions that another login ousted: whoever wants one back hears that it is taken (L32). */
  readonly #ousted = new Set<number>();
  /** Messages taken, by account; they outlive a session that was lost, but no logout. */
  readonly #taken = new Map<string, Set<string>>();
  /** Lines whose session ended while nothing got through: their clients do not know yet. */
  readonly #expired = new Map<Device, number>();
  #ids = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The session of an account. */
  find(appId: string, account: string): Session | undefined {
    return this.#byKey.get(`${appId}\n${account}`);
  }

  /** The session of a device. */
  of(device: Device): Session | undefined {
    return this.#byDevice.get(device);
  }

  /** Whether the line of a device is one whose session ended without its knowing. */
  isOutOfStep(device: Device): boolean {
    return this.#expired.get(device) === device.line.epoch;
  }

  /** All sessions, in order of login. */
  all(): readonly Session[] {
    return [...this.#byKey.values()];
  }

  /** Judges a login and lets it in, or not. */
  login(device: Device, request: LoginRequest): LoginAnswer {
    const { clock, accounts } = this.#parts;
    const refusal = accounts.judge(clock.now, request);
    if (refusal !== undefined) return { type: refusal };
    const { appId, account, token, resume } = request;
    if (resume !== undefined && this.#ousted.has(resume)) return { type: 'reply.accountTaken' };
    const holder = this.find(appId, account);
    const expiresMs = accounts.expiryMs(token);
    if (holder !== undefined && holder.device !== device) {
      // A client that fights for its line while another took the account has lost it (L32, 5.1.5).
      if (resume !== undefined || isOlder(token, expiresMs, holder)) {
        return { type: 'reply.accountTaken' };
      }
      this.kick(holder);
    } else if (holder !== undefined && holder.id !== resume) {
      this.end(holder); // The same client, logging in afresh over a session that it lost.
    }
    const kept = this.find(appId, account);
    if (kept !== undefined) return this.#resume(kept, request);
    const key = `${appId}\n${account}`;
    const membership = this.#evictions.get(key) ?? 'expired';
    this.#evictions.delete(key);
    const taken = this.#taken.get(key) ?? new Set<string>();
    this.#taken.set(key, taken);
    const session: Session = {
      id: ++this.#ids,
      appId,
      account,
      device,
      token,
      expiresMs,
      channel: '',
      epoch: request.epoch,
      hasLine: true,
      silence: undefined,
      mailbox: [],
      taken,
      pushExpiry: undefined,
    };
    this.#byKey.set(key, session);
    this.onSilence(device, false); // Whoever was on this device before is not heard any more.
    this.#byDevice.set(device, session);
    this.#heed(session);
    if (this.#parts.pushTokenExpiry && Number.isFinite(expiresMs)) {
      session.pushExpiry = clock.set(() => {
        this.dismiss(session, 'service.expiredToken');
      }, expiresMs - clock.now);
    }
    return { type: 'reply.accepted', session: session.id, membership };
  }

  /** Tells a session something; without a line, what it hears waits for the next one. */
  push(session: Session, push: Push, label: string = push.event.type): void {
    const { device } = session;
    if (!session.hasLine) session.mailbox.push(push);
    else {
      this.#parts.network.push(
        device,
        label,
        () => device.hear(push),
        () => session.mailbox.push(push),
        device.treatmentOf(push),
      );
    }
  }

  /** Ends a session because another login took its account. */
  kick(session: Session): void {
    this.#ousted.add(session.id);
    this.dismiss(session, 'service.kicked');
  }

  /** Ends a session and tells its client why. */
  dismiss(session: Session, event: string): void {
    if (!this.#isLive(session)) return;
    const { device } = session;
    if (this.#byDevice.get(device) === session) {
      this.#parts.network.notify(
        device,
        event,
        () => device.hear({ part: 'login', session: session.id, event: { type: event } }),
        () => this.#expired.set(device, session.epoch),
      );
    }
    this.end(session);
  }

  /** Ends a session without a word to its client. */
  end(session: Session): void {
    if (!this.#isLive(session)) return;
    const { clock } = this.#parts;
    const { appId, account, device, silence, pushExpiry } = session;
    this.#parts.onEnd(session);
    for (const timer of [silence, pushExpiry]) if (timer !== undefined) clock.stop(timer);
    if (this.#byDevice.get(device) === session) this.#byDevice.delete(device);
    this.#byKey.delete(`${appId}\n${account}`);
  }

  /** Ends a session because its user logged out. */
  logout(session: Session): void {
    this.end(session);
    this.#taken.delete(`${session.appId}\n${session.account}`);
  }

  /** Remembers why an account is out of its channel, for when its client comes back. */
  evict(session: Session, why: Eviction): void {
    this.#evictions.set(`${session.appId}\n${session.account}`, why);
  }

  /** Nothing is heard of a device: its presence runs out if it stays so. */
  onSilence(device: Device, hasLine: boolean): void {
    const session = this.of(device);
    // A line that it was only trying to come back by says nothing of the session.
    if (session === undefined) return;
    session.hasLine &&= hasLine;
    session.silence ??= this.#parts.clock.set(() => {
      if (session.channel !== '') this.evict(session, 'expired');
      this.#expired.set(device, session.epoch);
      this.end(session);
    }, this.#parts.presenceMs);
  }

  /** The same line is heard again. */
  onHeard(device: Device): void {
    const session = this.of(device);
    if (session === undefined || !session.hasLine) return;
    if (session.silence !== undefined) this.#parts.clock.stop(session.silence);
    session.silence = undefined;
  }

  /** A client closed a line: its session ends, or is silent until it has another. */
  onClosed(device: Device, epoch: number, isFinal: boolean): void {
    const session = this.of(device);
    if (session?.epoch !== epoch) return;
    if (isFinal) this.end(session);
    else this.onSilence(device, false);
  }

  /** Presence runs from the start where the login's own line is gone: its client may have given up. */
  #heed(session: Session): void {
    if (!this.#stands(session)) this.onSilence(session.device, false);
  }

  #stands = ({ device, epoch }: Session): boolean => device.line.epoch === epoch;

  #isLive(session: Session): boolean {
    return this.#byKey.get(`${session.appId}\n${session.account}`) === session;
  }

  #resume(session: Session, { channel, epoch }: LoginRequest): LoginAnswer {
    const { clock } = this.#parts;
    const key = `${session.appId}\n${session.account}`;
    const membership = session.channel === channel ? 'kept' : this.#evictions.get(key);
    this.#evictions.delete(key);
    session.epoch = epoch;
    if (session.silence !== undefined) clock.stop(session.silence);
    session.silence = undefined;
    this.#heed(session);
    // The mailbox follows the answer, in the order of the line.
    clock.set(() => {
      if (!this.#stands(session)) return;
      session.hasLine = true;
      const waiting = session.mailbox;
      session.mailbox = [];
      for (const push of waiting) this.push(session, push);
    }, 0);
    return { type: 'reply.accepted', session: session.id, membership: membership ?? 'dropped' };
  }
}

/** Whether a newcomer's token is older than the holder's. @source decisions.md A, L12 */
const isOlder = (token: string, expiresMs: number, holder: Session): boolean =>
  token !== noToken && holder.token !== noToken && expiresMs < holder.expiresMs;
