import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { codes } from '../../machines/codes.ts';
import { linesOf, sigsim, sigsimHere } from '../support/command.ts';

const documented = readFileSync(new URL('../fixtures/codes.csv', import.meta.url), 'utf8')
  .trim()
  .split(/\r?\n/)
  .slice(1);

interface Row {
  readonly name: string;
  readonly value: number;
  readonly group: string;
  readonly deprecated: boolean;
  readonly meaning: Readonly<Record<string, string>>;
}

const colour = '\u001B[';

/** How wide a line is on a terminal. */
const width = (line: string): number =>
  Array.from(line).reduce((sum, char) => sum + (/[\u2E80-\uFFEF]/.test(char) ? 2 : 1), 0);

test('codes: --json equals the documented table in order, name, value, group, deprecated', async () => {
  const { exit, out, err } = await sigsim('codes', '--json');

  const rows = JSON.parse(out) as readonly Row[];
  const told = rows.map(({ name, value, group, deprecated }, i) =>
    [i + 1, name, value, group, deprecated ? 'yes' : 'no'].join(','),
  );
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(told).toEqual(documented);
  expect(rows.filter(({ deprecated }) => typeof deprecated !== 'boolean')).toEqual([]);
  expect(rows.filter(({ meaning }) => !meaning['en'] || !meaning['zh'])).toEqual([]);
});

test('codes: without an argument all 42 in documented order, no colours', async () => {
  const { exit, out, err } = await sigsimHere(['codes']);

  const names = [...out.matchAll(/│ (\d+) +│ ([A-Z_]+)( \*)?/g)].map(([, value, name, star]) =>
    [value, name, star === undefined ? 'no' : 'yes'].join(','),
  );
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(names).toEqual(
    codes.map(({ value, name, deprecated }) => [value, name, deprecated ? 'yes' : 'no'].join(',')),
  );
  expect(out).not.toContain(colour);
});

test('codes: no line of the table is wider than its frame, in English and Chinese', async () => {
  for (const lang of ['en', 'zh']) {
    const { out } = await sigsimHere(['codes', '--lang', lang]);
    expect([lang, ...new Set(linesOf(out).map(width))]).toEqual([lang, 110]);
  }
});

test('codes: 501 prints both of its names, the living one first', async () => {
  const { exit, out } = await sigsimHere(['codes', '501']);

  expect(exit).toBe(0);
  expect(linesOf(out).filter((line) => /^\d/.test(line))).toEqual([
    '501  QUERYUSERNUM_E_TIMEOUT  query',
    '501  QUERYUSERNUM_E_BYUSER  query  deprecated *',
  ]);
});

test('codes: 501 --json is a document with both rows', async () => {
  const { out } = await sigsimHere(['codes', '501', '--json']);

  expect((JSON.parse(out) as readonly Row[]).map(({ name }) => name)).toEqual([
    'QUERYUSERNUM_E_TIMEOUT',
    'QUERYUSERNUM_E_BYUSER',
  ]);
});

test('codes: a name gives its card, in either language', async () => {
  const en = await sigsimHere(['codes', 'LOGIN_E_NET']);
  const zh = await sigsimHere(['codes', 'LOGIN_E_NET', '--lang', 'zh']);

  const row = codes.find(({ name }) => name === 'LOGIN_E_NET');
  expect(linesOf(en.out)[0]).toBe('201  LOGIN_E_NET  login');
  expect(linesOf(en.out)[1]).toBe(`  ${row?.meaning.en}`);
  expect(linesOf(zh.out)[1]).toBe(`  ${row?.meaning.zh}`);
  expect(zh.out).toContain('应对');
});

test('codes: colours on a terminal, none with NO_COLOR, never in JSON', async () => {
  onTestFinished(() => void vi.unstubAllEnvs());

  vi.stubEnv('NO_COLOR', '');
  expect((await sigsimHere(['codes', 'LOGIN_E_NET'], { isTTY: true })).out).toContain(colour);
  expect((await sigsimHere(['codes', '--json'], { isTTY: true })).out).not.toContain(colour);
  vi.stubEnv('NO_COLOR', '1');
  expect((await sigsimHere(['codes', 'LOGIN_E_NET'], { isTTY: true })).out).not.toContain(colour);
});
