// Every observation of wire-protocol.md that has an id is a test named after it, or says why not; and so is
// every row of its section 10.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const at = (path: string): URL => new URL(path, import.meta.url);
const { tests, without, rows } = JSON.parse(
  readFileSync(at('../fixtures/observations.json'), 'utf8'),
) as {
  tests: readonly string[];
  without: Readonly<Record<string, string>>;
  /** The tests of each row, by their ids or titles, for each table. */
  rows: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
};

/** The tests of the wire, on the virtual one and in Chromium. */
const sources = ['.', '../browser']
  .flatMap((folder) =>
    readdirSync(at(`${folder}/`))
      .filter((file) => folder === '.' || file === 'wire.test.ts')
      .map((file) => readFileSync(at(`${folder}/${file}`), 'utf8')),
  )
  .join('\n');

/** The titles of tests as they are written: first in their parentheses, and before what they run. */
const titles = new Set(
  [...sources.matchAll(/\(\s*'((?:[^'\\\n]|\\.)*)',\s*(?:async\s*)?\(/g)].map(([, title]) => title),
);

/** Whether a title, or a row of a table of tests, begins with an id, alone or in a list. */
const isTested = (id: string): boolean =>
  id.startsWith('L:')
    ? titles.has('L:%s: the reason "%s" is told as %i') && sources.includes(`['${id.slice(2)}', `)
    : new RegExp(String.raw`['"](?:[A-Z]\d+[a-z]?, )*${id}(?:, [A-Z]\d+[a-z]?)*[:'"]`).test(
        sources,
      );

const isId = (name: string): boolean => tests.includes(name);

/** The ids in the brackets of a row: `[D4, X4]`. */
const idsOf = (row: string): readonly string[] =>
  [...row.matchAll(/\[([^\]]+)\]/g)].flatMap(([, ids = '']) => ids.split(', '));

test.each(tests)('observation %s is a test', (id) => {
  expect(isTested(id)).toBe(true);
});

test('observations without a test are at most five, each with its reason', () => {
  const reasons = Object.values(without);

  expect(reasons.length).toBeLessThanOrEqual(5);
  expect(reasons.every((reason) => reason.length > 20)).toBe(true);
  expect(Object.keys(without).filter(isTested)).toEqual([]);
});

const all = Object.entries(rows).flatMap(([table, entries]) =>
  Object.entries(entries).map(([row, names]) => [table, row, names] as const),
);

test.each(all)('%s: %s: is a test', (_, row, names) => {
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !(isId(name) ? isTested(name) : titles.has(name)))).toEqual([]);
  // The observations that the row itself names are among its tests.
  const begins = (id: string) => names.some((name) => name === id || name.startsWith(`${id}: `));
  expect(idsOf(row).filter((id) => !begins(id))).toEqual([]);
});

test('no row of section 10 is left out', () => {
  const counts = Object.entries(rows).map(([table, entries]) => [
    table,
    Object.keys(entries).length,
  ]);

  expect(Object.fromEntries(counts)).toEqual({
    'session life cycle': 22,
    timers: 10,
    ecodes: 7,
    'below the tables': 5,
  });
});
