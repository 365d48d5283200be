// The world's clock: a heap of timers, walked from deadline to deadline, so that each runs at its own
// due time. (XState's SimulatedClock jumps first and runs then: a chain of timers comes out late.)
// What is to happen at once waits in a queue of its own, before every timer: an answer that is there
// is heard before the next thing happens, whoever set the timers.

/** A timer of the world's clock. */
export interface Timer {
  /** Virtual milliseconds at which it is due. */
  readonly due: number;
  /** Breaks ties: timers that are due together run in the order in which they were set. */
  readonly order: number;
  run: (() => void) | undefined;
}

const isBefore = (a: Timer, b: Timer): boolean =>
  a.due < b.due || (a.due === b.due && a.order < b.order);

/** Virtual time and the timers that wait for it. */
export class Clock {
  #now = 0;
  #order = 0;
  #heap: Timer[] = [];
  /** At least as many as were stopped in the heap; they are thrown out when they are many. */
  #stopped = 0;
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
    const timer: Timer = { due: this.now + ms, order: this.#order++, run };
    this.#pending += 1;
    this.onSet?.();
    if (ms === 0) {
      this.#soon.push(timer);
      return timer;
    }
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
    return timer;
  }

  /** Stops a timer; one that has run or was stopped before stays as it is. */
  stop(timer: Timer): void {
    if (timer.run === undefined) return;
    timer.run = undefined;
    this.#pending -= 1;
    this.#stopped += 1;
    if (this.#stopped > 64 && this.#stopped * 2 > this.#heap.length) this.#sweep();
  }

  /** When the next timer is due; undefined where none waits. */
  next(): number | undefined {
    return this.#first()?.due;
  }

  /** Moves to the next deadline and runs one timer of it. */
  runNext(): void {
    const timer = this.#first();
    if (timer === undefined) return;
    if (timer === this.#heap[0]) this.#pop();
    else this.#over += 1;
    const { run } = timer;
    timer.run = undefined;
    this.#pending -= 1;
    this.ran += 1;
    this.passTo(timer.due);
    run?.();
  }

  /** Moves on to a moment; time never runs back. */
  passTo(moment: number): void {
    if (moment > this.#now) this.#now = moment;
  }

  #first(): Timer | undefined {
    const soon = this.#firstSoon();
    if (soon !== undefined) return soon;
    while (this.#heap[0] !== undefined && this.#heap[0].run === undefined) {
      this.#pop();
      this.#stopped -= 1;
    }
    return this.#heap[0];
  }

  #firstSoon(): Timer | undefined {
    const soon = this.#soon;
    while (this.#over < soon.length && soon[this.#over]?.run === undefined) this.#over += 1;
    if (this.#over < soon.length) return soon[this.#over];
    if (soon.length > 0) this.#soon = [];
    this.#over = 0;
    return undefined;
  }

  #sweep(): void {
    this.#heap = this.#heap.filter((timer) => timer.run !== undefined);
    this.#stopped = 0;
    for (let at = (this.#heap.length >> 1) - 1; at >= 0; at--) this.#sink(at);
  }

  #pop(): Timer {
    const heap = this.#heap;
    const first = heap[0] as Timer; // Only called where the heap has one.
    const last = heap.pop() as Timer;
    if (heap.length > 0) {
      heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #rise(from: number): void {
    const heap = this.#heap;
    const timer = heap[from] as Timer;
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above] as Timer;
      if (!isBefore(timer, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = timer;
  }

  #sink(from: number): void {
    const heap = this.#heap;
    const timer = heap[from] as Timer;
    let at = from;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= heap.length) break;
      const right = heap[below + 1];
      if (right !== undefined && isBefore(right, heap[below] as Timer)) below += 1;
      const child = heap[below] as Timer;
      if (!isBefore(child, timer)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = timer;
  }
}
