// The world's clock: heaps of timers, walked from deadline to deadline, so that each runs at its own
// due time. (XState's SimulatedClock jumps first and runs then: a chain of timers comes out late.)
// What is to happen at once waits in a queue of its own, before every timer: an answer that is there
// is heard before the next thing happens, whoever set the timers.
import { Heap, isBefore, type Timer } from './heap.ts';

/** Virtual time 0 as a calendar knows it, in Unix seconds: 2019-07-01, when the service was alive. */
export const epochSeconds = 1_561_939_200;

/** How a timer waits that stands for others. */
export interface Wait {
  /** Virtual milliseconds at which it is due. */
  readonly due: number;
  /** So many milliseconds before `due` the one that it stands for would have been set. */
  readonly back: number;
  /** Its place among timers that are due and were set together: that of the first of its chain. */
  readonly place: number;
  /** Where it may be passed over: when it is due after that, if nobody would notice it before `horizon`. */
  readonly pass?: (due: number, horizon: number) => number | undefined;
}

/** Virtual time and the timers that wait for it. */
export class Clock {
  /** Nothing comes from outside before this moment: timers that nobody would notice are passed over. */
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
  /** Runs whenever a timer is set, for whoever drives the clock from outside. */
  onSet: (() => void) | undefined;

  /** Virtual milliseconds since the world began. */
  get now(): number {
    return this.#now;
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#pending;
  }

  /** Whether something is to happen now, before any timer. */
  get isStirred(): boolean {
    return this.#firstSoon() !== undefined;
  }

  /** Runs something `ms` from now; with 0 ms, now, before every timer. */
  set(run: () => void, ms: number): Timer {
    return this.post({ due: 0, set: 0, order: 0, run, pass: undefined }, ms);
  }

  /** Takes a timer that somebody has made, as `set` would make it. */
  post<One extends Timer>(timer: One, ms: number): One {
    const { now } = this;
    timer.due = now + ms;
    timer.set = now;
    timer.order = this.#order++;
    this.#pending += 1;
    this.onSet?.();
    if (ms === 0) this.#soon.push(timer);
    else this.#heap.push(timer);
    return timer;
  }

  /** Runs something at a moment, in the turn of a timer that was set earlier than now. */
  wait(run: () => void, { due, back, place, pass }: Wait): Timer {
    const timer: Timer = { due, set: due - back, order: place, run, pass };
    this.#pending += 1;
    this.onSet?.();
    (pass === undefined ? this.#heap : this.#idle).push(timer);
    return timer;
  }

  /** The place of a timer that is set now, for a chain that begins. */
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

  /** When the next timer is due; undefined where none waits. */
  next(): number | undefined {
    return this.#first()?.due;
  }

  /** Moves to the next deadline and runs one timer of it. */
  runNext(): void {
    const timer = this.#first();
    if (timer === undefined) return;
    if (timer === this.#heap.first()) this.#heap.pop();
    else if (timer === this.#idle.first()) this.#idle.pop();
    else this.#over += 1;
    const { run } = timer;
    timer.run = undefined;
    this.#pending -= 1;
    // One that may be passed over is no landmark: how often it runs hangs on how time is cut up.
    if (timer.pass === undefined) this.ran += 1;
    this.passTo(timer.due);
    run?.(timer);
  }

  /** Moves on to a moment; time never runs back. */
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
    while (this.#over < soon.length && soon[this.#over]?.run === undefined) this.#over += 1;
    if (this.#over < soon.length) return soon[this.#over];
    if (soon.length > 0) this.#soon = [];
    this.#over = 0;
    return undefined;
  }
}
