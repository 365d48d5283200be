import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Suite } from 'sigsim/paths';
import { linesOf, sigsimHere, type Ended } from '../support/command.ts';

const parse = ({ out }: Ended): Suite => JSON.parse(out) as Suite;

test('paths: --json writes one document, with what is covered, what cannot be, and the bound', async () => {
  const ended = await sigsimHere(['paths', '--cover', 'codes', '--model', 'login', '--json']);

  const { universe, covered, infeasible, steps, lowerBound } = parse(ended);
  expect([ended.exit, ended.err]).toEqual([0, '']);
  expect(covered + infeasible.length).toBe(universe);
  expect(steps).toBeGreaterThanOrEqual(lowerBound);
});

test('paths: says what is covered, what cannot be and why, and the bound', async () => {
  const { out } = await sigsimHere(['paths', '--cover', 'transitions', '--model', 'invite']);

  expect(linesOf(out).slice(0, 7)).toEqual([
    '49/51 transitions of invite covered',
    '1 path, 76 steps; no suite has fewer than 76 (exact)',
    '',
    '1 legacy: it is taken only if deprecated codes are on (legacy)',
    '    caller.pending|peer.unable|0',
    '1 timing: steps lead there, but no timing allows them all; other delays might',
    '    caller.pending.inviting|after notReceived|0',
  ]);
});

test.each(['vitest', 'mermaid', 'dot', 'csv', 'json'])(
  'paths: writes %s to a file',
  async (format) => {
    const folder = mkdtempSync(join(tmpdir(), 'sigsim-'));
    const file = join(folder, 'suite');
    const wanted = ['paths', '--cover', 'codes', '--model', 'messaging', '--format', format];

    const printed = await sigsimHere(wanted);
    const written = await sigsimHere([...wanted, '--out', file]);

    expect(written.out).toBe(`3/3 codes covered, in ${file}\n`);
    expect(readFileSync(file, 'utf8')).toBe(printed.out);
    rmSync(folder, { recursive: true });
  },
);

test.each([
  [
    ['--cover', 'edgse'],
    'error: paths: there is no criterion "edgse". Known: states, transitions, codes, pairs, triples, edges. Did you mean "edges"?\n',
  ],
  [
    ['--cover', 'codes', '--format', 'jsno'],
    'error: paths: no format "jsno". Known: json, vitest, mermaid, dot, csv. Did you mean "json"?\n',
  ],
  [
    ['--cover', 'codes', '--model', 'invite', '--from', 'ringin'],
    'error: paths: there is no state "ringin". Did you mean "ringing"?\n',
  ],
  [
    ['--cover', 'codes', '--model', 'messaging', '--out', '/no/such/folder/x'],
    'error: paths: "/no/such/folder/x" cannot be written: ENOENT: no such file or directory, open \'/no/such/folder/x\'.\n',
  ],
])('paths: %j is refused with what to type instead', async (args, message) => {
  const { exit, out, err } = await sigsimHere(['paths', ...args]);

  expect([exit, out, err]).toEqual([1, '', message]);
});
