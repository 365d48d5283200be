// The line between a client and the service: latency, loss, cuts. TCP keeps packets in order, so one
// overtakes another only where `reorder` says so. All chance comes from one stream of the seed.
import { checkKeys, show, unknownName, UsageError } from '../errors.ts';
import type { Trace } from '../trace.ts';
import type { Clock, Timer } from './clock.ts';
import type { Journal } from './journal.ts';
import { readNetwork, type NetworkOptions } from './options.ts';
import type { Random } from './random.ts';
import type { Treatment } from './treatment.ts';

/** Why a line went: closed cleanly, closed by an error, or nobody knows (L24, L26, L37). */
export type CutCause = 'closed' | 'error' | 'unknown';

const lineEvents = {
  closed: 'line.lost',
  error: 'line.errored',
  unknown: 'line.vanished',
} as const;

/** Pings that may go unanswered; one more ends the line. @source Q18 */
const pingsMissedMax = 3;

/** What the client's end of a line is doing. */
type Phase = 'none' | 'lookup' | 'connect' | 'open';

/** The client at the end of a line, as the network sees it. */
export interface Endpoint {
  readonly name: string;
  /** The account it logs in with, `''` before its first login. */
  readonly account: string;
  readonly line: Line;
  /** Gives an event to its login lifecycle. */
  hearLine(type: string): void;
}

/** One client's line. */
export class Line {
  phase: Phase = 'none';
  /** Counts the lines that a client has had: what was on an earlier one is lost. */
  epoch = 0;
  /** When the last packet of each direction arrives; later ones come no earlier. */
  arrivals = { service: 0, client: 0 };
  /** Runs while nothing gets through, until the client notices. */
  silence: Timer | undefined;
  /** What waits for a partition to end, in order. */
  held: (() => void)[] = [];
  /** The next ping, where packets may be lost; how many in a row went unanswered. */
  ping: Timer | undefined;
  missed = 0;
}

/** What becomes of one packet besides. */
interface Handling {
  /** Runs if it goes with its line. */
  readonly lost?: () => void;
  readonly isLost?: boolean;
  /** Takes so many milliseconds more, and holds nothing up that was sent after it. */
  readonly behindMs?: number | undefined;
}

/** What the service side of the world hears of the network. */
export interface LineWatcher {
  /** The service hears nothing of a client any more, whether its line still stands or not. */
  onSilence(endpoint: Endpoint, hasLine: boolean): void;
  /** The client is heard again, on the same line. */
  onHeard(endpoint: Endpoint): void;
  /** The client closed a line of its, for good or to try another. */
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
  #cuts = new Map<string, CutCause | 'partition'>();
  /** Accounts that were cut or partitioned at some time. */
  readonly #named = new Set<string>();
  /** Accounts that tried to get in. */
  readonly #known = new Set<string>();
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
   * Cuts the line of an account until `restore`. Its clients hear of it at once; the service thinks
   * them present for `timing.presence` more. An account that is not online yet cannot get in.
   *
   * @throws {UsageError} when the account is no text or the cause is unknown
   */
  cut(account: string, options: { readonly cause?: CutCause } = {}): void {
    this.#check('cut', account);
    checkKeys('network.cause', 'network.cut', options, ['cause']);
    const { cause = 'closed' } = options;
    if (!Object.hasOwn(lineEvents, cause)) {
      throw unknownName('network.cause', 'network.cut', 'cause', cause, Object.keys(lineEvents));
    }
    this.#act('cut', account, ...(cause === 'closed' ? [] : [{ cause }]));
    this.#named.add(account);
    this.#cuts.set(account, cause);
    for (const endpoint of this.#of(account)) this.drop(endpoint, cause);
  }

  /**
   * Lets nothing through, in silence, until `restore`; then what waited arrives, as TCP has it. A
   * client notices after `timing.silence`, and what waited is lost with its line.
   *
   * @throws {UsageError} when the account is no text
   */
  partition(account: string): void {
    this.#check('partition', account);
    this.#act('partition', account);
    this.#named.add(account);
    this.#cuts.set(account, 'partition');
    for (const endpoint of this.#of(account)) {
      const { line } = endpoint;
      if (line.phase !== 'open') continue;
      this.watcher?.onSilence(endpoint, true);
      line.silence = this.#clock.set(() => {
        this.drop(endpoint, 'closed');
      }, this.#silenceMs);
    }
  }

  /**
   * Lets an account through again.
   *
   * @throws {UsageError} when the account is not cut or partitioned
   */
  restore(account: string): void {
    if (!this.#cuts.delete(account)) {
      throw unknownName('network.account', 'network.restore', 'account that is cut', account, [
        ...this.#cuts.keys(),
      ]);
    }
    this.#act('restore', account);
    for (const endpoint of this.#of(account)) {
      const { line } = endpoint;
      if (line.silence !== undefined) {
        this.#clock.stop(line.silence);
        line.silence = undefined;
        this.watcher?.onHeard(endpoint);
      }
      const { held } = line;
      line.held = [];
      for (const run of held) this.#clock.set(run, this.#options.latencyMs);
    }
  }

  /**
   * Makes the next thing that an online account hears undecodable (L35).
   *
   * @throws {UsageError} when the account has no line
   */
  corrupt(account: string): void {
    this.#check('corrupt', account);
    const open = this.#of(account).filter(({ line }) => line.phase === 'open');
    if (open.length === 0) {
      throw unknownName('network.account', 'network.corrupt', 'account with a line', account, [
        ...new Set(this.#endpoints.filter((e) => e.line.phase === 'open').map((e) => e.account)),
      ]);
    }
    this.#act('corrupt', account);
    for (const endpoint of open) {
      this.toClient(endpoint, '(undecodable)', () => {
        endpoint.hearLine('packet.corrupted');
      });
    }
  }

  /** Accounts that were named but that no client ever used: probably misspelt. */
  get strangers(): readonly string[] {
    return [...this.#named].filter((account) => !this.#known.has(account));
  }

  /** Whether anything can pass between an account and the service. */
  isCut(account: string): boolean {
    return this.#cuts.has(account);
  }

  /** Asks where the service is. `done(false)` comes at once where there is no way. */
  lookup(endpoint: Endpoint, done: (found: boolean) => void): void {
    endpoint.line.phase = 'lookup';
    this.#known.add(endpoint.account);
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
      // Should the word be lost, the service hears nothing any more, and presence runs out.
      this.watcher?.onSilence(endpoint, false);
      this.toService(endpoint, 'close', () => {
        this.watcher?.onClosed(endpoint, epoch, isFinal);
      });
    }
    this.#leave(endpoint);
  }

  /** Takes every line away: the service went down. */
  dropAll(): void {
    for (const endpoint of this.#endpoints) this.drop(endpoint, 'closed');
  }

  /** Takes a line away from its client. */
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

  /** Pushes something to the client, perhaps twice; `lost` runs where it goes with the line. */
  push(
    endpoint: Endpoint,
    name: string,
    run: () => void,
    lost: () => void,
    { loses, behindMs, twice = false }: Treatment = {},
  ): void {
    this.#send(endpoint, 'client', name, run, { lost, isLost: loses === 'answer', behindMs });
    if (twice || this.#random.chance(this.#options.duplicate)) {
      this.#send(endpoint, 'client', name, run);
    }
  }

  #leave(endpoint: Endpoint): void {
    const { line } = endpoint;
    line.phase = 'none';
    line.epoch += 1;
    line.held = [];
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
    const cut = this.#cuts.get(endpoint.account);
    if (!isUp || (cut !== undefined && cut !== 'partition')) {
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
    const cut = this.#cuts.get(endpoint.account);
    const isCut = cut !== undefined && cut !== 'partition';
    if (line.phase === 'none' || isCut || isLost || this.#random.chance(this.#options.loss)) {
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
    const { epoch } = line;
    const arrive = (): void => {
      const now = this.#cuts.get(endpoint.account);
      if (line.epoch === epoch && now === 'partition') line.held.push(arrive);
      // A packet to the service has left the client: closing the line behind it does not stop it.
      else if (line.epoch === epoch || (to === 'service' && now === undefined)) run();
      else {
        this.#trace.entries.push({
          kind: 'lost',
          at: this.#clock.now,
          client: endpoint.name,
          name,
        });
        lost?.();
      }
    };
    this.#clock.set(arrive, arrives - this.#clock.now);
    return true;
  }

  #packet(
    { name: client }: Endpoint,
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

  #of(account: string): readonly Endpoint[] {
    return this.#endpoints.filter((endpoint) => endpoint.account === account);
  }

  #check(method: string, account: unknown): void {
    if (typeof account === 'string' && account !== '') return;
    throw new UsageError(
      'network.account',
      `network.${method}: ${show(account)} is no account. Give the name that a client logs in with.`,
    );
  }

  #act(did: string, ...args: readonly unknown[]): void {
    this.#journal.note({ act: true });
    this.#trace.entries.push({ kind: 'act', at: this.#clock.now, by: 'network', did, args });
  }
}
