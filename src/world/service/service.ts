// The far side: what a client's requests meet, and what a test can make it do. It reports causes;
// what code comes of them is for the machines.
import { isName } from '../../../machines/arguments.ts';
import { checkKeys, show, unknownName, UsageError } from '../../errors.ts';
import type { Trace } from '../../trace.ts';
import type { Clock } from '../clock.ts';
import type { Journal } from '../journal.ts';
import type { LineWatcher, Network } from '../network.ts';
import type { Settings } from '../options.ts';
import { Accounts } from './accounts.ts';
import { Calls } from './calls.ts';
import { Channels } from './channels.ts';
import type { Answer, ServiceRequest } from './requests.ts';
import { Desk, isOperation } from './desk.ts';
import type { Device } from './device.ts';
import { Faults, operations, type Fate, type FaultOptions, type Operation } from './faults.ts';
import { Rates } from './rates.ts';
import { Sessions, type Session } from './sessions.ts';

/** What an error notice says where nothing else is given. */
const standardNotice = 'general error';

/** The service of a world. */
export class Service implements LineWatcher {
  readonly #clock: Clock;
  readonly #network: Network;
  readonly #trace: Trace;
  readonly #journal: Journal;
  readonly #accounts: Accounts;
  readonly #sessions: Sessions;
  readonly #channels: Channels;
  readonly #calls: Calls;
  readonly #faults = new Faults();
  readonly #desk: Desk;
  readonly #pushesExpiry: boolean;
  /** @internal Somebody else plays the service: it answers nothing by itself. */
  isManual = false;
  #isUp = true;

  constructor(parts: {
    readonly clock: Clock;
    readonly network: Network;
    readonly trace: Trace;
    readonly journal: Journal;
    readonly settings: Settings;
    readonly presenceMs: number;
    readonly channelTtlMs: number;
    readonly notReceivedMs: number;
  }) {
    const { clock, network, trace, settings, presenceMs, channelTtlMs, notReceivedMs } = parts;
    this.#pushesExpiry = settings.pushTokenExpiry;
    this.#clock = clock;
    this.#network = network;
    this.#trace = trace;
    this.#journal = parts.journal;
    this.#accounts = new Accounts(settings.certificate);
    this.#sessions = new Sessions({
      clock,
      network,
      accounts: this.#accounts,
      presenceMs,
      pushTokenExpiry: settings.pushTokenExpiry,
      onEnd: (session) => {
        this.#channels.leave(session);
        this.#calls.onOffline(session);
      },
    });
    this.#channels = new Channels(clock, this.#sessions, channelTtlMs);
    this.#calls = new Calls(clock, this.#sessions, notReceivedMs);
    this.#desk = new Desk({
      network,
      sessions: this.#sessions,
      channels: this.#channels,
      calls: this.#calls,
      faults: this.#faults,
      rates: new Rates(clock),
    });
    network.watcher = this;
  }

  // --- what a test can make it do ---------------------------------------------------------------

  /**
   * Makes a token: `service.issueToken({ account: 'alice', expiresInS: 60 })`.
   *
   * @throws {UsageError} when the account is no account or the expiry no whole number
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

  /** Leaves an operation unanswered and undone. @throws {UsageError} when there is none such */
  silence(operation: Operation, options: FaultOptions = {}): () => void {
    return this.#fault('silence', 'silence', operation, options);
  }

  /** Answers an operation unintelligibly. @throws {UsageError} when there is none such */
  garble(operation: Operation, options: FaultOptions = {}): () => void {
    return this.#fault('garble', 'reply.garbled', operation, options);
  }

  /** Takes `refuse`, `silence` and `garble` back, for one operation or all. */
  heal(operation?: Operation): void {
    if (operation !== undefined && !isOperation(operation)) {
      throw unknownName('service.operation', 'service.heal', 'operation', operation, operations);
    }
    this.#act('heal', ...(operation === undefined ? [] : [operation]));
    this.#faults.heal(operation);
  }

  /** Throws an account out as a login elsewhere does (L23). @throws {UsageError} when not online */
  kick(account: string): void {
    this.#dismiss('kick', account, 'service.kicked');
  }

  /** Orders the client of an account to close its line (L25). @throws {UsageError} when not online */
  orderClose(account: string): void {
    this.#dismiss('orderClose', account, 'service.closed');
  }

  /**
   * Makes every token of an account expired: the one it is logged in with, and those it was issued.
   * An online client notices when it has to log in again (L30), or at once with `pushTokenExpiry`.
   *
   * @throws {UsageError} when the account has no token yet
   */
  expireToken(account: string): void {
    if (!this.#accounts.expire(account)) {
      throw new UsageError(
        'service.token',
        `service.expireToken: ${show(account)} has no token. ` +
          'Let it log in first, or make one with service.issueToken.',
      );
    }
    this.#act('expireToken', account);
    if (!this.#pushesExpiry) return;
    for (const session of this.#sessions.named(account)) {
      this.#sessions.dismiss(session, 'service.expiredToken');
    }
  }

  /** Signs with a new certificate from now on: tokens made before are wrong. */
  rotateCertificate(): void {
    this.#act('rotateCertificate');
    this.#accounts.rotate();
  }

  /** Bans an account: its logins are refused (L13, L32a). @throws {UsageError} when it is none */
  ban(account: string): void {
    if (!isName(account)) {
      throw new UsageError(
        'service.account',
        `service.ban: ${show(account)} is no account. Give 1 to 128 bytes of visible characters.`,
      );
    }
    this.#act('ban', account);
    this.#accounts.ban(account);
  }

  /** Takes a ban back. @throws {UsageError} when the account is not banned */
  unban(account: string): void {
    if (!this.#accounts.unban(account)) {
      const banned = this.#accounts.banned;
      throw unknownName('service.account', 'service.unban', 'banned account', account, banned);
    }
    this.#act('unban', account);
  }

  /**
   * Refuses SDK versions below this one, those that are online too (L16, L36).
   *
   * @throws {UsageError} when it is no version
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

  /** Tells a client of an error that belongs to no request (G3). @throws {UsageError} when not online */
  notifyError(account: string, text = standardNotice): void {
    const sessions = this.#online('notifyError', account);
    this.#act('notifyError', account, ...(text === standardNotice ? [] : [text]));
    for (const session of sessions) {
      this.#sessions.push(session, { part: 'login', event: { type: 'service.noticed', text } });
    }
  }

  /**
   * Removes a member from a channel, as an administrator does (C14). With `silently`, nobody tells
   * it why (C15b).
   *
   * @throws {UsageError} when the account is not in the channel
   */
  removeFromChannel(
    account: string,
    channel: string,
    options: { readonly silently?: boolean } = {},
  ): void {
    checkKeys('service.member', 'service.removeFromChannel', options, ['silently']);
    const { silently = false } = options;
    const members = this.#channels.named(channel);
    const found = members.filter((session) => session.account === account);
    if (found.length === 0) {
      throw unknownName(
        'service.member',
        'service.removeFromChannel',
        `member of ${show(channel)}`,
        account,
        members.map((member) => member.account),
      );
    }
    this.#act('removeFromChannel', account, channel, ...(silently ? [{ silently }] : []));
    for (const session of found) this.#evict(session, silently ? undefined : 'removed');
  }

  /** Ends a channel under its members (C15). @throws {UsageError} when nobody is in it */
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

  /** Takes the whole service down: every line is lost, none can be had. */
  goDown(): void {
    this.#act('goDown');
    this.#isUp = false;
    this.#network.dropAll();
  }

  /** Brings the service back. */
  comeUp(): void {
    this.#act('comeUp');
    this.#isUp = true;
  }

  /** Accounts that the service holds for online, in order of login. */
  get online(): readonly string[] {
    return this.#sessions.all().map(({ account }) => account);
  }

  /** Accounts in a channel, in order of joining. */
  members(channel: string): readonly string[] {
    return this.#channels.named(channel).map(({ account }) => account);
  }

  // --- what rules of world.fail use --------------------------------------------------------------

  /** @internal Judges the token of a login bad from now on. */
  spoilToken(account: string, token: string, as: 'reply.tokenExpired' | 'reply.tokenWrong'): void {
    this.#accounts.spoil(account, token, as);
  }

  /** @internal Throws one client out as too old. */
  refuseVersion(device: Device): void {
    const session = this.#sessions.of(device);
    if (session !== undefined) this.#sessions.dismiss(session, 'service.refusedVersion');
  }

  /** @internal Puts one client out of its channel. */
  evict(device: Device, why: 'removed' | 'destroyed'): void {
    const session = this.#sessions.of(device);
    if (session !== undefined) this.#evict(session, why);
  }

  /** @internal Answers an invitation as if the callee's phone rang and nobody took it, until undone. */
  ringForEver(device: Device, channel: string, callee: string): (() => void) | undefined {
    const caller = this.#sessions.of(device);
    if (caller === undefined) return undefined;
    const { appId, account } = caller;
    const call = { appId, channel, caller: account, callee };
    this.#calls.mute(call);
    if (this.#sessions.find(appId, callee) === undefined) {
      this.#calls.tellCaller(caller, call, 'peer.acknowledged');
    }
    return () => {
      this.#calls.withdraw(call);
    };
  }

  // --- what the network tells it -----------------------------------------------------------------

  get isUp(): boolean {
    return this.#isUp;
  }

  onSilence(device: Device, hasLine: boolean): void {
    this.#sessions.onSilence(device, hasLine);
  }

  onHeard(device: Device): void {
    this.#sessions.onHeard(device);
  }

  onPing(device: Device): void {
    this.#desk.tellIfOutOfStep(device);
  }

  onClosed(device: Device, epoch: number, isFinal: boolean): void {
    this.#sessions.onClosed(device, epoch, isFinal);
  }

  // --- what a client asks ------------------------------------------------------------------------

  /**
   * Takes a request that has arrived. `answer` sends an answer back; not every request gets one.
   * `epoch` is the line that it was sent by, `fate` what a rule has in store for it.
   */
  handle(
    device: Device,
    epoch: number,
    request: ServiceRequest,
    answer: (answer: Answer) => void,
    fate?: Fate,
  ): void {
    if (this.#isUp && !this.isManual) this.#desk.handle(device, epoch, request, answer, fate);
  }

  /** Whether an operation before the login, which has no request, works for an account. */
  answers(operation: 'lookup' | 'connect', account: string): 'yes' | 'no' | 'silence' {
    return this.isManual ? 'silence' : this.#desk.answers(operation, account);
  }

  #evict(session: Session, why: 'removed' | 'destroyed' | undefined): void {
    const event =
      why === undefined ? undefined : why === 'removed' ? 'member.removed' : 'channel.destroyed';
    if (!session.hasLine) this.#sessions.evict(session, why ?? 'dropped');
    this.#channels.remove(session, event);
  }

  #fault(method: string, fate: Fate, operation: Operation, options: FaultOptions): () => void {
    const undo = this.#faults.add(method, fate, operation, options);
    this.#act(method, operation, ...(Object.keys(options).length === 0 ? [] : [options]));
    return () => {
      if (undo()) this.#act('undo', method, operation);
    };
  }

  #dismiss(method: string, account: string, event: string): void {
    const sessions = this.#online(method, account);
    this.#act(method, account);
    for (const session of sessions) this.#sessions.dismiss(session, event);
  }

  #online(method: string, account: string): readonly Session[] {
    const sessions = this.#sessions.named(account);
    if (sessions.length > 0) return sessions;
    throw unknownName(
      'service.account',
      `service.${method}`,
      'account online',
      account,
      this.online,
    );
  }

  #act(did: string, ...args: readonly unknown[]): void {
    this.#journal.note({ act: true });
    this.#trace.entries.push({ kind: 'act', at: this.#clock.now, by: 'service', did, args });
  }
}
