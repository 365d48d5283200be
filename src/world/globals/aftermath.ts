// Whether something that ran has left more to run. A turn of the event loop costs as much as a hundred
// plain calls; a timer that started no promise, no job and no input or output needs no turn after it.
import { builtin } from './node.ts';

/** After this many runs in a row that needed no turn there is one anyway, for what others wait for. */
const rowMax = 100;

/**
 * Watches for what is left to run, with Node's own hooks; elsewhere it assumes there is always something.
 */
export class Aftermath {
  readonly #hook = builtin('node:async_hooks')?.createHook({
    // A promise, a job of queueMicrotask or process.nextTick, setImmediate, a real timer, a file.
    init: () => {
      this.#isLeft = true;
    },
    // A promise that was made before, and that somebody may wait for.
    promiseResolve: () => {
      this.#isLeft = true;
    },
  });
  #isOn = false;
  #isLeft = false;
  #row = 0;

  /** Begins to watch. */
  start(): void {
    this.#isOn = this.#hook !== undefined;
    this.#hook?.enable();
  }

  /** Stops watching. */
  stop(): void {
    this.#isOn = false;
    this.#hook?.disable();
  }

  /** Runs something; returns whether a turn of the event loop has to follow. */
  leaves(run: () => void): boolean {
    const wasLeft = this.#isLeft;
    this.#isLeft = false;
    run();
    this.#row = this.#isLeft || !this.#isOn || this.#row >= rowMax ? 0 : this.#row + 1;
    this.#isLeft ||= wasLeft; // One may run inside another.
    return this.#row === 0;
  }
}
