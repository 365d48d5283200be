// The parts of a nightly run: each gives a line with its figures, and whether it holds.
import { createHash } from 'node:crypto';
import { conduct, reportOf, type Plan } from '../../src/campaign/campaign.ts';
import { failuresOf, wrongIn } from '../../src/campaign/report.ts';
import type { OnProgress } from '../../src/base/progress.ts';
import { ThreadCrew } from '../../src/cli/fuzz/crew.ts';
import { share } from './crew.ts';
import type { Options } from './options.ts';
import { carefulFile, mutantsOfOne, type Done, type Job } from './jobs.ts';

/** What came of a part. */
export interface Outcome {
  readonly holds: boolean;
  readonly text: string;
}

/** How a part is done. */
export interface Means extends Options {
  readonly progress: OnProgress;
}

const grouped = (count: number): string => count.toLocaleString('en-US');
/** More words behind some, where there are any. */
const tail = (lead: string, words: readonly string[]): string =>
  words.length === 0 ? '' : lead + words.join(', ');
/** How much makes a whole part. */
const carefulRuns = 100_000;
const seedCount = 10_000;
const mutantRuns = 1_000;
/** Mutants that may live, of all. */
const aliveMax = 0.05;
/** Seeds of one job. */
const chunk = 25;

/** The careful chat survives a campaign, and each of a sample of its runs is the same again. */
export async function careful({ workers, share: part, progress }: Means): Promise<Outcome> {
  const runs = Math.ceil(carefulRuns * part);
  const crew = new ThreadCrew({
    file: carefulFile,
    seed: 1,
    off: [],
    count: workers,
    patienceMs: 60_000,
    isOver: () => false,
  });
  const plan: Plan = { seed: 1, runs, check: 'some', kept: [], onProgress: progress };
  try {
    await crew.begin();
    const made = await conduct(plan, crew);
    const about = { client: crew.client, file: carefulFile, subject: '', by: '', seed: 1, runs };
    const report = reportOf(about, made);
    const { tally } = made;
    const broken = failuresOf(report).map(
      ({ rule, run, verdict }) => `${verdict} ${rule} (${run})`,
    );
    return {
      holds: wrongIn(report) === 0 && tally.runs === runs,
      text:
        `${grouped(tally.runs)} runs, ${grouped(tally.steps)} steps, ${wrongIn(report)} wrong` +
        `${tail(': ', broken)}; ` +
        `${grouped(tally.checked)} played twice, ${tally.differs.length} not the same again`,
    };
  } finally {
    crew.end();
  }
}

/** The same comes of every seed, twice; the hash of all of it is to be the same on every machine. */
export async function seeds({ workers, share: part, progress }: Means): Promise<Outcome> {
  const count = Math.ceil(seedCount * part);
  const jobs: Job[] = [];
  for (let from = 1; from <= count; from += chunk) {
    jobs.push({ what: 'seeds', from, to: Math.min(from + chunk, count + 1) });
  }
  const all: (Done & { readonly what: 'seeds' })[] = [];
  let played = 0;
  await share(jobs, workers, (done) => {
    if (done.what !== 'seeds') return;
    all.push(done);
    played += done.to - done.from;
    progress('seeds', played, count);
  });
  const differs = all.flatMap((one) => one.differs).toSorted((a, b) => a - b);
  const hash = createHash('sha256');
  for (const one of all.toSorted((a, b) => a.from - b.from)) hash.update(one.hash);
  return {
    holds: differs.length === 0 && played === count,
    text:
      `${grouped(played)} seeds, twice each: ` +
      `${differs.length === 0 ? 'the same again' : tail('not the same again: ', differs.map(String))}; ` +
      `hash of all ${hash.digest('hex').slice(0, 16)}`,
  };
}

/** Campaigns kill the mutants of the careful examples. */
export async function mutants({ workers, share: part, progress }: Means): Promise<Outcome> {
  const every = Math.round(1 / part);
  const jobs = mutantsOfOne
    .map((_, at): Job => ({ what: 'mutant', at, runs: mutantRuns }))
    .filter((_, at) => at % every === 0);
  const alive: string[] = [];
  const kills: number[] = [];
  await share(jobs, workers, (done) => {
    if (done.what !== 'mutant') return;
    if (done.killedIn === undefined) alive.push(done.name);
    else kills.push(done.killedIn);
    progress('mutants', alive.length + kills.length, jobs.length);
  });
  const last = Math.max(0, ...kills);
  return {
    holds: alive.length <= jobs.length * aliveMax,
    text:
      `${kills.length} of ${jobs.length} killed within ${grouped(mutantRuns)} runs each, the last in run ${last}` +
      tail('; alive: ', alive.toSorted()),
  };
}
