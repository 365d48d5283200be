// Two thousand in fifty channels, for an hour: whatever happens to their lines, what each is told adds up.
//
//   SEED=81 CROWDS=1 npx vitest run --project long test/long/crowd.test.ts     plays one seed again
import { expect, test } from 'vitest';
import { playCrowd } from '../support/crowd/crowd.ts';

const first = Number(process.env['SEED'] ?? 1);
const count = Number(process.env['CROWDS'] ?? 1);
const seeds = Array.from({ length: count }, (_, i) => [first + i]);

test.each(seeds)('crowd: an hour of 2,000 in 50 channels, seed %d', async (seed) => {
  const { complaints, counts } = await playCrowd({
    seed,
    members: 2000,
    channels: 50,
    seconds: 3600,
  });
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`seed ${seed}: ${JSON.stringify(counts)}, ${megabytes} MB`);

  expect(complaints).toEqual([]);
  expect(megabytes).toBeLessThan(1024);
});

test('crowd: the same seed tells everybody the same', async () => {
  const options = { seed: first, members: 100, channels: 4, seconds: 600 };

  const [one, two] = [await playCrowd(options), await playCrowd(options)];

  expect(two).toEqual(one);
});
