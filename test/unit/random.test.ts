import { expect, test } from 'vitest';
import { Random } from '../../src/world/random.ts';

/** The first number of a stream. */
const first = new Random(1, 'stream').next();

test('random: the same seed and name give the same numbers, another seed or name others', () => {
  expect(new Random(1, 'stream').next()).toBe(first);
  expect(new Random(2, 'stream').next()).not.toBe(first);
  expect(new Random(1, 'stream 2').next()).not.toBe(first);
});

test('random: what is certain and what is impossible draw nothing', () => {
  const random = new Random(1, 'stream');

  expect([0, -1].map((chance) => random.chance(chance))).toEqual([false, false]);
  expect([1, 2].map((chance) => random.chance(chance))).toEqual([true, true]);
  expect(random.next()).toBe(first);
});

test('random: a chance comes true if the number drawn is less, and not if it is the same', () => {
  expect(new Random(1, 'stream').chance(first)).toBe(false);
  expect(new Random(1, 'stream').chance(first + Number.EPSILON)).toBe(true);
});
