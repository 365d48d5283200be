// sigsim paths --machine: a machine of the user's own, from a file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Suite } from 'sigsim/paths';
import { afterAll, expect, test } from 'vitest';
import { sigsimHere } from '../support/command.ts';

const door = fileURLToPath(new URL('../fixtures/door.ts', import.meta.url));
const folder = mkdtempSync(join(fileURLToPath(new URL('..', import.meta.url)), 'machine-'));
afterAll(() => rmSync(folder, { recursive: true }));

const machine = (text: string): string => {
  const file = join(folder, `m${String(text.length)}.ts`);
  writeFileSync(file, `import { assign, createMachine } from 'xstate';\n${text}`);
  return file;
};
const paths = (file: string, ...more: readonly string[]) =>
  sigsimHere(['paths', '--machine', file, ...more]);
const cases = '[{ "type": "CODE", "right": true }, { "type": "CODE", "right": false }]';

test('machine: what is left, and may be had, is said on stderr; with --strict it is 2', async () => {
  const plain = await paths(door);
  const strict = await paths(door, '--strict');
  const whole = await paths(door, '--strict', '--events', cases);

  expect(plain.out).toContain('6/7 transitions of door covered');
  expect(plain.err).toBe('paths: 1 transitions could be covered, but are not: closed|CODE|0\n');
  expect([plain.exit, strict.exit, whole.exit, whole.err]).toEqual([0, 2, 0, '']);
});

test.each(['states', 'transitions', 'pairs', 'triples', 'edges'])(
  'machine: covers %s, as JSON that is the same bytes each time',
  async (cover) => {
    const [one, two] = [
      await paths(door, '--cover', cover, '--events', cases, '--json'),
      await paths(door, '--cover', cover, '--events', cases, '--json'),
    ];

    expect(one.out).toBe(two.out);
    const suite = JSON.parse(one.out) as Suite;
    expect([suite.model, suite.cover, suite.complete]).toEqual(['door', cover, true]);
    expect(suite.covered + suite.infeasible.length).toBe(suite.universe);
    expect(suite.steps).toBeGreaterThanOrEqual(suite.lowerBound);
  },
);

test.each(['mermaid', 'dot', 'csv'])('machine: writes %s', async (format) => {
  const { exit, out } = await paths(door, '--format', format);

  expect(exit).toBe(0);
  expect(out).toContain('OPEN');
});

test('machine: writes a test file with two tables to fill in', async () => {
  const out = join(folder, 'door.test.ts');

  const { out: told } = await paths(door, '--format', 'vitest', '--out', out, '--events', cases);

  expect(told).toContain('7/7 transitions covered');
  const text = readFileSync(out, 'utf8');
  expect(text).toContain("import { door as machine } from '../fixtures/door.ts';");
  expect(text).toContain('    // CLOSE: (system, event) => {},');
  expect(text).toContain('    // locked: (system) =>');
});

const toggle = 'createMachine({ on: { GO: {} } })';
const endless =
  "createMachine({ id: 'more', context: { n: 0 }, on: { GO: { actions: assign({ n: ({ context }) => context.n + 1 }) } } })";

test.each([
  ['a file without a machine', 'export const x = 1;', [], 'exports no machine, only x'],
  [
    'a file with two',
    `export const a = ${toggle}; export const b = ${toggle};`,
    [],
    'exports 2 machines: a, b. Say which',
  ],
  ['a file that throws', "throw new Error('no luck');", [], 'cannot be loaded (no luck)'],
  ['logic that is none', 'export default { initial: 1 };', [], 'is not a machine'],
  [
    'a machine of XState 4',
    'export default { transition() {}, withContext() {} };',
    [],
    'is an XState 4 machine',
  ],
  [
    'an event that it does not know',
    `export default ${toggle};`,
    ['--events', '[{"type":"GOO"}]'],
    'Did you mean "GO"?',
  ],
  ['events that are no list', `export default ${toggle};`, ['--events', '{}'], 'is not a list'],
  [
    'events that are no JSON',
    `export default ${toggle};`,
    ['--events', '[{'],
    'is neither a file nor JSON',
  ],
  [
    'no input',
    'export default createMachine({ context: ({ input }: any) => ({ n: input.n }) });',
    [],
    'Give `input`',
  ],
  [
    'an input of the wrong shape',
    'export default createMachine({ context: ({ input }: any) => ({ n: input.n.length }) });',
    ['--input', '{"m":1}'],
    'It was given the input {"m":1}',
  ],
  [
    'an unknown criterion',
    `export default ${toggle};`,
    ['--cover', 'transition'],
    'Did you mean "transitions"?',
  ],
  [
    'a wrong count',
    `export default ${toggle};`,
    ['--states', '-3'],
    'is not a whole number above 0',
  ],
  ['what is for other models', `export default ${toggle};`, ['--from', 'a'], 'not with --machine'],
] as const)('machine: %s is wrong use, and said', async (_, text, more, message) => {
  const { exit, err } = await paths(machine(text), ...more);

  expect(err).toContain(message);
  expect(exit).toBe(1);
});

test('machine: one that never ends is explored so far, with what grows and what to give', async () => {
  const file = machine(`export default ${endless};`);
  const plain = await paths(file, '--states', '200');
  const strict = await paths(file, '--states', '200', '--strict');

  expect(plain.err).toContain(
    'more was not explored completely after 200 states: context.n has 200 values. Give more with --states',
  );
  expect([plain.exit, strict.exit]).toEqual([0, 2]);
});
