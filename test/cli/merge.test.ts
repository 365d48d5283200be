import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { emptyHarvest, type Harvest } from '../../src/coverage/harvest.ts';
import { createReport, type Thresholds } from '../../src/coverage/report.ts';
import { toJSON, toText } from '../../src/coverage/text.ts';
import { universe } from '../../src/coverage/universe.ts';
import { sigsimHere } from '../support/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigsim-merge-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const harvest: Harvest = { worlds: 1, codes: { LOGIN_E_NET: [2, 1, 1, 0] }, steps: {} };
const shard = (index: number, thresholds: Thresholds = {}): string => {
  const report = createReport(harvest, { thresholds, shard: { index, count: 2 } });
  return write(`codes-${index}-2.json`, toJSON(report));
};
const whole = createReport({ ...harvest, worlds: 2, codes: { LOGIN_E_NET: [4, 2, 2, 0] } });

test('merge: prints the report of the whole run, as text and as JSON', async () => {
  const files = [shard(2), shard(1)];

  expect(await sigsimHere(['merge', ...files])).toEqual({ exit: 0, out: toText(whole), err: '' });
  expect((await sigsimHere(['merge', ...files, '--json'])).out).toBe(toJSON(whole));
});

test('merge: prints JUnit with a case a code and a case a threshold', async () => {
  const files = [shard(1, { raised: 3 }), shard(2, { raised: 3 })];

  const { exit, out } = await sigsimHere(['merge', ...files, '--format', 'junit']);

  expect(exit).toBe(2);
  expect(out).toContain('<testsuite name="sigsim.codes" tests="42" failures="0" skipped="41">');
  expect(out).toContain('<testcase classname="sigsim.codes" name="LOGIN_E_NET"/>');
  expect(out).toContain(
    '<testcase classname="sigsim.thresholds" name="codes raised"><failure ' +
      'message="codes raised: 2.3 % of 42, below the threshold of 3 %"/></testcase>',
  );
});

test('merge: prints Markdown for the summary of a job', async () => {
  const files = [shard(1, { raised: 2, recovered: 50 }), shard(2, { raised: 2, recovered: 50 })];

  const { out } = await sigsimHere(['merge', ...files, '--format', 'markdown']);

  expect(out).toContain('| codes raised | 1/42 | 2.3 % | ✅ 2 % |\n');
  expect(out).toContain('| followed by recovery | 1/17 | 5.8 % | ❌ 50 % |\n');
  expect(out).toContain('- `SUCCESS` never raised\n');
});

test('merge: a threshold that is missed ends with 2', async () => {
  const files = [shard(1, { raised: 3 }), shard(2, { raised: 3 })];

  const { exit, out } = await sigsimHere(['merge', ...files]);

  expect(exit).toBe(2);
  expect(out).toContain('✗ codes raised: 2.3 % of 42, below the threshold of 3 %\n');
});

/** What a shard counts of a door. */
const counted = (taken: number) => [
  {
    machine: 'door',
    actors: 1,
    states: { closed: 1, open: taken, locked: 0 },
    transitions: { 'closed|OPEN|0': taken },
    pairs: {},
  },
];

test('merge: adds up what shards took of machines, checks their thresholds and ends with 2', async () => {
  const files = [0, 2].map((taken, i) => {
    const report = createReport(emptyHarvest(), {
      machines: counted(taken),
      machineThresholds: { states: 60, transitions: 100 },
      shard: { index: i + 1, count: 2 },
    });
    return write(`machines-${i + 1}-2.json`, toJSON(report));
  });

  const { exit, out } = await sigsimHere(['merge', ...files]);

  expect(out).toBe(
    'Coverage of machines\n' +
      '  door: 2/3 states, 1/1 transitions, 0/0 pairs by 2 actors\n' +
      '    states not taken: locked\n',
  );
  expect(exit).toBe(0);
  const junit = await sigsimHere(['merge', ...files, '--format', 'junit']);
  expect(junit.out).toContain('<testcase classname="sigsim.thresholds" name="door: states"/>');
  const { machines } = JSON.parse((await sigsimHere(['merge', ...files, '--json'])).out) as {
    readonly machines: unknown;
  };
  expect(machines).toEqual([
    { ...counted(2)[0], actors: 2, states: { closed: 2, open: 2, locked: 0 } },
  ]);

  for (const file of files) {
    writeFileSync(file, readFileSync(file, 'utf8').replace('"states": 60', '"states": 70'));
  }
  const missed = await sigsimHere(['merge', ...files]);
  expect(missed.exit).toBe(2);
  expect(missed.out).toContain('✗ door: states: 66.6 % of 3, below the threshold of 70 %\n');
});

test('merge: a shard that is missing is named', async () => {
  expect(await sigsimHere(['merge', shard(2)])).toEqual({
    exit: 1,
    out: '',
    err: 'error: merge: shard 1/2 is missing. Give the files of all shards.\n',
  });
});

/** A good report, with something else in one place. */
const wrong = (change: (report: Record<string, unknown>) => void): string => {
  const report = JSON.parse(toJSON(whole)) as Record<string, unknown>;
  change(report);
  return JSON.stringify(report);
};
/** Sets a value in the row of a code. */
const setCode = (index: number, key: string, value: unknown): string =>
  wrong((report) => Object.assign((report['codes'] as object[])[index] ?? {}, { [key]: value }));

test.each<[string, string]>([
  ['{ "sigsim": "coverage", }', 'not JSON: line 1, column 25. Look for an extra or missing comma'],
  ['[]', 'the whole: a list is not an object.'],
  [wrong((r) => (r['sigsim'] = 'coverge')), 'sigsim: "coverge" is not "coverage".'],
  [
    wrong((r) => (r['version'] = 1)),
    'version: 1 is not 3. Merge with the version of sigsim that wrote the file.',
  ],
  [wrong((r) => (r['legacy'] = 'yes')), 'legacy: "yes" is neither true nor false.'],
  [wrong((r) => (r['worlds'] = -1)), 'worlds: -1 is not a count. Give a whole number, 0 or more.'],
  [
    wrong((r) => (r['thresholds'] = { raisd: 1 })),
    'thresholds: "raisd" is unknown. Did you mean "raised"?',
  ],
  [
    wrong((r) => (r['thresholds'] = { raised: 101 })),
    'thresholds.raised: 101 is not a percentage, 0 to 100.',
  ],
  [
    setCode(11, 'name', 'LOGIN_E_NETT'),
    'codes[11].name: "LOGIN_E_NETT" is unknown. Did you mean "LOGIN_E_NET"?',
  ],
  [setCode(0, 'name', 'LOGIN_E_NET'), 'codes[0].name: expected SUCCESS, but it is "LOGIN_E_NET".'],
  [setCode(3, 'raised', 1.5), 'codes[3].raised: 1.5 is not a count.'],
  [wrong((r) => (r['codes'] as object[]).pop()), 'codes: GENERAL_E_WRONG_PARAM is missing.'],
  [
    wrong((r) => (r['transitions'] = { login: { 'login.loggedOut|logot|0': 1 } })),
    'transitions.login: "login.loggedOut|logot|0" is unknown. Did you mean "login.loggedOut|logout|0"?',
  ],
  [
    wrong((r) => (r['shards'] = { count: 2, has: [3] })),
    'shards.has[0]: there is no shard 3 of 2.',
  ],
])('merge: a wrong file gets the place and the reason (%#)', async (text, message) => {
  const file = write('wrong.json', text);

  const { exit, err } = await sigsimHere(['merge', file]);

  expect(exit).toBe(1);
  expect(err).toContain(`error: ${file}: ${message}`);
});

test('merge: a file that is not there is named', async () => {
  expect((await sigsimHere(['merge', 'nowhere.json'])).err).toBe(
    'error: merge: "nowhere.json" cannot be read (ENOENT). Give files that the reporter wrote.\n',
  );
});

test('merge: nothing at all is no report', async () => {
  const transitions = Object.values(universe.ids).flat().length;
  expect(toText(createReport(emptyHarvest())).split('\n').at(-2)).toBe(
    `0/42 codes raised · 0/42 reached a handler · 0/17 followed by recovery · 0/${transitions} transitions`,
  );
  expect((await sigsimHere(['merge'])).exit).toBe(1);
});
