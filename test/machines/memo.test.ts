// What is looked up is what XState answers: the same pairs, asked again.
import { isDeepStrictEqual } from 'node:util';
import { createWorld } from 'sigsim';
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { expect, test } from 'vitest';
import { eventOf } from '../../machines/events.ts';
import { lifecycles } from '../../machines/lifecycles.ts';
import type { Part } from '../../machines/lifecycle.ts';
import { sessionActs } from '../../machines/session.ts';
import { Memo, type Outcome, type Place } from '../../src/engine/memo.ts';
import { step, type TimerChange } from '../../src/engine/step.ts';
import { stateText } from '../../src/engine/wording.ts';
import { native } from '../../src/run/index.ts';
import { createPlayer } from '../../src/scenario/index.ts';
import { scripts } from '../../src/tour/script.ts';

/** What of a snapshot tells where a machine is. */
const seenIn = ({ value, context, status }: AnyMachineSnapshot): readonly unknown[] => [
  value as unknown,
  context as unknown,
  status,
];

const textsOf = (timers: readonly TimerChange[]): readonly string[] =>
  timers.map((change) => JSON.stringify(change)).toSorted();

/** Whether XState says of an event in a place what is remembered of it. */
function isSo({ machine }: Memo, { snapshot }: Place, event: EventObject, told: Outcome): boolean {
  const asked = step(machine, snapshot, event);
  const { to, taken, effects, timers } = told;
  // Of several changes of a timer the last one counts.
  const last = asked.timers.filter(
    ({ id }, at) => asked.timers.findLastIndex((later) => later.id === id) === at,
  );
  return isDeepStrictEqual(
    [seenIn(to.snapshot), to.state, to.isDone, taken, effects, textsOf(timers)],
    [
      seenIn(asked.snapshot),
      stateText(asked.snapshot.value),
      asked.snapshot.status === 'done',
      asked.taken,
      asked.effects,
      textsOf(last),
    ],
  );
}

/** What is remembered otherwise than XState has it. */
const wrongIn = (memo: Memo): readonly unknown[] =>
  memo.places.flatMap((place) =>
    [...place.outcomes].flatMap(([event, told]) =>
      isSo(memo, place, event, told) ? [] : [{ in: place.state, event, told }],
    ),
  );

const known = [
  { loggedIn: false, channel: '' },
  { loggedIn: true, channel: '' },
  { loggedIn: true, channel: 'lobby' },
];

/** Every event that anybody may give a part. */
const eventsOf = ({ acts, machine }: Part): readonly EventObject[] => [
  ...new Set([
    ...[...acts, ...sessionActs].flatMap(({ event }) => known.map((one) => eventOf(event, one))),
    ...machine.events
      .filter((type) => String(type).startsWith('xstate.after.'))
      .map((type) => eventOf({ type: String(type) }, { loggedIn: false, channel: '' })),
  ]),
];

const parts = lifecycles.flatMap((lifecycle) => lifecycle.parts);

test.each(
  parts.flatMap((part) => [false, true].map((legacy) => [part.name, legacy, part] as const)),
)(
  'memo: every event in every place of %s, legacy %s, is remembered as XState has it',
  (_, legacy, part) => {
    const memo = new Memo(part.machine, { legacy }, 100_000);
    const events = eventsOf(part);
    const seen = new Set<Place>();
    const todo = [memo.initial];
    for (const place of todo) {
      // A client may take back login after login: one is enough here.
      const { takenBack = 0 } = place.snapshot.context as { readonly takenBack?: number };
      if (seen.has(place) || takenBack > 1 || place.isDone) continue;
      seen.add(place);
      todo.push(...events.map((event) => memo.step(place, event).to));
    }

    expect(wrongIn(memo)).toEqual([]);
    expect([...seen].every(({ outcomes }) => outcomes.size === events.length)).toBe(true);
  },
);

test('memo: whatever worlds of this process have remembered, XState says again', async () => {
  for (const { scenario } of scripts) await createPlayer(scenario, native).run();

  const memos = [false, true].flatMap((legacy) => {
    const world = createWorld({ legacy });
    return parts.map(({ name }) => world.memo(name as 'login'));
  });

  expect(memos.flatMap(wrongIn)).toEqual([]);
  const sizes = memos.map(({ places }) => places.length);
  expect(Math.min(...sizes.slice(0, parts.length))).toBeGreaterThan(1);
});

test('memo: worlds with the same durations share what they remember, others do not', () => {
  const [one, two, other] = [{}, { seed: 2 }, { timing: { lookup: 1 } }].map((options) =>
    createWorld(options).memo('login'),
  );

  expect(two).toBe(one);
  expect(other).not.toBe(one);
});

test('memo: beyond its bound it asks each time, and is as right as before', () => {
  const channel = parts.find(({ name }) => name === 'channel') as Part;
  const memo = new Memo(channel.machine, {}, 3);
  for (let n = 0; n < 20; n++) {
    const join = eventOf({ type: 'channelJoin', channel: `room${n}` }, known[1] as never);
    const joining = memo.step(memo.initial, join);
    const joined = memo.step(joining.to, eventOf({ type: 'reply.ok' }, known[1] as never));

    expect([joining.rows, joined.rows, joined.to.state]).toEqual([['C1'], ['C4'], 'joined']);
    expect(joined.to.snapshot.context).toEqual({ channel: `room${n}` });
  }

  expect(memo.places.length).toBe(3);
  const kept = memo.places.reduce((sum, { outcomes }) => sum + outcomes.size, 0);
  expect(kept).toBeLessThanOrEqual(3);
});

test('memo: an outcome says which codes it gives, and equal lists of rows are one', () => {
  const memo = new Memo((parts.find(({ name }) => name === 'login') as Part).machine, {});
  const [logout, other] = ['logout', 'line.lost'].map((type) =>
    eventOf({ type }, known[0] as never),
  );
  const [one, two] = [memo.step(memo.initial, logout as never), new Memo(memo.machine, {})];

  expect(one.codes).toEqual(['LOGOUT_E_ALREADY_LOGOUT']);
  expect(one.rows).toEqual(['L22']);
  expect(two.step(two.initial, logout as never).rows).toBe(one.rows);
  expect(memo.step(memo.initial, other as never)).toMatchObject({ rows: [], codes: [] });
});

test('memo: as many outcomes are kept as it is told, and what changes nothing leads nowhere', () => {
  const { machine } = parts.find(({ name }) => name === 'login') as Part;
  const events = ['logout', 'line.lost', 'service.kicked'].map((type) =>
    eventOf({ type }, known[0] as never),
  );
  for (const max of [0, 1, 2]) {
    const memo = new Memo(machine, {}, max);
    const places = events.map((event) => memo.step(memo.initial, event).to);

    expect(memo.initial.outcomes.size).toBe(max);
    expect(places[1]).toBe(memo.initial);
  }
});

test('memo: nobody is in a channel before the first join', () => {
  const { machine } = parts.find(({ name }) => name === 'channel') as Part;

  expect(new Memo(machine, {}).initial.snapshot.context).toEqual({ channel: '' });
});

const timersOfLogin = (world: ReturnType<typeof createWorld>): unknown =>
  world
    .memo('login')
    .step(
      world.memo('login').initial,
      eventOf(
        { type: 'login', call: { appId: 'app', account: 'alice', token: '_no_need_token' } },
        { loggedIn: false, channel: '' },
      ),
    ).timers;

test('memo: worlds with the same changed durations share what they remember, in whatever order they come', () => {
  const timing = { lookup: 1_234, noAck: 40_000 };
  const one = createWorld({ timing });
  const again = createWorld({ timing: { noAck: 40_000, lookup: 1_234 } });
  const others = [
    createWorld(),
    createWorld({ timing, legacy: true }),
    createWorld({ timing: { lookup: 1_235, noAck: 40_000 } }),
    createWorld({ timing: { lookup: 1_234 } }),
  ];
  expect(again.memo('login')).toBe(one.memo('login'));
  for (const other of others) expect(other.memo('login')).not.toBe(one.memo('login'));
  expect(timersOfLogin(one)).toContainEqual(expect.objectContaining({ ms: 1_234 }));
  expect(timersOfLogin(others[2] as typeof one)).toContainEqual(
    expect.objectContaining({ ms: 1_235 }),
  );
});

const memoOf = (ms: number): Memo => createWorld({ timing: { lookup: ms } }).memo('login');

test('memo: of many changed durations, only those of the last worlds are remembered', () => {
  const [first, second] = [memoOf(2_001), memoOf(2_002)];
  for (let ms = 2_003; ms <= 2_016; ms++) memoOf(ms);
  expect(memoOf(2_001)).toBe(first);
  memoOf(2_017);
  expect(memoOf(2_001)).toBe(first);
  expect(memoOf(2_002)).not.toBe(second);
});
