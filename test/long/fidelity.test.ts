// As test/published/fidelity.test.ts, ten thousand stories.
import { compareCode, real } from 'sigsim/paths';
import { describe, expect, test } from 'vitest';
import { codes } from '../../machines/codes.ts';
import { accepted } from '../support/fidelity/accepted.ts';
import { compareMany, missing } from '../support/fidelity/held.ts';
import { hidden, rows, tableText } from '../support/fidelity/rows/all.ts';
import { long } from '../support/fidelity/steps.ts';

describe.skipIf(missing !== undefined)('the double and the real SDK, at length', () => {
  test.each([11, 12, 13, 14, 15])('hear the same in 1000 stories of seed %i', (seed) =>
    compareMany(1000, seed, { length: long }),
  );

  test.each([21, 22, 23])('send the same frames in 1000 stories of seed %i', (seed) =>
    compareMany(1000, seed, { length: long, frames: true }),
  );

  test.each([31, 32])('do so on an iPhone in 1000 stories of seed %i', (seed) =>
    compareMany(1000, seed, { length: long, agent: 'iPhone' }),
  );
});

describe.skipIf(missing !== undefined)('what arrives where', () => {
  test.each(codes.map(({ name }) => name))(
    '%s: the published SDK tells the same story',
    async (name) => {
      const [own, other] = [await compareCode(name), await compareCode(name, real())];

      expect(own.lanes[2]).toEqual({ ...other.lanes[2], client: 'the double' });
    },
  );

  test('the table of cells and rows is printed, and little of it is not shown', () => {
    console.log(tableText);

    expect(hidden.length).toBeLessThan(rows.length / 20);
  });

  test('the differences that are accepted are few', () => {
    console.log(accepted.map(({ what, why }) => `accepted: ${what} (${why})`).join('\n'));

    expect(accepted.length).toBeLessThan(8);
  });
});
