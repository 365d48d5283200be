// Every cell of lifecycles.md that speaks of 1.4.0 and every row of wire-protocol.md 10, on the real SDK
// and on the double; and the table of what each of them says, which such a story has to show. The long
// tests print the table.
import { describe, expect, test } from 'vitest';
import { cells, playCell } from '../support/fidelity/cells.ts';
import { apart, missing } from '../support/fidelity/held.ts';
import { rowCount, rows } from '../support/fidelity/rows/all.ts';
import { double } from '../support/fidelity/stage.ts';
import { ecodesOf, lacking } from '../support/fidelity/table.ts';

describe.skipIf(missing !== undefined)('1.4.0 and its double', () => {
  /** The stories in which the two were the same, by name. */
  const compared = new Map<string, readonly string[]>();

  test.each(Object.keys(cells))('%s', async (name) => {
    const cell = cells[name] as (typeof cells)[string];
    const log = await playCell('real', cell);

    expect(apart(log, await playCell(double, cell))).toBeUndefined();
    compared.set(name, log);
  });

  test('a compared story shows every cell and every row, or it says why none can', () => {
    const seen = rows.map(([at, says, cell, shows]) => {
      const log = compared.get(cell);
      return { at, says, cell, lacks: log === undefined ? 'no story' : lacking(shows, log) };
    });

    console.log(rowCount);
    expect(seen.filter(({ lacks }) => lacks !== undefined)).toEqual([]);
  });

  test('the stories raise every code that 1.4.0 raises in a browser, and no other', () => {
    const heard = new Set([...compared.values()].flatMap(ecodesOf));

    expect([...heard].toSorted()).toEqual(
      ['0', '101', '102', '103', '201', '204', '206', '207', '209'].toSorted(),
    );
  });

  test('every story shows some cell or row', () => {
    const used = new Set(rows.map(([, , cell]) => cell));

    expect(Object.keys(cells).filter((name) => !used.has(name))).toEqual([]);
  });
});
