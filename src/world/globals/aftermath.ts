// Whether something that ran has left more to run. A turn of the event loop costs as much as a hundred
// plain calls; a timer that started no promise, no job and no input or output needs none after it.
import { builtin } from './node.ts';

/** Runs in a row that need no turn, after which there is one all the same, for what others wait for. */
const rowMax = 100;

/** Watches for what is left to run, by Node's own hooks; elsewhere there is always something. */
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

  /** Ends it. */
  stop(): void {
    this.#isOn = false;
    this.#hook?.disable();
  }

  /** Runs something; gives whether a turn of the event loop has to follow. */
  leaves(run: () => void): boolean {
    this.#isLeft = false;
    run();
    this.#row = this.#isLeft || !this.#isOn || this.#row >= rowMax ? 0 : this.#row + 1;
    return this.#row === 0;
  }
}
