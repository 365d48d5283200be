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
  /** Runs while the line is silent. */
  silence: Timer | undefined;
  /** Pushes that wait for the line to come back. */
  mailbox: Push[];
  /** Ids of messages already taken, so that a repeated one counts once (M8). */
  readonly taken: Set<string>;
  pushExpiry: Timer | undefined;
}

/** A login as the service receives it. */
export interface LoginRequest extends Credentials {
  /** The session that a reconnecting client wants back. */
  readonly resume: number | undefined;
  /** The channel that it believes to be in. */
  readonly channel: string;
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

  /** All sessions, in order of login. */
  all(): readonly Session[] {
    return [...this.#byKey.values()];
  }

  /** The sessions of an account, of whatever App ID. */
  named(account: string): readonly Session[] {
    return this.all().filter((session) => session.account === account);
  }

  /** Judges a login and lets it in, or not. */
  login(device: Device, request: LoginRequest): LoginAnswer {
    const { clock, accounts } = this.#parts;
    const refusal = accounts.judge(clock.now, request);
    if (refusal !== undefined) return { type: refusal };
    const { appId, account, token } = request;
    const holder = this.find(appId, account);
    const expiresMs = accounts.expiryMs(token);
    if (holder !== undefined && holder.device !== device) {
      // A client that fights for its line while another took the account has lost it (L32, 5.1.5).
      if (request.resume !== undefined || isOlder(token, expiresMs, holder)) {
        return { type: 'reply.accountTaken' };
      }
      this.kick(holder);
    } else if (holder !== undefined && holder.id !== request.resume) {
      this.end(holder); // The same client, logging in afresh over a session that it lost.
    }
    const kept = this.find(appId, account);
    if (kept !== undefined) return this.#resume(kept, request);
    const membership = this.#evictions.get(`${appId}\n${account}`) ?? 'expired';
    this.#evictions.delete(`${appId}\n${account}`);
    const session: Session = {
      id: ++this.#ids,
      appId,
      account,
      device,
      token,
      expiresMs,
      channel: '',
      silence: undefined,
      mailbox: [],
      taken: new Set(),
      pushExpiry: undefined,
    };
    this.#byKey.set(`${appId}\n${account}`, session);
    this.#byDevice.set(device, session);
    if (this.#parts.pushTokenExpiry && Number.isFinite(expiresMs)) {
      session.pushExpiry = clock.set(() => {
        this.dismiss(session, 'service.expiredToken');
      }, expiresMs - clock.now);
    }
    return { type: 'reply.accepted', session: session.id, membership };
  }

  /** Tells a session something; while its line is silent, what it hears waits for it. */
  push(session: Session, push: Push, label: string = push.event.type): void {
    if (session.silence !== undefined) {
      session.mailbox.push(push);
      return;
    }
    const { device } = session;
    this.#parts.network.toClient(device, label, () => device.hear(push), true);
  }

  /** Sends what waited in the mailbox. */
  flush(session: Session): void {
    const waiting = session.mailbox;
    session.mailbox = [];
    for (const push of waiting) this.push(session, push);
  }

  /** Ends a session because another login took its account. */
  kick(session: Session): void {
    this.dismiss(session, 'service.kicked');
  }

  /** Ends a session and tells its client why. */
  dismiss(session: Session, event: string): void {
    if (this.#byDevice.get(session.device) !== session) return;
    const { device } = session;
    this.#parts.network.toClient(device, event, () => {
      device.hear({ part: 'login', event: { type: event } });
    });
    this.end(session);
  }

  /** Ends a session without a word to its client. */
  end(session: Session): void {
    if (this.#byDevice.get(session.device) !== session) return;
    const { clock } = this.#parts;
    this.#parts.onEnd(session);
    if (session.silence !== undefined) clock.stop(session.silence);
    if (session.pushExpiry !== undefined) clock.stop(session.pushExpiry);
    this.#byDevice.delete(session.device);
    this.#byKey.delete(`${session.appId}\n${session.account}`);
  }

  /** Remembers why an account is out of its channel, for when its client comes back. */
  evict(session: Session, why: Eviction): void {
    this.#evictions.set(`${session.appId}\n${session.account}`, why);
  }

  /** The line of a device has gone silent: its presence runs out if it stays so. */
  onSilence(device: Device): void {
    const session = this.of(device);
    if (session === undefined || session.silence !== undefined) return;
    session.silence = this.#parts.clock.set(() => {
      if (session.channel !== '') this.evict(session, 'expired');
      this.end(session);
    }, this.#parts.presenceMs);
  }

  /** The same line is heard again. */
  onHeard(device: Device): void {
    const session = this.of(device);
    if (session !== undefined) this.#present(session);
  }

  #present(session: Session): void {
    if (session.silence !== undefined) this.#parts.clock.stop(session.silence);
    session.silence = undefined;
    this.flush(session);
  }

  #resume(session: Session, { channel }: LoginRequest): LoginAnswer {
    const key = `${session.appId}\n${session.account}`;
    const membership = session.channel === channel ? 'kept' : this.#evictions.get(key);
    this.#evictions.delete(key);
    // The mailbox follows the answer, in the order of the line.
    this.#parts.clock.set(() => {
      this.#present(session);
    }, 0);
    return { type: 'reply.accepted', session: session.id, membership: membership ?? 'dropped' };
  }
}

/** Whether a newcomer's token is older than the holder's. @source decisions.md A, L12 */
const isOlder = (token: string, expiresMs: number, holder: Session): boolean =>
  token !== noToken && holder.token !== noToken && expiresMs < holder.expiresMs;
