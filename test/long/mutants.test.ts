// The comparison with the real SDK notices every change of what stands in src/published/quirks.ts.
import { beforeAll, describe, expect, test } from 'vitest';
import { cells, playCell } from '../support/fidelity/cells.ts';
import { apart, missing } from '../support/fidelity/held.ts';
import { mutants } from '../support/fidelity/mutants.ts';

describe.skipIf(missing !== undefined)('a double that does one thing otherwise', () => {
  const real = new Map<string, readonly string[]>();
  const shown = new Map<string, string>();

  beforeAll(async () => {
    for (const [name, cell] of Object.entries(cells)) real.set(name, await playCell('real', cell));
  });

  test('there are enough of them', () => {
    expect(mutants.size).toBeGreaterThanOrEqual(50);
  });

  test.each([...mutants.keys()])('%s is caught', async (which) => {
    const manner = mutants.get(which);
    if (manner === undefined) throw new Error(which);
    for (const [name, cell] of Object.entries(cells)) {
      const log = await playCell(manner, cell);
      if (apart(real.get(name) ?? [], log) === undefined) continue;
      shown.set(which, name);
      break;
    }

    expect(shown.has(which), 'no cell shows it').toBe(true);
  });
});
