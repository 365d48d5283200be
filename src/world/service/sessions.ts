// Who is online. One session per App ID and account; a second login kicks the first (103), unless the
// first holds a token that expires later (207).
import type { LoginErrand } from '../../../machines/login/service.ts';
import type { Membership } from '../../../machines/membership.ts';
import type { Clock } from '../clock.ts';
import type { Timer } from '../heap.ts';
import type { Network } from '../network/network.ts';
import { noToken } from '../token.ts';
import type { Accounts } from './accounts.ts';
import type { Device } from './device.ts';
import { Mailbox, type Removal } from './mailbox.ts';

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
  /** What it is told without asking. */
  readonly mailbox: Mailbox;
  /** Messages already taken, so that a repeated one counts once (M8). */
  taken: Set<string> | undefined;
  pushExpiry: Timer | undefined;
}

/** The result of a login. */
export type LoginAnswer =
  | {
      readonly type: 'reply.accepted';
      readonly membership: Membership;
      readonly session: number;
      /** The number of the account. */
      readonly uid: number;
    }
  | { readonly type: Exclude<string, 'reply.accepted'>; readonly session?: undefined };

const keyOf = ({ appId, account }: Pick<Session, 'appId' | 'account'>): string =>
  `${appId}\n${account}`;

interface Parts {
  readonly clock: Clock;
  readonly network: Network;
  readonly accounts: Accounts;
  readonly presenceMs: number;
  readonly pushTokenExpiry: boolean;
  /** Called when a session is over, before it is forgotten. */
  readonly onEnd: (session: Session) => void;
  /** Called when the line of a session is gone. */
  readonly onLost: (session: Session) => void;
}

/** The sessions of the service. */
export class Sessions {
  readonly #parts: Parts;
  readonly #byDevice = new Map<Device, Session>();
  /** The session of each device that has one. */
  readonly byDevice: ReadonlyMap<Device, Session> = this.#byDevice;
  readonly #byKey = new Map<string, Session>();
  /** Why accounts whose session ran out are no longer in their channel, until they ask (C15b, C19). */
  readonly #evictions = new Map<string, Removal>();
  /**
   * Sessions that were kicked, and until when a client that wants one back hears that it is taken (L32).
   */
  readonly #ousted = new Map<number, number>();
  /** The last session of each account: a client that comes back after its presence ran out continues it. */
  readonly #last = new Map<string, Session>();
  /** Lines whose session ended while nothing got through: their clients do not know yet. */
  readonly #expired = new Map<Device, number>();
  #ids = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The session of an account. A property, so that it can be passed on as it is. */
  readonly find = (appId: string, account: string): Session | undefined =>
    this.#byKey.get(keyOf({ appId, account }));

  /** Whether a device does not know that the session of its line has ended. */
  isOutOfStep(device: Device): boolean {
    return this.#expired.get(device) === device.line.epoch;
  }

  /** All sessions, in order of login. */
  all(): readonly Session[] {
    return [...this.#byKey.values()];
  }

  /** Judges a login and lets it in, or not. */
  login(device: Device, request: LoginErrand): LoginAnswer {
    const { clock, accounts } = this.#parts;
    const refusal = accounts.judge(clock.now, request);
    if (refusal !== undefined) return { type: refusal };
    const { appId, account, token, isWhole } = request;
    const resume = isWhole ? undefined : request.resume;
    if (resume !== undefined && this.#isOusted(resume)) return { type: 'reply.accountTaken' };
    const holder = this.find(appId, account);
    const expiresMs = accounts.expiryMs(token);
    if (holder !== undefined && holder.device !== device) {
      // A client that wants its line back after another took the account has lost the account (L32,
      // 5.1.5).
      if (resume !== undefined || isOlder(token, expiresMs, holder)) {
        return { type: 'reply.accountTaken' };
      }
      this.kick(holder);
    } else if (holder !== undefined && holder.id !== resume) {
      this.end(holder); // The same client logs in again over a session that it lost.
    }
    const kept = this.find(appId, account);
    return kept === undefined
      ? this.#open(device, request, expiresMs)
      : this.#resume(kept, request);
  }

  /** Begins a session, with what is left of the last one if it continues that. */
  #open(device: Device, request: LoginErrand, expiresMs: number): LoginAnswer {
    const { clock, network, pushTokenExpiry } = this.#parts;
    const { appId, account, token, isWhole } = request;
    const key = keyOf(request);
    const membership = this.#evictions.get(key) ?? 'expired';
    this.#evictions.delete(key);
    const last = this.#last.get(key);
    const isNext = last !== undefined && last.id === request.resume && last.device === device;
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
      mailbox: isWhole && isNext ? last.mailbox.next : new Mailbox(network, device),
      taken: isNext ? last.taken : undefined,
      pushExpiry: undefined,
    };
    this.#last.set(key, session);
    this.#byKey.set(key, session);
    this.onSilence(device, false); // Whoever was on this device before is not heard any more.
    this.#byDevice.set(device, session);
    this.#heed(session);
    if (pushTokenExpiry && Number.isFinite(expiresMs)) {
      session.pushExpiry = clock.set(() => {
        this.dismiss(session, 'service.expiredToken');
      }, expiresMs - clock.now);
    }
    if (isWhole) {
      this.#sendWaiting(session);
      // It missed a kick while it had no line, and hears of it now (E.5).
      const { resume: before } = request;
      if (before !== undefined && this.#isOusted(before, 'by hand')) {
        clock.set(() => {
          this.kick(session);
        }, 0);
      }
    }
    return this.#accept(session, membership);
  }

  /** Ends a session because another login took its account. */
  kick(session: Session): void {
    this.dismiss(session, 'service.kicked');
    this.#ousted.set(session.id, Number.POSITIVE_INFINITY);
  }

  /**
   * Ends a session and tells its client why. A client without a line hears of a kick when it wants
   * the session back (L32), as long as it could have had it back.
   *
   * @source decisions.md E.5
   */
  dismiss(session: Session, event: string): void {
    if (!this.#isLive(session)) return;
    const { clock, presenceMs } = this.#parts;
    const { device, silence } = session;
    if (event === 'service.kicked') {
      this.#ousted.set(session.id, silence?.due ?? clock.now + presenceMs);
    }
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
    const { device, silence, pushExpiry } = session;
    this.#parts.onEnd(session);
    for (const timer of [silence, pushExpiry]) if (timer !== undefined) clock.stop(timer);
    if (this.#byDevice.get(device) === session) this.#byDevice.delete(device);
    this.#byKey.delete(keyOf(session));
  }

  /** Nothing is heard from a device: its presence runs out if that goes on. */
  onSilence(device: Device, hasLine: boolean): void {
    const session = this.#byDevice.get(device);
    // A line by which it was only trying to come back says nothing about the session.
    if (session === undefined) return;
    if (session.hasLine && !hasLine) {
      session.hasLine = false;
      this.#parts.onLost(session);
    }
    session.silence ??= this.#parts.clock.set(() => {
      const why = session.channel === '' ? session.mailbox.removal : 'expired';
      if (why !== undefined) this.#evictions.set(keyOf(session), why);
      this.#expired.set(device, session.epoch);
      this.end(session);
    }, this.#parts.presenceMs);
  }

  /** The same line is heard again. */
  onHeard(device: Device): void {
    const session = this.#byDevice.get(device);
    if (session === undefined || !session.hasLine) return;
    if (session.silence !== undefined) this.#parts.clock.stop(session.silence);
    session.silence = undefined;
  }

  /** A client closed a line: its session ends, or is silent until it has another. */
  onClosed(device: Device, epoch: number, isFinal: boolean): void {
    const session = this.#byDevice.get(device);
    if (session?.epoch !== epoch) return;
    if (isFinal) this.end(session);
    else this.onSilence(device, false);
  }

  /**
   * If the login's own line is already gone, presence runs from the start: the client may have given up.
   */
  #heed(session: Session): void {
    if (!this.#stands(session)) this.onSilence(session.device, false);
  }

  #stands = ({ device, epoch }: Session): boolean => device.line.epoch === epoch;

  #accept({ id: session, appId, account }: Session, membership: Membership): LoginAnswer {
    const uid = this.#parts.accounts.uidOf(appId, account);
    return { type: 'reply.accepted', session, uid, membership };
  }

  #isLive(session: Session): boolean {
    return this.#byKey.get(keyOf(session)) === session;
  }

  /** Whether a client that wants this session back must hear that it was kicked: by anybody, or by hand. */
  #isOusted(session: number, how?: 'by hand'): boolean {
    const until = this.#ousted.get(session) ?? 0;
    return this.#parts.clock.now < until && (how === undefined || Number.isFinite(until));
  }

  /** The mailbox is sent after the answer to a login, in the order of the line. */
  #sendWaiting(session: Session): void {
    this.#parts.clock.set(() => {
      if (!this.#stands(session)) return;
      session.hasLine = true;
      session.mailbox.sendAll();
    }, 0);
  }

  #resume(session: Session, { channel, epoch }: LoginErrand): LoginAnswer {
    const { clock } = this.#parts;
    const membership =
      session.channel === channel ? 'kept' : (session.mailbox.membershipOf(channel) ?? 'dropped');
    session.epoch = epoch;
    if (session.silence !== undefined) clock.stop(session.silence);
    session.silence = undefined;
    this.#heed(session);
    this.#sendWaiting(session);
    return this.#accept(session, membership);
  }
}

/** Whether a newcomer's token is older than the holder's. @source decisions.md A, L12 */
const isOlder = (token: string, expiresMs: number, holder: Session): boolean =>
  token !== noToken && holder.token !== noToken && expiresMs < holder.expiresMs;
