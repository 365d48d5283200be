// What the model says is what both doubles do: every path of a suite passes.
import { modelNames } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { doubles, ran, recipes } from '../support/running.ts';

const lifecycles = modelNames.filter((name) => !['client', 'pair'].includes(name));

test.each(doubles)('paths: every transition of every lifecycle passes, %s', async (_n, double) => {
  for (const model of lifecycles) {
    const outcome = await ran({ cover: 'transitions', model, legacy: true }, double);

    expect(recipes(outcome)).toEqual([]);
    expect(outcome.passed).toBeGreaterThan(0);
  }
});

test.each(doubles)('paths: every code of a client passes, %s', async (_n, double) => {
  const outcome = await ran({ cover: 'codes', legacy: true }, double);

  expect(recipes(outcome)).toEqual([]);
  expect(outcome.passed).toBeGreaterThan(0);
});
