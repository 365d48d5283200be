import { modelNames } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { compareLogic } from '../support/compare-logic.ts';

test.each(modelNames.filter((name) => name !== 'pair'))(
  'modelLogic: %s is the explored graph, with deprecated codes',
  (model) => {
    expect(compareLogic(model, true)).toEqual([]);
  },
);

test('modelLogic: the whole client is the explored graph', () => {
  expect(compareLogic('client', false)).toEqual([]);
});
