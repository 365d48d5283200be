// Puts the world's clock in place of the global timers, so that the client under test uses it without
// knowing: setTimeout, setInterval, Date, performance.now, AbortSignal.timeout and Node's timer modules.
// Microtasks keep their order, and setImmediate stays what it is, so that a test can still wait for it;
// the world lets both run before any time passes.
import { shared } from '../../base/shared.ts';
import { UsageError } from '../../base/errors.ts';
import { epochSeconds, type Clock } from '../clock.ts';
import { AppTimers, type Run } from './app-timers.ts';
import { createDate } from './date.ts';
import { putInstants } from './instants.ts';
import { builtin } from './node.ts';
import { Patches } from './patches.ts';
import { depths, NoPlace, Place } from './place.ts';
import { createPromised } from './promised.ts';
import { findStrays } from './strays.ts';
import { holdWatches } from './unmoved.ts';

type AnyFunction = (...args: never) => unknown;
type Deferring = (run: AnyFunction, ...args: readonly unknown[]) => unknown;

interface Globals {
  readonly setImmediate?: Deferring;
  /** There where setImmediate is. */
  readonly clearImmediate: (immediate: unknown) => void;
  readonly queueMicrotask: Deferring;
  readonly process?: { readonly nextTick?: Deferring };
  readonly Date: DateConstructor;
  readonly performance: object;
  readonly AbortSignal?: object;
}

/** The overlay that is installed now; there is one set of globals, so there is at most one. */
const installed = shared('installed', (): { by?: Overlay; at?: Place } => ({}));

const take = (by: Overlay, at: Place): void => {
  Object.assign(installed, { by, at });
};

/** Whether the platform takes it for a delay of `AbortSignal.timeout`: an integer of 32 bits. */
const isDelay = (ms: unknown): ms is number => ms === Number(ms) >>> 0;

/** How a function tells `util.promisify` that it has its own promise version. */
const promisified = Symbol.for('nodejs.util.promisify.custom');

/** The clock of one world in place of the global timers. */
export class Overlay {
  readonly #clock: Clock;
  readonly #timers: AppTimers;
  readonly #onJob: (where: AnyFunction) => void;
  readonly #patches = new Patches();
  readonly #immediates = new Set<unknown>();
  readonly #strays: string[] = [];
  #depth = depths.far;
  /** Given if no lines are taken. */
  #noPlace: NoPlace | undefined;

  /**
   * @param run runs a timer of the application, and handles what the timer throws
   * @param onJob hears of every job that the application queues before the next turn
   */
  constructor(clock: Clock, run: Run, onJob: (where: AnyFunction) => void) {
    this.#clock = clock;
    this.#timers = new AppTimers(clock, run);
    this.#onJob = onJob;
  }

  /** Whether something of the application waits for the next turn of the event loop. */
  get hasImmediates(): boolean {
    return this.#immediates.size > 0;
  }

  /** Whether somebody has asked where a timer was set, which was not noted. */
  get hasMissedLine(): boolean {
    return this.#noPlace?.isMissed === true;
  }

  /** Timers of the application that have not run: when each is due, and where it was set. */
  get pending(): readonly string[] {
    return this.#timers.left;
  }

  /**
   * Puts the clock in place of the globals.
   *
   * @param at where it was called from
   * @param looksClosely whether somebody will read what is found: then real timers are looked for, and the
   * line behind a package that sets one
   * @param takesLines whether it notes where timers are set
   * @throws {UsageError} when another world's clock is installed
   */
  install(at: Place, looksClosely: boolean, takesLines = true): void {
    if (installed.by === this) return;
    if (installed.by !== undefined) {
      throw new UsageError(
        'world.installed',
        "world.install: another world's clock is already installed, at " +
          `${String(installed.at)}. Remove it with that world's uninstall() or close().`,
      );
    }
    take(this, at);
    this.#depth = looksClosely ? depths.far : depths.near;
    this.#noPlace = takesLines ? undefined : new NoPlace();
    this.#patches.onUndo(holdWatches());
    const globals = globalThis as unknown as Globals;
    this.#putTimers();
    this.#putSignals(globals);
    this.#putImmediates(globals);
    this.#putJobs(globals);
    this.#patches.put(
      globals,
      'Date',
      createDate(globals.Date, () => this.#epochMs()),
    );
    const now = (): number => this.#clock.now;
    this.#patches.put(globals.performance, 'now', now);
    putInstants(this.#patches, now, () => this.#epochMs());
    if (looksClosely) this.#patches.onUndo(findStrays((line) => this.#strays.push(line)));
  }

  /** Puts the globals back; timers that the application has set stay with the world. */
  uninstall(): void {
    if (installed.by !== this) return;
    delete installed.by;
    this.#patches.undo();
    this.#immediates.clear();
    syncModules();
  }

  /** Where the application set real timers while the clock was installed. */
  get strays(): readonly string[] {
    return this.#strays;
  }

  #epochMs(): number {
    return epochSeconds * 1000 + this.#clock.now;
  }

  #putTimers(): void {
    const timers = this.#timers;
    const promised = createPromised(timers);
    const setTimeout = (run: unknown, ms?: unknown, ...args: readonly unknown[]): unknown =>
      timers.set(run, ms, args, { place: this.#noPlace ?? new Place(setTimeout, this.#depth) });
    const setInterval = (run: unknown, ms?: unknown, ...args: readonly unknown[]): unknown =>
      timers.set(run, ms, args, {
        place: this.#noPlace ?? new Place(setInterval, this.#depth),
        repeats: true,
      });
    const clear = (timer: unknown): void => {
      timers.clear(Number(timer));
    };
    const ours = { setTimeout, clearTimeout: clear, setInterval, clearInterval: clear };
    Object.defineProperty(setTimeout, promisified, { value: promised.setTimeout });
    const nodes = builtin('node:timers');
    for (const [name, value] of Object.entries(ours)) {
      this.#patches.put(globalThis, name, value);
      if (nodes !== undefined) this.#patches.put(nodes, name, value);
    }
    const promises = builtin('node:timers/promises');
    if (promises !== undefined) {
      this.#patches.put(promises, 'setTimeout', promised.setTimeout);
      this.#patches.put(promises, 'setInterval', promised.setInterval);
      if (promises.scheduler !== undefined) {
        this.#patches.put(promises.scheduler, 'wait', promised.schedulerWait);
      }
    }
    syncModules();
  }

  #putSignals({ AbortSignal: signals }: Globals): void {
    if (signals === undefined) return;
    const platform = Reflect.get(signals, 'timeout') as (ms: unknown) => AbortSignal;
    const timeout = (ms: unknown): AbortSignal =>
      isDelay(ms)
        ? this.#timers.signal(ms, new Place(timeout))
        : Reflect.apply(platform, signals, [ms]); // It knows how it refuses that.
    this.#patches.put(signals, 'timeout', timeout);
  }

  #putImmediates({ setImmediate: platform, clearImmediate: clearPlatform }: Globals): void {
    if (platform === undefined) return;
    const waiting = this.#immediates;
    const setImmediate = (run: AnyFunction, ...args: readonly unknown[]): unknown => {
      if (typeof run !== 'function') return platform(run); // It knows how it refuses that.
      const immediate = platform(() => {
        waiting.delete(immediate);
        Reflect.apply(run, undefined, args);
      });
      waiting.add(immediate);
      return immediate;
    };
    const clearImmediate = (immediate: unknown): void => {
      waiting.delete(immediate);
      clearPlatform(immediate);
    };
    const own: unknown = Reflect.get(platform, promisified);
    Object.defineProperty(setImmediate, promisified, { value: own });
    this.#patches.put(globalThis, 'setImmediate', setImmediate);
    this.#patches.put(globalThis, 'clearImmediate', clearImmediate);
  }

  /** Jobs that come before the next turn work as before, and are counted. */
  #putJobs(globals: Globals): void {
    const counted = (platform: Deferring, on: object): Deferring => {
      const put: Deferring = (run, ...args) => {
        this.#onJob(put);
        return Reflect.apply(platform, on, [run, ...args]);
      };
      return put;
    };
    const { queueMicrotask, process: node } = globals;
    this.#patches.put(globalThis, 'queueMicrotask', counted(queueMicrotask, globalThis));
    if (node?.nextTick === undefined) return;
    this.#patches.put(node, 'nextTick', counted(node.nextTick, node));
  }
}

/** Lets whoever imports Node's timer modules see what is in them now. */
function syncModules(): void {
  builtin('node:module')?.syncBuiltinESMExports();
}
