// The line between a client and the service: latency, loss, cuts. TCP keeps packets in order, so one
// overtakes another only if `reorder` says so. All random numbers come from one stream of the seed.
import { show, unknownName, UsageError } from '../../base/errors.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Clock } from '../clock.ts';
import type { Timer } from '../heap.ts';
import { Holds, type Hold } from './holds.ts';
import type { CutCause, Endpoint, Packet } from './line.ts';
import type { Journal } from '../journal.ts';
import { readNetwork, type NetworkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import type { Treatment } from '../treatment.ts';
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

const lineEvents = {
  closed: 'line.lost',
  error: 'line.errored',
  unknown: 'line.vanished',
} as const;

const causeOf = (cause: CutCause): object => (cause === 'closed' ? {} : { cause });

/** Pings that may go unanswered; one more ends the line. @source Q18 */
const pingsMissedMax = 3;

/** How one packet is handled specially. */
interface Handling {
  /** Runs if it is lost with its line. */
  readonly lost?: () => void;
  readonly isLost?: boolean;
  /** Takes this many milliseconds longer, and does not hold up what was sent after it. */
  readonly behindMs?: number | undefined;
}

/** What the service side of the world hears about the network. */
export interface LineWatcher {
  /** The service hears nothing of a client any more, whether its line still stands or not. */
  onSilence(endpoint: Endpoint, hasLine: boolean): void;
  /** The client is heard again, on the same line. */
  onHeard(endpoint: Endpoint): void;
  /** The client closed its line: it is done, or it tries another. */
  onClosed(endpoint: Endpoint, epoch: number, isFinal: boolean): void;
  /** A ping of the client was answered. */
  onPing(endpoint: Endpoint): void;
  /** Whether the service can be reached at all. */
  readonly isUp: boolean;
}

/** The network of a world: what the line can do. */
export class Network {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #trace: Trace;
  readonly #journal: Journal;
  readonly #endpoints: readonly Endpoint[];
  #options: Required<NetworkOptions>;
  #silenceMs: number;
  readonly #holds = new Holds();
  /** Whom the test cut or partitioned at some time. */
  readonly #named: { readonly account: string; readonly whom: Whom }[] = [];
  /** Who tried to get in. */
  readonly #known = new Map<string, Addressed>();
  watcher: LineWatcher | undefined;

  constructor(parts: {
    readonly clock: Clock;
    readonly random: Random;
    readonly trace: Trace;
    readonly journal: Journal;
    readonly endpoints: readonly Endpoint[];
    readonly options: Required<NetworkOptions>;
    readonly silenceMs: number;
  }) {
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#trace = parts.trace;
    this.#journal = parts.journal;
    this.#endpoints = parts.endpoints;
    this.#options = parts.options;
    this.#silenceMs = parts.silenceMs;
  }

  /**
   * Changes what lines are like from now on: `network.set({ loss: 0.1 })`.
   *
   * @throws {UsageError} when an option is unknown or out of its range
   */
  set(options: NetworkOptions): void {
    this.#options = readNetwork('network.set', options, this.#options);
    this.#act('set', options);
    for (const endpoint of this.#endpoints) this.#ping(endpoint);
  }

  /**
   * Cuts the line of an account until `restore`. Its clients hear of it at once; the service considers
   * them present for another `timing.presence`. An account that is not online yet cannot get in.
   *
   * @throws {UsageError} when the account is not a name, the cause is unknown, or clients use the account
   * under several App IDs and none is given
   */
  cut(account: string, options: Whom & { readonly cause?: CutCause } = {}): void {
    const meant = this.#meant('cut', account, options, ['cause']);
    const { cause = 'closed' } = options;
    if (!Object.hasOwn(lineEvents, cause)) {
      throw unknownName('network.cause', 'network.cut', 'cause', cause, Object.keys(lineEvents));
    }
    const whom = whomOf(options);
    this.#act('cut', account, ...told({ ...causeOf(cause), ...whom }));
    this.#holdByHand(account, whom, cause);
    for (const endpoint of meant) this.drop(endpoint, cause);
  }

  /**
   * Silently lets nothing through until `restore`; then what waited arrives, as with TCP. A client
   * notices after `timing.silence`, and its line is lost as if it were cut then.
   *
   * @throws {UsageError} when the account is not a name, or clients use it under several App IDs and none
   * is given
   */
  partition(account: string, whom: Whom = {}): void {
    const meant = this.#meant('partition', account, whom);
    this.#act('partition', account, ...told(whom));
    this.#holdByHand(account, whom, 'partition');
    for (const endpoint of meant) {
      const { line } = endpoint;
      if (line.phase !== 'open') continue;
      this.watcher?.onSilence(endpoint, true);
      line.silence ??= this.#clock.set(() => {
        this.drop(endpoint, 'closed');
      }, this.#silenceMs);
    }
  }

  /**
   * Lets an account through again. A rule of `world.fail` lifts its own holds by itself.
   *
   * @throws {UsageError} when nothing of the account was cut or partitioned by hand
   */
  restore(account: string, whom: Whom = {}): void {
    this.#check('restore', account, whom);
    this.#holds.lift('network.restore', account, whom);
    this.#act('restore', account, ...told(whom));
    for (const endpoint of this.#endpoints) {
      if (isFor(account, whom, endpoint)) this.#letThrough(endpoint);
    }
  }

  /** @internal Lets a rule cut the line of one client; returns a function that lifts the cut. */
  hold(endpoint: Endpoint, rule: string, cause: CutCause): () => void {
    const lift = this.#holds.byRule(endpoint, rule, cause);
    this.#actOn(endpoint, 'cut', ...told(causeOf(cause)));
    this.drop(endpoint, cause);
    return () => {
      lift();
      this.#actOn(endpoint, 'restore');
      this.#letThrough(endpoint);
    };
  }

  /**
   * Makes the next thing that an online account hears undecodable (L35).
   *
   * @throws {UsageError} when the account has no line, or has lines under several App IDs and none is
   * given
   */
  corrupt(account: string, whom: Whom = {}): void {
    this.#check('corrupt', account, whom);
    const open = this.#endpoints.filter(({ line }) => line.phase === 'open');
    const meant = pick('network.account', 'network.corrupt', account, whom, open);
    if (meant.length === 0) {
      throw nobody(
        'network.account',
        'network.corrupt',
        'account with a line',
        account,
        whom,
        open,
      );
    }
    this.#act('corrupt', account, ...told(whom));
    for (const endpoint of meant) this.#spoil(endpoint);
  }

  /** @internal Makes the next thing that one client hears undecodable. */
  corruptOne(endpoint: Endpoint): void {
    this.#actOn(endpoint, 'corrupt');
    this.#spoil(endpoint);
  }

  /** Accounts that were named but that no client ever used: probably misspelt. */
  get strangers(): readonly string[] {
    const known = [...this.#known.values()];
    const strange = this.#named.filter(
      ({ account, whom }) => !known.some((one) => isFor(account, whom, one)),
    );
    return [...new Set(strange.map(({ account }) => account))];
  }

  /** Whether a client's line is open but nothing passes, or was lost after such a silence. */
  isSilent(endpoint: Endpoint): boolean {
    return this.#holdOf(endpoint) === 'partition';
  }

  /** Whether something of an account was cut or partitioned by hand, so that it can be restored. */
  isCut(account: string): boolean {
    return this.#holds.isByHand(account);
  }

  /** Asks where the service is. `done(false)` comes at once if it cannot be reached. */
  lookup(endpoint: Endpoint, done: (found: boolean) => void): void {
    endpoint.line.phase = 'lookup';
    this.#know(endpoint);
    this.#reach(endpoint, 'lookup', done);
  }

  /** Opens a line. */
  connect(endpoint: Endpoint, done: (opened: boolean) => void): void {
    const { line } = endpoint;
    line.phase = 'connect';
    line.arrivals = { service: 0, client: 0 };
    this.#reach(endpoint, 'connect', (opened) => {
      line.phase = opened ? 'open' : 'none';
      this.#ping(endpoint);
      done(opened);
    });
  }

  /** Closes a line from the client's end, for good or to try another; the service hears if it can. */
  close(endpoint: Endpoint, isFinal: boolean): void {
    const { phase, epoch } = endpoint.line;
    if (phase === 'open') {
      // If this message is lost, the service hears nothing more, and presence runs out.
      this.watcher?.onSilence(endpoint, false);
      this.toService(endpoint, 'close', () => {
        this.watcher?.onClosed(endpoint, epoch, isFinal);
      });
    }
    this.#leave(endpoint);
  }

  /** Drops every line: the service went down. */
  dropAll(): void {
    for (const endpoint of this.#endpoints) this.drop(endpoint, 'closed');
  }

  /** Drops the line of a client. */
  drop(endpoint: Endpoint, cause: CutCause): void {
    const { phase } = endpoint.line;
    if (phase === 'none') return;
    if (phase === 'open') this.watcher?.onSilence(endpoint, false);
    this.#leave(endpoint);
    endpoint.hearLine(
      phase === 'lookup'
        ? 'lookup.failed'
        : phase === 'connect'
          ? 'connect.failed'
          : lineEvents[cause],
    );
  }

  /** Sends a packet to the service, on the line as it is now. */
  toService(endpoint: Endpoint, name: string, run: () => void, treatment: Treatment = {}): void {
    const { loses, behindMs, twice = false } = treatment;
    this.#send(endpoint, 'service', name, run, { isLost: loses === 'request', behindMs });
    if (twice) this.#send(endpoint, 'service', name, run);
  }

  /** Sends a packet to the client, on the line as it is now. */
  toClient(endpoint: Endpoint, name: string, run: () => void, { loses }: Treatment = {}): void {
    this.#send(endpoint, 'client', name, run, { isLost: loses === 'answer' });
  }

  /** Sends a packet to the client; `lost` runs if it does not get there, for whatever reason. */
  notify(endpoint: Endpoint, name: string, run: () => void, lost: () => void): void {
    if (!this.#send(endpoint, 'client', name, run, { lost })) lost();
  }

  /** Pushes something to the client, perhaps twice; `lost` runs if it got lost on a good line. */
  push(
    endpoint: Endpoint,
    name: string,
    run: () => void,
    lost: () => void,
    { loses, behindMs, twice = false }: Treatment = {},
  ): void {
    const isSent = this.#send(endpoint, 'client', name, run, {
      isLost: loses === 'answer',
      behindMs,
    });
    if (!isSent && this.#stands(endpoint)) lost();
    if (twice || this.#random.chance(this.#options.duplicate)) {
      this.#send(endpoint, 'client', name, run);
    }
  }

  #leave(endpoint: Endpoint): void {
    const { line } = endpoint;
    line.phase = 'none';
    line.epoch += 1;
    for (const packet of line.held.splice(0)) this.#arrive(packet); // Their line is gone: each is lost.
    for (const timer of [line.silence, line.ping]) if (timer !== undefined) this.#clock.stop(timer);
    line.silence = undefined;
    line.ping = undefined;
  }

  /** Pings a line on which packets may be lost; more than three missed in a row end it. */
  #ping(endpoint: Endpoint): void {
    const { line } = endpoint;
    if (line.ping !== undefined || line.phase !== 'open' || this.#options.loss === 0) return;
    line.missed = 0;
    const every = this.#silenceMs / (pingsMissedMax + 1);
    const ping = (): void => {
      const { loss } = this.#options;
      const isMissed = this.#random.chance(loss) || this.#random.chance(loss);
      line.ping = undefined;
      line.missed = isMissed ? line.missed + 1 : 0;
      if (line.missed > pingsMissedMax) this.drop(endpoint, 'closed');
      else {
        if (!isMissed) this.watcher?.onPing(endpoint);
        // A line on which nothing is lost any more needs no pings.
        if (loss > 0) line.ping = this.#clock.set(ping, every);
      }
    };
    line.ping = this.#clock.set(ping, every);
  }

  #reach(endpoint: Endpoint, name: 'lookup' | 'connect', done: (reached: boolean) => void): void {
    const { line } = endpoint;
    const { epoch } = line;
    const isUp = this.watcher?.isUp ?? false;
    const answer = (reached: boolean) => (): void => {
      if (line.epoch === epoch) done(reached);
    };
    if (!isUp || this.#isHeld(endpoint)) {
      this.#packet(endpoint, 'service', name, undefined);
      this.#clock.set(answer(false), 0);
      return;
    }
    this.#send(endpoint, 'service', name, () => {
      this.#send(endpoint, 'client', `${name} answered`, answer(true));
    });
  }

  #send(
    endpoint: Endpoint,
    to: 'service' | 'client',
    name: string,
    run: () => void,
    { lost, isLost = false, behindMs = 0 }: Handling = {},
  ): boolean {
    const { line } = endpoint;
    if (!this.#stands(endpoint) || isLost || this.#random.chance(this.#options.loss)) {
      this.#packet(endpoint, to, name, undefined);
      return false;
    }
    const { latencyMs, jitterMs, reorder } = this.#options;
    const jitter = jitterMs === 0 ? 0 : Math.floor(this.#random.next() * (jitterMs + 1));
    const soonest = this.#clock.now + latencyMs + jitter + behindMs;
    const overtakes = behindMs > 0 || this.#random.chance(reorder);
    const arrives = overtakes ? soonest : Math.max(soonest, line.arrivals[to]);
    if (!overtakes) line.arrivals[to] = arrives;
    this.#packet(endpoint, to, name, arrives);
    const packet: Packet = {
      due: 0,
      set: 0,
      order: 0,
      run: this.#onArrival,
      pass: undefined,
      endpoint,
      to,
      name,
      epoch: line.epoch,
      overtakes,
      bring: run,
      lost,
    };
    this.#clock.post(packet, arrives - this.#clock.now);
    return true;
  }

  readonly #onArrival = (timer: Timer): void => {
    this.#arrive(timer as Packet); // Only packets have this as their `run`.
  };

  #arrive(packet: Packet): void {
    const { endpoint, to, name, epoch, overtakes } = packet;
    const { line } = endpoint;
    const now = this.#holdOf(endpoint);
    const isHeldUp = now === 'partition' || (line.held.length > 0 && !overtakes);
    if (line.epoch === epoch && isHeldUp) line.held.push(packet);
    // A packet to the service has already left the client: closing the line behind it does not stop it.
    else if (line.epoch === epoch || (to === 'service' && now === undefined)) packet.bring();
    else {
      const at = this.#clock.now;
      this.#trace.entries.push({ kind: 'lost', at, client: endpoint.name, name });
      packet.lost?.();
    }
  }

  /** Whether a packet can set out. */
  #stands(endpoint: Endpoint): boolean {
    return endpoint.line.phase !== 'none' && !this.#isHeld(endpoint);
  }

  #packet(
    { line: { client } }: Endpoint,
    to: 'service' | 'client',
    name: string,
    arrives: number | undefined,
  ): void {
    const at = this.#clock.now;
    this.#trace.entries.push(
      arrives === undefined
        ? { kind: 'packet', at, client, to, name }
        : { kind: 'packet', at, client, to, name, arrives },
    );
  }

  #isHeld(endpoint: Endpoint): boolean {
    const hold = this.#holdOf(endpoint);
    return hold !== undefined && hold !== 'partition';
  }

  /** How a line is held. Every packet asks, so a world without holds is not searched. */
  #holdOf(endpoint: Endpoint): Hold | undefined {
    return this.#holds.isEmpty ? undefined : this.#holds.of(endpoint);
  }

  #holdByHand(account: string, whom: Whom, how: Hold): void {
    this.#named.push({ account, whom });
    this.#holds.add(account, whom, how);
  }

  /** Lets what waited for the end of a partition through, unless something else holds the line. */
  #letThrough(endpoint: Endpoint): void {
    const { line } = endpoint;
    if (this.#holdOf(endpoint) !== undefined) return;
    if (line.silence !== undefined) {
      this.#clock.stop(line.silence);
      line.silence = undefined;
      this.watcher?.onHeard(endpoint);
    }
    if (line.held.length === 0) return;
    if (line.clearing !== undefined) this.#clock.stop(line.clearing);
    line.clearing = this.#clock.set(() => {
      if (this.#holdOf(endpoint) !== undefined) return;
      for (const packet of line.held.splice(0)) this.#arrive(packet);
    }, this.#options.latencyMs);
  }

  #spoil(endpoint: Endpoint): void {
    this.toClient(endpoint, '(undecodable)', () => {
      endpoint.hearLine('packet.corrupted');
    });
  }

  #know({ appId, account, device }: Endpoint): void {
    this.#known.set(`${appId}\n${account}\n${device}`, { appId, account, device });
  }

  /** The clients that an act is for; a client that is not there yet is held when it comes. */
  #meant(
    method: string,
    account: string,
    options: Whom,
    more: readonly string[] = [],
  ): readonly Endpoint[] {
    this.#check(method, account, options, more);
    const id = 'network.account';
    return pick(id, `network.${method}`, account, options, this.#endpoints);
  }

  #check(method: string, account: unknown, whom: Whom, more: readonly string[] = []): void {
    if (typeof account !== 'string' || account === '') {
      throw new UsageError(
        'network.account',
        `network.${method}: ${show(account)} is not an account name. Give the name that a client logs in with.`,
      );
    }
    checkWhom('network.whom', `network.${method}`, whom, more);
  }

  #act(did: string, ...args: readonly unknown[]): void {
    this.#journal.note({ act: true });
    this.#trace.entries.push({ kind: 'act', at: this.#clock.now, by: 'network', did, args });
  }

  /** Records what a rule did to one client only. */
  #actOn({ account, name: client }: Endpoint, did: string, ...more: readonly unknown[]): void {
    const args = [account, ...more];
    this.#trace.entries.push({
      kind: 'act',
      at: this.#clock.now,
      by: 'network',
      did,
      args,
      client,
    });
  }
}
