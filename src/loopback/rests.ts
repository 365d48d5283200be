// Waits in real time that end early when whatever they belong to ends.

/** The longest that a timer of Node can wait; with more it runs at once. */
const timerMsMax = 2 ** 31 - 1;

/** The waits of one world. */
export class Rests {
  readonly #ends = new Set<() => void>();
  #isOver = false;

  /** Whether they were ended: whoever waits goes on at once. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Waits so many milliseconds of real time, or until all waits are ended. */
  rest(ms: number): Promise<void> {
    const until = performance.now() + ms;
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const end = (): void => {
        clearTimeout(timer);
        this.#ends.delete(end);
        resolve();
      };
      const look = (): void => {
        const left = until - performance.now();
        if (left <= 0 || this.#isOver) end();
        else timer = setTimeout(look, Math.min(left, timerMsMax));
      };
      this.#ends.add(end);
      look();
    });
  }

  /** Ends all waits, and those to come. */
  end(): void {
    this.#isOver = true;
    for (const end of this.#ends) end();
  }
}
