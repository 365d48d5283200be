// What the build keeps of our statecharts, held against XState. From sources, as in all other tests, XState is
// asked each time.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parts } from '../../machines/lifecycles.ts';
import { changedSince } from '../../src/build/sources.ts';
import { adapted, explore, systemOf } from '../../src/paths/model/models.ts';
import { compileAnew } from '../../src/paths/model/table.ts';
import { kept, revived, tableFile, type KeptTable } from '../../src/paths/model/tables.ts';

const root = new URL('../../', import.meta.url);
const isOld = changedSince(root).length > 0;
const why = 'dist is not built of these sources: npm run build';

const each = [...parts.values()].flatMap((part) =>
  [false, true].map((legacy) => ({ name: part.name, part, legacy })),
);

test.each(each)('tables: $name, legacy $legacy, comes back as it was kept', ({ part, legacy }) => {
  const table = compileAnew(part, { legacy, statesMax: 10_000 });

  const text = JSON.stringify(kept(table));

  expect(revived(part, JSON.parse(text) as KeptTable)).toEqual(table);
});

test.for(each)(
  'tables: what the build keeps of $name, legacy $legacy, is what XState says',
  ({ part, legacy }, { skip }) => {
    skip(isOld, why);
    const table = compileAnew(part, { legacy, statesMax: 10_000 });

    const file = new URL(`dist/src/paths/model/${tableFile(part, legacy)}`, root);

    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(kept(table))}\n`);
  },
);

test.for([{}, { legacy: true }, { retries: 1 }, { statesMax: 3 }, { timing: { sendReply: 1 } }])(
  'tables: the package explores a model as the sources do, with %o',
  async (options, { skip }) => {
    skip(isOld, why);
    const built = (await import(new URL('dist/src/suites/index.js', root).href)) as {
      readonly explore: typeof explore;
    };

    expect(built.explore('messaging', options)).toEqual(explore('messaging', options));
  },
);

test('tables: options that change nothing in a part leave it the one that is kept', () => {
  const { parts: own } = systemOf('test', 'messaging');
  const { parts: same } = adapted(systemOf('test', 'messaging'), { retries: 1 });

  expect(same[0]).toBe(own[0]);
});
