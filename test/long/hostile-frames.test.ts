// A million frames that no SDK sends: the endpoint answers or closes, never throws, and does not grow.
import {
  anything,
  assert,
  constant,
  constantFrom,
  dictionary,
  integer,
  json,
  jsonValue,
  oneof,
  property,
  sample,
  string,
  tuple,
} from 'fast-check';
import { expect, test } from 'vitest';
import { createWorld } from 'sigsim';
import { readFrame } from '../../src/wire/frame.ts';

const frames = Number(process.env['FRAMES'] ?? 1_000_000);

const rubbish = oneof(
  string(),
  json(),
  constant('['.repeat(20_000)),
  constant(`["ping",${'['.repeat(20_000)}${']'.repeat(20_000)}]`),
  constant(`["ping",${'['.repeat(90)}${']'.repeat(90)}]`),
  constant('x'.repeat(70_000)),
  tuple(constantFrom('login', 'call2', 'ping', 'set_flag', 'nonsense'), jsonValue()).map((frame) =>
    JSON.stringify(frame),
  ),
  tuple(
    constantFrom('user_sendmsg', 'channel_join', 'voip_invite', 'user_getmsg', '__proto__', 'x'),
    oneof(integer(), string(), constant(null)),
    dictionary(constantFrom('name', 'peer', 'content', 'extra', 'line'), jsonValue()),
  ).map((call) => JSON.stringify(['call2', call])),
);

test('hostile frames: a million of them, each bounded and answered or closed', async () => {
  const world = createWorld({ errors: 'allow' });
  const { endpoint } = world.wire;
  let [closed, told] = [0, 0];
  const open = () =>
    endpoint.open({
      device: 'hostile',
      send: () => {
        told += 1;
      },
      close: () => {
        closed += 1;
      },
      fail: () => undefined,
    });
  let connection = open();
  const some = sample(rubbish, { numRuns: 2000, seed: 1 });
  const login = JSON.stringify([
    'login',
    { vid: 'app', account: 'mallory', token: '_no_need_token' },
  ]);
  // The least that was held in each tenth of the frames: what is left after garbage was collected.
  const held = Array.from({ length: 10 }, () => Infinity);
  for (let i = 0; i < frames; i++) {
    if (connection === undefined || connection.isOver) connection = open();
    connection?.receive(i % 97 === 0 ? login : some[i % some.length]);
    if (i % 1000 === 0) {
      await world.advance('100 ms');
      world.trace.entries.length = 0; // The record is what grows; the endpoint must not.
      world.journal.inputs.length = 0;
      const tenth = Math.floor((i * 10) / frames);
      held[tenth] = Math.min(held[tenth] ?? Infinity, process.memoryUsage().heapUsed);
    }
  }
  await world.advance('1 min');

  expect(told).toBeGreaterThan(0);
  expect(closed).toBeGreaterThan(0);
  expect(endpoint.notes.size).toBeLessThanOrEqual(100);
  expect(endpoint.sockets().length).toBeLessThan(10);
  expect(world.clients.length).toBeLessThan(1000);
  const least = (from: number, to: number): number => Math.min(...held.slice(from, to)) / 1e6;
  expect(least(5, 10) - least(1, 5)).toBeLessThan(10);
});

test('hostile frames: reading one never throws, whatever it is', () => {
  assert(
    property(anything(), (data) => {
      expect(() => readFrame(data)).not.toThrow();
    }),
    { numRuns: 10_000 },
  );
});
