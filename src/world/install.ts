// The world's clock over the global timers, so that the client under test lives on it without
// knowing: setTimeout, setInterval, their clear functions, Date and performance.now. Microtasks,
// setImmediate and the like stay as they are; the world drains them between two deadlines.
import { UsageError } from '../errors.ts';
import type { Clock, Timer } from './clock.ts';
import { epochSeconds } from './service/accounts.ts';

/** Longest delay that platforms take; a longer one counts as 1 ms, as in Node and browsers. */
const delayMsMax = 2 ** 31 - 1;

/** What stands over the globals at the moment; there is one set of globals, so there is one. */
let installed: GlobalClock | undefined;

interface Globals {
  setTimeout: unknown;
  clearTimeout: unknown;
  setInterval: unknown;
  clearInterval: unknown;
  Date: DateConstructor;
  readonly performance: { now?: () => number };
}

const globals = globalThis as unknown as Globals;
const isNode = typeof process === 'object' && typeof process.versions?.node === 'string';

/** A timer of the application, as Node gives one: an object that is also a number. */
class Timeout {
  readonly id: number;
  readonly #clock: GlobalClock;

  constructor(id: number, clock: GlobalClock) {
    this.id = id;
    this.#clock = clock;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  refresh(): this {
    this.#clock.refresh(this.id);
    return this;
  }

  close(): this {
    this.#clock.clear(this.id);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }
}

interface Application {
  readonly run: () => void;
  readonly ms: number;
  readonly repeats: boolean;
  /** Where it was set: the line of the application, as the platform tells it. */
  readonly from: string;
  timer: Timer;
}

/** The line of code that called into the timers. */
function caller(): string {
  const lines = (new Error('timer').stack ?? '').split('\n').slice(1);
  const own = lines.findLastIndex((line) => /GlobalClock|world[\\/]install\.[jt]s/.test(line));
  return (lines[own + 1] ?? '').trim().replace(/^at /, '');
}

const take = (clock: GlobalClock): void => {
  installed = clock;
};

/** The clock of one world over the global timers. */
export class GlobalClock {
  readonly #clock: Clock;
  readonly #run: (timer: () => void) => void;
  readonly #timers = new Map<number, Application>();
  #ids = 0;
  #restore: (() => void) | undefined;

  /** @param run runs a timer of the application; what it throws is its to handle */
  constructor(clock: Clock, run: (timer: () => void) => void) {
    this.#clock = clock;
    this.#run = run;
  }

  /** Timers that the application has set and that have not run: when they are due, where they were set. */
  get left(): readonly { readonly dueMs: number; readonly from: string }[] {
    return [...this.#timers.values()].map(({ timer, from }) => ({ dueMs: timer.due, from }));
  }

  /** Puts the clock over the globals. @throws {UsageError} when another world's is there */
  install(): void {
    if (installed === this) return;
    if (installed !== undefined) {
      throw new UsageError(
        'world.installed',
        'world.install: the clock of another world is over the global timers. ' +
          'Take it off with its uninstall() or close().',
      );
    }
    take(this);
    const { setTimeout, clearTimeout, setInterval, clearInterval, Date, performance } = globals;
    const own = Object.getOwnPropertyDescriptor(performance, 'now');
    const set =
      (repeats: boolean) =>
      (run: unknown, ms?: unknown, ...args: readonly unknown[]) =>
        this.#set(run, ms, args, repeats);
    const clear = (timer: unknown): void => {
      this.clear(Number(timer));
    };
    Object.assign(globals, {
      setTimeout: set(false),
      clearTimeout: clear,
      setInterval: set(true),
      clearInterval: clear,
      Date: this.#createDate(Date),
    });
    Object.defineProperty(performance, 'now', {
      configurable: true,
      writable: true,
      value: () => this.#clock.now,
    });
    this.#restore = () => {
      Object.assign(globals, { setTimeout, clearTimeout, setInterval, clearInterval, Date });
      if (own === undefined) delete performance.now;
      else Object.defineProperty(performance, 'now', own);
    };
  }

  /** Takes the clock off the globals; what the application had set stays with the world. */
  uninstall(): void {
    if (installed !== this) return;
    installed = undefined;
    this.#restore?.();
    this.#restore = undefined;
  }

  /** Stops a timer; a number that is none, or was stopped, is no fault. */
  clear(id: number): void {
    const application = this.#timers.get(id);
    if (application === undefined) return;
    this.#clock.stop(application.timer);
    this.#timers.delete(id);
  }

  /** Starts a timer anew. */
  refresh(id: number): void {
    const application = this.#timers.get(id);
    if (application === undefined) return;
    this.#clock.stop(application.timer);
    application.timer = this.#start(id, application.ms);
  }

  #set(run: unknown, ms: unknown, args: readonly unknown[], repeats: boolean): Timeout | number {
    if (typeof run !== 'function') {
      throw new TypeError(
        `The "callback" argument must be of type function. Received ${typeof run}`,
      );
    }
    const given = Number(ms);
    const delay = given >= 1 && given <= delayMsMax ? Math.trunc(given) : 1;
    const id = ++this.#ids;
    this.#timers.set(id, {
      run: () => (run as (...given: readonly unknown[]) => unknown)(...args),
      ms: delay,
      repeats,
      from: caller(),
      timer: this.#start(id, delay),
    });
    return isNode ? new Timeout(id, this) : id;
  }

  #start(id: number, ms: number): Timer {
    return this.#clock.set(() => {
      const application = this.#timers.get(id);
      if (application === undefined) return;
      if (application.repeats) application.timer = this.#start(id, application.ms);
      else this.#timers.delete(id);
      this.#run(application.run);
    }, ms);
  }

  #createDate(Real: DateConstructor): DateConstructor {
    const now = (): number => epochSeconds * 1000 + this.#clock.now;
    return new Proxy(Real, {
      construct: (target, args: unknown[], newTarget) =>
        Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
      apply: () => new Real(now()).toString(),
      get: (target, key, receiver) =>
        key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown),
    });
  }
}
