// The timers of a virtual browser, on the world's clock. Most of what a program with the SDK does is set
// timers: each costs one object, and no look-up.
import type { Clock } from '../../world/clock.ts';
import type { Timer } from '../../world/heap.ts';

/** A timer of a program; the clock uses the object itself. */
interface ProgramTimer extends Timer {
  readonly id: number;
  readonly wait: number;
  readonly repeats: boolean;
  readonly go: () => unknown;
}

/** An id is its timer's place, plus this number for each timer that had the place before. */
const placesMax = 2 ** 20;

/**
 * Timers by their ids. A Map would do, but timers come and go, and the tables that a Map discards as it
 * grows keep their successors alive, which costs the garbage collector a lot of copying.
 */
class Ids {
  readonly #timers: (ProgramTimer | undefined)[] = [];
  /** The next id for each place. */
  readonly #next: number[] = [];
  readonly #free: number[] = [];

  /** An id that was never used. */
  take(): number {
    const place = this.#free.pop() ?? this.#next.push(this.#next.length + 1) - 1;
    const id = this.#next[place] as number;
    this.#next[place] = id + placesMax;
    return id;
  }

  put(timer: ProgramTimer): void {
    this.#timers[(timer.id - 1) % placesMax] = timer;
  }

  find(id: number): ProgramTimer | undefined {
    const timer = this.#timers[(id - 1) % placesMax];
    return timer?.id === id ? timer : undefined;
  }

  drop(id: number): void {
    const place = (id - 1) % placesMax;
    this.#timers[place] = undefined;
    this.#free.push(place);
  }
}

/**
 * `setTimeout` and its kin.
 *
 * @param tick runs what a timer of the program does
 */
export function createTimers(
  clock: Clock,
  tick: (run: () => unknown) => void,
): Readonly<Record<string, unknown>> {
  const ids = new Ids();
  const due = (timer: Timer): void => {
    const { id, wait, repeats, go } = timer as ProgramTimer;
    if (repeats) {
      timer.run = due;
      clock.post(timer, wait);
    } else ids.drop(id);
    tick(go);
  };
  const set = (run: unknown, ms: unknown, args: readonly unknown[], repeats: boolean): number => {
    if (typeof run !== 'function') return 0;
    const go =
      args.length === 0
        ? (run as () => unknown)
        : () => Reflect.apply(run, undefined, args) as unknown;
    // A browser waits at least 1 ms if a chain of timers asks for 0.
    const wait = Math.max(1, Number(ms) || 0);
    const id = ids.take();
    const own = { id, wait, repeats, go };
    ids.put(clock.post({ due: 0, set: 0, order: 0, run: due, pass: undefined, ...own }, wait));
    return id;
  };
  const clear = (given: unknown): void => {
    const id = Number(given);
    const timer = ids.find(id);
    if (timer === undefined) return;
    clock.stop(timer);
    ids.drop(id);
  };
  return {
    setTimeout: (run: unknown, ms?: unknown, ...args: readonly unknown[]) =>
      set(run, ms, args, false),
    setInterval: (run: unknown, ms?: unknown, ...args: readonly unknown[]) =>
      set(run, ms, args, true),
    clearTimeout: clear,
    clearInterval: clear,
  };
}
