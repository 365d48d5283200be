// Files are recognised by what stands in them, whatever they are called, and whatever is wrong with one is
// said where it is.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld } from 'sigsim';
import { traceFile } from 'sigsim/checks';
import { formatSuite, native, runPath, writeFailure } from 'sigsim/paths';
import { afterAll, expect, test } from 'vitest';
import { emptyHarvest } from '../../src/coverage/harvest.ts';
import { createReport } from '../../src/coverage/report.ts';
import { sigsimHere } from '../support/command.ts';
import { paths, suiteOf } from '../support/suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigsim-kinds-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

async function traceText(): Promise<string> {
  const world = createWorld();
  world.createAgoraAPI().login('app', 'alice', '_no_need_token');
  await world.advance('1 s');
  return traceFile(world);
}

const suite = suiteOf();
const texts = {
  suite: () => formatSuite(suite, 'json'),
  failure: async () => {
    const [path = { id: '', codes: [], steps: [] }] = paths;
    return writeFailure(suite, await runPath(suite, path, native));
  },
  trace: traceText,
  scenario: () => JSON.stringify({ sigsim: 'scenario', version: 1, steps: [] }),
  coverage: () => JSON.stringify(createReport(emptyHarvest())),
  audit: () => JSON.stringify({ client: 'x', reactions: [], wrong: 0 }),
} as const;

test.each([
  ['run', 'suite', 'is a suite of paths; sigsim replay runs it.'],
  ['run', 'trace', 'is a trace; sigsim replay plays it again, sigsim page shows it.'],
  ['run', 'coverage', 'is a report of coverage; sigsim merge reads it.'],
  ['replay', 'scenario', 'is a scenario; sigsim run plays it.'],
  ['replay', 'audit', 'is a report of an audit; sigsim audit takes it as --baseline.'],
  ['page', 'coverage', 'is a report of coverage; sigsim merge reads it.'],
  ['merge', 'failure', 'is a failure of a path; sigsim replay runs it again.'],
  ['merge', 'suite', 'is a suite of paths; sigsim replay runs it.'],
  ['audit', 'scenario', 'is a scenario; sigsim run plays it.'],
] as const)(
  'files: sigsim %s says of a %s what it is, and what takes it',
  async (command, kind, says) => {
    const file = write(`${command}-${kind}.json`, await texts[kind]());

    expect(await sigsimHere([command, file])).toEqual({
      exit: 1,
      out: '',
      err: `error: ${command}: ${file} ${says}\n`,
    });
  },
);

test('files: a subject is no scenario, and a machine no suite', async () => {
  const { err } = await sigsimHere(['run', 'examples/naive-chat.subject.ts']);
  expect(err).toBe(
    'error: run: examples/naive-chat.subject.ts is JavaScript or TypeScript; sigsim audit takes a subject.\n',
  );
  const file = write('machine.json', texts.suite());
  const other = await sigsimHere(['paths', '--machine', file]);
  expect(other.err).toBe(`error: paths: ${file} is a suite of paths; sigsim replay runs it.\n`);
});

test.each([
  ['replay', 'a trace, a suite of paths or a failure of a path'],
  ['page', 'a scenario, a trace, a suite of paths or a failure of a path'],
  ['merge', 'a report of coverage or a report of a campaign'],
])(
  'files: what is none of the kinds that %s takes is said to be none of them',
  async (command, kinds) => {
    const { exit, err } = await sigsimHere([command, 'package.json']);

    expect({ exit, err }).toEqual({
      exit: 1,
      err: `error: ${command}: package.json is not ${kinds}.\n`,
    });
  },
);

test('files: a trace that was cut off is said to be, within a line and between two', async () => {
  const text = await traceText();
  const lines = text.trimEnd().split('\n');
  const within = write('within.jsonl', text.slice(0, -20));
  const between = write('between.jsonl', `${lines.slice(0, -3).join('\n')}\n`);

  for (const command of ['replay', 'page']) {
    expect((await sigsimHere([command, within])).err).toBe(
      `error: ${within}: is cut off: it ends at line ${lines.length}, but should have ${lines.length - 1} entries in all. Give the whole file.\n`,
    );
    expect((await sigsimHere([command, between])).err).toContain(
      `is cut off: it ends at line ${lines.length - 3}, but should have ${lines.length - 1} entries in all.`,
    );
  }
  expect((await sigsimHere(['replay', write('whole.jsonl', text)])).exit).toBe(0);
});

test('files: merge refuses a file that is given twice, by whatever path', async () => {
  const file = write('codes.json', texts.coverage());

  const { exit, err } = await sigsimHere(['merge', file, join(folder, '.', 'codes.json')]);

  expect(exit).toBe(1);
  expect(err).toContain('was given twice, and would be counted twice. Give each file once.');
});

test.each(['mjs', 'ts', 'cjs'])(
  'files: a subject that does not parse shows the line: .%s',
  async (ending) => {
    const file = write(`bad.${ending}`, 'export default {\n  name: "x",\n  do: {,\n};\n');
    const { exit, err } = await sigsimHere(['audit', file]);

    expect(exit).toBe(1);
    expect(err).toContain(`bad.${ending}:3:7  do: {,\n`);
    expect(err).toContain('Give a file of JavaScript or TypeScript that exports a subject.');
  },
);

test('files: a subject that throws while it is loaded shows the line', async () => {
  const file = write('throws.ts', 'export default {\n  name: nowhere.name,\n};\n');
  const { err } = await sigsimHere(['audit', file]);

  expect(err).toContain('cannot be loaded (nowhere is not defined).\n');
  expect(err).toContain('throws.ts:2:9  name: nowhere.name,\n');
});

test('paths: a state that is not in the model is answered with those that are', async () => {
  const { exit, err } = await sigsimHere([
    'paths',
    '--cover',
    'codes',
    '--model',
    'login',
    '--from',
    'joined',
  ]);

  expect(exit).toBe(1);
  expect(err).toContain(
    'paths: there is no state "joined". Known: login:loggedOut, login:loggingIn,',
  );
  expect(err).toContain('login:loggedIn');
});

test('paths: what is infeasible is named by states, not by numbers alone', async () => {
  const { out } = await sigsimHere(['paths', '--cover', 'edges', '--model', 'login']);

  expect(out).toMatch(/^ +loggingIn\.resolving#\d+ —login after retryWindow→ loggedOut#\d+$/m);
  expect(out).not.toMatch(/^ +\d+ —/m);
});
