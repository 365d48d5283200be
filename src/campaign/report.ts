// What a campaign says at the end: what was broken, each with the shortest story that shows it, how much of
// the charts was seen, and whether runs are the same when played again.
import { codes, type CodeName, type Text } from '../../machines/codes.ts';
import { UsageError } from '../base/errors.ts';
import { checkGiven, isObject } from '../base/given.ts';
import type { Scenario } from '../scenario/index.ts';
import { moves, pairCount } from './charts.ts';
import type { Differs } from './again.ts';
import { emptyTally, mergeTallies, type Kept, type Story, type Tally } from './jobs.ts';

/** Version of the JSON form of a report. */
export const campaignVersion = 1;

/** What identifies a campaign: all who take part in it must have the same. */
export interface CampaignAbout {
  /** The name of the client. */
  readonly client: string;
  /** The file of the subject, as it was given. */
  readonly file: string;
  /** The SDK that the client runs on, as the command names it; left out if a manner is drawn. */
  readonly sdk?: 'native' | 'web' | 'real' | '1.4.0';
  /** A hash of that file; `''` if there is none. */
  readonly subject: string;
  /** The version of sigsim. */
  readonly by: string;
  readonly seed: number;
  /** How many runs it has in all; with a time limit, those that were played. */
  readonly runs: number;
}

/** A rule that was broken. */
export interface Failure {
  readonly rule: string;
  readonly verdict: 'warn' | 'wrong';
  readonly why: Text;
  /** The client under test; undefined if the double itself is at fault. */
  readonly client: string | undefined;
  /** The first run in which it was broken, and in how many it was. */
  readonly run: number;
  readonly count: number;
  /** The shortest story of it. */
  readonly scenario: Scenario;
  readonly isShortest: boolean;
  readonly lanes: string;
  readonly trace: string;
}

/** Something that was given up because the client never returned, ended the process, or used up the memory. */
export interface Lost {
  /** What was going on: a run, its shrinking, or a kept failure; `runs` if it took many of them, as a leak does. */
  readonly during: 'run' | 'shrinking' | 'kept' | 'runs';
  /** The number of the run; the name of the rule that it broke, if it was shrunk, or of the kept failure. */
  readonly run?: number;
  readonly name?: string;
  readonly rule: string;
  readonly why: Text;
}

/** Which shards of a campaign a report is of. */
export interface Shards {
  readonly count: number;
  readonly has: readonly number[];
}

/** A report. */
export interface CampaignReport extends CampaignAbout {
  readonly shards?: Shards;
  readonly tally: Tally;
  readonly stories: readonly Story[];
  readonly kept: readonly Kept[];
  readonly lost: readonly Lost[];
  /** Whether it was ended before all runs were played. */
  readonly isCut: boolean;
}

/** What was broken, the worst and the earliest first. @throws {UsageError} if it is not a campaign's report */
export function failuresOf(report: CampaignReport): readonly Failure[] {
  const isReport = isObject(report) && isObject(report.tally);
  checkGiven(
    'failuresOf',
    report,
    isReport,
    'the report of a campaign',
    'Pass what fuzz() returned.',
  );
  const { tally, stories } = report;
  return Object.values(tally.found)
    .flatMap(({ rule, verdict, client, run, count }): readonly Failure[] => {
      const story = stories.find((one) => one.rule === rule && one.run === run);
      if (story === undefined || verdict === 'advice') return [];
      const { why, scenario, isShortest, lanes, trace } = story;
      return [{ rule, verdict, why, client, run, count, scenario, isShortest, lanes, trace }];
    })
    .toSorted(
      (a, b) =>
        Number(b.verdict === 'wrong') - Number(a.verdict === 'wrong') ||
        a.run - b.run ||
        (a.rule < b.rule ? -1 : 1),
    );
}

/** What was lost, in order; a leak is told once, whichever threads it was noticed in. */
export function lostOf(all: readonly Lost[]): readonly Lost[] {
  const leak = all.find(({ during }) => during === 'runs');
  const others = all.filter(({ during }) => during !== 'runs');
  const sorted = others.toSorted((a, b) => (a.run ?? 0) - (b.run ?? 0));
  return leak === undefined ? sorted : [...sorted, leak];
}

/** How many things are wrong: what breaks a rule, what still does, what was lost, what differs. */
export const wrongIn = (report: CampaignReport): number =>
  failuresOf(report).filter(({ verdict }) => verdict === 'wrong').length +
  report.kept.filter(({ broken }) => broken.length > 0).length +
  report.lost.length +
  report.tally.differs.length;

/** How much was seen, out of how much, and how fast new things came. */
export interface Sight {
  readonly seen: number;
  readonly all: number;
  /** The last run that saw something new; 0 if none did. */
  readonly lastNew: number;
}

const sightOf = (firsts: Readonly<Record<string, number>>, all: number): Sight => {
  const runs = Object.values(firsts);
  return { seen: runs.length, all, lastNew: runs.reduce((most, run) => Math.max(most, run), 0) };
};

/** What a campaign has seen. */
export interface Sights {
  readonly codes: Sight & { readonly unseen: readonly CodeName[] };
  readonly steps: Sight;
  readonly pairs: Sight;
  /** New codes, steps and pairs in each tenth of the runs. */
  readonly fresh: readonly number[];
}

/** How much of the charts a campaign has seen. */
export function sightsOf({ tally, runs }: Pick<CampaignReport, 'tally' | 'runs'>): Sights {
  const firsts = [tally.codes, tally.moves, tally.pairs].flatMap((one) => Object.values(one));
  const fresh = Array.from({ length: 10 }, () => 0);
  for (const run of firsts) {
    const tenth = Math.min(9, Math.floor(((run - 1) * 10) / Math.max(1, runs)));
    fresh[tenth] = (fresh[tenth] ?? 0) + 1;
  }
  return {
    codes: {
      ...sightOf(tally.codes, codes.length),
      unseen: codes.map(({ name }) => name).filter((name) => tally.codes[name] === undefined),
    },
    steps: sightOf(tally.moves, moves.length),
    pairs: sightOf(tally.pairs, pairCount),
    fresh,
  };
}

/** The command that shows a failure again. */
export const replayOf = ({ file, seed, sdk }: CampaignAbout, run: number): string =>
  `npx sigsim fuzz ${file} --seed ${seed} --run ${run}${sdkFlags(sdk)}`;

/** The flags that select the SDK that a client ran on. */
function sdkFlags(sdk: CampaignAbout['sdk']): string {
  if (sdk === undefined) return '';
  return sdk === '1.4.0' ? ' --web 1.4.0' : ` --sdk ${sdk}`;
}

/** A test to paste, which fails as long as the fault is there. */
export function testOf(
  { rule, why, scenario }: Pick<Failure, 'rule' | 'why' | 'scenario'>,
  { file, sdk }: Pick<CampaignAbout, 'file' | 'sdk'>,
): string {
  const isReal = sdk === 'real';
  const body = JSON.stringify(scenario, null, 2).replaceAll('\n', '\n    ');
  return [
    "import { playScenario } from 'sigsim/campaign';",
    ...(isReal ? ["import { onRealSdk } from 'sigsim/paths';"] : []),
    "import { expect, test } from 'vitest';",
    `import client from ${JSON.stringify(file.startsWith('.') || file.startsWith('/') ? file : `./${file}`)};`,
    '',
    `test(${JSON.stringify(`${rule}: ${why.en}`)}, async () => {`,
    `  const { broken } = await playScenario(${isReal ? 'onRealSdk(client)' : 'client'}, ${body.replaceAll('\n    ', '\n  ')});`,
    '',
    `  expect(broken.map(({ rule }) => rule)).not.toContain(${JSON.stringify(rule)});`,
    '});',
    '',
  ].join('\n');
}

/** The report of a whole campaign, or of a shard, as JSON. */
export function campaignJSON(report: CampaignReport): object {
  const { client, file, sdk, subject, by, seed, runs, shards, tally, kept, lost, isCut } = report;
  const of = { client, file, ...(sdk !== undefined && { sdk }), subject, by, seed };
  const head = { sigsim: 'campaign', version: campaignVersion, ...of };
  const sights = sightsOf(report);
  return {
    ...head,
    runs,
    played: tally.runs,
    ...(isCut && { isCut }),
    steps: tally.steps,
    drawn: tally.drawn,
    impossible: tally.impossible,
    wrong: wrongIn(report),
    failures: failuresOf(report).map(({ lanes, trace: _trace, why, scenario, ...one }) => ({
      ...one,
      why: why.en,
      steps: scenario.steps.length,
      scenario,
      replay: replayOf(report, one.run),
      lanes: lanes.split('\n'),
      test: testOf({ rule: one.rule, why, scenario }, report).split('\n'),
    })),
    kept,
    lost: lost.map((one) => ({ ...one, why: one.why.en })),
    seen: sights,
    determinism: { checked: tally.checked, differs: tally.differs },
    ...(shards !== undefined && { shards, parts: { tally, stories: report.stories, lost } }),
  };
}

interface Written {
  readonly sigsim?: unknown;
  readonly version?: unknown;
  readonly parts?: {
    readonly tally: Tally;
    readonly stories: readonly Story[];
    readonly lost: readonly Lost[];
  };
}

/**
 * Reads the report of a shard.
 *
 * @throws {UsageError} if it is not one, or has another version
 */
export function readCampaign(file: string, value: unknown): CampaignReport {
  const wrong = (what: string): UsageError =>
    new UsageError(
      'campaign.file',
      `${file}: ${what} Give what sigsim fuzz --shard I/N --json printed.`,
    );
  const written = Object(value) as Written & CampaignReport;
  if (written.sigsim !== 'campaign') throw wrong('it is not a report of a campaign.');
  if (written.version !== campaignVersion) {
    throw new UsageError(
      'campaign.version',
      `${file}: version ${String(written.version)} is not ${campaignVersion}. ` +
        'Merge with the sigsim that made the file.',
    );
  }
  const { parts, shards } = written;
  if (parts === undefined || shards === undefined) {
    throw wrong('it is the report of a whole campaign, not of a shard.');
  }
  if (typeof parts.tally?.runs !== 'number' || !Array.isArray(parts.stories)) {
    throw wrong('its parts are missing.');
  }
  const { client, sdk, subject, by, seed, runs, kept } = written;
  const { tally, stories, lost } = parts;
  return {
    client,
    file: written.file,
    ...(sdk !== undefined && { sdk }),
    subject,
    by,
    seed,
    runs,
    shards,
    tally,
    stories,
    kept,
    lost,
    isCut: 'isCut' in written && written.isCut,
  };
}

/** A value in a report, or that it is left out. */
const shown = (value: unknown): string => JSON.stringify(value) ?? 'left out';

const sameIn = ['client', 'sdk', 'subject', 'by', 'seed', 'runs'] as const;

/**
 * Merges the reports of shards into exactly the report of the whole campaign.
 *
 * @throws {UsageError} if they are of different campaigns, one comes twice, or one is missing
 */
export function mergeCampaigns(
  reports: readonly { readonly file: string; readonly report: CampaignReport }[],
): CampaignReport {
  const [first, ...others] = reports;
  if (first === undefined) throw new UsageError('campaign.merge', 'merge: no report. Give some.');
  const { count } = first.report.shards as Shards;
  const has = new Map<number, string>();
  for (const { file, report } of reports) {
    for (const key of sameIn) {
      if (report[key] === first.report[key]) continue;
      throw new UsageError(
        'campaign.merge',
        `merge: ${file} is from another campaign than ${first.file}: its ${key} is ` +
          `${shown(report[key])}, not ${shown(first.report[key])}.`,
      );
    }
    const shards = report.shards as Shards;
    if (shards.count !== count) {
      throw new UsageError(
        'campaign.merge',
        `merge: ${file} is one of ${shards.count} shards, ${first.file} one of ${count}.`,
      );
    }
    for (const index of shards.has) {
      const before = has.get(index);
      if (before !== undefined) {
        throw new UsageError(
          'campaign.merge',
          `merge: shard ${index}/${count} is in ${before} and in ${file}. Give each once.`,
        );
      }
      has.set(index, file);
    }
  }
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((one) => !has.has(one));
  if (missing.length > 0) {
    throw new UsageError(
      'merge.missing',
      `merge: ${missing.map((one) => `shard ${one}/${count}`).join(', ')} is missing. ` +
        'Give the files of all shards.',
    );
  }
  const all = [first, ...others].map(({ report }) => report);
  const { shards: _shards, ...about } = first.report;
  return {
    ...about,
    tally: all.map(({ tally }) => tally).reduce(mergeTallies, emptyTally),
    stories: all.flatMap(({ stories }) => stories),
    kept: all.flatMap(({ kept }) => kept),
    lost: lostOf(all.flatMap(({ lost }) => lost)),
    isCut: all.some(({ isCut }) => isCut),
  };
}

/** What was different when a run was played again, in a sentence. */
export const differsText = ({ run, line, first, second, causes }: Differs): string =>
  `run ${run} differs when played again: event ${line} was ${first}, then ${second}. Possible causes: ${causes.join('; ')}.`;
