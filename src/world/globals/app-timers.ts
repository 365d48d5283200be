// The timers of the application on the world's clock: what setTimeout, setInterval and
// AbortSignal.timeout set while the clock is installed.
import { formatMs } from '../../base/duration.ts';
import type { Clock } from '../clock.ts';
import type { Timer } from '../heap.ts';
import { builtin, isNode } from './node.ts';
import type { Line } from './place.ts';
import { Timeout } from './timeout.ts';

/** The longest delay that platforms accept; a longer one counts as 1 ms, as in Node and browsers. */
const delayMsMax = 2 ** 31 - 1;

interface AppTimer {
  readonly run: () => void;
  readonly ms: number;
  readonly repeats: boolean;
  /** Where it was set. */
  readonly place: Line;
  /** The signal that it aborts; nobody can stop such a timer. */
  readonly signal?: AbortSignal;
  timer: Timer;
}

/** Runs a timer of the application, and handles whatever the timer throws. */
export type Run = (timer: () => void, place: Line) => void;

/** Whether somebody still waits for a signal: one without listeners is not left over. */
const isHeard = (signal: AbortSignal): boolean =>
  signal.onabort !== null ||
  (builtin('node:events')?.getEventListeners(signal, 'abort').length ?? 0) > 0;

/** The application's timers on a clock. */
export class AppTimers {
  readonly #clock: Clock;
  readonly #run: Run;
  readonly #timers = new Map<number, AppTimer>();
  #ids = 0;

  constructor(clock: Clock, run: Run) {
    this.#clock = clock;
    this.#run = run;
  }

  /** Timers that were set and still wait, each in words: `due at 5 s, set at chat.ts:12:5`. */
  get left(): readonly string[] {
    return [...this.#timers.values()]
      .filter(({ signal }) => signal === undefined || isHeard(signal))
      .map(({ timer, place, repeats, ms, signal }) => {
        const again = repeats ? `, every ${formatMs(ms)}` : '';
        const by = signal === undefined ? '' : ', by AbortSignal.timeout';
        return `due at ${formatMs(timer.due)}${again}${by}, set at ${String(place)}`;
      });
  }

  /**
   * Sets a timer, with the arguments of `setTimeout`.
   *
   * @throws {TypeError} when `run` is not a function, as in Node
   */
  set(
    run: unknown,
    ms: unknown,
    args: readonly unknown[],
    { place, repeats = false }: { readonly place: Line; readonly repeats?: boolean },
  ): Timeout | number {
    if (typeof run !== 'function') {
      throw new TypeError(
        `The "callback" argument must be of type function. Received ${typeof run}`,
      );
    }
    const given = Number(ms);
    const delay = given >= 1 && given <= delayMsMax ? Math.trunc(given) : 1;
    const call = (): unknown => (run as (...given: readonly unknown[]) => unknown)(...args);
    const id = this.#add({ run: call, ms: delay, repeats, place });
    return isNode ? new Timeout(id, this) : id;
  }

  /** A signal that aborts `ms` from now, with the reason that the platform gives. */
  signal(ms: number, place: Line): AbortSignal {
    const controller = new AbortController();
    const { signal } = controller;
    const run = (): void => {
      controller.abort(
        new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
      );
    };
    this.#add({ run, ms: Math.max(1, ms), repeats: false, place, signal });
    return signal;
  }

  /** Stops a timer; a number that is unknown, or was stopped before, is ignored. */
  clear(id: number): void {
    const one = this.#timers.get(id);
    if (one === undefined) return;
    this.#clock.stop(one.timer);
    this.#timers.delete(id);
  }

  /** Restarts a timer. */
  refresh(id: number): void {
    const one = this.#timers.get(id);
    if (one === undefined) return;
    this.#clock.stop(one.timer);
    one.timer = this.#start(id, one.ms);
  }

  #add(one: Omit<AppTimer, 'timer'>): number {
    const id = ++this.#ids;
    this.#timers.set(id, { ...one, timer: this.#start(id, one.ms) });
    return id;
  }

  #start(id: number, ms: number): Timer {
    return this.#clock.set(() => {
      this.#clock.ran -= 1; // It is not one of the world's own.
      const one = this.#timers.get(id) as AppTimer; // One that was cleared does not run.
      if (!one.repeats) this.#timers.delete(id);
      const { timer } = one;
      this.#run(one.run, one.place);
      // As on every platform, the next tick is set when this one is over, unless it was stopped or
      // restarted.
      if (this.#timers.has(id) && one.timer === timer) one.timer = this.#start(id, ms);
    }, ms);
  }
}
