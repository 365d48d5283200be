// A campaign: many runs against one client, reported as if they were played in order, whoever does the work.
// First comes what failed before, then the runs, then the stories of what was broken.
import { show, unknownName, UsageError } from '../base/errors.ts';
import { checkOptions, type Kind } from '../base/given.ts';
import { learn } from '../judge/learned.ts';
import { standardNames } from '../judge/names.ts';
import { rulesOf } from '../judge/audit.ts';
import type { JudgeRule } from '../judge/rules/rule.ts';
import { checkSubject, onPublished, type Subject, type WebManner } from '../run/index.ts';
import { checkScenario } from '../scenario/player.ts';
import type { Scenario } from '../scenario/index.ts';
import { invariants } from './invariants.ts';
import {
  doJob,
  emptyTally,
  mergeTallies,
  type Check,
  type Done,
  type Job,
  type Kept,
  type Story,
  type Tally,
} from './jobs.ts';
import { playScenario as play, type Bench, type Side } from './play.ts';
import type { Fault } from './judged.ts';
import type { Property } from './property.ts';
import {
  lostOf,
  type CampaignAbout,
  type CampaignReport,
  type Lost,
  type Shards,
} from './report.ts';

/** What a client is checked against. */
export interface BenchOptions {
  /** The rules of the judge to check it against. @default all of them */
  readonly rules?: readonly JudgeRule[];
  /** The names of rules and properties to leave out. @default none */
  readonly off?: readonly string[];
  /** Properties of your own, besides those of the doubles. */
  readonly properties?: readonly Property[];
  /**
   * The manner of the web shape in which every run is played. @default for a web client, drawn for each
   * run, unless its subject says `web: 'documented'`, or comes from `onPublished` or `onRealSdk`
   */
  readonly web?: WebManner;
}

/** The options of a campaign. */
export interface FuzzOptions extends BenchOptions {
  /** @default 1000 */
  readonly runs?: number;
  /** @default 1 */
  readonly seed?: number;
  /** Plays every run twice, and says where the two differ. @default a sample */
  readonly checkDeterminism?: boolean;
  /** Failures of earlier campaigns, tried first. */
  readonly kept?: readonly { readonly name: string; readonly scenario: Scenario }[];
  /** Called with the progress. */
  readonly onProgress?: (done: number, all: number) => void;
  /** Ends it early: what was found by then is reported. */
  readonly signal?: AbortSignal;
}

const benchOptions = {
  rules: 'list',
  off: 'list',
  properties: 'list',
  web: 'anything',
} as const satisfies Readonly<Record<keyof BenchOptions, Kind>>;

const manners: readonly WebManner[] = ['documented', '1.4.0'];

/** Learns what a client is like in a manner, when that manner is first asked for. */
function sidesOf(subject: Subject): Bench['side'] {
  const known = new Map<WebManner, Promise<Side>>();
  return (manner) => {
    const isOwn = manner === 'documented' || subject.sdk !== undefined;
    const before = known.get(isOwn ? 'documented' : manner);
    if (before !== undefined) return before;
    const there = isOwn ? subject : { ...onPublished(subject), name: subject.name };
    const side = learn(there, standardNames, 1).then((learned) => ({ subject: there, learned }));
    known.set(isOwn ? 'documented' : manner, side);
    return side;
  };
}

/** The manners that runs draw from. @throws {UsageError} if the client cannot log in in one of them */
async function mannersOf(
  subject: Subject,
  side: Bench['side'],
  web: WebManner | undefined,
): Promise<readonly WebManner[]> {
  const isOne = web !== undefined || subject.sdk !== undefined || subject.web !== undefined;
  if (isOne) {
    const only = web ?? 'documented';
    await side(only);
    return [only];
  }
  const { learned } = await side('documented');
  if (learned.shape !== 'web') return ['documented'];
  try {
    await side('1.4.0');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(
      error.id,
      `${error.message} That was in the manner of 1.4.0; as documented, it works: give --web documented, or ` +
        "web: 'documented' in its subject, to play it only that way.",
    );
  }
  return manners;
}

/**
 * Learns what a client is like, and collects what to check it against.
 *
 * @throws {UsageError} if it is not a subject, or cannot log in when all is well
 */
export async function benchOf<App>(
  subject: Subject<App>,
  { rules, off = [], properties = [], web }: BenchOptions = {},
): Promise<Bench> {
  const checked = checkSubject('fuzz', subject);
  const all = [...invariants, ...properties];
  const ofJudge = off.filter((name) => !all.some((one) => one.name === name));
  if (web !== undefined && !manners.includes(web)) {
    throw unknownName('campaign.option', 'fuzz: web', 'manner', web, manners);
  }
  const side = sidesOf(checked);
  return {
    client: checked.name,
    manners: await mannersOf(checked, side, web),
    side,
    rules: rulesOf('fuzz', { ...(rules !== undefined && { rules }), off: ofJudge }),
    properties: all.filter(({ name }) => !off.includes(name)),
  };
}

/** Whoever does the jobs of a campaign: this process, threads, other machines. */
export interface Crew {
  /** Does jobs in any order; each ends with a call of `onDone`, or of `onLost` with what happened to it. */
  work(
    jobs: readonly Job[],
    onDone: (job: Job, done: Done) => void,
    onLost: (lost: Lost) => void,
  ): Promise<void>;
}

/** What a campaign has to do. */
export interface Plan {
  readonly seed: number;
  readonly runs: number;
  readonly check: Check;
  readonly kept: readonly { readonly name: string; readonly scenario: Scenario }[];
  readonly shard?: { readonly index: number; readonly count: number };
  /** Whether the time is up, so that no more runs are begun. */
  readonly isOver?: () => boolean;
  readonly onProgress?: (what: string, done: number, all: number) => void;
}

/** How many runs a job has: few enough to lose with a thread, many enough to be worth a message. */
const chunk = 20;

/** Whether a run belongs to a shard. */
const isOf = (run: number, { index, count }: { readonly index: number; readonly count: number }) =>
  Math.floor((run - 1) / chunk) % count === index - 1;

/** Cuts runs into jobs. */
export function jobsOf({ runs, check, shard = { index: 1, count: 1 } }: Plan): readonly Job[] {
  const jobs: Job[] = [];
  for (let from = 1; from <= runs; from += chunk) {
    if (!isOf(from, shard)) continue;
    jobs.push({ what: 'runs', from, to: Math.min(from + chunk, runs + 1), check });
  }
  return jobs;
}

/** The result of a plan. */
export interface Made {
  readonly tally: Tally;
  readonly stories: readonly Story[];
  readonly kept: readonly Kept[];
  readonly lost: readonly Lost[];
  readonly isCut: boolean;
}

/** Has a crew carry out a plan. */
export async function conduct(plan: Plan, crew: Crew): Promise<Made> {
  let tally = emptyTally;
  const stories: Story[] = [];
  const kept: Kept[] = [];
  const lost: Lost[] = [];
  const isFirst = plan.shard === undefined || plan.shard.index === 1;
  const olds = isFirst ? plan.kept.map((one): Job => ({ what: 'kept', ...one })) : [];
  const jobs = jobsOf(plan);
  const all = jobs.reduce((sum, job) => sum + (job.what === 'runs' ? job.to - job.from : 0), 0);
  const hear = (_job: Job, done: Done): void => {
    if (done.what === 'runs') tally = mergeTallies(tally, done.tally);
    else if (done.what === 'shrink') stories.push(done.story);
    else kept.push(done.kept);
    if (done.what === 'runs') plan.onProgress?.('fuzzing, run', tally.runs, all);
  };
  const lose = (one: Lost): void => {
    lost.push(one);
  };
  await crew.work(olds, hear, lose);
  await crew.work(jobs, hear, lose);
  const isCut = tally.runs + lost.filter(({ during }) => during === 'run').length < all;
  const broken = Object.values(tally.found).filter(({ verdict }) => verdict !== 'advice');
  let told = 0;
  await crew.work(
    broken.map(({ run, rule }): Job => ({ what: 'shrink', run, rule })),
    (job, done) => {
      hear(job, done);
      plan.onProgress?.('shrinking, failure', ++told, broken.length);
    },
    lose,
  );
  return {
    tally,
    stories: stories.toSorted((a, b) => (a.rule < b.rule ? -1 : 1)),
    kept: kept.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    lost: lostOf(lost),
    isCut,
  };
}

/** This process alone: a client that never returns hangs it. */
export const soloCrew = (bench: Bench, seed: number, isOver: () => boolean): Crew => ({
  async work(jobs, onDone) {
    for (const job of jobs) {
      if (isOver() && job.what === 'runs') return;
      onDone(job, await doJob(bench, seed, job));
    }
  },
});

const counted = (name: string, value: number, least: number): number => {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(
    'campaign.option',
    `fuzz: ${name} is ${show(value)}. Give a whole number, ${least} or more.`,
  );
};

/** The report on the result of a plan. */
export const reportOf = (about: CampaignAbout, made: Made, shards?: Shards): CampaignReport => ({
  ...about,
  ...made,
  ...(shards !== undefined && { shards }),
});

/**
 * Runs a campaign against a client in this process: random calls, faults and timing. Each run depends only
 * on the seed and its own number; what breaks a rule is shrunk to the shortest story that still does.
 *
 * A client that hangs also hangs the campaign: the command `sigsim fuzz FILE` can end such clients.
 *
 * @throws {UsageError} if it is not a subject, cannot log in, or an option is unknown
 * @example
 * const report = await fuzz(subject, { runs: 200, seed: 7 });
 * failuresOf(report).map(({ rule, run }) => `${rule} in run ${run}`);
 */
export async function fuzz<App>(
  subject: Subject<App>,
  options: FuzzOptions = {},
): Promise<CampaignReport> {
  checkOptions('fuzz', options, {
    ...benchOptions,
    runs: 'anything',
    seed: 'anything',
    checkDeterminism: 'flag',
    kept: 'list',
    onProgress: 'function',
    signal: 'object',
  } satisfies Readonly<Record<keyof FuzzOptions, Kind>>);
  const runs = counted('runs', options.runs ?? 1_000, 1);
  const seed = counted('seed', options.seed ?? 1, 0);
  const { onProgress, signal, kept = [], checkDeterminism = false } = options;
  const bench = await benchOf(subject, options);
  const plan: Plan = {
    seed,
    runs,
    kept,
    check: checkDeterminism ? 'all' : 'some',
    ...(onProgress !== undefined && { onProgress: (_, done, all) => onProgress(done, all) }),
  };
  const crew = soloCrew(bench, seed, () => signal?.aborted === true);
  const about = { client: bench.client, file: 'SUBJECT', subject: '', by: '', seed, runs };
  return reportOf(about, await conduct(plan, crew));
}

/** The result of a scenario. */
export interface PlayedScenario {
  /** The rules and properties that were broken, without advice. */
  readonly broken: readonly Fault[];
  /** What happened, as lanes. */
  readonly lanes: string;
}

/**
 * Plays a scenario with a client, and checks it against the rules like a run of a campaign: for a test of
 * a fault that a campaign has found.
 *
 * @throws {UsageError} if it is not a subject, or cannot log in when all is well
 * @example
 * const { broken } = await playScenario(subject, scenario);
 * broken.map(({ rule }) => rule); // []
 */
export async function playScenario<App>(
  subject: Subject<App>,
  scenario: Scenario,
  options: BenchOptions = {},
): Promise<PlayedScenario> {
  const pass = 'Pass the subject, then what readScenario() returned.';
  checkScenario('playScenario', scenario, pass);
  checkOptions('playScenario', options, benchOptions);
  let lanes = '';
  const bench = await benchOf(subject, { web: scenario.web ?? 'documented', ...options });
  const { faults } = await play(bench, scenario, ({ world }) => {
    lanes = String(world.trace);
  });
  return { broken: faults, lanes };
}
