// What a campaign costs: simulated steps per second of one core, with the careful client in the loop and every
// rule asked, beside fast-check's command loop; how much faster more threads are; and workers over Redis
// beside shards, on the same campaign.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { benchOf, jobsOf, type Plan } from '../src/campaign/campaign.ts';
import { playRun } from '../src/campaign/play.ts';
import { ThreadCrew } from '../src/cli/fuzz/crew.ts';
import { loadSubject } from '../src/cli/files.ts';
import { hasNoRedis, noRedis, TestRedis } from '../test/support/redis.ts';
import { commandLoop } from './command-loop.ts';
import { inTurn, resultOf, time, timeWarm, type Result } from './measure.ts';

const file = 'examples/careful-chat.subject.ts';
/** Runs of a round on one core, and of one in threads or processes, which take time to begin. */
const runs = 150;
const manyRuns = 800;
/** Runs until the engine knows the code; a campaign has a thousand runs or more. */
const warmRuns = 600;

/** Steps per second of one core. */
async function onOneCore(): Promise<Result> {
  const bench = await benchOf(await loadSubject('bench', file));
  let [run, lastRuns] = [0, 0];
  while (run < warmRuns) await playRun(bench, 1, ++run);
  const ours = async (): Promise<number> => {
    let steps = 0;
    const ms = await timeWarm(async () => {
      for (let n = 0; n < runs; n++) steps += (await playRun(bench, 1, ++run)).steps;
    });
    const s = ms / 1_000;
    lastRuns = runs / s;
    return steps / s;
  };
  const line = {
    name: 'a campaign against the careful client, on one core (calls, acts, callbacks)',
    peerName: "fast-check's command loop, one actor.send a command",
    unit: 'steps/s',
    goal: 'ratio >= 0.5',
  };
  const pairs = await inTurn(ours, commandLoop, 5);
  return {
    ...resultOf(line, pairs),
    notes: [
      `${lastRuns.toFixed(0)} runs a second on one core; a million runs an hour need ` +
        `${Math.ceil(1_000_000 / 3_600 / lastRuns)} such cores`,
    ],
  };
}

const plan = (most: number): Plan => ({ seed: 1, runs: most, check: 'none', kept: [] });

/** What some threads did. */
interface Threads {
  readonly perSecond: number;
  /** Runs in a second of processor time, of all threads together. */
  readonly perCpuSecond: number;
  /** How many processors the machine gave them, on average. */
  readonly cores: number;
}

/** Runs in some threads, once they have loaded the client. What breaks is not shrunk: one thread does that. */
async function inThreads(count: number): Promise<Threads> {
  const patienceMs = 60_000;
  const crew = new ThreadCrew({ file, seed: 1, off: [], count, patienceMs, isOver: () => false });
  const work = (most: number): Promise<void> =>
    crew.work(
      jobsOf(plan(most)),
      () => undefined,
      ({ run }) => {
        throw new Error(`run ${run} was lost`);
      },
    );
  try {
    await crew.begin();
    await work(warmRuns * count);
    const before = process.cpuUsage();
    const ms = await time(() => work(manyRuns));
    const { user, system } = process.cpuUsage(before);
    const cpuMs = (user + system) / 1_000;
    return {
      perSecond: (manyRuns * 1_000) / ms,
      perCpuSecond: (manyRuns * 1_000) / cpuMs,
      cores: cpuMs / ms,
    };
  } finally {
    crew.end();
  }
}

/** What some threads did, in words. */
const said = ({ perCpuSecond, cores }: Threads): string =>
  `${perCpuSecond.toFixed(0)} runs per second of processor time, of which the machine gave ${cores.toFixed(2)} a second`;

/** As many threads as there are cores, beside one. */
async function onAllCores(): Promise<Result> {
  const count = availableParallelism();
  const pairs = await inTurn(
    () => inThreads(count),
    () => inThreads(1),
    3,
  );
  const line = {
    name: `a campaign in ${count} threads`,
    peerName: 'in one',
    unit: 'runs/s',
    goal: `ratio >= ${(count * 0.8).toFixed(1)}`,
  };
  return {
    ...resultOf(
      line,
      pairs.map(([many, one]) => [many.perSecond, one.perSecond]),
    ),
    // Where other work is running, this says whether the threads or the machine are the reason.
    notes: pairs.map(([many, one]) => `${count} threads: ${said(many)}; one: ${said(one)}`),
  };
}

const main = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));

/** Runs the command; its report is of no interest. */
async function command(...args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [main, ...args, '--workers', '1'], { stdio: 'ignore' });
  await once(child, 'exit');
}

const campaign = [file, '--runs', String(manyRuns), '--json', '--no-keep'];

/** Runs per second of two processes, each with a shard. */
async function inShards(): Promise<number> {
  const shards = ['1/2', '2/2'].map((shard) => ['fuzz', ...campaign, '--shard', shard]);
  const ms = await time(() => Promise.all(shards.map((args) => command(...args))));
  return (manyRuns * 1_000) / ms;
}

/** The same of two workers over Redis. */
async function overRedis(url: string): Promise<number> {
  const working = ['worker', file, '--redis', url, '--once'];
  const ms = await time(() =>
    Promise.all([
      command('fuzz', ...campaign, '--redis', url),
      command(...working),
      command(...working),
    ]),
  );
  return (manyRuns * 1_000) / ms;
}

/** What a campaign costs. */
export async function benchFuzz(): Promise<readonly Result[]> {
  const results = [await onOneCore(), await onAllCores()];
  if (hasNoRedis) {
    process.stderr.write(`${noRedis}\n`);
    return results;
  }
  const redis = new TestRedis();
  await redis.start();
  try {
    const pairs = await inTurn(() => overRedis(redis.url), inShards, 3);
    const line = {
      name: 'a campaign by two workers over Redis',
      peerName: 'by two shards',
      unit: 'runs/s, with the start of the processes',
      goal: 'ratio >= 0.8',
    };
    return [...results, resultOf(line, pairs)];
  } finally {
    await redis.end();
  }
}
