// A world: one clock, one network, one service, any number of clients, and the record of it all.
import type { CodeName } from '../../machines/codes.ts';
import { inviteTiming } from '../../machines/invite/timing.ts';
import type { PartName } from '../../machines/lifecycles.ts';
import { msOfDuration, type Duration } from '../base/duration.ts';
import { show, UsageError } from '../base/errors.ts';
import { plainRecord } from '../base/plain.ts';
import type { Memo } from '../engine/memo.ts';
import { Trace } from '../trace/trace.ts';
import { Audience } from './audience.ts';
import { checkClient, type ClientOptions } from './client/options.ts';
import { Client } from './client/client.ts';
import type { Delivery } from './delivery.ts';
import { Clock } from './clock.ts';
import { Aftermath } from './globals/aftermath.ts';
import { LoopWatch } from './globals/loops.ts';
import { Overlay } from './globals/overlay.ts';
import { depths, Place, type Line } from './globals/place.ts';
import { holdRejections } from './globals/rejections.ts';
import { RidingClock } from './globals/riding-clock.ts';
import { readGlobalTime } from './globals/time.ts';
import { watchTimers } from './globals/unmoved.ts';
import { Journal } from './journal.ts';
import { memosFor } from './memos.ts';
import { firstOf, Mistakes, type Advance } from './mistakes.ts';
import { Network } from './network/network.ts';
import { readOptions, worldTiming, type Settings, type WorldOptions } from './options.ts';
import { Random } from './random.ts';
import type { FaultKind, FaultWhen } from './rules/faults.ts';
import { sentences, type Rule } from './rules/rule.ts';
import { Rules } from './rules/rules.ts';
import type { FailOptions } from './rules/when.ts';
import { Service } from './service/service.ts';
import type { Surroundings } from './surroundings.ts';
import { Stillness } from './standstill.ts';
import { thrownText, type Thrown } from './thrown.ts';
import { schedule, turn } from './turn.ts';

/** Whether something is a promise, of this realm or another; what only has a `then` is left alone. */
const isPromise = (given: unknown): given is Promise<unknown> =>
  Object.prototype.toString.call(given) === '[object Promise]';

/** A world without doubles; `createWorld` adds both. */
export class World implements Surroundings {
  /** The options that it was made with. */
  readonly settings: Settings;
  /** Everything that happened, in order. */
  readonly trace = new Trace();
  /** What the line can do. */
  readonly network: Network;
  /** What the service can do. */
  readonly service: Service;
  /** @internal */
  readonly clock: Clock;
  /** @internal */
  readonly rules: Rules;
  /** @internal What came from outside, so that it can be played again. */
  readonly journal: Journal;
  /** @internal What the test did wrong, as far as the world notices. */
  readonly mistakes: Mistakes;
  /** @internal What the application threw, in order. */
  readonly thrown: Thrown[] = [];
  /**
   * @internal Which applications the clients belong to, and whom their callbacks reached, as far as
   * anybody says.
   */
  readonly audience = new Audience();
  /** Events given to machines so far. */
  steps = 0;
  /**
   * @internal Whether it looks for real timers that the client sets while the clock is installed, and far for
   * the line that set a timer. Node's hook for the one runs for every promise, and the other costs more than
   * the timer: code that makes worlds by the hundred, and does not close them to find mistakes, turns it off.
   */
  looksClosely = true;
  /**
   * @internal Whether it notes where the client under test sets timers; if not, `hasMissedLine` tells whether
   * somebody has asked.
   */
  takesLines = true;
  readonly #clients: Client[] = [];
  readonly #names = new Set<string>();
  readonly #memos: ReadonlyMap<string, Memo>;
  /** Whether the application ran since its promises were last drained. */
  #isStirred = false;
  /** Whether something of the application runs now. */
  #isRunning = false;
  /** What time is passing for, if it is. */
  #advancing: Promise<void> | undefined;
  #stillness = new Stillness(0);
  readonly #loops: LoopWatch;
  readonly #overlay: Overlay;
  /** Set if programs run here that have many timers, which leave nothing to run after them. */
  #aftermath: Aftermath | undefined;
  #isClosed = false;

  constructor(options: WorldOptions = {}) {
    this.settings = readOptions(options);
    const { seed, legacy, timing, network, clock } = this.settings;
    this.clock =
      clock === 'virtual'
        ? new Clock()
        : new RidingClock(readGlobalTime(clock === 'global' ? undefined : clock));
    this.#loops = new LoopWatch(schedule, clock === 'virtual');
    // Nothing tells the world when the global timers move, so it watches from the start.
    if (clock !== 'virtual') this.#loops.start();
    this.#overlay = new Overlay(
      this.clock,
      (timer, place) => this.stir('application', 'timer', timer, place),
      (where) => this.#loops.count(where),
    );
    this.mistakes = new Mistakes(this.clock, () => this.#overlay.strays);
    this.#memos = memosFor(legacy, timing);
    const ms = (name: keyof typeof worldTiming): number => timing[name] ?? worldTiming[name].ms;
    this.journal = new Journal(this.trace, this.clock);
    this.network = new Network({
      clock: this.clock,
      journal: this.journal,
      random: new Random(seed, 'network'),
      trace: this.trace,
      endpoints: this.#clients,
      options: network,
      silenceMs: ms('silence'),
    });
    this.service = new Service({
      clock: this.clock,
      journal: this.journal,
      network: this.network,
      trace: this.trace,
      settings: this.settings,
      presenceMs: ms('presence'),
      channelTtlMs: ms('channelTtl'),
      patience: {
        noAckMs: timing['noAck'] ?? inviteTiming.noAck.ms,
        notReceivedMs: timing['notReceived'] ?? inviteTiming.notReceived.ms,
      },
    });
    this.rules = new Rules({
      settings: this.settings,
      clock: this.clock,
      trace: this.trace,
      journal: this.journal,
      network: this.network,
      service: this.service,
      clients: this.#clients,
    });
  }

  /** Virtual milliseconds since the world began. */
  get now(): number {
    return this.clock.now;
  }

  /**
   * What the application threw, in order: its handlers, its timers on the world's clock, and the
   * promises that those gave back. `close` throws the first, unless the world allows it.
   */
  get errors(): readonly unknown[] {
    return this.thrown.map(({ error }) => error);
  }

  /** Whether `close` was called. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Makes a documented failure happen, by its real cause: `world.fail('LOGIN_E_NET', { times: 2 })`.
   *
   * Every rule counts every occasion that matches it; if several want one, the rule made first gets it. A
   * rule counts calls of the application, never the SDK's own attempts.
   *
   * @throws {UsageError} when the code is unknown, an option is unknown or out of its range, the
   * code is deprecated and the world was made without `legacy`, or the rule could never fire
   */
  fail(code: CodeName, when: FailOptions = {}): Rule {
    this.#checkOpen('fail');
    return this.rules.fail(code, when);
  }

  /**
   * Makes something go wrong that is not a code by itself: `world.fault('hang', { on: 'message' })`. The
   * lifecycles decide what comes of it. It counts and takes turns as `fail` does.
   *
   * @throws {UsageError} when the fault or an option is unknown, out of its range or does not fit,
   * or the rule could never fire
   */
  fault(kind: FaultKind, when: FaultWhen = {}): Rule {
    this.#checkOpen('fault');
    return this.rules.fault(kind, when);
  }

  /**
   * Lets time pass: every timer runs exactly when it is due, and promises are drained between any two
   * timers that the application could notice. Calls that overlap run one after the other. A promise that
   * fails meanwhile counts as unhandled only if nobody has handled it one turn later.
   *
   * In a world with `clock: 'global'` it moves the fake timers on which the world rides, and with
   * real ones it waits.
   *
   * @throws {UsageError} when it is not a duration, the world is closed, time stands still, or the global
   * timers are faked by something that the world cannot move
   */
  async advance(duration: Duration): Promise<void> {
    const ms = msOfDuration('world.advance', duration);
    this.#checkOpen('advance');
    const { advances } = this.mistakes;
    const one: Advance = {
      duration,
      place: new Place(this.advance, depths.near),
      from: this.now,
      isNested: this.#isRunning || advances.length > 0,
      hasBegun: false,
    };
    advances.push(one);
    await this.#inTurn(() => this.#passAs(one, ms));
  }

  /** @internal Lets time pass, as `advance` does, for code that is known to await it. */
  async pass(ms: number): Promise<void> {
    this.#checkOpen('advance');
    await this.#inTurn(() => this.#pass(ms));
  }

  /** Lets something be done once everything is over that was begun before it. */
  #inTurn(run: () => Promise<void>): Promise<void> {
    const mine = this.#advancing === undefined ? run() : this.#advancing.then(run, run);
    this.#advancing = mine;
    const over = (): void => {
      if (this.#advancing === mine) this.#advancing = undefined;
    };
    void mine.then(over, over);
    return mine;
  }

  /**
   * Puts the world's clock in place of the global setTimeout, setInterval, Date, performance.now, marks,
   * process.hrtime and uptime, Intl.DateTimeFormat without a date, and AbortSignal.timeout, and in
   * node:timers and node:timers/promises, so that the client under test uses it, until `uninstall` or
   * `close`. `Date` begins on 2019-07-01, when the service was alive. setImmediate and microtasks stay
   * the platform's; `advance` lets them run before time passes.
   *
   * @throws {UsageError} when another world's clock is installed, this world is closed, or it has no
   * clock of its own (`clock: 'global'`)
   */
  install(): void {
    this.#checkOpen('install');
    if (this.clock instanceof RidingClock) {
      throw new UsageError(
        'world.clock',
        "world.install: this world rides on the global timers (clock: 'global'), and so does the " +
          'client under test. Leave install out, or leave the option out.',
      );
    }
    this.#overlay.install(new Place(this.install), this.looksClosely, this.takesLines);
  }

  /** Puts the global timers back; timers that were set already stay with the world. */
  uninstall(): void {
    this.#overlay.uninstall();
  }

  /**
   * Ends the world, and puts the global timers back. Its own timers just end.
   *
   * @throws {UsageError} when the client under test threw something (`cause` has it) and the world was
   * not made with `errors: 'allow'`; `advance` was not awaited; the client used real timers, or set a
   * handler that the SDK does not know and so missed a callback; a rule of `fail` or `fault` never fired;
   * the client left a timer; or an account that nobody used was cut
   */
  close(): void {
    if (this.#isClosed) return;
    this.end();
    if (this.settings.errors === 'fail') this.#checkThrown();
    if (!this.#isRunning) this.mistakes.check('world.close');
    const unfired = this.rules.unfired();
    if (unfired.length > 0) {
      throw new UsageError(
        'world.unfired',
        `world.close: ${sentences(unfired)} Mark a rule { optional: true } if that is fine.`,
      );
    }
    this.#checkTimers();
    const { strangers } = this.network;
    if (strangers.length > 0) {
      const known = [...new Set(this.#clients.map(({ account }) => account))].filter(Boolean);
      throw new UsageError(
        'world.stranger',
        `world.close: the line of ${strangers.map(show).join(', ')} was cut, but no client ever ` +
          `logged in with that name. Known: ${known.join(', ') || 'none'}.`,
      );
    }
  }

  /** @internal Ends the world, whatever is left in it: for code that looks for itself at what is wrong. */
  end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#overlay.uninstall();
    if (this.clock instanceof RidingClock) this.clock.end();
    this.#loops.stop();
  }

  /**
   * Timers that the client under test set while the world's clock was installed, and that have not
   * run yet: `'due at 1.4 s, set at connect (chat.ts:12:5)'`.
   */
  get pendingTimers(): readonly string[] {
    return this.#overlay.pending;
  }

  /** @internal Whether somebody has asked where a timer was set, which was not noted. */
  get hasMissedLine(): boolean {
    return this.#overlay.hasMissedLine;
  }

  /** @internal The clients, in the order in which they were made. */
  get clients(): readonly Client[] {
    return this.#clients;
  }

  /** @internal A client without a shape. */
  client(where: string, options: ClientOptions): Client {
    this.#checkOpen(where);
    checkClient(`world.${where}`, options);
    const client = new Client(this, options);
    this.#clients.push(client);
    return client;
  }

  /** @internal A name for a client that nobody else has: `alice`, `alice#2`, `client 1`. */
  nameOf(wanted: string): string {
    const base = wanted.trim() === '' ? `client ${this.#names.size + 1}` : wanted;
    let name = base;
    for (let n = 2; this.#names.has(name); n++) name = `${base}#${n}`;
    this.#names.add(name);
    return name;
  }

  /** @internal What a part does. */
  memo(part: PartName): Memo {
    return this.#memos.get(part) as Memo; // Every part is in the list.
  }

  /** @internal Hands something to the application. A handler that throws does not stop the world. */
  deliver(client: Client, delivery: Delivery): void {
    const handler = client.listener(delivery);
    const { name, code, details } = delivery;
    const at = this.clock.now;
    const kind = 'callback';
    const { client: who } = client.line;
    const handled = handler !== undefined;
    // A double on the wire makes something else of it, and records that itself.
    if (!client.isSpokenFor) {
      const said = plainRecord(details);
      this.trace.entries.push(
        code === undefined
          ? { kind, at, client: who, name, details: said, handled }
          : { kind, at, client: who, name, code, details: said, handled },
      );
      if (!handled) this.#miss(who, code, client.misnamed(delivery));
    }
    if (delivery.ruling !== undefined) this.rules.onDelivery(delivery, handled);
    if (handler === undefined) return;
    // Over the wire it is the service's end of a socket that hears, and only sends a frame.
    if (client.dialer === undefined) this.stir(who, name, handler);
    else this.contain(who, name, handler);
  }

  /** @internal Records a callback that a double on the wire calls, or has found no handler for. */
  note(
    client: string,
    { name, code, details }: Pick<Delivery, 'name' | 'code' | 'details'>,
    handled: boolean,
    misnamed: () => ReturnType<Client['misnamed']>,
  ): void {
    const entry = { kind: 'callback', at: this.clock.now, client, name, details, handled } as const;
    this.trace.entries.push(code === undefined ? entry : { ...entry, code });
    if (!handled) this.#miss(client, code, misnamed());
  }

  /** A callback had no handler, perhaps because the application gave it another name. */
  #miss(client: string, code: CodeName | undefined, found: ReturnType<Client['misnamed']>): void {
    if (found === undefined) return;
    const one = { at: this.clock.now, client, ...found };
    if (!this.mistakes.onMisnamed({ ...one, code })) return;
    this.trace.entries.push({ kind: 'misnamed', ...one });
  }

  /** @internal */
  onStep(): void {
    this.steps += 1;
  }

  /** Runs something of the application. What it throws does not stop the world. */
  stir(client: string, name: string, run: () => unknown, place?: Line): void {
    // Node's hook costs more than the turns that it saves, unless there are very many of them.
    const aftermath = this.looksClosely ? undefined : this.#aftermath;
    const isLeft = this.#stir(aftermath, () => this.contain(client, name, run, place));
    // What is followed by a turn is counted there.
    if (!isLeft) this.#stillness.count(this.clock.now);
  }

  /** Runs something; a turn follows unless the watch says that nothing is left to run. Returns whether one does. */
  #stir(aftermath: Aftermath | undefined, run: () => void): boolean {
    if (aftermath === undefined) run();
    const isLeft = aftermath?.leaves(run) ?? true;
    this.#isStirred ||= isLeft;
    return isLeft;
  }

  /** @internal Runs something that leaves nothing to run after it, unless it calls the application by `stir`. */
  contain(client: string, name: string, run: () => unknown, place?: Line): void {
    this.#loops.suspect(client, name, place);
    const wasRunning = this.#isRunning;
    this.#isRunning = true;
    try {
      const given = run();
      if (!isPromise(given)) return;
      void given.then(undefined, (error: unknown) => {
        if (this.#isClosed) throw error; // No world handles it any more: the test runner does.
        this.#onThrown(error, client, name, place);
      });
    } catch (error) {
      this.#onThrown(error, client, name, place);
    } finally {
      this.#isRunning = wasRunning;
    }
  }

  /** @internal From now on, checks whether a turn of the event loop has to follow the timers of `tick`. */
  watchTicks(): void {
    this.#aftermath ??= new Aftermath();
  }

  /** @internal Runs a timer of a program in the world; if it leaves nothing to run, no turn follows. */
  tick(client: string, run: () => unknown): void {
    this.#stir(this.#aftermath, () => this.contain(client, 'timer', run));
  }

  #onThrown(thrown: unknown, client: string, name: string, place: Line | undefined): void {
    const at = this.clock.now;
    this.thrown.push(
      place === undefined
        ? { error: thrown, at, client, name }
        : { error: thrown, at, client: undefined, name: String(place) },
    );
    const error = thrown instanceof Error ? thrown.name : typeof thrown;
    this.trace.entries.push({ kind: 'threw', at, client, name, error });
  }

  #checkTimers(): void {
    const left = this.pendingTimers;
    if (left.length === 0) return;
    const [timers, them] = left.length === 1 ? ['timer', 'it'] : ['timers', 'them'];
    throw new UsageError(
      'world.timers',
      `world.close: your client left ${left.length} ${timers}: ${firstOf(left)}. ` +
        `Stop ${them} when the client is disposed of, or let time pass until they have run.`,
    );
  }

  #checkThrown(): void {
    const [first, ...others] = this.thrown;
    if (first === undefined) return;
    const more = others.length === 0 ? '' : `; world.errors has ${others.length} more`;
    throw new UsageError(
      'world.threw',
      `world.close: ${thrownText(first)}${more}. Fix your client; if it is meant to throw, make the ` +
        "world with createWorld({ errors: 'allow' }).",
      { cause: first.error },
    );
  }

  async #passAs(one: Advance, ms: number): Promise<void> {
    await Promise.resolve(); // Whoever forgot to await it goes on first.
    one.hasBegun = true;
    const { advances } = this.mistakes;
    try {
      await this.#pass(ms);
    } finally {
      advances.splice(advances.indexOf(one), 1);
    }
  }

  #pass(ms: number): Promise<void> {
    const { clock } = this;
    return holdRejections(() =>
      clock instanceof RidingClock ? clock.pass(ms) : this.#watched(ms),
    );
  }

  async #watched(ms: number): Promise<void> {
    this.#loops.start();
    if (!this.looksClosely) this.watchTicks();
    this.#aftermath?.start();
    const unwatch = watchTimers((place) => this.mistakes.onTimer(place, this.#isRunning));
    try {
      await this.#walk(ms);
    } finally {
      unwatch();
      this.#aftermath?.stop();
      this.#loops.stop();
    }
  }

  /** Each step has its own turn: what the application did in the one before runs to its end first. */
  async #walk(ms: number): Promise<void> {
    const { clock } = this;
    const until = clock.now + ms;
    const still = new Stillness(clock.now);
    this.#stillness = still;
    const step = (): boolean => {
      still.count(clock.now);
      still.check();
      return !this.#overlay.hasImmediates && this.#runUntilStirred(until);
    };
    clock.horizon = until;
    try {
      for (let isOver = false; !isOver;) isOver = await turn(step);
    } finally {
      clock.horizon = -Infinity;
    }
    if (!this.#isClosed) clock.passTo(until);
  }

  /** Runs timers until one runs something of the application; returns whether none is left. */
  #runUntilStirred(until: number): boolean {
    const { clock } = this;
    this.#isStirred = false;
    while (!this.#isClosed && (clock.next() ?? Infinity) <= until) {
      clock.runNext();
      if (this.#isStirred) return false;
      this.#stillness.check();
    }
    return true;
  }

  #checkOpen(method: string): void {
    if (!this.#isClosed) return;
    throw new UsageError(
      'world.closed',
      `world.${method}: this world is closed. Make a new one with createWorld.`,
    );
  }
}
