// A client that waits for itself in promises alone never lets the event loop turn: neither time nor
// the test's own timeout comes again, and nothing can stop it. So Node's hook counts promises, and
// says on stderr where the loop is, by a write that needs no turn. No clock is asked.
import { builtin } from './node.ts';
import { Place } from './place.ts';

/** Promises in one turn of the event loop, after which it is called a loop. */
const loopAt = 1_000_000;
/** From here on the next turn, if there is one, counts from the start. */
const suspiciousAt = 100_000;

/** Counts promises while it is on, and names whoever began an endless run of them. */
export class LoopWatch {
  /** Who ran last: the handler of a client, or a timer with the line that set it. */
  #client = '';
  #name = '';
  #place: Place | undefined;
  #count = 0;
  #stop: (() => void) | undefined;
  readonly #schedule: (run: () => void) => void;
  readonly #runsAll: boolean;

  /**
   * @param schedule runs something in the next turn of the event loop
   * @param runsAll whether everything of the client is run from here, its timers, too
   */
  constructor(schedule: (run: () => void) => void, runsAll: boolean) {
    this.#schedule = schedule;
    this.#runsAll = runsAll;
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
  suspect(client: string, name: string, place: Place | undefined): void {
    this.#client = client;
    this.#name = name;
    this.#place = place;
    this.#count = 0;
  }

  /** Counts one promise, or something else that comes before the next turn; `where` set it. */
  count(where?: (...args: never) => unknown): void {
    this.#count += 1;
    if (this.#count === suspiciousAt) {
      this.#schedule(() => {
        this.#count = 0;
      });
    } else if (this.#count === loopAt) {
      if (where === undefined) this.#tellAtNext();
      else this.#tell(String(new Place(where)));
    }
  }

  /** The next promise that is made is made in the loop: its line is the loop's. */
  #tellAtNext(): void {
    const hooks = builtin('node:v8')?.promiseHooks;
    const stop = hooks?.onInit(function made() {
      stop?.();
      tell(String(new Place(made)));
    });
    const tell = (line: string): void => this.#tell(line);
  }

  #tell(line: string): void {
    builtin('node:fs')?.writeSync(
      2,
      `sigsim: your client ran ${loopAt} promises, and neither time nor the event loop moves. ` +
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
