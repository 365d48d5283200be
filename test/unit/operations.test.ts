// What clients tried, read off a trace: of all of it, and of a part.
import { createWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { attemptsOf, attemptsWithin } from '../../src/checks/operations.ts';

test('attempts: those within a part of a trace are what that part alone shows', async () => {
  const world = createWorld();
  const session = world.Signal('app').login('alice', '_no_need_token');
  await world.advance('1 s');
  const channel = session.channelJoin('lobby');
  await world.advance('1 s');
  world.service.silence('message', { times: 1 });
  channel.messageChannelSend('first');
  channel.messageChannelSend('second');
  await world.advance('20 s');
  const { entries } = world.trace;
  world.close();
  const all = attemptsOf(entries);
  const places = Array.from({ length: entries.length + 1 }, (_, place) => place);
  const parts = places.flatMap((from) => places.slice(from).map((to) => [from, to] as const));

  expect(
    all.filter(({ operation, about }) => operation === 'message' && about !== ''),
  ).toHaveLength(4);
  expect(parts.map(([from, to]) => attemptsWithin(all, from, to))).toEqual(
    parts.map(([from, to]) => attemptsOf(entries.slice(from, to))),
  );
});
