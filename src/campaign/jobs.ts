// How a campaign is split, so that one process, many threads or many machines can do it: each job and its
// result are plain data, and the result depends only on the client, the seed and the job.
import type { CodeName, Text } from '../../machines/codes.ts';
import { errorText } from '../base/errors.ts';
import type { Scenario } from '../scenario/index.ts';
import { traceFile } from '../world/keep.ts';
import { checkAgain, type Differs } from './again.ts';
import type { Fault } from './judged.ts';
import { playRun, playScenario, type Bench } from './play.ts';
import { shrink } from './shrink.ts';

/** Something to do for a campaign. */
export type Job =
  | { readonly what: 'runs'; readonly from: number; readonly to: number; readonly check: Check }
  | { readonly what: 'shrink'; readonly run: number; readonly rule: string }
  | { readonly what: 'kept'; readonly name: string; readonly scenario: Scenario };

/** Which runs are played twice: some, all, or none. */
export type Check = 'some' | 'all' | 'none';

/** A rule that was broken, and the first run in which it was. */
export interface Found extends Pick<Fault, 'rule' | 'verdict' | 'client'> {
  readonly why: Text;
  readonly run: number;
  /** In how many runs. */
  readonly count: number;
}

/** The results of runs. */
export interface Tally {
  readonly runs: number;
  readonly steps: number;
  readonly drawn: number;
  readonly impossible: number;
  /** The first run in which each code came, and each step of a chart, and each pair of steps, was taken. */
  readonly codes: Readonly<Partial<Record<CodeName, number>>>;
  readonly moves: Readonly<Record<string, number>>;
  readonly pairs: Readonly<Record<string, number>>;
  /** By rule. */
  readonly found: Readonly<Record<string, Found>>;
  /** How many runs were played twice, and those that differed the second time. */
  readonly checked: number;
  readonly differs: readonly Differs[];
}

/** The shortest story in which a rule is broken. */
export interface Story {
  readonly rule: string;
  readonly run: number;
  readonly why: Text;
  readonly scenario: Scenario;
  readonly lanes: string;
  /** The trace, as a file that `sigsim replay` and `sigsim page` read. */
  readonly trace: string;
  /** False if shrinking was ended before it was done. */
  readonly isShortest: boolean;
}

/** The result of playing a kept failure again. */
export interface Kept {
  readonly name: string;
  /** The rules that it still breaks. */
  readonly broken: readonly string[];
}

/** The result of a job. */
export type Done =
  | { readonly what: 'runs'; readonly tally: Tally }
  | { readonly what: 'shrink'; readonly story: Story }
  | { readonly what: 'kept'; readonly kept: Kept };

/** Nothing yet. */
export const emptyTally: Tally = {
  runs: 0,
  steps: 0,
  drawn: 0,
  impossible: 0,
  codes: {},
  moves: {},
  pairs: {},
  found: {},
  checked: 0,
  differs: [],
};

const least = (
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> => {
  const all: Record<string, number> = { ...one };
  for (const [key, run] of Object.entries(other)) all[key] = Math.min(all[key] ?? run, run);
  return all;
};

function mergeFound(one: Tally['found'], other: Tally['found']): Tally['found'] {
  const all: Record<string, Found> = { ...one };
  for (const [rule, found] of Object.entries(other)) {
    const known = all[rule];
    if (known === undefined) {
      all[rule] = found;
      continue;
    }
    const first = known.run <= found.run ? known : found;
    all[rule] = { ...first, count: known.count + found.count };
  }
  return all;
}

/** The combined results of two parts of a campaign, in either order. */
export const mergeTallies = (one: Tally, other: Tally): Tally => ({
  runs: one.runs + other.runs,
  steps: one.steps + other.steps,
  drawn: one.drawn + other.drawn,
  impossible: one.impossible + other.impossible,
  codes: least(one.codes, other.codes),
  moves: least(one.moves, other.moves),
  pairs: least(one.pairs, other.pairs),
  found: mergeFound(one.found, other.found),
  checked: one.checked + other.checked,
  differs: [...one.differs, ...other.differs].toSorted((a, b) => a.run - b.run),
});

/** One in this many runs is played twice. */
const sampleEvery = 50;

const at = (keys: Iterable<number | string>, run: number): Record<string, number> =>
  Object.fromEntries([...keys].map((key) => [key, run]));

/** Plays one run; returns its results. */
export async function tallyOf(
  bench: Bench,
  seed: number,
  run: number,
  check: Check,
): Promise<Tally> {
  const isChecked = check === 'all' || (check === 'some' && run % sampleEvery === 1);
  const drawn = await playRun(bench, seed, run, isChecked);
  const differs = isChecked ? await checkAgain(bench, seed, drawn) : undefined;
  return {
    runs: 1,
    steps: drawn.steps,
    drawn: drawn.drawn,
    impossible: drawn.impossible,
    codes: at(drawn.seen.codes, run),
    moves: at(drawn.seen.moves, run),
    pairs: at(drawn.seen.pairs, run),
    found: Object.fromEntries(
      drawn.faults.map(({ rule, verdict, client, why }) => [
        rule,
        { rule, verdict, client, why, run, count: 1 },
      ]),
    ),
    checked: isChecked ? 1 : 0,
    differs: differs === undefined ? [] : [differs],
  };
}

/** The shortest story in which a rule is broken the way it was in a run. */
async function tell(bench: Bench, seed: number, run: number, rule: string): Promise<Story> {
  const only: Bench = {
    ...bench,
    rules: bench.rules.filter(({ name }) => name === rule),
    properties: bench.properties.filter(({ name }) => name === rule),
  };
  const { scenario } = await playRun(only, seed, run);
  const breaks = (faults: readonly Fault[]): Fault | undefined =>
    faults.find((fault) => fault.rule === rule);
  const shrunk = await shrink(scenario, async (one) => {
    if (!bench.manners.includes(one.web ?? 'documented')) return false;
    const { faults } = await playScenario(only, one);
    return breaks(faults) !== undefined;
  });
  let [lanes, trace] = ['', ''];
  const played = await playScenario(only, shrunk.scenario, ({ world }) => {
    lanes = String(world.trace);
    trace = traceFile(world);
  });
  const why = breaks(played.faults)?.why ?? {
    en: 'It does not break the rule again: it behaves differently each time.',
    zh: '再次运行时没有违反：它每次的行为不一样。',
  };
  return {
    rule,
    run,
    why,
    scenario: { title: `${rule}: ${why.en}`, ...shrunk.scenario },
    lanes,
    trace,
    isShortest: shrunk.isDone,
  };
}

/** Does a job; `begin` is told each run before it is played, `stop` says whether to leave out the rest. */
export async function doJob(
  bench: Bench,
  seed: number,
  job: Job,
  begin: (run: number) => void = () => undefined,
): Promise<Done> {
  if (job.what === 'shrink') {
    return { what: 'shrink', story: await tell(bench, seed, job.run, job.rule) };
  }
  if (job.what === 'kept') {
    try {
      const { faults } = await playScenario(bench, job.scenario);
      const broken = faults.filter(({ verdict }) => verdict === 'wrong').map(({ rule }) => rule);
      return { what: 'kept', kept: { name: job.name, broken: [...new Set(broken)] } };
    } catch (error) {
      const broken = [`cannot be played: ${errorText(error)}`];
      return { what: 'kept', kept: { name: job.name, broken } };
    }
  }
  let tally = emptyTally;
  for (let run = job.from; run < job.to; run++) {
    begin(run);
    tally = mergeTallies(tally, await tallyOf(bench, seed, run, job.check));
  }
  return { what: 'runs', tally };
}
