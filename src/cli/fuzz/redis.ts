// A campaign on many machines: BullMQ on Redis. Redis carries no code, only jobs and what came of them;
// whoever works must have the same subject, the same sigsim and the same Node, and is refused otherwise.
// A job that is lost with its worker, or with a Redis that forgets, is done again: it gives the same.
import { randomUUID } from 'node:crypto';
import { setTimeout as later } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { show, UsageError } from '../../base/errors.ts';
import type { Crew } from '../../campaign/campaign.ts';
import type { Done, Job } from '../../campaign/jobs.ts';
import type { Lost } from '../../campaign/report.ts';
import type { Sdk } from '../sdk.ts';
import type { ThreadCrew } from './crew.ts';

/** What a campaign is of: whoever works for it has the same. */
export interface Open {
  /** The name of the file of the subject, without its folder. */
  readonly file: string;
  readonly subject: string;
  readonly by: string;
  /** The major version of Node. */
  readonly node: string;
  readonly seed: number;
  readonly runs: number;
  readonly client: string;
  readonly off: readonly string[];
  readonly sdk?: Sdk | undefined;
}

/** What a job came to: what was done, and the runs that were lost meanwhile. */
interface Result {
  readonly done: readonly { readonly job: Job; readonly done: Done }[];
  readonly lost: readonly Lost[];
}

/** Where open campaigns stand in Redis, by their queues. */
const register = 'sigsim-campaigns';
/** A worker that says nothing for so long has died; its job is done by another. */
const lockMs = 10_000;
const pollMs = 150;
const workerPollMs = 300;
/**
 * For how long a campaign must be missing before its workers take it to be over: one whose Redis has
 * forgotten everything announces itself again within this time.
 */
const forgetsMs = 6_000;
/** How long a Redis that is gone is waited for before a word is said about it. */
const patienceMs = 3_000;

/** The major version of the Node that runs. */
export const nodeMajor = (): string => process.versions.node.split('.')[0] ?? '';

/** The clients of Redis. @throws {UsageError} when they are not installed */
async function load(command: string) {
  try {
    const [{ Queue: Queues, Worker }, { Redis: Client }] = await Promise.all([
      import('bullmq'),
      import('ioredis'),
    ]);
    return { Queues, Worker, Client };
  } catch (error) {
    if ((error as { readonly code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UsageError(
      `${command}.redis`,
      `${command}: --redis needs BullMQ, which is not installed. Type: npm install --save-dev bullmq ioredis`,
    );
  }
}

/**
 * Connects to Redis; later losses are waited out, with a word.
 *
 * @throws {UsageError} when nothing answers there now
 */
async function connect(command: string, url: string, warn: (text: string) => void): Promise<Redis> {
  const { Client } = await load(command);
  if (!/^rediss?:\/\//.test(url)) {
    throw new UsageError(
      `${command}.redis`,
      `${command}: --redis is ${show(url)}. Give an address: redis://127.0.0.1:6379`,
    );
  }
  let isUp = false;
  let isTold = false;
  const redis = new Client(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    retryStrategy: (times: number) => (isUp ? Math.min(100 * times, 2_000) : null),
  });
  let why = '';
  redis.on('error', (error: Error & { readonly code?: string }) => {
    why = error.code ?? error.message;
  });
  redis.on('close', () => {
    if (!isUp || isTold) return;
    isTold = true;
    later(() => {
      if (redis.status !== 'ready' && redis.status !== 'end') {
        warn(`${command}: Redis at ${place(url)} is gone; waiting for it to come back`);
      }
    }, patienceMs).unref();
  });
  redis.on('ready', () => {
    isTold = false;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    if (why === '') why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `${command}.redis`,
      `${command}: no Redis answers at ${place(url)} (${why}). Start one, or give another address.`,
    );
  }
  isUp = true;
  return redis;
}

/** An address without what is secret in it. */
const place = (url: string): string => url.replace(/\/\/[^@/]*@/, '//');

/** A queue of its own for each campaign, so that two on one Redis never meet. */
const newQueue = (): string => `sigsim-${randomUUID()}`;

/** Lets workers on other machines do the jobs of a campaign. */
export class RedisCrew implements Crew {
  readonly #redis: Redis;
  readonly #queue: Queue;
  readonly #name: string;
  readonly #open: Open;
  readonly #isOver: () => boolean;
  readonly #warn: (text: string) => void;
  #phase = 0;

  private constructor(
    redis: Redis,
    queue: Queue,
    name: string,
    open: Open,
    isOver: () => boolean,
    warn: (text: string) => void,
  ) {
    this.#redis = redis;
    this.#queue = queue;
    this.#name = name;
    this.#open = open;
    this.#isOver = isOver;
    this.#warn = warn;
  }

  /** Opens a campaign. @throws {UsageError} when Redis is not there */
  static async open(
    url: string,
    open: Open,
    isOver: () => boolean,
    warn: (text: string) => void,
  ): Promise<RedisCrew> {
    const redis = await connect('fuzz', url, warn);
    const { Queues } = await load('fuzz');
    const name = newQueue();
    const queue = new Queues(name, { connection: redis });
    queue.on('error', () => undefined);
    return new RedisCrew(redis, queue, name, open, isOver, warn);
  }

  async work(
    jobs: readonly Job[],
    onDone: (job: Job, done: Done) => void,
    onLost: (lost: Lost) => void,
  ): Promise<void> {
    this.#phase += 1;
    const open = new Map(jobs.map((job, at) => [`${this.#phase}-${at}`, job]));
    if (open.size === 0) return;
    await this.#announce();
    await this.#add(open);
    let checkedAt = performance.now();
    let heardAt = performance.now();
    let isTold = false;
    while (open.size > 0) {
      if (this.#isOver() && jobs[0]?.what === 'runs') return;
      for (const done of await this.#queue.getCompleted(0, 199)) {
        const { id = '' } = done;
        const result = done.returnvalue as Result;
        await done.remove();
        if (!open.delete(id)) continue; // It was done twice, which changes nothing.
        heardAt = performance.now();
        for (const one of result.done) onDone(one.job, one.done);
        for (const one of result.lost) onLost(one);
      }
      const [failed] = await this.#queue.getFailed(0, 0);
      if (failed !== undefined && open.has(failed.id ?? '')) {
        throw new UsageError('fuzz.worker', `fuzz: a worker failed: ${failed.failedReason}`);
      }
      const now = performance.now();
      if (!isTold && now - heardAt > 10_000 && (await this.#queue.getActiveCount()) === 0) {
        isTold = true;
        this.#warn('fuzz: no worker has come yet. Start some: sigsim worker FILE --redis URL');
      }
      // A Redis that was started anew may have forgotten everything.
      if (now - checkedAt > 2_000) {
        checkedAt = now;
        await this.#announce();
        await this.#add(open);
      }
      if (open.size > 0) await sleep(pollMs);
    }
  }

  /** Closes the campaign, and leaves nothing of it in Redis. */
  async end(): Promise<void> {
    if (this.#redis.status === 'ready') {
      await this.#redis.hdel(register, this.#name);
      await this.#redis.publish(this.#name, 'over');
      // Workers close before it goes, so that none leaves a key behind.
      await sleep(2 * workerPollMs);
      await this.#queue.obliterate({ force: true });
    }
    await this.#queue.close();
    this.#redis.disconnect();
  }

  async #announce(): Promise<void> {
    await this.#redis.hset(register, this.#name, JSON.stringify(this.#open));
  }

  /** Adds jobs; those that are there already stay as they are. */
  async #add(open: ReadonlyMap<string, Job>): Promise<void> {
    await this.#queue.addBulk(
      [...open].map(([jobId, job]) => ({ name: job.what, data: job, opts: { jobId } })),
    );
  }
}

/** What a worker has. */
type Mine = Pick<Open, 'file' | 'subject' | 'by' | 'node'>;

/** What is otherwise at a worker than a campaign has it. */
const differing = (mine: Mine, open: Open): readonly string[] =>
  (['subject', 'by', 'node'] as const).flatMap((key) => {
    const what = { subject: 'the subject', by: 'sigsim', node: 'Node' }[key];
    const shown = key === 'subject' ? mine[key].slice(0, 12) : mine[key];
    const wanted = key === 'subject' ? open[key].slice(0, 12) : open[key];
    return mine[key] === open[key] ? [] : [`${what} is ${shown} here and ${wanted} there`];
  });

/** How a worker works. */
export interface WorkerSetting {
  readonly url: string;
  readonly mine: Mine;
  readonly count: number;
  /** Ends when the first campaign that it has worked for is over. */
  readonly isOnce: boolean;
  readonly crewFor: (open: Open) => ThreadCrew;
  readonly isOver: () => boolean;
  readonly say: (text: string) => void;
  readonly warn: (text: string) => void;
}

/**
 * Works for campaigns on a Redis until it is told to end.
 *
 * @throws {UsageError} when Redis is not there, or all campaigns there are of another client or sigsim
 */
export async function workOn(setting: WorkerSetting): Promise<void> {
  const { url, mine, isOnce, isOver, say, warn } = setting;
  const redis = await connect('worker', url, warn);
  try {
    let isTold = false;
    while (!isOver()) {
      const campaigns = Object.entries(await redis.hgetall(register)).map(
        ([queue, text]) => [queue, JSON.parse(text) as Open] as const,
      );
      // Campaigns against other clients are nobody's concern here.
      const own = campaigns.filter(([, open]) => open.file === mine.file);
      const found = own.find(([, open]) => differing(mine, open).length === 0);
      if (found !== undefined) {
        await workFor(found[0], found[1], redis, setting);
        if (isOnce) return;
        isTold = false;
        continue;
      }
      const [other] = own;
      if (other !== undefined) {
        throw new UsageError(
          'worker.refused',
          `worker: the campaign at ${place(url)} is not for this machine: ${differing(mine, other[1]).join(', ')}. ` +
            'Give it the file and the versions that the campaign has.',
        );
      }
      if (!isTold) say(`waiting for a campaign at ${place(url)}`);
      isTold = true;
      await sleep(500);
    }
  } finally {
    redis.disconnect();
  }
}

async function workFor(
  queue: string,
  open: Open,
  redis: Redis,
  { url, count, crewFor, isOver, say, warn }: WorkerSetting,
): Promise<void> {
  const { Worker } = await load('worker');
  const crew = crewFor(open);
  const connection = await connect('worker', url, warn);
  let jobs = 0;
  try {
    await crew.begin();
    say(`working: ${open.client}, ${open.runs} runs of seed ${open.seed}`);
    const worker = new Worker(
      queue,
      async ({ data }): Promise<Result> => {
        const done: { job: Job; done: Done }[] = [];
        const lost: Lost[] = [];
        await crew.work(
          [data as Job],
          (job, one) => done.push({ job, done: one }),
          (one) => lost.push(one),
        );
        jobs += 1;
        return { done, lost };
      },
      {
        connection,
        concurrency: count,
        lockDuration: lockMs,
        stalledInterval: lockMs / 2,
        maxStalledCount: 1_000_000,
        removeOnFail: { count: 0 },
      },
    );
    worker.on('error', () => undefined);
    const ear = connection.duplicate();
    const end = new AbortController();
    ear.on('error', () => undefined);
    ear.on('message', () => {
      end.abort();
    });
    await ear.subscribe(queue);
    let goneAt: number | undefined;
    while (!isOver() && !end.signal.aborted) {
      if ((await redis.hexists(register, queue)) === 1) goneAt = undefined;
      else goneAt ??= performance.now();
      if (goneAt !== undefined && performance.now() - goneAt > forgetsMs) break;
      await sleep(workerPollMs);
    }
    ear.disconnect();
    await worker.close();
    say(`done: ${jobs} jobs`);
  } finally {
    crew.end();
    connection.disconnect();
  }
}
