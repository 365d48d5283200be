// Every path of the suites of every model passes, against both doubles.
import { criteria, modelNames } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { doubles, ran, recipes } from '../support/running.ts';

const suites = modelNames.flatMap((model) =>
  criteria.flatMap((cover) =>
    [false, true].map((legacy) => [model, cover, legacy ? 'with legacy' : 'without'] as const),
  ),
);

test.each(suites)(
  'paths: %s, %s, %s, passes by both doubles',
  async (model, cover, legacy) => {
    for (const [, double] of doubles) {
      const outcome = await ran({ cover, model, legacy: legacy === 'with legacy' }, double);

      expect(recipes(outcome)).toEqual([]);
      expect(outcome.passed).toBeGreaterThan(0);
    }
  },
  1_800_000,
);
