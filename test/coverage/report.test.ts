import { codes, createWorld, type CodeName, type SignalingWorld } from 'sigsim';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addHarvest, addWorld, emptyHarvest, type Harvest } from '../../src/coverage/harvest.ts';
import { readReport } from '../../src/coverage/read.ts';
import {
  createReport,
  measures,
  mergeReports,
  missesOf,
  totalsOf,
  type CoverageReport,
  type Thresholds,
} from '../../src/coverage/report.ts';
import { toJSON, toText } from '../../src/coverage/text.ts';
import { universe } from '../../src/coverage/universe.ts';
import { introduce, subject } from '../../src/run/subject.ts';
import { web } from '../../src/run/web.ts';
import { tour } from '../../src/tour/tour.ts';
import { watchWorlds } from '../../src/watchers.ts';

/** All transitions that anything can reach. */
const transitions = Object.values(universe.ids).flat().length;

const steps = Object.keys(universe.taken);
const names = codes.map(({ name }) => name);
const count = fc.nat({ max: 50 });

/** What worlds may have done. */
const harvests: fc.Arbitrary<Harvest> = fc.record({
  worlds: count,
  codes: fc.dictionary(fc.constantFrom<string>(...names), fc.tuple(count, count, count, count)),
  steps: fc.dictionary(fc.constantFrom(...steps), fc.integer({ min: 1, max: 50 })),
});

const whole = (parts: readonly Harvest[]): Harvest => {
  const sum = emptyHarvest();
  for (const part of parts) addHarvest(sum, part);
  return sum;
};
const shardsOf = (parts: readonly Harvest[], thresholds: Thresholds = {}) =>
  parts.map((part, i) =>
    createReport(part, { thresholds, shard: { index: i + 1, count: parts.length } }),
  );

test('coverage: the shards of a run merge into the report of the run, byte for byte', () => {
  fc.assert(
    fc.property(fc.array(harvests, { minLength: 1, maxLength: 4 }), fc.nat(), (parts, turn) => {
      const shards = shardsOf(parts, { raised: 50 });
      const turned = [
        ...shards.slice(turn % shards.length),
        ...shards.slice(0, turn % shards.length),
      ];

      const merged = turned.reduce(mergeReports);

      expect(toJSON(merged)).toBe(
        toJSON(createReport(whole(parts), { thresholds: { raised: 50 } })),
      );
    }),
    { numRuns: 25 },
  );
});

test('coverage: merging is associative and commutative', () => {
  fc.assert(
    fc.property(harvests, harvests, harvests, harvests, (...parts) => {
      const [a, b, c] = shardsOf(parts) as [CoverageReport, CoverageReport, CoverageReport];

      const left = mergeReports(mergeReports(a, b), c);

      expect(toJSON(mergeReports(a, mergeReports(b, c)))).toBe(toJSON(left));
      expect(toJSON(mergeReports(mergeReports(c, b), a))).toBe(toJSON(left));
    }),
    { numRuns: 25 },
  );
});

test('coverage: a report that was written is read as it was', () => {
  fc.assert(
    fc.property(harvests, (part) => {
      const report = createReport(part, { thresholds: { transitions: 12.5 } });

      expect(readReport('file', JSON.parse(toJSON(report)))).toEqual(report);
    }),
    { numRuns: 25 },
  );
});

test('coverage: no step of a trace is in doubt, and every transition is some step', () => {
  const { ids, taken } = universe;
  const all = Object.values(ids).flat();

  expect(new Set(all).size).toBe(all.length);
  expect(new Set(Object.values(taken).flat())).toEqual(new Set(all));
});

test('coverage: every step of real worlds is known', async () => {
  const harvest = emptyHarvest();
  const worlds: SignalingWorld[] = [];
  const stop = watchWorlds((world: SignalingWorld) => worlds.push(world));
  for await (const { emitted } of tour(web)) expect(emitted).toBe(true);
  stop();
  for (const world of worlds) addWorld(harvest, world);

  const report = createReport(harvest);

  expect(Object.keys(harvest.steps).filter((key) => !(key in universe.taken))).toEqual([]);
  expect(totalsOf(report).raised).toEqual({ covered: 42, universe: 42 });
});

/** A harvest of one code. */
const one = (name: CodeName, counts: readonly [number, number, number, number?]): Harvest => ({
  worlds: 1,
  codes: { [name]: [counts[0], counts[1], counts[2], counts[3] ?? 0] },
  steps: {},
});

test('coverage: what is missing is said beside the code', () => {
  const report = createReport(one('LOGIN_E_NET', [2, 0, 0]));

  const lines = toText(report).split('\n');

  expect(lines.slice(0, 3)).toEqual([
    'Coverage of codes, 1 world',
    '  code                          raised  reached  recovered',
    '    0  SUCCESS                       0        0          –  never raised',
  ]);
  expect(lines).toContain(
    '  201  LOGIN_E_NET                   2        0          0  raised, but no handler was set for it, or the handler told nobody',
  );
  expect(lines).toContain(
    '  205* LOGIN_E_OLDVERSION            0        0          –  never raised: create a world with { legacy: true }',
  );
  expect(lines.at(-2)).toBe(
    `1/42 codes raised · 0/42 reached a handler · 0/17 followed by recovery · 0/${transitions} transitions`,
  );
});

test('coverage: recovery that no code asks for stands in brackets and does not count', () => {
  const report = createReport(one('LOGOUT_E_KICKED', [3, 3, 2]));

  expect(toText(report)).toContain('  103  LOGOUT_E_KICKED               3        3        (2)\n');
  expect(totalsOf(report).recovered).toEqual({ covered: 0, universe: 17 });
});

test('coverage: a threshold is missed by the part of a code, and never rounded away', () => {
  const almost = whole(names.slice(1).map((name) => one(name, [1, 1, 1])));
  const thresholds = { raised: 97.7, reached: 97.6, recovered: 100, transitions: 0 };

  const report = createReport(almost, { thresholds });

  expect(missesOf(report)).toEqual([{ measure: 'raised', percent: 97.6, threshold: 97.7 }]);
  expect(toText(report).split('\n').at(-2)).toBe(
    '✗ codes raised: 97.6 % of 42, below the threshold of 97.7 %',
  );
});

test('coverage: without the deprecated codes there are 36', () => {
  const report = createReport(emptyHarvest(), { legacy: false });

  expect(measures.map((measure) => totalsOf(report)[measure].universe)).toEqual([
    36,
    36,
    16,
    transitions,
  ]);
});

test.each<[string, () => CoverageReport, string]>([
  [
    'twice',
    () => {
      const [a] = shardsOf([emptyHarvest(), emptyHarvest()]) as [CoverageReport];
      return mergeReports(a, a);
    },
    'merge: shard 1/2 was given twice. Give each file once.',
  ],
  [
    'of another run',
    () =>
      mergeReports(
        createReport(emptyHarvest(), { shard: { index: 1, count: 2 } }),
        createReport(emptyHarvest(), { shard: { index: 2, count: 3 } }),
      ),
    'merge: one report is from a run of 2 shards, another from a run of 3. Merge reports of the same run.',
  ],
  [
    'made with other options',
    () =>
      mergeReports(
        createReport(emptyHarvest(), { thresholds: { raised: 90 } }),
        createReport(emptyHarvest(), { legacy: true }),
      ),
    'merge: one report was made with {"legacy":true,"thresholds":{"raised":90}}, another with ' +
      '{"legacy":true,"thresholds":{}}. Give the reporter the same options in every run.',
  ],
])('coverage: a report that is %s is not merged', (_, run, message) => {
  expect(run).toThrow(message);
});

test('coverage: recovery that cannot be told is said so', () => {
  const report = createReport(one('LOGIN_E_NET', [2, 2, 0, 1]));

  expect(toText(report)).toContain(
    '0  recovery is unclear: one account has two devices; world.device(name) tells them apart\n',
  );
});

test('coverage: a code that an application forwards to nobody has not reached it', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_FAILED', { times: 2 });
  const forwarding = subject({
    name: 'forwarding',
    create: () => {
      const api = world.createAgoraAPI();
      const log: number[] = [];
      // Only the second time is somebody there.
      api.onLoginFailed = (ecode) => void (world.now > 500 && log.push(ecode));
      return { api, log };
    },
    do: {},
    reached: ({ log }) => log,
  });
  const app = forwarding.create(world, {});
  introduce(world, forwarding, 'alice', app);
  for (const ms of [500, 500]) {
    app.api.login('app', 'alice', '_no_need_token');
    await world.advance(ms);
  }
  const harvest = emptyHarvest();
  addWorld(harvest, world);

  expect(harvest.codes).toEqual({ LOGIN_E_FAILED: [2, 1, 0, 0] });
});

test('coverage: a world that did nothing adds itself alone', () => {
  const harvest = emptyHarvest();
  addWorld(harvest, createWorld());

  expect(harvest).toEqual({ worlds: 1, codes: {}, steps: {} });
});
