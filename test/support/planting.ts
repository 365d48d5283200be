// Plants faults, has a campaign find and shrink each, and holds what comes of it to what trying all finds.
import { benchOf } from '../../src/campaign/campaign.ts';
import { playRun, type Bench } from '../../src/campaign/play.ts';
import { shrink } from '../../src/campaign/shrink.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import { breaks, broken, drawPlant, planted, runsMax, shorterThan } from './plants.ts';

/** How long a story is: each rule counts as the step that it saves. */
const lengthOf = ({ steps, rules = [] }: Scenario): number => steps.length + rules.length;

async function find(bench: Bench, seed: number): Promise<Scenario> {
  for (let run = 1; run <= runsMax; run++) {
    const { faults, scenario } = await playRun(bench, seed, run);
    if (faults.length > 0) return scenario;
  }
  throw new Error(
    `the plant of seed ${seed} is not found in ${runsMax} runs, one of which it was drawn from`,
  );
}

/** What came of some planted faults. */
export interface Planting {
  /** How many stories are as short as can be, and which are not. */
  readonly held: number;
  readonly longer: readonly string[];
  /** How many stories cannot be tried all in the given number of plays. */
  readonly undecided: number;
}

/** Shrinks the faults of some seeds, and counts those that are as short as can be. */
export async function tally(what: {
  readonly seeds: readonly number[];
  readonly playsMax: number;
}): Promise<Planting> {
  const longer: string[] = [];
  let [held, undecided] = [0, 0];
  for (const seed of what.seeds) {
    const plant = await drawPlant(seed);
    const all = await benchOf(planted(plant), { properties: [broken(plant)] });
    const bench = {
      ...all,
      rules: [],
      properties: all.properties.filter(({ name }) => name === 'broken'),
    };
    const scenario = await find(bench, seed);
    const { scenario: shrunk } = await shrink(scenario, (one) => breaks(bench, one));
    const length = lengthOf(shrunk);
    const searched = await shorterThan(bench, plant, length, what.playsMax);
    if (searched === 'undecided') undecided += 1;
    else if (searched === 'none') held += 1;
    else
      longer.push(`seed ${seed}: ${plant.join(', ')}: ${length} steps, ${JSON.stringify(shrunk)}`);
  }
  return { held, longer, undecided };
}
