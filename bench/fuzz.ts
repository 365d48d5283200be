// What a campaign costs: simulated steps per second of one core, with the careful client in the loop and every
// rule asked, beside fast-check's command loop; how much faster more threads are; and workers over Redis
// beside shards, on the same campaign.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { benchOf, conduct, type Plan } from '../src/campaign/campaign.ts';
import { playRun } from '../src/campaign/play.ts';
import { ThreadCrew } from '../src/cli/fuzz/crew.ts';
import { loadSubject } from '../src/cli/files.ts';
import { hasNoRedis, noRedis, TestRedis } from '../test/support/redis.ts';
import { commandLoop } from './command-loop.ts';
import { inTurn, resultOf, time, type Result } from './measure.ts';

const file = 'examples/careful-chat.subject.ts';
/** Runs of a round on one core, and of one in threads or processes, which take time to begin. */
const runs = 150;
const manyRuns = 800;

/** Steps per second of one core. */
async function onOneCore(): Promise<Result> {
  const bench = await benchOf(await loadSubject('bench', file));
  let [run, lastRuns] = [0, 0];
  const ours = async (): Promise<number> => {
    let steps = 0;
    const begun = performance.now();
    for (let n = 0; n < runs; n++) steps += (await playRun(bench, 1, ++run)).steps;
    const s = (performance.now() - begun) / 1_000;
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

/** Runs per second of some threads, once they have loaded the client. */
async function inThreads(count: number): Promise<number> {
  const patienceMs = 60_000;
  const crew = new ThreadCrew({ file, seed: 1, off: [], count, patienceMs, isOver: () => false });
  try {
    await crew.begin();
    await conduct(plan(40 * count), crew);
    const ms = await time(() => conduct(plan(manyRuns), crew));
    return (manyRuns * 1_000) / ms;
  } finally {
    crew.end();
  }
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
  const cores = availableParallelism();
  const threads = await inTurn(
    () => inThreads(cores),
    () => inThreads(1),
    3,
  );
  const results = [
    await onOneCore(),
    resultOf(
      {
        name: `a campaign in ${cores} threads`,
        peerName: 'in one',
        unit: 'runs/s',
        goal: `ratio >= ${(cores * 0.8).toFixed(1)}`,
      },
      threads,
    ),
  ];
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
