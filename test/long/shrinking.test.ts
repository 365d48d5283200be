// The shortest story of a planted fault, as shrinking gives it and as trying all gives it.
import { expect, test } from 'vitest';
import { tally } from '../support/planting.ts';

test('campaign: of planted faults, at least 95 in 100 are shrunk to a story that trying all finds no shorter one of', async () => {
  const seeds = Array.from({ length: 60 }, (_, at) => at + 1);
  const { longer, undecided, held } = await tally({ seeds, playsMax: 5_000 });
  const decided = held + longer.length;
  console.info(
    `campaign: planted faults: ${held} of ${decided} shortest, ${undecided} undecided\n${longer.join('\n')}`,
  );

  expect(decided).toBeGreaterThanOrEqual(50);
  expect(held / decided).toBeGreaterThanOrEqual(0.95);
});
