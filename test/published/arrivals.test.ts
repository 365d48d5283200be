// docs/published.md, "What arrives where", is made of runs.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { arrivals } from '../support/fidelity/arrivals.ts';

const cells = (row: string): readonly string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

test('the table of arrivals is what the runs give', async () => {
  const page = readFileSync(new URL('../../docs/published.md', import.meta.url), 'utf8');
  const table = page.split('\n').filter((line) => /^\| +\d+ \|/.test(line));

  expect(table.map(cells)).toEqual((await arrivals()).map(cells));
});
