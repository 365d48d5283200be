import { expect, test } from 'vitest';
import { compareAll, compareRandom } from '../support/compare-live.ts';

test('model: every edge of client is as live actors have it', () => {
  expect(compareAll('client', true)).toEqual([]);
});

test('model: 100,000 random events of client are as live actors have them', () => {
  expect(compareRandom('client', true, 81, 100_000)).toEqual([]);
});
