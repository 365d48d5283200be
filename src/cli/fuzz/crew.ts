// Threads that do the jobs of a campaign. Which of them does what changes nothing: each run hangs on the
// seed and its own number alone. A thread that is lost costs the run that it was in.
import { UsageError } from '../../base/errors.ts';
import type { Crew } from '../../campaign/campaign.ts';
import type { Done, Job } from '../../campaign/jobs.ts';
import type { Lost } from '../../campaign/report.ts';
import { ContainedThread, losses } from '../contained.ts';
import type { Sdk } from '../sdk.ts';

/** What a thread begins with. */
export interface ThreadData {
  readonly file: string;
  readonly seed: number;
  readonly off: readonly string[];
  /** The SDK that the client is to run on; where it is left out, a manner is drawn for each run. */
  readonly sdk?: Sdk | undefined;
}

/** What a thread is told. */
export interface ToThread {
  readonly job: Job;
}

/** What a thread says. */
export type FromThread =
  | { readonly what: 'ready'; readonly client: string }
  | { readonly what: 'begin'; readonly run: number }
  | { readonly what: 'done'; readonly done: Done }
  | { readonly what: 'failed'; readonly message: string }
  | { readonly what: 'refused'; readonly id: string; readonly message: string };

/** How threads are run. */
export interface ThreadOptions extends ThreadData {
  readonly count: number;
  readonly patienceMs: number;
  /** Whether no more runs are to be begun. */
  readonly isOver: () => boolean;
}

/** Runs that may be lost before the rest is left. */
const lossesMax = 25;

/** What was lost with a thread. */
function lostIn(job: Job, run: number, how: keyof typeof losses): Lost {
  const { rule, why } = losses[how];
  if (how === 'leak') return { during: 'runs', rule, why };
  if (job.what === 'runs') return { during: 'run', run, rule, why };
  if (job.what === 'shrink') {
    return { during: 'shrinking', run: job.run, name: job.rule, rule, why };
  }
  return { during: 'kept', name: job.name, rule, why };
}

type Runs = Extract<Job, { what: 'runs' }>;

/** What is left of a job that was lost in a run: what comes after it, and what came before. */
const aroundOf = (job: Runs, run: number): readonly Job[] =>
  [
    { ...job, from: run + 1 },
    { ...job, to: run },
  ].filter(({ from, to }) => from < to);

/** Threads, kept from one piece of work to the next. */
export class ThreadCrew implements Crew {
  /** The name of the client, once a thread has loaded it. */
  client = '';
  readonly #options: ThreadOptions;
  readonly #idle: ContainedThread<FromThread>[] = [];
  #losses = 0;
  /** Jobs in which the memory was used up, perhaps by what others had left in their thread: they are done again. */
  readonly #doubted = new WeakSet<Job>();

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Ends all threads. */
  end(): void {
    for (const thread of this.#idle.splice(0)) thread.end();
  }

  /** Loads the client, and says what is wrong with it before anything is done. */
  async begin(): Promise<void> {
    await this.work(
      [],
      () => undefined,
      () => undefined,
    );
  }

  async work(
    jobs: readonly Job[],
    onDone: (job: Job, done: Done) => void,
    onLost: (lost: Lost) => void,
  ): Promise<void> {
    const queue = [...jobs];
    const wanted = this.client === '' ? 1 : Math.min(this.#options.count, queue.length);
    await Promise.all(Array.from({ length: wanted }, () => this.#labor(queue, onDone, onLost)));
  }

  /** One thread after the other, until there is nothing more to do. */
  async #labor(
    queue: Job[],
    onDone: (job: Job, done: Done) => void,
    onLost: (lost: Lost) => void,
  ): Promise<void> {
    for (let isFirst = this.client === ''; isFirst || queue.length > 0; isFirst = false) {
      const left = await this.#drive(queue, onDone, onLost);
      if (left === 'idle') return;
    }
  }

  /** Drives a thread until it is lost, or there is nothing more for it. */
  /* oxlint-disable-next-line max-lines-per-function -- what a thread tells, with the state of its run in one closure */
  #drive(
    queue: Job[],
    onDone: (job: Job, done: Done) => void,
    onLost: (lost: Lost) => void,
  ): Promise<'idle' | 'lost'> {
    /* oxlint-disable-next-line max-lines-per-function -- the same closure */
    return new Promise((resolve, reject) => {
      let job: Job | undefined;
      let run = 0;
      let thread: ContainedThread<FromThread>;
      let isUsed = false;
      const { isOver, patienceMs, file, seed, off, sdk } = this.#options;
      const data: ThreadData = { file, seed, off, sdk };
      const next = (): void => {
        while (isOver() && queue[0]?.what === 'runs') queue.shift();
        job = queue.shift();
        if (job === undefined) {
          thread.isIdle = true;
          this.#idle.push(thread);
          resolve('idle');
        } else {
          thread.post({ job } satisfies ToThread);
        }
      };
      const lose = (how: keyof typeof losses): void => {
        if (job === undefined) {
          reject(
            new UsageError(
              'fuzz.subject',
              `fuzz: ${this.#options.file} cannot be run. ${losses[how].why.en} ` +
                'That was while it was loaded, or logged in for the first time.',
            ),
          );
          return;
        }
        const here: Job = job.what === 'runs' ? { ...job, from: run, to: run + 1 } : job;
        const isAlone = !isUsed && (job.what !== 'runs' || run === job.from);
        // What the run before it came to is not known any more: the rest of the job is done anew.
        if (job.what === 'runs') queue.unshift(...aroundOf(job, run));
        if (how === 'memory' && !isAlone) {
          this.#doubted.add(here);
          queue.unshift(here);
        } else {
          onLost(lostIn(job, run, how));
          this.#losses += 1;
        }
        if (this.#losses >= lossesMax) queue.splice(0);
        resolve('lost');
      };
      const hear = (message: FromThread): void => {
        if (message.what === 'begin') ({ run } = message);
        else if (message.what === 'ready') {
          this.client = message.client;
          next();
        } else if (message.what === 'done') {
          const done = job as Job; // Nothing else is done by a thread.
          onDone(done, message.done);
          if (this.#doubted.has(done)) onLost(lostIn(done, run, 'leak'));
          isUsed = true;
          next();
        } else {
          thread.end();
          reject(
            message.what === 'refused'
              ? new UsageError(message.id, message.message)
              : new Error(message.message),
          );
        }
      };
      const events = { patienceMs, onMessage: hear, onLost: lose, onError: reject };
      const known = this.#idle.pop();
      if (known === undefined) {
        thread = new ContainedThread(new URL('./thread.js', import.meta.url), data, events);
      } else {
        thread = known;
        isUsed = true;
        thread.events = events;
        next();
      }
    });
  }
}
