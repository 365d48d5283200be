// Shrinking, held to trying all; more of it is in test/long/shrinking.test.ts.
import { expect, test } from 'vitest';
import { tally } from '../support/planting.ts';

test('campaign: a planted fault is shrunk to a story that trying all finds no shorter one of', async () => {
  const { held, longer } = await tally({ seeds: [6, 10, 29], playsMax: 1_000 });

  expect(longer).toEqual([]);
  expect(held).toBe(3);
});
