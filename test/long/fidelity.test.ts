// As test/published/fidelity.test.ts, ten thousand stories.
import { describe, test } from 'vitest';
import { compareMany, missing } from '../support/fidelity/held.ts';
import { long } from '../support/fidelity/steps.ts';

describe.skipIf(missing !== undefined)('the double and the real SDK, at length', () => {
  test.each([11, 12, 13, 14, 15])('hear the same in 1000 stories of seed %i', (seed) =>
    compareMany(1000, seed, { length: long }),
  );

  test.each([21, 22, 23])('send the same frames in 1000 stories of seed %i', (seed) =>
    compareMany(1000, seed, { length: long, frames: true }),
  );

  test.each([31, 32])('do so on an iPhone in 1000 stories of seed %i', (seed) =>
    compareMany(1000, seed, { length: long, agent: 'iPhone' }),
  );
});
