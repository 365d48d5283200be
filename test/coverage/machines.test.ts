// What tests took of users' own machines: in every form of the report, summed over files and shards.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { machineCoverage } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { createActor, createMachine, type AnyStateMachine } from 'xstate';
import { ajvOptions } from '../../src/base/schema.ts';
import { addCounts } from '../../src/coverage/machines.ts';
import { emptyHarvest } from '../../src/coverage/harvest.ts';
import { toJUnit } from '../../src/coverage/junit.ts';
import { toMarkdown } from '../../src/coverage/markdown.ts';
import { readReport } from '../../src/coverage/read.ts';
import {
  createReport,
  isBelow,
  mergeReports,
  type ReportOptions,
} from '../../src/coverage/report.ts';
import { coverageSchema } from '../../src/coverage/schema.ts';
import { toJSON, toText } from '../../src/coverage/text.ts';
import type { MachineCounts } from '../../src/paths/xstate/machine-coverage.ts';
import { door } from '../fixtures/door.ts';

/** What a test file counts whose only actor of a machine hears these events. */
function counted(
  events: readonly string[],
  machine: AnyStateMachine = door,
): readonly MachineCounts[] {
  const { inspect, counts } = machineCoverage(machine);
  const actor = createActor(machine, { inspect }).start();
  for (const type of events) actor.send({ type });
  return counts;
}

const reportOf = (machines: readonly MachineCounts[], options: ReportOptions = {}) =>
  createReport(emptyHarvest(), { machines, ...options });

const opened = reportOf(counted(['OPEN', 'CLOSE', 'OPEN']), {
  machineThresholds: { states: 100, transitions: 20 },
});

test('coverage of machines: as text, in both languages, with what is below its threshold', () => {
  expect(toText(opened)).toBe(
    `Coverage of machines
  door: 2/3 states, 2/7 transitions, 2/23 pairs by 1 actor
    states not taken: locked
    transitions not taken: closed|CODE|0, closed|CODE|1, closed|CODE|2, open|after 30000|0, locked|after 60000|0
✗ door: states: 66.6 % of 3, below the threshold of 100 %
`,
  );
  expect(toText(opened, 'zh')).toBe(
    `状态机覆盖率
  door：2/3 状态，2/7 转移，2/23 转移对，1 个 actor
    未经过的状态：locked
    未经过的转移：closed|CODE|0, closed|CODE|1, closed|CODE|2, open|after 30000|0, locked|after 60000|0
✗ door：状态：3 个中的 66.6 %，低于阈值 100 %
`,
  );
  expect(isBelow(opened)).toBe(true);
});

test('coverage of machines: as JUnit, a case per state, transition and threshold', () => {
  const xml = toJUnit(opened);

  expect(xml).not.toContain('sigsim.codes');
  expect(xml).toContain(
    `  <testsuite name="sigsim.machines.door" tests="10" failures="0" skipped="6">
    <properties>
      <property name="actors" value="1"/>
      <property name="states" value="2/3"/>
      <property name="transitions" value="2/7"/>
      <property name="pairs" value="2/23"/>
    </properties>
    <testcase classname="sigsim.machines.door" name="states: closed"/>
`,
  );
  expect(xml).toContain(
    '<testcase classname="sigsim.machines.door" name="transitions: closed|CODE|1"><skipped message="not taken"/></testcase>',
  );
  expect(xml).toContain(
    `  <testsuite name="sigsim.thresholds" tests="2" failures="1" skipped="0">
    <testcase classname="sigsim.thresholds" name="door: states"><failure message="door: states: 66.6 % of 3, below the threshold of 100 %"/></testcase>
    <testcase classname="sigsim.thresholds" name="door: transitions"/>
`,
  );
});

test('coverage of machines: as JUnit, names are escaped, and what XML cannot hold is replaced', () => {
  const odd = createMachine({ id: '<a & "b">', on: { '\u0007 < &': {} } });

  const xml = toJUnit(reportOf(counted([], odd)));

  expect(xml).toContain('name="sigsim.machines.&lt;a &amp; &quot;b&quot;>"');
  expect(xml).toContain('name="transitions: |\uFFFD &lt; &amp;|0"');
});

test('coverage of machines: as Markdown, with what was not taken', () => {
  const markdown = toMarkdown(opened);

  expect(markdown).not.toContain('Coverage of codes');
  expect(markdown).toContain('### Coverage of machines\n');
  expect(markdown).toContain('| `door` states | 2/3 | 66.6 % | ❌ 100 % |\n');
  expect(markdown).toContain('| `door` transitions | 2/7 | 28.5 % | ✅ 20 % |\n');
  expect(markdown).toContain('| `door` pairs | 2/23 | 8.6 % |  |\n');
  expect(markdown).toContain('- `door` not taken: `closed|CODE|0`\n');
});

test('coverage of machines: shards merge into the report of the whole run, byte for byte', () => {
  const other = createMachine({ id: 'other', initial: 'x', states: { x: { on: { GO: 'x' } } } });
  const events = fc.array(fc.constantFrom('OPEN', 'CLOSE', 'CODE'), { maxLength: 8 });
  const file = fc
    .tuple(events, fc.boolean())
    .map(([taken, isOther]) => (isOther ? counted(['GO'], other) : counted(taken)));
  const options = { machineThresholds: { pairs: 50 } };
  fc.assert(
    fc.property(fc.array(file, { minLength: 2, maxLength: 4 }), fc.nat(), (files, turn) => {
      const shards = files.map((machines, i) =>
        reportOf(machines, { ...options, shard: { index: i + 1, count: files.length } }),
      );
      const at = turn % shards.length;
      const whole: MachineCounts[] = [];
      for (const machines of files) addCounts(whole, machines);

      const merged = [...shards.slice(at), ...shards.slice(0, at)].reduce(mergeReports);

      expect(toJSON(merged)).toBe(toJSON(reportOf(whole, options)));
    }),
    { numRuns: 50, seed: 1 },
  );
});

test('coverage of machines: a pair that the drawing does not show does not make it another machine', () => {
  // Without a past, the history state starts the machine over: no line of the drawing says so.
  const machine = createMachine({
    initial: 'a',
    states: {
      a: { on: { BACK: 'b.h', IN: 'b' } },
      b: { initial: 'x', states: { x: { on: { OUT: '#(machine).a' } }, h: { type: 'history' } } },
    },
  });
  const sum: MachineCounts[] = [];
  addCounts(sum, counted(['IN', 'OUT', 'BACK', 'OUT'], machine));
  const [one] = counted([], machine);
  // As where another file took a pair that is not drawn.
  addCounts(sum, [{ ...(one as MachineCounts), pairs: { ...one?.pairs, 'x → y': 1 } }]);

  expect(sum).toHaveLength(1);
  expect(sum[0]).toMatchObject({ actors: 2, pairs: { 'x → y': 1, 'a|IN|0 → b.x|OUT|0': 1 } });
});

test('coverage of machines: thresholds without any machine fail, but not in a single shard', () => {
  const none = reportOf([], { machineThresholds: { states: 1 } });
  const text =
    'thresholds for machines are set, but no machine was counted. Give your actors an inspector: ' +
    'createActor(machine, { inspect: inspectMachines(machine) })';

  expect([isBelow(none), toText(none)]).toEqual([true, `✗ ${text}\n`]);
  expect(toJUnit(none)).toContain(`name="machines"><failure message="${text}"/>`);
  expect(toMarkdown(none)).toContain(`❌ ${text}`);
  const shard = { index: 1, count: 2 };
  expect(isBelow(reportOf([], { machineThresholds: { states: 1 }, shard }))).toBe(false);
  const part = reportOf(counted([]), { machineThresholds: { states: 100 }, shard });
  expect(toText(part)).toContain('Coverage of machines, shard 1 of 2: thresholds are checked by');
  expect([isBelow(part), toText(part).includes('✗')]).toEqual([false, false]);
});

test('coverage of machines: reports with other thresholds do not merge', () => {
  expect(() => mergeReports(opened, reportOf([]))).toThrow(
    'merge: one report was made with {"legacy":true,"thresholds":{},"machines":{"states":100,"transitions":20}}, ' +
      'another with {"legacy":true,"thresholds":{}}. Give the reporter the same options in every run.',
  );
});

test('coverage of machines: two machines of one name are told apart, each by its own thresholds', () => {
  const small = createMachine({ id: 'door', initial: 'x', states: { x: {} } });
  const sum: MachineCounts[] = [];
  addCounts(sum, counted([]));
  addCounts(sum, counted([], small));

  const xml = toJUnit(reportOf(sum, { machineThresholds: { states: 50 } }));

  expect(xml.match(/name="door: states".*/g)).toEqual([
    expect.stringContaining('33.3 % of 3'),
    'name="door: states"/>',
  ]);
});

const isReport = new Ajv(ajvOptions).compile(coverageSchema);
const whole = JSON.parse(toJSON(opened)) as Record<string, unknown>;
/** The report with something else in one place. */
const changed = (key: string, value: unknown): Record<string, unknown> => ({
  ...whole,
  [key]: value,
});
const [counts] = opened.machines;

test.each<[string, unknown, string]>([
  ['machines', 'x', 'machines: "x" is not a list.'],
  ['machines', [1], 'machines[0]: 1 is not an object.'],
  ['machines', [{ ...counts, machine: 7 }], 'machines[0].machine: 7 is not the id of a machine.'],
  ['machines', [{ ...counts, actors: -1 }], 'machines[0].actors: -1 is not a count.'],
  ['machines', [{ ...counts, states: [] }], 'machines[0].states: a list is not an object.'],
  [
    'machines',
    [{ ...counts, pairs: { 'a → b': 0.5 } }],
    'machines[0].pairs["a → b"]: 0.5 is not a count.',
  ],
  ['machineThresholds', { pair: 1 }, 'machineThresholds: "pair" is unknown. Did you mean "pairs"?'],
  ['machineThresholds', { pairs: 101 }, 'machineThresholds.pairs: 101 is not a percentage'],
  ['version', 2, 'version: 2 is not 3.'],
  ['worlds', 'x', 'worlds: "x" is not a count.'],
  ['legacy', 1, 'legacy: 1 is neither true nor false.'],
  ['codes', [], 'codes: SUCCESS is missing.'],
  ['transitions', { logni: {} }, 'transitions: "logni" is unknown. Did you mean "login"?'],
])('coverage: the reader and the schema both refuse %s %j', (key, value, message) => {
  const wrong = changed(key, value);

  expect(() => readReport('a.json', wrong)).toThrow(`a.json: ${message}`);
  expect(isReport(wrong)).toBe(false);
});

test('coverage: the reader and the schema take what was written', () => {
  const shard = { index: 2, count: 3 };
  for (const report of [
    opened,
    reportOf([], { legacy: false, shard, thresholds: { raised: 5 } }),
  ]) {
    const written: unknown = JSON.parse(toJSON(report));

    expect(readReport('a.json', written)).toEqual(report);
    expect([isReport(written), isReport.errors]).toEqual([true, null]);
  }
});

test('coverage: the published JSON Schema is this one', () => {
  const file = new URL('../../dist/src/coverage.schema.json', import.meta.url);

  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(coverageSchema);
});
