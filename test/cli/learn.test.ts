import { expect, test } from 'vitest';
import { columns } from '../../src/base/columns.ts';
import { lessons } from '../../src/lessons/index.ts';
import { linesOf, sigsimHere } from '../support/command.ts';

test('learn: lists the lessons with number, name, title and codes', async () => {
  const { exit, out, err } = await sigsimHere(['learn']);

  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(linesOf(out)[0]).toMatch(/^ 1 {2}kick +A kick must not be retried +103$/);
  expect(linesOf(out)).toHaveLength(lessons.length + 2);
});

test('learn: the list has its columns in Chinese, too', async () => {
  const { out } = await sigsimHere(['learn', '--lang', 'zh']);
  const lines = linesOf(out).filter((line) => /\d$/.test(line));
  const places = lines.map((line) => columns(line.replace(/\d+( \d+)*$/, '')));

  expect(lines[0]).toContain('被踢下线不要自动重连');
  expect(new Set(places).size).toBe(1);
});

test('learn: tells a lesson in lanes, words, tree and question', async () => {
  const { exit, out } = await sigsimHere(['learn', 'kick']);

  expect(exit).toBe(0);
  expect(out).toContain('◀ onLogout 103 LOGOUT_E_KICKED');
  expect(out).toContain("› phone's application hears onLogout with 103, LOGOUT_E_KICKED.");
  expect(out).toContain('├─ ● loggedOut          ↺ login, logout');
  expect(out).toContain('│  ├─ ▸ resolving       login\n');
  expect(out).toContain('  4  Fetch a fresh token and log in.\n');
  expect(linesOf(out).at(-1)).toBe('Answer: sigsim learn kick --answer 1');
});

test.each(lessons.map(({ name, question }, i) => [name, i + 1, question] as const))(
  'learn: lesson %s goes by its number %s, in Chinese',
  async (_name, number, { zh }) => {
    const { exit, out } = await sigsimHere(['learn', String(number), '--lang', 'zh']);

    expect(exit).toBe(0);
    expect(out.replaceAll(/\s/g, '')).toContain(`问题：${zh}`.replaceAll(/\s/g, ''));
    expect(out).not.toMatch(/undefined|\{\w+\}|ms after|The client/);
  },
);

test('learn: of a crowd three have lanes, and what all do is counted', async () => {
  const { out } = await sigsimHere(['learn', 'herd', '--answer', '1']);

  expect(out).toContain('97 more clients do the same');
  expect(out).toMatch(/ 7 s {2}█{50} 100\n/);
});

test('learn: a right answer is exit 0, a wrong one exit 2, each with its reason', async () => {
  const right = await sigsimHere(['learn', 'kick', '--answer', '3']);
  const wrong = await sigsimHere(['learn', 'kick', '--answer', '1']);

  expect([right.exit, wrong.exit]).toEqual([0, 2]);
  expect(linesOf(right.out).slice(0, 2)).toEqual([
    '✓ Right.',
    '  Only the user knows which device should be the one. Offer a button, automate nothing.',
  ]);
  expect(wrong.out).toContain('✗ Not quite.');
  expect(wrong.out.match(/103 LOGOUT_E_KICKED/g)).toHaveLength(4);
});

test('learn: --json prints one document, and never asks', async () => {
  const { exit, out } = await sigsimHere(['learn', 'kick', '--json'], { isTTY: true });

  expect(exit).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    number: 1,
    name: 'kick',
    codes: [103],
    lang: 'en',
    beats: [
      { of: 'scene', atMs: 0 },
      { of: 'scene', atMs: 1_000 },
    ],
    statechart: { client: 'phone', part: 'login', state: 'loggedOut' },
  });
});

test('learn: --json with an answer says whether it is right', async () => {
  const { exit, out } = await sigsimHere(['learn', 'kick', '--answer', '1', '--json']);

  expect(exit).toBe(2);
  expect(JSON.parse(out)).toMatchObject({ answer: 1, right: false });
});

test('learn: on a terminal it asks until the answer is right', async () => {
  const typed = ['seven\r', '1\r', '3\r'];
  const { exit, out, listening, isRead } = await sigsimHere(['learn', 'kick'], { typed });

  expect({ exit, listening, isRead }).toEqual({ exit: 0, listening: 0, isRead: true });
  expect(out).toContain('Give a number from 1 to 4.\n');
  expect(out.match(/Not quite\.|Right\./g)).toEqual(['Not quite.', 'Right.']);
});

test('learn: Ctrl-C at the question ends it quietly', async () => {
  const ended = await sigsimHere(['learn', 'kick'], { typed: ['\u0003'] });

  expect(ended).toMatchObject({ exit: 0, err: '', listening: 0 });
  expect(ended.out.endsWith('\n')).toBe(true);
});

test.each([
  [
    ['kik'],
    'there is no lesson "kik". Did you mean "kick"? Give a name or a number; sigsim learn lists them.',
  ],
  [['99'], 'there is no lesson "99". Give a name or a number; sigsim learn lists them.'],
  [['kick', '--answer', '5'], 'lesson "kick" has no answer "5". Give a number from 1 to 4.'],
  [['--answer', '1'], '--answer needs a lesson. Name the lesson, too.'],
])('learn: %j is wrong use, exit 1, and says what to type', async (args, message) => {
  const { exit, out, err } = await sigsimHere(['learn', ...args]);

  expect({ exit, out, err }).toEqual({ exit: 1, out: '', err: `error: learn: ${message}\n` });
});

test('learn: --help shows an example', async () => {
  const { exit, out } = await sigsimHere(['learn', '--help']);

  expect(exit).toBe(0);
  expect(out).toContain('sigsim learn kick --answer 2');
});
