// A clock that rides on the global timers: for each timer of the world it sets a global one, which does
// nothing but run it. So whatever moves the global timers, a fake clock or real time, moves the world,
// and timers of the world and of the client that are due together run in the order in which they were
// set.
//
// What happens at once cannot be left to the global timers: the soonest that fake ones run is the next
// millisecond. This clock runs it by itself, each time after the client's promises have run.
import { Clock, type Wait } from '../clock.ts';
import type { Timer } from '../heap.ts';
import type { GlobalTime } from './time.ts';
import { standstill, standstillError } from '../standstill.ts';

/** The longest delay that platforms accept. */
const delayMsMax = 2 ** 31 - 1;
/** Rounds of promises between two things that happen at once; longer chains come after the second. */
const rounds = 64;
const ready = Promise.resolve();

/** Virtual time as the global timers tell it. */
export class RidingClock extends Clock {
  readonly #time: GlobalTime;
  readonly #standsAt: number;
  readonly #wakes = new Map<Timer, unknown>();
  #isRunning = false;
  #isDraining = false;
  #isOver = false;
  #isPassing = false;
  /** What went wrong during `pass`, which then throws it. */
  #fault: Error | undefined;

  /** @param standsAt how often something may happen at once before time stands still */
  constructor(time: GlobalTime, standsAt = standstill) {
    super();
    this.#time = time;
    this.#standsAt = standsAt;
  }

  /** Milliseconds since the world began; while one of its timers runs, the time at which that was due. */
  override get now(): number {
    return this.#isRunning ? super.now : Math.max(super.now, this.#time.now());
  }

  override post<One extends Timer>(given: One, ms: number): One {
    const timer = super.post(given, ms);
    if (ms > 0) this.#arm(timer);
    else if (!this.#isRunning) void this.#drain();
    return timer;
  }

  /** The global timers know no order but their own. */
  override wait(run: () => void, { due }: Wait): Timer {
    return this.set(run, Math.max(0, due - this.now));
  }

  override stop(timer: Timer): void {
    super.stop(timer);
    this.#time.clearTimeout(this.#wakes.get(timer));
    this.#wakes.delete(timer);
  }

  /** Lets time pass, if the global timers can be moved. @throws {UsageError} when time stands still */
  async pass(ms: number): Promise<void> {
    this.#isPassing = true;
    try {
      await this.#time.pass(ms);
    } finally {
      this.#isPassing = false;
    }
    const fault = this.#fault;
    this.#fault = undefined;
    if (fault !== undefined) throw fault;
  }

  /** Clears every global timer that this clock has set. */
  end(): void {
    this.#isOver = true;
    for (const handle of this.#wakes.values()) this.#time.clearTimeout(handle);
    this.#wakes.clear();
  }

  #arm(timer: Timer): void {
    if (this.#isOver) return;
    const ms = Math.min(delayMsMax, Math.max(0, Math.ceil(timer.due - this.#time.now())));
    this.#wakes.set(
      timer,
      this.#time.setTimeout(() => this.#wake(timer), ms),
    );
  }

  #wake(timer: Timer): void {
    this.#wakes.delete(timer);
    // If the last one is still draining, promises do not get to run: time is advanced synchronously.
    const isSync = this.#isDraining;
    // Real timers may come out of order; a delay that is too long for them comes in parts.
    if (timer.due > this.now) this.#arm(timer);
    else while (timer.run !== undefined && !this.#isOver) this.#runOne();
    if (isSync) {
      this.#runSoon();
      return;
    }
    if (this.isStirred) this.#runOne();
    void this.#drain();
  }

  /** Runs what happens at once, and lets the client's promises run before each. */
  async #drain(): Promise<void> {
    if (this.#isDraining || this.#isOver) return;
    this.#isDraining = true;
    // If promises do not get to run, because time is advanced synchronously, this timer does it.
    const otherwise = this.#time.setTimeout(() => this.#runSoon(), 1);
    try {
      for (let stood = 0; !this.#isOver; stood++) {
        for (let round = 0; round < rounds; round++) await ready;
        if (!this.isStirred) return;
        if (stood > this.#standsAt) {
          const fault = standstillError(this.now);
          if (!this.#isPassing) throw fault;
          this.#fault = fault;
          return;
        }
        this.#runOne();
      }
    } finally {
      this.#time.clearTimeout(otherwise);
      this.#isDraining = false;
    }
  }

  #runSoon(): void {
    for (let stood = 0; this.isStirred && !this.#isOver; stood++) {
      if (stood > this.#standsAt) throw standstillError(this.now);
      this.#runOne();
    }
  }

  #runOne(): void {
    if (this.#isOver) return;
    this.#isRunning = true;
    try {
      this.runNext();
    } finally {
      this.#isRunning = false;
    }
  }
}
