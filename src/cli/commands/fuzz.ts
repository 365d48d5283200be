import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { msOfDuration } from '../../base/duration.ts';
import { show, UsageError } from '../../base/errors.ts';
import type { CampaignAbout, CampaignReport } from '../../campaign/report.ts';
import type { RedisCrew } from '../fuzz/redis.ts';
import type { Output } from '../output.ts';
import { version } from '../package.ts';
import { addSdkOptions, sdkOf, type SdkOptions } from '../sdk.ts';

interface Options extends SdkOptions {
  readonly runs: string;
  readonly seed: string;
  readonly run?: string;
  readonly time?: string;
  readonly shard?: string;
  readonly workers?: string;
  readonly redis?: string;
  readonly off?: readonly string[];
  readonly checkDeterminism?: boolean;
  readonly patience: string;
  readonly json?: boolean;
  readonly keep: boolean;
}

const help = `
FILE exports a subject: how your client is made and what it can do. JavaScript or
TypeScript, no build step; sigsim audit my-client.ts --init writes a first one.
Properties and rules of your own may be exports of it, too.

Each run draws who is there, what the line is like, which faults come and what people
do, from the seed and its own number alone, and is held against the rules of the judge
and the invariants of the doubles. What breaks one is shrunk to the shortest story that
still does, and kept in .sigsim/failures, to be tried first next time.

A web client meets each run in one of both manners: as the documentation has it, or as
the published Web SDK 1.4.0 did; --web fixes it.

  sigsim fuzz chat.subject.ts
  sigsim fuzz chat.subject.ts --runs 20000 --seed 7
  sigsim fuzz chat.subject.ts --time 10m
  sigsim fuzz chat.subject.ts --web documented            in one manner alone; or 1.4.0
  sigsim fuzz chat.subject.ts --sdk real                  on the published Web SDK itself
  sigsim fuzz chat.subject.ts --seed 7 --run 1234         that run alone
  sigsim fuzz chat.subject.ts --redis redis://127.0.0.1:6379
  sigsim fuzz chat.subject.ts --shard 1/4 --json > 1.json  then: sigsim merge *.json

Exit codes: 0 nothing is wrong, 1 wrong use, 2 something is wrong.`;

const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

/**
 * Reads a number that is given as an option. @throws {UsageError} if it is not a number, or too
 * small
 */
export function wholeNumber(command: string, name: string, text: string, least = 1): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(
    `${command}.option`,
    `${command}: ${name} is ${show(text)}. Give a whole number, ${least} or more.`,
  );
}

const whole = (name: string, text: string, least = 1): number =>
  wholeNumber('fuzz', name, text, least);

/** Runs that no limit of time will ever reach. */
const endless = 1_000_000;

/** Reads a shard: `2/8`. @throws {UsageError} if it is not a shard */
function shardOf(text: string): { readonly index: number; readonly count: number } {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new UsageError(
    'fuzz.shard',
    `fuzz: --shard is ${show(text)}. Give which of how many: --shard 2/8.`,
  );
}

/** Plays one run by itself and shows all of it. */
async function playOne(file: string, options: Options, output: Output): Promise<void> {
  const { benchIn } = await import('../fuzz/bench.ts');
  const { playRun, playScenario } = await import('../../campaign/play.ts');
  const bench = await benchIn(file, options.off ?? [], sdkOf('fuzz', options));
  const run = whole('--run', options.run ?? '');
  const { faults, scenario } = await playRun(bench, whole('--seed', options.seed, 0), run);
  let lanes = '';
  await playScenario(bench, scenario, ({ world }) => {
    lanes = String(world.trace);
  });
  const wrong = faults.filter(({ verdict }) => verdict === 'wrong');
  if (wrong.length > 0) output.fail();
  if (options.json === true) {
    output.write(JSON.stringify({ run, scenario, faults }, null, 2));
    return;
  }
  output.write(lanes);
  for (const { rule, verdict, why } of faults) output.write(`${verdict} ${rule}: ${why.en}`);
  if (faults.length === 0)
    output.write(`${output.paint.green('✓')} nothing is wrong in run ${run}`);
}

/** Runs a campaign; gives its report, and how long it took. */
/* oxlint-disable-next-line max-lines-per-function -- one thing after another, each with what was made before */
async function campaign(
  file: string,
  options: Options,
  output: Output,
): Promise<{ readonly report: CampaignReport; readonly ms: number }> {
  const { conduct, reportOf } = await import('../../campaign/campaign.ts');
  const { ThreadCrew } = await import('../fuzz/crew.ts');
  const { hashOfFile, keptFolder, readKept } = await import('../fuzz/kept.ts');
  const seed = whole('--seed', options.seed, 0);
  const limit =
    options.time === undefined
      ? Infinity
      : msOfDuration('fuzz: --time', options.time.replace(/^(\d+)m$/, '$1 min'));
  const runs = options.time === undefined ? whole('--runs', options.runs) : endless;
  const shard = options.shard === undefined ? undefined : shardOf(options.shard);
  const kept = options.keep ? readKept(keptFolder) : [];
  const subject = hashOfFile(file);
  const begun = performance.now();
  let isInterrupted = false;
  const isOver = (): boolean => isInterrupted || performance.now() - begun > limit;
  const off = options.off ?? [];
  const sdk = sdkOf('fuzz', options);
  const count =
    options.workers === undefined ? availableParallelism() : whole('--workers', options.workers);
  const patienceMs = whole('--patience', options.patience) * 1_000;
  const threads = new ThreadCrew({ file, seed, off, sdk, count, patienceMs, isOver });
  const interrupt = (): void => {
    if (isInterrupted) process.exit(130);
    isInterrupted = true;
    output.warn('ending with what was found so far; Ctrl-C again ends at once');
  };
  let remote: RedisCrew | undefined;
  process.on('SIGINT', interrupt);
  try {
    // Whoever has others work looks at the client first, too: what is wrong with it is said at once.
    await threads.begin();
    const { client } = threads;
    if (options.redis !== undefined) {
      threads.end();
      const { nodeMajor, RedisCrew } = await import('../fuzz/redis.ts');
      const about = { file: basename(file), subject, by: version, node: nodeMajor() };
      const open = { ...about, seed, runs, client, off, sdk };
      remote = await RedisCrew.open(options.redis, open, isOver, (text) => {
        output.warn(text);
      });
    }
    const made = await conduct(
      {
        seed,
        runs,
        kept,
        check: options.checkDeterminism === true ? 'all' : 'some',
        ...(shard !== undefined && { shard }),
        onProgress: (what, done, all) => {
          const leftMs = limit - (performance.now() - begun);
          if (what === 'fuzzing, run' && limit !== Infinity)
            output.progress(what, done, undefined, { leftMs });
          else output.progress(what, done, all, {});
        },
      },
      remote ?? threads,
    );
    const about: CampaignAbout = {
      client,
      file,
      ...(sdk !== undefined && { sdk }),
      subject,
      by: version,
      seed,
      runs: options.time === undefined ? runs : made.tally.runs,
    };
    const shards = shard === undefined ? undefined : { count: shard.count, has: [shard.index] };
    const isCut = options.time === undefined ? made.isCut : isInterrupted;
    const report = reportOf(about, { ...made, isCut }, shards);
    return { report, ms: performance.now() - begun };
  } finally {
    process.off('SIGINT', interrupt);
    threads.end();
    await remote?.end();
  }
}

/** Keeps what was found, and prints a report. */
export async function present(
  report: CampaignReport,
  {
    ms,
    isKept,
    isJSON,
  }: { readonly ms?: number; readonly isKept: boolean; readonly isJSON: boolean },
  output: Output,
): Promise<void> {
  const { campaignJSON, failuresOf, wrongIn } = await import('../../campaign/report.ts');
  const { keepFailure, keepTrace, keptFolder } = await import('../fuzz/kept.ts');
  const { campaignText } = await import('../fuzz/text.ts');
  const placed = new Map(
    failuresOf(report).map((failure) => {
      if (!isKept)
        return [failure.rule, { file: undefined, why: 'not asked for', trace: undefined }];
      const done = keepFailure(keptFolder, report.client, failure);
      const trace = keepTrace('.sigsim/traces', failure);
      const file = 'file' in done ? done.file : undefined;
      const why = 'why' in done ? done.why : undefined;
      if (why !== undefined) {
        output.warn(`a failure of ${failure.rule} could not be kept (${why}): it is in the report`);
      }
      return [failure.rule, { file, why, trace }];
    }),
  );
  if (wrongIn(report) > 0) output.fail();
  if (!isJSON) {
    output.write(campaignText(report, placed, output));
    return;
  }
  const rate = ms === undefined ? {} : { runsPerS: (report.tally.runs / ms) * 1_000 };
  const timing = ms === undefined ? {} : { timing: { ms: Math.round(ms), ...rate } };
  output.write(JSON.stringify({ ...campaignJSON(report), ...timing }, null, 2));
}

/** Adds `sigsim fuzz`. */
export function addFuzz(program: Command, output: Output): Command {
  const command = program
    .command('fuzz')
    .description('a seeded campaign against your client, what fails shrunk to its shortest story')
    .argument('<file>', 'a file that exports a subject');
  return addSdkOptions(command)
    .option('--runs <number>', 'how many runs', '1000')
    .option('--seed <number>', 'the seed of all chance', '1')
    .option('--run <number>', 'this run alone, with its lanes')
    .option('--time <duration>', 'as many runs as fit: 10m, "90 s"; instead of --runs')
    .option('--shard <i/n>', 'one of so many parts, for sigsim merge')
    .option('--workers <number>', 'threads; as many as there are cores where it is left out')
    .option(
      '--off <name>',
      'a rule or property that does not count; may be given several times',
      collect,
    )
    .option('--redis <url>', 'sigsim worker FILE --redis URL does the work, on any machines')
    .option('--check-determinism', 'play every run twice, not a sample only')
    .option('--patience <seconds>', 'after which a client that does not return is ended', '30')
    .option('--no-keep', 'keep no failures in .sigsim, and try none that are there')
    .option('--json', 'one JSON document')
    .addHelpText('after', help)
    .action(async (file: string, options: Options) => {
      if (options.run !== undefined) {
        await playOne(file, options, output);
        return;
      }
      const { report, ms } = await campaign(file, options, output);
      const isJSON = options.json === true;
      await present(report, { ms, isKept: options.keep, isJSON }, output);
    });
}
