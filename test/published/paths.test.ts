// The paths of the suites on the real SDK and on the double in its manner, from the first step to the
// last: what is heard, when, and what can be read. Those of whole clients, of pairs and of two clients: test/long.
import { describe, expect, test } from 'vitest';
import { generate } from '../../src/paths/generate.ts';
import { compareSuite } from '../support/fidelity/follow.ts';
import { missing } from '../support/fidelity/held.ts';

describe.skipIf(missing !== undefined)(
  'the paths of a suite, on the real SDK and on the double',
  () => {
    test.each(['codes', 'transitions'] as const)(
      '%s: the same at every step, and four of five paths are followed whole',
      async (cover) => {
        const compared = await compareSuite(generate({ model: 'login', cover, each: true }));

        console.log(compared.text);
        expect(compared.apart).toEqual([]);
        expect(compared.share).toBeGreaterThanOrEqual(0.8);
      },
    );
  },
);
