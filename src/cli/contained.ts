// A thread with a watchdog: if a client never returns, ends the process or uses up all memory, only
// its current job is lost, and the rest continues in a new thread.
import { clearInterval, setInterval } from 'node:timers';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Text } from '../../machines/codes.ts';

/**
 * Megabytes of memory that a client may use by default. From this limit on, the engine lets memory grow fourfold
 * before it looks through all of it; with half as much, a campaign plays a fifth fewer runs a second.
 */
const memoryMbStandard = 2_048;

// World after world is made and dropped in a thread. The space for what is young begins with 1 MB, in which a
// world is copied several times before it is dropped; with 16 from the start, an audit takes a tenth less time.
setFlagsFromString('--min-semi-space-size=16');

/** What a client did to lose its thread, as a rule that it broke. */
export interface Loss {
  readonly rule: string;
  readonly why: Text;
}

/** The ways in which a thread can be lost; `leak` is what `memory` is called where no single run needs as much. */
export const losses = {
  hang: {
    rule: 'never-returns',
    why: {
      en: 'It never returns: everything else on its page stops for good.',
      zh: '它永不返回：页面上的其他一切都会永远停住。',
    },
  },
  memory: {
    rule: 'eats-memory',
    why: {
      en: 'Its memory grows without limit, until the page or the process dies.',
      zh: '它的内存无限增长，直到页面或进程崩溃。',
    },
  },
  leak: {
    rule: 'leaks-memory',
    why: {
      en: 'It keeps memory that it needs no more: it grows from run to run, until nothing is left.',
      zh: '它不释放用过的内存：内存随运行次数不断增长，直到耗尽。',
    },
  },
  exit: {
    rule: 'exits',
    why: {
      en: 'It ends the whole process, and everything else that runs in it.',
      zh: '它结束了整个进程，以及其中运行的一切。',
    },
  },
} as const satisfies Readonly<Record<string, Loss>>;

/** What happens to a thread. */
export interface ThreadEvents<Message> {
  /** Real milliseconds of silence after which a client counts as one that never returns. */
  readonly patienceMs: number;
  /** Megabytes of memory that a client may use. @default 2048 */
  readonly memoryMb?: number;
  readonly onMessage: (message: Message) => void;
  readonly onLost: (how: keyof typeof losses) => void;
  readonly onError: (error: Error) => void;
}

/** A thread that is watched until it is ended or lost. */
export class ContainedThread<Message> {
  /** Reactions to what it says and does. */
  events: ThreadEvents<Message>;
  readonly #worker: Worker;
  readonly #dog: ReturnType<typeof setInterval>;
  #heardAt = performance.now();
  #isOver = false;
  /** Whether it is idle: then it may be silent. */
  isIdle = false;

  constructor(script: URL, data: unknown, events: ThreadEvents<Message>) {
    this.events = events;
    this.#worker = new Worker(script, {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: events.memoryMb ?? memoryMbStandard },
      // The client's own output is kept apart; standard output is for the report.
      stdout: true,
      stderr: true,
    });
    const lose = (how: keyof typeof losses): void => {
      if (this.end()) this.events.onLost(how);
    };
    this.#dog = setInterval(() => {
      if (!this.isIdle && performance.now() - this.#heardAt > this.events.patienceMs) lose('hang');
    }, 100);
    this.#worker.on('message', (message: Message) => {
      this.#heardAt = performance.now();
      if (!this.#isOver) this.events.onMessage(message);
    });
    this.#worker.on('error', (error: Error & { readonly code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') lose('memory');
      else if (this.end()) this.events.onError(error);
    });
    this.#worker.on('exit', () => lose('exit'));
  }

  /** Gives it something to do. */
  post(message: unknown): void {
    this.#heardAt = performance.now();
    this.isIdle = false;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- It is a thread.
    this.#worker.postMessage(message);
  }

  /** Ends it; returns whether it was still running. */
  end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    clearInterval(this.#dog);
    void this.#worker.terminate();
    return true;
  }
}
