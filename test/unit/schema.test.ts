// The small words of which our schemas are made.
import { expect, test } from 'vitest';
import { oneOf } from '../../src/base/schema.ts';

test('schema: a choice of words has some, so that a lifecycle without acts, calls or timers is left out', () => {
  expect(oneOf(['one', 'two'])).toEqual({ type: 'string', enum: ['one', 'two'] });
  expect(() => oneOf([])).toThrow('schema: one of no words. Leave the schema out.');
});
