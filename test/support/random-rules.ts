// What holds for every set of rules, whatever it says: a few in every run, many in the long one.
import { createHash } from 'node:crypto';
import {
  array,
  assert,
  asyncProperty,
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  record,
  sample,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { createWorld, UsageError } from 'sigsim';
import { expect } from 'vitest';
import { codes } from '../../machines/codes.ts';
import { addRule, type ScenarioRule, type WrittenDuration } from '../../src/scenario/index.ts';
import { faultKinds, type faultOperations } from '../../src/world/rules/faults.ts';
import { clientStates } from '../../src/world/rules/when.ts';
import { tellInJSON, tellInTypeScript } from './story.ts';

const budgets = { one: 1, few: 3 };
const living = codes.filter(({ deprecated }) => !deprecated).map(({ name }) => name);
const maybe = <T>(of: Arbitrary<T>): Arbitrary<T | undefined> =>
  oneof({ weight: 4, arbitrary: constant(undefined) }, { weight: 1, arbitrary: of });

const when = {
  account: maybe(constantFrom('alice', 'bob')),
  channel: maybe(constantFrom('lobby', 'games')),
  while: maybe(constantFrom(...clientStates)),
  from: maybe(constantFrom<WrittenDuration>('1 s', '4 s', '20 s')),
  until: maybe(constantFrom<WrittenDuration>('5 s', '30 s')),
  nth: maybe(integer({ min: 1, max: 3 })),
  every: maybe(integer({ min: 1, max: 3 })),
  times: maybe(integer({ min: 1, max: 4 })),
  pattern: maybe(constantFrom('x', 'x.x', '.xx')),
  chance: maybe(constantFrom(0.2, 0.5, 1)),
  budget: maybe(constantFrom('one', 'few')),
};

/** What faults are drawn for: spelt out, since the hash of the traces hangs on the order of a draw. */
const on: readonly (typeof faultOperations)[number][] = [
  'login',
  'logout',
  'join',
  'leave',
  'query',
  'message',
  'invite',
  'accept',
  'refuse',
  'dtmf',
  'attribute',
  'status',
  'membership',
  'push',
];

/** Rules as JSON has them: what is left out is not there. Optional, so that none need fire. */
const rule = oneof(
  record({ fail: constantFrom(...living), ...when }),
  record({
    fault: constantFrom(...faultKinds),
    on: maybe(constantFrom(...on)),
    delay: maybe(constantFrom<WrittenDuration>('50 ms', '3 s', '15 s')),
    ...when,
  }),
).map((made) => JSON.parse(JSON.stringify({ ...made, optional: true })) as ScenarioRule);

/** The rules that a world takes one after the other. */
function taken(rules: readonly ScenarioRule[]): readonly ScenarioRule[] {
  const world = createWorld({ budgets });
  return rules.filter((one) => {
    try {
      addRule(world, one);
      return true;
    } catch (error) {
      if (error instanceof UsageError) return false;
      throw error;
    }
  });
}

const most = (one: ScenarioRule): number =>
  one.pattern?.replaceAll('.', '').length ??
  one.times ??
  (one.every === undefined && one.chance === undefined ? 1 : Number.POSITIVE_INFINITY);

/** Rules, the seed of their world, and whether it has deprecated codes. */
const worlds = [
  array(rule, { minLength: 1, maxLength: 5 }),
  integer({ min: 1, max: 9 }),
  boolean(),
] as const;

/** Tells the story under random sets of rules, on good lines and on bad ones; gives the hash of all traces. */
export async function hashRandomRules(seed: number, numRuns: number): Promise<string> {
  const bad = { latencyMs: 20, jitterMs: 80, loss: 0.05, reorder: 0.2, duplicate: 0.2 };
  const hashes: string[] = [];
  for (const [wanted, worldSeed, legacy] of sample(tuple(...worlds), { seed, numRuns })) {
    for (const network of [{}, bad]) {
      const rules = taken(wanted);
      const options = { seed: worldSeed, legacy, budgets, network };
      const { world } = await tellInTypeScript(options, (one) =>
        rules.map((made) => addRule(one, made)),
      );
      hashes.push(world.trace.hash());
    }
  }
  return createHash('sha256').update(hashes.join('\n')).digest('hex').slice(0, 16);
}

/** Tells the story under random sets of rules, in both forms; gives how often rules fired in all. */
export async function checkRandomRules(seed: number, numRuns: number): Promise<number> {
  let count = 0;
  const property = asyncProperty(...worlds, async (wanted, worldSeed, legacy) => {
    const rules = taken(wanted);
    const options = { seed: worldSeed, legacy, budgets };

    const here = await tellInTypeScript(options, (world) =>
      rules.map((one) => addRule(world, one)),
    );
    const there = await tellInJSON(options, rules);

    expect(there.world.trace.hash()).toBe(here.world.trace.hash());
    for (const [i, one] of rules.entries()) expect(here.fired[i]).toBeLessThanOrEqual(most(one));
    for (const [name, budget] of Object.entries(budgets)) {
      const spent = rules.map((one, i) => (one.budget === name ? (here.fired[i] ?? 0) : 0));
      expect(spent.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(budget);
    }
    count += here.fired.reduce((sum, n) => sum + n, 0);
    expect(here.world.errors).toEqual([]);
  });
  await assert(property, { seed, numRuns });
  return count;
}
