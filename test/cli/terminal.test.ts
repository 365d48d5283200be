// What the commands print keeps to the terminal: its width, its language, its colours.
import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { columns } from '../../src/base/columns.ts';
import { linesOf, sigsimHere } from '../support/command.ts';

afterEach(() => void vi.unstubAllEnvs());

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** Commands whose output is running text or a table, and quick. */
const tables: readonly (readonly string[])[] = [
  ['codes'],
  ['codes', '501'],
  ['learn'],
  ['tour'],
  ['paths', '--cover', 'codes', '--model', 'invite'],
  ['where', 'LOGIN_E_CANCEL'],
  ['compare', 'SENDMESSAGE_E_TIMEOUT'],
  ['replay', 'test/fixtures/kicked.jsonl'],
];

test.each(tables.map((args) => [args.join(' '), args] as const))(
  'terminal: no line of %s is wider than 80 or 140 columns',
  async (_, args) => {
    for (const lang of ['en', 'zh']) {
      for (const width of [80, 140]) {
        const { out } = await sigsimHere([...args, '--lang', lang], { columns: width });
        const lines = linesOf(stripVTControlCharacters(out));
        expect(lines.filter((line) => columns(line) > width)).toEqual([]);
      }
    }
  },
);

test('terminal: the table of codes loses nothing where it is narrow, and Chinese wraps, too', async () => {
  for (const lang of ['en', 'zh']) {
    const texts = await Promise.all(
      [50, 60, 80, 200].map(async (width) => {
        const { out } = await sigsimHere(['codes', '--lang', lang], { columns: width });
        const bare = stripVTControlCharacters(out);
        expect(linesOf(bare).filter((line) => columns(line) > width)).toEqual([]);
        return bare;
      }),
    );
    for (const text of texts) {
      expect(text).not.toContain('…');
      expect(text).toContain('LOGIN_E_TOKENEXPIRED');
    }
  }
});

/** Chinese that each command says, in place of the English at its right. */
const inChinese = [
  [['codes'], '含义', 'meaning'],
  [['codes', '501'], '已废弃', 'deprecated *'],
  [['tour'], '42/42 codes emitted，每个都由', 'each to a callback'],
  [['where', '203'], '产生位置', 'emitted at'],
  [['learn'], '选一课', 'Take one'],
  [['run', 'examples/login-fails-twice.json'], '时间', 'time '],
  [['replay', 'test/fixtures/kicked.jsonl'], '条记录', 'entries'],
  [['paths', '--cover', 'codes', '--model', 'invite'], '已覆盖', 'covered'],
] as const;

test.each(inChinese)(
  'terminal: --lang zh makes %j speak Chinese, LANG too',
  async (args, chinese, english) => {
    const asked = await sigsimHere([...args, '--lang', 'zh']);
    vi.stubEnv('LC_ALL', 'zh_CN.UTF-8');
    const set = await sigsimHere(args);
    const beaten = await sigsimHere([...args, '--lang', 'en']);

    expect(asked.out).toContain(chinese);
    expect(asked.out).not.toContain(english);
    expect(set.out).toBe(asked.out);
    expect(beaten.out).toContain(english);
  },
);

test.each([
  'tour',
  'page',
  'learn',
  'run',
  'replay',
  'audit',
  'serve',
  'paths',
  'codes',
  'where',
  'merge',
])('terminal: %s takes --lang', async (command) => {
  expect((await sigsimHere([command, '--help'])).out).toContain('--lang <lang>');
});

test.each([
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'zh_TW' }, 'zh'],
  [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'zh_CN' }, 'zh'],
  [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{}, 'en'],
])('terminal: %j speaks %s', async (env, lang) => {
  for (const name of ['LC_ALL', 'LC_MESSAGES', 'LANG']) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);

  expect((await sigsimHere(['codes', '103'])).out).toContain(lang === 'zh' ? '应对' : 'do:');
});

test.each([
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, false, false],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, false],
  [{}, true, true],
  [{}, false, false],
])('terminal: %j, on a terminal %s: colours %s', async (env, isTTY, hasColor) => {
  for (const name of ['FORCE_COLOR', 'NO_COLOR']) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const { out } = await sigsimHere(['codes', '103'], { isTTY });

  expect(out.includes('\u001B[')).toBe(hasColor);
});

test.skipIf(!existsSync('/dev/full'))('terminal: a full disk is a line, and no stack', async () => {
  const child = spawn(process.execPath, [main, 'codes', '103'], {
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  });
  let err = '';
  child.stderr?.on('data', (text: Buffer) => (err += text.toString()));
  const exit = await new Promise((resolve) => void child.once('close', resolve));

  expect({ exit, err }).toEqual({ exit: 1, err: 'error: cannot write the output (ENOSPC).\n' });
});
