import { expect, test } from 'vitest';
import { lessons } from '../../src/lessons/index.ts';
import { playLesson } from '../../src/lessons/play.ts';
import { treeOf } from '../../src/telling/tree.ts';
import { parts } from '../../src/telling/words.ts';

const partOf = (wanted: string) => {
  const part = parts.find(({ name }) => name === wanted);
  if (part === undefined) throw new Error(`no part ${wanted}`);
  return part;
};

test('tree: a message has four states, and where it may go from sending', () => {
  const lines = treeOf(partOf('message'), 'sending').map(
    ({ stem, name, isLive, events }) =>
      `${stem}${isLive ? '●' : ' '} ${name}: ${events.join(', ')}`,
  );

  expect(lines).toEqual([
    '├─   idle: ',
    '├─ ● sending: session.lost, session.restored',
    '├─   sent: reply.ok',
    '└─   failed: reply.refused, session.ended, after sendReply',
  ]);
});

test('tree: inside a compound state, that state is live, too', () => {
  const live = treeOf(partOf('login'), 'loggingIn.connecting').filter(({ isLive }) => isLive);

  expect(live.map(({ path }) => path)).toEqual(['loggingIn', 'loggingIn.connecting']);
});

test('tree: an inner state answers an event before the one around it', () => {
  const tree = treeOf(partOf('login'), 'loggingOut.plain');
  const to = (path: string) => tree.find((one) => one.path === path)?.events;

  expect(to('loggingOut.remembered')).toEqual(['login']);
  expect(to('loggingOut.plain')).toEqual(['logout']);
});

test.each(lessons.map((lesson) => [lesson.name, lesson] as const))(
  'tree: every transition of lesson %s is one that its tree shows as possible',
  async (_name, lesson) => {
    const { entries } = await playLesson(lesson);
    const missing = new Set<string>();
    for (const entry of entries) {
      // A machine that gives itself an event takes two rows at once; its tree shows the first.
      if (entry.kind !== 'transition' || entry.rows.length > 1) continue;
      const { part, from, to, event } = entry;
      const branch = treeOf(partOf(part), from).find(({ path }) => path === to);
      if (branch?.events.includes(event) !== true) missing.add(`${part}: ${from} ${event} ${to}`);
    }

    expect([...missing]).toEqual([]);
  },
);
