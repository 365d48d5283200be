// What the lessons say beyond codes, callbacks and times.
import { expect, test } from 'vitest';
import { lessons } from '../../src/lessons/index.ts';
import { playLesson, type Beat } from '../../src/lessons/play.ts';
import { tally } from '../../src/telling/tally.ts';
import type { TraceEntry } from '../../src/trace/entry.ts';

/** Plays a lesson, and the choice of a number, from 1; gives the entries of one part of it. */
async function play(name: string, of: Beat['of'], choice = 0): Promise<readonly TraceEntry[]> {
  const lesson = lessons.find((one) => one.name === name);
  if (lesson === undefined) throw new Error(`no lesson ${name}`);
  const { entries, beats } = await playLesson(lesson, lesson.choices[choice - 1]?.plays);
  return beats.filter((beat) => beat.of === of).flatMap(({ from, to }) => entries.slice(from, to));
}

/** `alice onLogout LOGOUT_E_NET` for each callback. */
const heard = (entries: readonly TraceEntry[], client: string): readonly string[] =>
  entries.flatMap((entry) =>
    entry.kind === 'callback' && entry.client === client
      ? [[entry.name, ...(entry.code === undefined ? [] : [entry.code])].join(' ')]
      : [],
  );

const peakOf = (entries: readonly TraceEntry[]): number =>
  Math.max(...tally(entries, { packet: 'connect', spanMs: 1_000 }).map(({ count }) => count));

test('lesson kick: a retry hands the account to and fro, and each turn is a kick', async () => {
  const after = await play('kick', 'choice', 1);

  expect(heard(after, 'phone')).toEqual([
    'onLoginSuccess',
    'onLogout LOGOUT_E_KICKED',
    'onLoginSuccess',
    'onLogout LOGOUT_E_KICKED',
  ]);
});

test('lesson herd: without chance a hundred come in one second, with it sixteen', async () => {
  const peaks = await Promise.all(
    [1, 2, 3].map(async (choice) => peakOf(await play('herd', 'choice', choice))),
  );

  expect(peaks).toEqual([100, 100, 16]);
});

test('lesson herd: all attempts of the SDK fall into three moments', async () => {
  const entries = await play('herd', 'scene');
  const moments = tally(entries, { packet: 'connect', spanMs: 1 }).filter(({ count }) => count > 0);

  expect(moments).toEqual([
    { atMs: 1_200, count: 100 },
    { atMs: 1_600, count: 100 },
    { atMs: 2_400, count: 100 },
  ]);
});

test('lesson delivered: of 63 successes 60 messages arrive', async () => {
  const entries = await play('delivered', 'scene');

  expect(heard(entries, 'alice')).toEqual(Array.from({ length: 63 }, () => 'onMessageSendSuccess'));
  expect(heard(entries, 'bob')).toHaveLength(60);
});

test('lesson lost-answer: one of the two messages has arrived, and comes once more', async () => {
  const entries = await play('lost-answer', 'scene');
  const again = await play('lost-answer', 'choice', 2);

  expect(heard(entries, 'bob')).toHaveLength(1);
  expect(heard(again, 'bob')).toHaveLength(2);
});

test('lesson reconnecting: the message alone outlives the outage', async () => {
  const entries = await play('reconnecting', 'scene');

  expect(heard(entries, 'bob').filter((name) => name !== 'onLoginSuccess')).toEqual([
    'onMessageInstantReceive',
  ]);
});

test('lesson failed-calls: who accepts too late hears nothing, and so does the caller', async () => {
  const entries = await play('failed-calls', 'choice', 2);

  expect([...heard(entries, 'bob'), ...heard(entries, 'alice')]).toEqual([]);
  expect(entries).toContainEqual(expect.objectContaining({ client: 'bob', to: 'accepted' }));
});

test('lesson silent-line: others learn of it a minute after the client itself', async () => {
  const entries = await play('silent-line', 'scene');
  const end = entries.find((entry) => entry.kind === 'callback' && entry.name === 'onLogout');
  const seen = entries.findLast((entry) => entry.kind === 'callback');

  expect(seen).toMatchObject({ client: 'bob', name: 'onChannelUserLeaved' });
  expect((seen?.at ?? 0) - (end?.at ?? 0)).toBeGreaterThan(60_000);
});
