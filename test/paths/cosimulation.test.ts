// The composed models against live XState actors: a walk over every edge, and random walks. After each
// step both are in the same state and have said the same, in order.
import { expect, test } from 'vitest';
import { compareAll, compareRandom } from '../support/compare-live.ts';

test.each([
  ['login', true],
  ['channel', false],
  ['messaging', false],
  ['invite', true],
])('model: every edge of %s is what live actors do, legacy %s', (model, legacy) => {
  expect(compareAll(model, legacy)).toEqual([]);
});

test.each([1, 2, 3])('model: a random walk of client is what live actors do, seed %d', (seed) => {
  expect(compareRandom('client', true, seed, 2_000)).toEqual([]);
});
