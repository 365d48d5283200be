// A client that waits for itself with promises alone never lets the event loop turn: time stops, the
// test's own timeout never comes, and nothing can end it. So promises are counted with Node's hook, and a
// synchronous write to stderr says where the loop is. No clock is read.
import { builtin } from './node.ts';
import { Place, type Line } from './place.ts';

/** How many promises are too many. */
interface Bounds {
  /** From this many on, the next turn, if there is one, starts the count again. */
  readonly suspiciousAt: number;
  /** This many in one turn of the event loop are called a loop. */
  readonly loopAt: number;
}

/** What no honest client comes near. */
const usual: Bounds = { suspiciousAt: 100_000, loopAt: 1_000_000 };

/** Counts promises while it is on, and names whoever began an endless run of them. */
export class LoopWatch {
  /** Who ran last: the handler of a client, or a timer with the line that set it. */
  #client = '';
  #name = '';
  #place: Line | undefined;
  #count = 0;
  #stop: (() => void) | undefined;
  readonly #schedule: (run: () => void) => void;
  readonly #runsAll: boolean;
  readonly #bounds: Bounds;

  /**
   * @param schedule runs something in the next turn of the event loop
   * @param runsAll whether everything of the client is run from here, including its timers
   */
  constructor(schedule: (run: () => void) => void, runsAll: boolean, bounds = usual) {
    this.#schedule = schedule;
    this.#runsAll = runsAll;
    this.#bounds = bounds;
  }

  /** Begins to count. */
  start(): void {
    this.#count = 0;
    this.#client = '';
    this.#stop ??= builtin('node:v8')?.promiseHooks.onBefore(() => this.count());
  }

  /** Ends counting. */
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Says who runs now; what it does counts from here. */
  suspect(client: string, name: string, place: Line | undefined): void {
    this.#client = client;
    this.#name = name;
    this.#place = place;
    this.#count = 0;
  }

  /**
   * Counts one promise, or something else that comes before the next turn; `where` is the function that
   * set it.
   */
  count(where?: (...args: never) => unknown): void {
    this.#count += 1;
    if (this.#count === this.#bounds.suspiciousAt) {
      this.#schedule(() => {
        this.#count = 0;
      });
    } else if (this.#count === this.#bounds.loopAt) {
      if (where === undefined) this.#tellAtNext();
      else this.#tell(String(new Place(where)));
    }
  }

  /** The next promise is made inside the loop, so its line is the loop's. */
  #tellAtNext(): void {
    const hooks = builtin('node:v8')?.promiseHooks;
    if (hooks === undefined) return;
    const tell = (line: string): void => this.#tell(line);
    const stop: () => void = hooks.onInit(function made() {
      stop();
      tell(String(new Place(made)));
    });
  }

  #tell(line: string): void {
    builtin('node:fs')?.writeSync(
      2,
      `sigsim: your client ran ${this.#bounds.loopAt} promises, and neither time nor the event loop moves. ` +
        `It began ${this.#beginning()}; it loops at ${line}. ` +
        'Let it wait for something that takes time.\n',
    );
  }

  #beginning(): string {
    if (this.#client === '') return 'before any of its handlers ran';
    if (this.#place !== undefined) return `in a timer set at ${String(this.#place)}`;
    return `${this.#runsAll ? 'in' : 'in or after'} ${this.#name} of ${this.#client}`;
  }
}
