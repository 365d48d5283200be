// What the model says is what both doubles do: every path of a suite passes.
import type { Subject } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { lifecycles } from '../../machines/index.ts';
import { doubles, ran, recipes } from '../support/running.ts';

/** Whether a double can make any of the calls of a lifecycle. */
const canDo = (calls: object, double: Subject): boolean =>
  Object.keys(calls).some((name) => Object.hasOwn(double.do, name));

test.each(doubles)('paths: every transition of every lifecycle passes, %s', async (_n, double) => {
  for (const { name: model, calls } of lifecycles) {
    if (!canDo(calls, double)) continue;
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
