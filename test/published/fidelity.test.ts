// The double in the manner of 1.4.0 and the published SDK, on the same wire: the same story, the same
// log, with every callback, argument, field and virtual millisecond. Five hundred stories here; more and
// longer ones in test/long.
import { describe, test } from 'vitest';
import { compareMany, missing } from '../support/fidelity/held.ts';
import { brisk, long } from '../support/fidelity/steps.ts';

describe.skipIf(missing !== undefined)('the double and the real SDK', () => {
  test('hear the same in random stories', () => compareMany(330, 1, { length: brisk }));

  test('hear the same in long ones', () => compareMany(10, 2, { length: long }));

  test('send the same frames', () => compareMany(80, 3, { length: brisk, frames: true }));

  test('do so on an iPhone', () => compareMany(80, 4, { length: brisk, agent: 'iPhone' }));
});
