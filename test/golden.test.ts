// What happens, as one hash a trace: whoever changes how sigsim is built sees at once where it behaves
// otherwise. Where it is to, `npx vitest run --project unit test/golden.test.ts -u` writes the new ones
// down, and the commit says which they are and why.
import { expect, test } from 'vitest';
import { lessons } from '../src/lessons/index.ts';
import { native, web, type Subject } from '../src/run/index.ts';
import { createPlayer, type Scenario } from '../src/scenario/index.ts';
import { scripts } from '../src/tour/script.ts';
import { hashRandomRules } from './support/random-rules.ts';

async function hashOf<App>(scenario: Scenario, subject: Subject<App>): Promise<string> {
  const player = createPlayer(scenario, subject);
  await player.run();
  return player.world.trace.hash().slice(0, 16);
}

const hashesOf = async <App>(
  some: readonly (readonly [name: string, scenario: Scenario])[],
  subject: Subject<App>,
): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    await Promise.all(some.map(async ([name, one]) => [name, await hashOf(one, subject)] as const)),
  );

test('golden: the tour, the lessons and random rules leave the traces that they always left', async () => {
  const tour = scripts.map(({ code, scenario }) => [code, scenario] as const);
  const hashes = {
    tour: await hashesOf(tour, native),
    'tour with the web double': await hashesOf(tour, web),
    lessons: await hashesOf(
      lessons.flatMap(({ name, scenario, choices }) => [
        [name, scenario] as const,
        ...choices.map(({ plays = [] }, at): readonly [string, Scenario] => [
          `${name}, choice ${at + 1}`,
          { ...scenario, steps: [...scenario.steps, ...plays] },
        ]),
      ]),
      native,
    ),
    'random rules': await hashRandomRules(5, 25),
  };

  await expect(`${JSON.stringify(hashes, null, 2)}\n`).toMatchFileSnapshot('fixtures/golden.json');
});
