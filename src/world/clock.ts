// The world's clock: heaps of timers, walked from deadline to deadline, so that each runs exactly when it
// is due. (XState's SimulatedClock jumps first and then runs the timers: a chain of timers runs late.)
// What happens at once waits in a separate queue that goes before every timer: an answer that has arrived
// is heard before anything else happens, whoever set the timers.
import { Heap, isBefore, type Timer } from './heap.ts';

/** Virtual time 0 on the calendar, in Unix seconds: 2019-07-01, when the service was alive. */
export const epochSeconds = 1_561_939_200;

/** How a timer that stands for others waits. */
export interface Wait {
  /** Virtual milliseconds at which it is due. */
  readonly due: number;
  /** How many milliseconds before `due` the timer that it stands for would have been set. */
  readonly back: number;
  /** Its place among timers that are due together and were set together: that of the first of its chain. */
  readonly place: number;
  /**
   * Given if it may be skipped: returns when it is due next, if nobody would notice it before `horizon`.
   */
  readonly pass?: (due: number, horizon: number) => number | undefined;
}

/** Virtual time and the timers that wait for it. */
export class Clock {
  /** Nothing comes from outside before this moment, so timers that nobody would notice are skipped. */
  horizon = -Infinity;
  #now = 0;
  #order = 0;
  readonly #heap = new Heap();
  readonly #idle = new Heap();
  #soon: Timer[] = [];
  /** How many of `#soon` are over. */
  #over = 0;
  #pending = 0;
  /** How many timers of the world have run. */
  ran = 0;
  /** Runs before a timer is set, for code that drives the clock from outside. */
  onSet: (() => void) | undefined;

  /** Virtual milliseconds since the world began. */
  get now(): number {
    return this.#now;
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#pending;
  }

  /** Whether something has to happen now, before any timer. */
  get isStirred(): boolean {
    return this.#firstSoon() !== undefined;
  }

  /** Runs something `ms` from now; with 0 ms, now, before every timer. */
  set(run: () => void, ms: number): Timer {
    return this.post({ due: 0, set: 0, order: 0, run, pass: undefined }, ms);
  }

  /** Adds a timer that the caller has made, as `set` would add one. */
  post<One extends Timer>(timer: One, ms: number): One {
    this.onSet?.();
    const { now } = this;
    timer.due = now + ms;
    timer.set = now;
    timer.order = this.#order++;
    this.#pending += 1;
    if (ms === 0) this.#soon.push(timer);
    else this.#heap.push(timer);
    return timer;
  }

  /** Runs something at a moment, as if its timer had been set earlier than now. */
  wait(run: () => void, { due, back, place, pass }: Wait): Timer {
    const timer: Timer = { due, set: due - back, order: place, run, pass };
    this.onSet?.();
    this.#pending += 1;
    (pass === undefined ? this.#heap : this.#idle).push(timer);
    return timer;
  }

  /** The place of a timer that is set now, for a chain that begins with it. */
  place(): number {
    return this.#order++;
  }

  /** Stops a timer; one that has run or was stopped before stays as it is. */
  stop(timer: Timer): void {
    if (timer.run === undefined) return;
    timer.run = undefined;
    this.#pending -= 1;
    (timer.pass === undefined ? this.#heap : this.#idle).onStopped();
  }

  /** When the next timer is due; undefined if none waits. */
  next(): number | undefined {
    return this.#first()?.due;
  }

  /** Moves to the next deadline and runs one timer of it. */
  runNext(): void {
    const timer = this.#first();
    if (timer === undefined) return;
    // One of those that go before every timer is passed over once it has nothing to run.
    if (timer === this.#heap.first()) this.#heap.pop();
    else if (timer === this.#idle.first()) this.#idle.pop();
    const { run } = timer;
    timer.run = undefined;
    this.#pending -= 1;
    // A timer that may be skipped is not counted: how often it runs depends on how time is divided up.
    if (timer.pass === undefined) this.ran += 1;
    this.passTo(timer.due);
    run?.(timer);
  }

  /** Moves on to a moment; time never goes back. */
  passTo(moment: number): void {
    if (moment > this.#now) this.#now = moment;
  }

  #first(): Timer | undefined {
    const soon = this.#firstSoon();
    if (soon !== undefined) return soon;
    const first = this.#heap.first();
    const horizon = Math.min(first?.due ?? Infinity, this.horizon);
    for (;;) {
      const idle = this.#idle.first();
      if (idle === undefined || (first !== undefined && isBefore(first, idle))) return first;
      const due = idle.due < horizon ? idle.pass?.(idle.due, horizon) : undefined;
      if (due === undefined) return idle;
      idle.set += due - idle.due;
      idle.due = due;
      this.#idle.onLater();
    }
  }

  #firstSoon(): Timer | undefined {
    const soon = this.#soon;
    for (; this.#over < soon.length; this.#over++) {
      const timer = soon[this.#over] as Timer;
      if (timer.run !== undefined) return timer;
    }
    if (soon.length > 0) this.#soon = [];
    this.#over = 0;
    return undefined;
  }
}
