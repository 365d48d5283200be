/** A timer of the world's clock. */
export interface Timer {
  /** Virtual milliseconds at which it is due. */
  due: number;
  /** When it was set. */
  set: number;
  /** Breaks ties: timers that are due together run in the order in which they were set. */
  order: number;
  /** What it does; gets the timer itself. */
  run: ((timer: Timer) => void) | undefined;
  /** When it is due next if nobody would notice it before `horizon`; undefined if somebody would. */
  readonly pass?: ((due: number, horizon: number) => number | undefined) | undefined;
}

/** Whether one timer runs before another. */
export const isBefore = (a: Timer, b: Timer): boolean =>
  a.due < b.due || (a.due === b.due && (a.set < b.set || (a.set === b.set && a.order < b.order)));

/** Timers in the order in which they run; those that were stopped fall out when their turn comes. */
export class Heap {
  #timers: Timer[] = [];
  /** At least as many as the stopped timers in the heap; those are removed when they are many. */
  #stopped = 0;

  /** How many timers it holds, with the stopped ones that have not fallen out. */
  get size(): number {
    return this.#timers.length;
  }

  push(timer: Timer): void {
    this.#timers.push(timer);
    this.#rise(this.#timers.length - 1);
  }

  /** The one that runs next. */
  first(): Timer | undefined {
    while (this.#timers[0] !== undefined && this.#timers[0].run === undefined) {
      this.pop();
      this.#stopped -= 1;
    }
    return this.#timers[0];
  }

  /** Removes the first; only called if there is one. */
  pop(): void {
    const timers = this.#timers;
    const last = timers.pop() as Timer;
    if (timers.length === 0) return;
    timers[0] = last;
    this.#sink(0);
  }

  /** The first is due later than it was. */
  onLater(): void {
    this.#sink(0);
  }

  /** One of its timers was stopped. */
  onStopped(): void {
    this.#stopped += 1;
    if (this.#stopped > 64 && this.#stopped * 2 > this.size) this.#sweep();
  }

  #sweep(): void {
    this.#timers = this.#timers.filter((timer) => timer.run !== undefined);
    this.#stopped = 0;
    for (let at = (this.#timers.length >> 1) - 1; at >= 0; at--) this.#sink(at);
  }

  #rise(from: number): void {
    const timers = this.#timers;
    const timer = timers[from] as Timer;
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = timers[above] as Timer;
      if (!isBefore(timer, parent)) break;
      timers[at] = parent;
      at = above;
    }
    timers[at] = timer;
  }

  #sink(from: number): void {
    const timers = this.#timers;
    const timer = timers[from] as Timer;
    let at = from;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= timers.length) break;
      const right = timers[below + 1];
      if (right !== undefined && isBefore(right, timers[below] as Timer)) below += 1;
      const child = timers[below] as Timer;
      if (!isBefore(child, timer)) break;
      timers[at] = child;
      at = below;
    }
    timers[at] = timer;
  }
}
