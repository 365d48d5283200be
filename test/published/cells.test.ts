// Every cell of lifecycles.md that speaks of 1.4.0 and every row of wire-protocol.md 10, on the real SDK
// and on the double.
import { describe, expect, test } from 'vitest';
import { cells, compareCell } from '../support/fidelity/cells.ts';
import { missing } from '../support/fidelity/held.ts';
import { double } from '../support/fidelity/stage.ts';

describe.skipIf(missing !== undefined)('1.4.0 and its double', () => {
  test.each(Object.keys(cells))('%s', async (name) => {
    expect(await compareCell(cells[name] as (typeof cells)[string], double)).toBeUndefined();
  });
});
