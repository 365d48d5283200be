// Every observation of wire-protocol.md that has an id is a test named after it, or says why not.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const at = (path: string): URL => new URL(path, import.meta.url);
const { tests, without } = JSON.parse(
  readFileSync(at('../fixtures/observations.json'), 'utf8'),
) as { tests: readonly string[]; without: Readonly<Record<string, string>> };

/** The titles of the tests of the wire, on the virtual one and in Chromium, their tables included. */
const titles = ['.', '../browser']
  .flatMap((folder) =>
    readdirSync(at(`${folder}/`))
      .filter((file) => /wire|look-up|login|session|frames|mailbox|channel|call/.test(file))
      .map((file) => readFileSync(at(`${folder}/${file}`), 'utf8')),
  )
  .join('\n');

/** Whether a title, or a row of a table of tests, begins with an id, alone or in a list. */
const isTested = (id: string): boolean =>
  id.startsWith('L:')
    ? titles.includes(`'L:%s:`) && titles.includes(`['${id.slice(2)}', `)
    : new RegExp(String.raw`['"](?:[A-Z]\d+[a-z]?, )*${id}(?:, [A-Z]\d+[a-z]?)*[:'"]`).test(titles);

test.each(tests)('observation %s is a test', (id) => {
  expect(isTested(id)).toBe(true);
});

test('observations without a test are at most five, each with its reason', () => {
  const reasons = Object.values(without);

  expect(reasons.length).toBeLessThanOrEqual(5);
  expect(reasons.every((reason) => reason.length > 20)).toBe(true);
  expect(Object.keys(without).filter(isTested)).toEqual([]);
});
