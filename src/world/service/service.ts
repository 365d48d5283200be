// The service: what answers a client's requests, and what a test can make it do. It reports causes; the
// machines decide which code comes of them.
import { checkGiven } from '../../base/given.ts';
import { isName } from '../../../machines/arguments.ts';
import { checkKeys, show, unknownName, UsageError } from '../../base/errors.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Clock } from '../clock.ts';
import type { Journal } from '../journal.ts';
import type { LineWatcher, Network } from '../network/network.ts';
import type { Settings } from '../options.ts';
import type { Fate } from '../treatment.ts';
import {
  checkWhom,
  isFor,
  nobody,
  pick,
  told,
  whomOf,
  type Addressed,
  type Whom,
} from '../whom.ts';
import { Accounts, type Holder } from './accounts.ts';
import { Invitations, type Patience } from './invitations.ts';
import { Channels } from './channels.ts';
import { operationNames } from '../../../machines/lifecycles.ts';
import { Desk } from './desk.ts';
import type { Device } from './device.ts';
import { Faults, isOperation, type FaultOptions, type Operation } from './faults.ts';
import { Rates } from './rates.ts';
import { Sessions, type Session } from './sessions.ts';
import { tell } from './mailbox.ts';

/** What an error notice says if nothing else is given. */
const standardNotice = 'general error';

/** A session, with what acts tell sessions apart by. */
const addressed = (session: Session): Addressed & { readonly session: Session } => ({
  appId: session.appId,
  account: session.account,
  device: session.device.device,
  session,
});

/** The service of a world. */
export class Service implements LineWatcher {
  readonly #clock: Clock;
  readonly #network: Network;
  readonly #trace: Trace;
  readonly #journal: Journal;
  readonly #accounts: Accounts;
  readonly #sessions: Sessions;
  readonly #channels: Channels;
  readonly #invitations: Invitations;
  readonly #faults = new Faults();
  /** @internal What clients send is taken here. */
  readonly desk: Desk;
  readonly #pushesExpiry: boolean;

  constructor(parts: {
    readonly clock: Clock;
    readonly network: Network;
    readonly trace: Trace;
    readonly journal: Journal;
    readonly settings: Settings;
    readonly presenceMs: number;
    readonly channelTtlMs: number;
    readonly patience: Patience;
  }) {
    const { clock, network, trace, settings, presenceMs, channelTtlMs, patience } = parts;
    this.#pushesExpiry = settings.pushTokenExpiry;
    this.#clock = clock;
    this.#network = network;
    this.#trace = trace;
    this.#journal = parts.journal;
    this.#accounts = new Accounts(settings.certificate, settings.tokens === 'required');
    this.#sessions = new Sessions({
      clock,
      network,
      accounts: this.#accounts,
      presenceMs,
      pushTokenExpiry: settings.pushTokenExpiry,
      onEnd: (session) => {
        this.#channels.leave(session);
        this.#invitations.onOffline(session);
        this.desk.onEnd(session);
      },
      onLost: (session) => {
        this.#invitations.onLost(session);
      },
    });
    this.#channels = new Channels(clock, channelTtlMs);
    this.#invitations = new Invitations(clock, this.#sessions, patience);
    this.desk = new Desk({
      network,
      sessions: this.#sessions,
      channels: this.#channels,
      invitations: this.#invitations,
      faults: this.#faults,
      rates: new Rates(clock),
    });
    network.watcher = this;
  }

  // --- what a test can make it do ---------------------------------------------------------------

  /**
   * Makes a token: `service.issueToken({ account: 'alice', expiresInS: 60 })`.
   *
   * @throws {UsageError} when the account is not a valid name or the expiry is not a whole number
   */
  issueToken(claim: {
    readonly account: string;
    readonly appId?: string;
    /** Seconds from now; below 0 makes an expired one. @default 86400 */
    readonly expiresInS?: number;
  }): string {
    checkKeys('service.token', 'service.issueToken', claim, ['account', 'appId', 'expiresInS']);
    const token = this.#accounts.issue(this.#clock.now, claim);
    this.#journal.noteToken(token, claim);
    return token;
  }

  /** Refuses an operation until `heal`. @throws {UsageError} when there is no such operation */
  refuse(operation: Operation, options: FaultOptions = {}): () => void {
    return this.#fault('refuse', 'reply.refused', operation, options);
  }

  /** Leaves an operation unanswered and undone. @throws {UsageError} if it is unknown */
  silence(operation: Operation, options: FaultOptions = {}): () => void {
    return this.#fault('silence', 'silence', operation, options);
  }

  /** Answers an operation unintelligibly. @throws {UsageError} if it is unknown */
  garble(operation: Operation, options: FaultOptions = {}): () => void {
    return this.#fault('garble', 'reply.garbled', operation, options);
  }

  /** Undoes `refuse`, `silence` and `garble`, for one operation or all. */
  heal(operation?: Operation): void {
    if (operation !== undefined && !isOperation(operation)) {
      throw unknownName(
        'service.operation',
        'service.heal',
        'operation',
        operation,
        operationNames,
      );
    }
    this.#act('heal', ...(operation === undefined ? [] : [operation]));
    this.#faults.heal(operation);
  }

  /**
   * Throws an account out as a login elsewhere does (L23).
   *
   * @throws {UsageError} when it is not online, or is online under several App IDs and none is given
   */
  kick(account: string, whom: Whom = {}): void {
    this.#dismiss('kick', account, whom, 'service.kicked');
  }

  /**
   * Orders the client of an account to close its line (L25).
   *
   * @throws {UsageError} when it is not online, or is online under several App IDs and none is given
   */
  orderClose(account: string, whom: Whom = {}): void {
    this.#dismiss('orderClose', account, whom, 'service.closed');
  }

  /**
   * Expires every token of an account: the one it is logged in with, and those issued to it. An online
   * client notices when it has to log in again (L30), or at once with `pushTokenExpiry`. With a device,
   * only the token that this device is logged in with.
   *
   * @throws {UsageError} when the account has no token yet, or has tokens under several App IDs and none
   * is given
   */
  expireToken(account: string, whom: Whom = {}): void {
    const where = 'service.expireToken';
    checkWhom('service.whom', where, whom);
    const sessions = this.#sessions.all().map(addressed);
    if (whom.device === undefined) {
      const { appId } = whom;
      const holders = this.#accounts.holders.map((one) => ({ ...one, device: '' }));
      const [holder] = pick('service.account', where, account, whom, holders);
      if (holder === undefined) {
        throw new UsageError(
          'service.token',
          `${where}: ${show(account)} has no token${appId === undefined ? '' : ` under ${show(appId)}`}. ` +
            'Let it log in first, or make one with service.issueToken.',
        );
      }
      this.#accounts.expire(holder);
    } else {
      const [holder] = pick('service.account', where, account, whom, sessions);
      if (holder === undefined) {
        throw nobody('service.account', where, 'online account', account, whom, sessions);
      }
      this.#accounts.spoil(holder, holder.session.token, 'reply.tokenExpired');
    }
    this.#act('expireToken', account, ...told(whom));
    if (!this.#pushesExpiry) return;
    for (const one of sessions) {
      if (isFor(account, whom, one)) this.#sessions.dismiss(one.session, 'service.expiredToken');
    }
  }

  /** Signs with a new certificate from now on: tokens made before are wrong. */
  rotateCertificate(): void {
    this.#act('rotateCertificate');
    this.#accounts.rotate();
  }

  /**
   * Bans an account: its logins are refused (L13, L32a); with an App ID or a device, only logins that
   * match.
   *
   * @throws {UsageError} when it is not a valid name
   */
  ban(account: string, whom: Whom = {}): void {
    if (!isName(account)) {
      throw new UsageError(
        'service.account',
        `service.ban: ${show(account)} is not an account name. Give 1 to 128 bytes of visible characters.`,
      );
    }
    checkWhom('service.whom', 'service.ban', whom);
    this.#act('ban', account, ...told(whom));
    this.#accounts.ban(account, whom);
  }

  /** Lifts bans of an account. @throws {UsageError} if it is unknown */
  unban(account: string, whom: Whom = {}): void {
    checkWhom('service.whom', 'service.unban', whom);
    if (!this.#accounts.unban(account, whom)) {
      const banned = this.#accounts.banned;
      throw nobody('service.account', 'service.unban', 'banned account', account, whom, banned);
    }
    this.#act('unban', account, ...told(whom));
  }

  /**
   * Refuses SDK versions below this one, including clients that are online (L16, L36).
   *
   * @throws {UsageError} when it is not a version
   */
  requireVersion(version: string): void {
    this.#accounts.requireVersion(version);
    this.#act('requireVersion', version);
    for (const session of this.#sessions.all()) {
      if (this.#accounts.isTooOld(session.device.version)) {
        this.#sessions.dismiss(session, 'service.refusedVersion');
      }
    }
  }

  /**
   * Tells a client of an error that belongs to no request (G3).
   *
   * @throws {UsageError} when it is not online, or is online under several App IDs and none is given
   */
  notifyError(account: string, text = standardNotice, whom: Whom = {}): void {
    const sessions = this.#online('notifyError', account, whom);
    const isPlain = text === standardNotice && told(whom).length === 0;
    this.#act('notifyError', account, ...(isPlain ? [] : [text]), ...told(whom));
    for (const session of sessions) this.#notify(session, text);
  }

  /**
   * Removes a member from a channel, as an administrator does (C14). With `silently`, nobody tells
   * it why (C15b).
   *
   * @throws {UsageError} when the account is not in the channel, or is in it under several App IDs and
   * none is given
   */
  removeFromChannel(
    account: string,
    channel: string,
    options: Whom & { readonly silently?: boolean } = {},
  ): void {
    const where = 'service.removeFromChannel';
    checkGiven(
      where,
      channel,
      typeof channel === 'string',
      'a channel',
      "Pass the account, then the channel: removeFromChannel('alice', 'lobby').",
    );
    checkWhom('service.member', where, options, ['silently']);
    const { silently = false } = options;
    const members = this.#channels.named(channel).map(addressed);
    const found = pick('service.member', where, account, options, members);
    if (found.length === 0) {
      const what = `member of ${show(channel)}`;
      throw nobody('service.member', where, what, account, options, members);
    }
    const more = told({ ...(silently && { silently }), ...whomOf(options) });
    this.#act('removeFromChannel', account, channel, ...more);
    for (const { session } of found) this.#evict(session, silently ? undefined : 'removed');
  }

  /** Destroys a channel that has members (C15). @throws {UsageError} when nobody is in it */
  destroyChannel(channel: string): void {
    const members = this.#channels.named(channel);
    if (members.length === 0) {
      throw unknownName(
        'service.channel',
        'service.destroyChannel',
        'channel',
        channel,
        this.#channels.names(),
      );
    }
    this.#act('destroyChannel', channel);
    this.#channels.destroy(channel);
    for (const session of members) this.#evict(session, 'destroyed');
  }

  /** Takes the whole service down: every line is lost, and no new one can be made. */
  goDown(): void {
    this.#act('goDown');
    this.desk.isUp = false;
    this.#network.dropAll();
  }

  /** Brings the service back. */
  comeUp(): void {
    this.#act('comeUp');
    this.desk.isUp = true;
  }

  /** Accounts that the service considers online, in order of login. */
  get online(): readonly string[] {
    return this.#sessions.all().map(({ account }) => account);
  }

  /** Accounts in a channel, in order of joining. */
  members(channel: string): readonly string[] {
    return this.#channels.named(channel).map(({ account }) => account);
  }

  // --- what rules of world.fail use --------------------------------------------------------------

  /** @internal Makes the service judge the token of one client bad from now on. */
  spoilToken(holder: Holder, token: string, as: 'reply.tokenExpired' | 'reply.tokenWrong'): void {
    this.#accounts.spoil(holder, token, as);
  }

  /** @internal Throws one client out: because of a login elsewhere, or because it is too old. */
  throwOut(device: Device, event: 'service.kicked' | 'service.refusedVersion'): void {
    const session = this.#sessions.byDevice.get(device);
    if (session === undefined) return;
    if (event === 'service.refusedVersion') this.#sessions.dismiss(session, event);
    else {
      this.#actOn(device, 'kick');
      this.#sessions.kick(session);
    }
  }

  /** @internal Tells one client of an error that belongs to no request. */
  notifyOne(device: Device): void {
    const session = this.#sessions.byDevice.get(device);
    if (session === undefined) return;
    this.#actOn(device, 'notifyError');
    this.#notify(session, standardNotice);
  }

  /** @internal Removes one client from its channel. */
  evict(device: Device, why: 'removed' | 'destroyed'): void {
    const session = this.#sessions.byDevice.get(device);
    if (session !== undefined) this.#evict(session, why);
  }

  /** @internal Answers an invitation as if the callee's phone rang and nobody picked up, until undone. */
  ringForEver(device: Device, channel: string, callee: string): (() => void) | undefined {
    const caller = this.#sessions.byDevice.get(device);
    if (caller === undefined) return undefined;
    const { appId, account } = caller;
    const call = { appId, channel, caller: account, callee };
    this.#invitations.mute(call);
    if (this.#sessions.find(appId, callee) === undefined) {
      this.#invitations.tellCaller(caller, call, 'peer.acknowledged');
    }
    return () => {
      this.#invitations.withdraw(call);
    };
  }

  /** @internal Its number for an account. */
  uidOf(appId: string, account: string): number {
    return this.#accounts.uidOf(appId, account);
  }

  /** @internal Runs something when the callee has an invitation, or at once if it cannot have it now. */
  whenInvited(device: Device, channel: string, callee: string, run: () => void): void {
    const session = this.#sessions.byDevice.get(device);
    if (session === undefined) return;
    const { appId, account: caller } = session;
    this.#invitations.whenArrived({ appId, channel, caller, callee }, run);
  }

  // --- what the network tells it -----------------------------------------------------------------

  get isUp(): boolean {
    return this.desk.isUp;
  }

  onSilence(device: Device, hasLine: boolean): void {
    this.#sessions.onSilence(device, hasLine);
  }

  onHeard(device: Device): void {
    this.#sessions.onHeard(device);
  }

  onPing(device: Device): void {
    this.desk.tellIfOutOfStep(device);
  }

  onClosed(device: Device, epoch: number, isFinal: boolean): void {
    this.#sessions.onClosed(device, epoch, isFinal);
  }

  // --- what a client asks ------------------------------------------------------------------------

  /** Whether an operation that comes before the login, and has no request, works for an account. */
  answers(operation: 'lookup' | 'connect', client: Addressed): 'yes' | 'no' | 'silence' {
    return this.desk.answers(operation, client);
  }

  #evict(session: Session, why: 'removed' | 'destroyed' | undefined): void {
    const event =
      why === undefined ? undefined : why === 'removed' ? 'member.removed' : 'channel.destroyed';
    this.#channels.remove(session, event);
  }

  #fault(method: string, fate: Fate, operation: Operation, options: FaultOptions): () => void {
    const undo = this.#faults.add(method, fate, operation, options);
    this.#act(method, operation, ...(Object.keys(options).length === 0 ? [] : [options]));
    return () => {
      if (undo()) this.#act('undo', method, operation);
    };
  }

  #dismiss(method: string, account: string, whom: Whom, event: string): void {
    const sessions = this.#online(method, account, whom);
    this.#act(method, account, ...told(whom));
    for (const session of sessions) this.#sessions.dismiss(session, event);
  }

  #notify(session: Session, text: string): void {
    tell(session, { part: 'login', event: { type: 'service.noticed', text } });
  }

  #online(method: string, account: string, whom: Whom): readonly Session[] {
    const where = `service.${method}`;
    checkWhom('service.whom', where, whom);
    const sessions = this.#sessions.all().map(addressed);
    const found = pick('service.account', where, account, whom, sessions);
    if (found.length > 0) return found.map(({ session }) => session);
    throw nobody('service.account', where, 'online account', account, whom, sessions);
  }

  /** Records what a rule did to one client only. */
  #actOn({ account, name: client }: Device, did: string): void {
    const args = [account];
    this.#trace.entries.push({
      kind: 'act',
      at: this.#clock.now,
      by: 'service',
      did,
      args,
      client,
    });
  }

  #act(did: string, ...args: readonly unknown[]): void {
    this.#journal.note({ act: true });
    this.#trace.entries.push({ kind: 'act', at: this.#clock.now, by: 'service', did, args });
  }
}
