// The reports of shards, put together or refused with the reason; and failures that cannot be kept.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { emptyTally } from '../../src/campaign/jobs.ts';
import {
  campaignJSON,
  mergeCampaigns,
  readCampaign,
  type CampaignReport,
  type Failure,
} from '../../src/campaign/report.ts';
import { keepFailure, keepTrace, readKept } from '../../src/cli/fuzz/kept.ts';
import { sigsimHere } from '../support/command.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigsim-shards-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The report of a shard of a campaign in which nothing was found. */
const shard = (index: number, more: Partial<CampaignReport> = {}): CampaignReport => ({
  client: 'careful chat',
  file: 'chat.subject.ts',
  subject: 'abc',
  by: '0.1.0',
  seed: 7,
  runs: 40,
  shards: { count: 2, has: [index] },
  tally: { ...emptyTally, runs: 20 },
  stories: [],
  kept: [],
  lost: [],
  isCut: false,
  ...more,
});

const merged = (...reports: readonly CampaignReport[]): CampaignReport =>
  mergeCampaigns(
    reports.map((report, at) => ({
      file: `${at}.json`,
      report: readCampaign(`${at}.json`, JSON.parse(JSON.stringify(campaignJSON(report)))),
    })),
  );

test('campaign: shards make one report, in whatever order they are given', () => {
  expect(merged(shard(1), shard(2))).toEqual(merged(shard(2), shard(1)));
  expect(merged(shard(1), shard(2)).tally.runs).toBe(40);
});

test.each<[string, readonly CampaignReport[], string]>([
  ['one is missing', [shard(1)], 'merge: shard 2/2 is missing. Give the files of all shards.'],
  [
    'one is given twice',
    [shard(1), shard(1)],
    'merge: shard 1/2 is in 0.json and in 1.json. Give each once.',
  ],
  [
    'one has another number of shards',
    [shard(1), shard(2, { shards: { count: 3, has: [2] } })],
    'merge: 1.json is one of 3 shards, 0.json one of 2.',
  ],
  ['one has another seed', [shard(1), shard(2, { seed: 8 })], 'its seed is 8, not 7.'],
  ['one has another number of runs', [shard(1), shard(2, { runs: 60 })], 'its runs is 60, not 40.'],
  [
    'one has another subject',
    [shard(1), shard(2, { subject: 'abd' })],
    'its subject is "abd", not "abc".',
  ],
  ['one has another client', [shard(1), shard(2, { client: 'naive' })], 'its client is "naive"'],
  [
    'one comes from another sigsim',
    [shard(1), shard(2, { by: '0.2.0' })],
    'its by is "0.2.0", not "0.1.0".',
  ],
  [
    'one is in another manner',
    [shard(1), shard(2, { sdk: '1.4.0' })],
    'its sdk is "1.4.0", not left out.',
  ],
])('campaign: shards are refused if %s', (_, reports, message) => {
  expect(() => merged(...reports)).toThrow(message);
});

test.each([
  [
    'no report of a campaign',
    { sigsim: 'suite' },
    'it is not a report of a campaign. Give what sigsim fuzz',
  ],
  [
    'another version',
    { ...campaignJSON(shard(1)), version: 2 },
    'version 2 is not 1. Merge with the sigsim',
  ],
  [
    'the report of a whole campaign',
    { ...campaignJSON(shard(1)), parts: undefined },
    'it is the report of a whole campaign, not of a shard.',
  ],
  ['a report without parts', { ...campaignJSON(shard(1)), parts: {} }, 'its parts are missing.'],
])('campaign: a file with %s is not a shard, and the message says why', (_, value, message) => {
  expect(() => readCampaign('a.json', value)).toThrow(message);
});

test('campaign: sigsim merge recognizes a coverage report among shards by its contents', async () => {
  const [fuzz, coverage] = [join(folder, 'fuzz.json'), join(folder, 'coverage.json')];
  writeFileSync(fuzz, JSON.stringify(campaignJSON(shard(1))));
  writeFileSync(coverage, JSON.stringify({ sigsim: 'coverage', version: 1 }));
  const { exit, err } = await sigsimHere(['merge', fuzz, coverage]);

  expect(exit).toBe(1);
  expect(err).toContain(
    'coverage.json is not a report of a campaign, but others are. Merge the reports of campaigns on their own.',
  );
});

const failure: Failure = {
  rule: 'kick-war',
  verdict: 'wrong',
  why: { en: 'It takes the account back.', zh: '夺回账号。' },
  client: 'alice',
  run: 3,
  count: 1,
  scenario: { sigsim: 'scenario', version: 1, steps: [{ by: 'time', wait: '1 s' }] },
  isShortest: true,
  lanes: '',
  trace: '{}\n',
};

test('campaign: a failure is kept as a scenario, and can be read again', () => {
  const kept = join(folder, 'kept');
  const done = keepFailure(kept, 'chat', failure);

  expect(done).toHaveProperty('file');
  expect(readKept(kept).map(({ scenario }) => scenario)).toEqual([failure.scenario]);
});

test('campaign: a full disk is reported, and does not end the campaign', () => {
  const full = join(folder, 'full');
  const { file = '' } = keepFailure(full, 'chat', failure) as { readonly file?: string };
  const trace = keepTrace(full, failure) ?? '';
  for (const one of [file, trace]) {
    rmSync(one);
    symlinkSync('/dev/full', one);
  }

  expect(keepFailure(full, 'chat', failure)).toEqual({
    why: expect.stringContaining('ENOSPC') as string,
  });
  expect(keepTrace(full, failure)).toBeUndefined();
});
