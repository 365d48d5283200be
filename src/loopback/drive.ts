// How the time of a world passes where sockets drive it: with real time, or only when it is told to.
import type { Clock } from '../world/clock.ts';

/** Timers of a world that run in one go before sockets get their turn. */
const burst = 2000;

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Drives the clock of one world. */
export class Drive {
  readonly #clock: Clock;
  readonly #isReal: boolean;
  readonly #began = performance.now();
  #wake: NodeJS.Timeout | undefined;
  #isRunning = false;
  #isWoken = false;
  #isOver = false;
  #moving: Promise<void> = Promise.resolve();

  /** @param isReal true lets time pass by itself, a millisecond in a millisecond */
  constructor(clock: Clock, isReal: boolean) {
    this.#clock = clock;
    this.#isReal = isReal;
    clock.onSet = () => {
      if (this.#isReal) this.#passTime();
      if (this.#isRunning || this.#isWoken) return;
      this.#isWoken = true;
      queueMicrotask(() => {
        this.#isWoken = false;
        this.touch();
      });
    };
  }

  /** Runs what is due now: something has come in, or was set from outside. */
  touch = (): void => {
    if (this.#isRunning || this.#isOver) return;
    this.#run(this.#isReal ? this.#elapsed : this.#clock.now, Number.POSITIVE_INFINITY);
    this.#arm();
  };

  /** Time that has passed since the last timer ran, as far as no timer is due. */
  #passTime(): void {
    if (!this.#isRunning)
      this.#clock.passTo(Math.min(this.#elapsed, this.#clock.next() ?? Infinity));
  }

  /** Lets the clock know what time it is, before something is done at this moment. */
  catchUp(): void {
    if (this.#isReal) this.touch();
  }

  /**
   * Lets virtual time pass. Calls that overlap run one after the other; sockets get their turn in
   * between.
   */
  async advance(ms: number): Promise<void> {
    const turn = this.#moving.then(async () => {
      const until = this.#clock.now + ms;
      while (!this.#isOver && !this.#run(until, burst)) await nextTurn();
    });
    this.#moving = turn.catch(() => undefined);
    return turn;
  }

  /** Ends it. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#wake);
  }

  get #elapsed(): number {
    return performance.now() - this.#began;
  }

  /** Runs timers that are due by then, so many at the most; says whether none is left. */
  #run(until: number, most: number): boolean {
    const clock = this.#clock;
    this.#isRunning = true;
    try {
      for (let ran = 0; !this.#isOver && (clock.next() ?? Infinity) <= until; ran++) {
        if (ran >= most) return false;
        clock.runNext();
      }
      clock.passTo(Math.max(clock.now, until));
      return true;
    } finally {
      this.#isRunning = false;
    }
  }

  #arm(): void {
    if (!this.#isReal) return;
    clearTimeout(this.#wake);
    const next = this.#clock.next();
    if (next === undefined) return;
    const wait = Math.min(2 ** 31 - 1, Math.max(0, Math.ceil(next - this.#elapsed)));
    this.#wake = setTimeout(this.touch, wait);
    this.#wake.unref();
  }
}
