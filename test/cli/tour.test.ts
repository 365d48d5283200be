import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { codes } from '../../machines/codes.ts';
import { linesOf, sigsim, sigsimHere } from '../support/command.ts';

const names = codes.map(({ name }) => name);
const colour = '\u001B[';

test.each([[[]], [['--sdk', 'web']]])(
  'tour: with %j one line a code in documented order, then 42/42, exit 0',
  async (options) => {
    const { exit, out, err } = await sigsimHere(['tour', ...options]);

    const lines = linesOf(out);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(lines).toHaveLength(43);
    expect(lines.at(-1)).toMatch(/^42\/42 codes emitted/);
    expect(lines.slice(0, 42).map((line) => /[A-Z]+(?:_[A-Z]+)*/.exec(line)?.[0])).toEqual(names);
    expect(out).not.toContain(colour);
  },
);

test('tour: a line has value, name, callback, virtual time and the steps', async () => {
  const { out } = await sigsimHere(['tour']);

  const lines = linesOf(out);
  expect(lines).toContain(
    '✓  102   LOGOUT_E_NET             onLogout                        2.4 s  login · network.cut · 10 s',
  );
  expect(lines.filter((line) => /^✓ {1,3}\d+\* /.test(line))).toHaveLength(6); // The deprecated.
});

test('tour: --json prints one document and nothing else', async () => {
  const { exit, out, err } = await sigsim('tour', '--json');

  const stops = JSON.parse(out) as readonly Readonly<Record<string, unknown>>[];
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(stops.map(({ name, value }) => [name, value])).toEqual(
    codes.map(({ name, value }) => [name, value]),
  );
  expect(stops.filter(({ emitted }) => emitted !== true)).toEqual([]);
  expect(Object.keys(stops[0] ?? {})).toEqual([
    'name',
    'value',
    'steps',
    'callback',
    'row',
    'atMs',
    'emitted',
  ]);
});

test('tour: the web shape delivers 501 to the callback of the query, told apart by its row', async () => {
  const { out } = await sigsimHere(['tour', '--sdk', 'web', '--json']);

  const stops = JSON.parse(out) as readonly Readonly<Record<string, unknown>>[];
  const told = stops.filter(({ value }) => value === 501).map(({ name, row }) => [name, row]);
  expect(told).toEqual([
    ['QUERYUSERNUM_E_TIMEOUT', 'Q3'],
    ['QUERYUSERNUM_E_BYUSER', 'Q2b'],
  ]);
});

test('tour: colours on a terminal, none with NO_COLOR', async () => {
  onTestFinished(() => void vi.unstubAllEnvs());

  vi.stubEnv('NO_COLOR', '');
  expect((await sigsimHere(['tour'], { isTTY: true })).out).toContain(colour);
  vi.stubEnv('NO_COLOR', '1');
  const { out, exit } = await sigsimHere(['tour'], { isTTY: true });

  expect(out).not.toContain(colour);
  expect({ exit, last: linesOf(out).at(-1)?.slice(0, 19) }).toEqual({
    exit: 0,
    last: '42/42 codes emitted',
  });
});

test('tour: a reader that closes its end, as head does, is no error', async () => {
  const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
  const child = spawn(process.execPath, [main, 'tour'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let err = '';
  child.stderr.on('data', (text) => (err += String(text)));
  child.stdout.once('data', () => void child.stdout.destroy());
  await new Promise((resolve) => child.once('close', resolve));

  expect(err).toBe('');
});
