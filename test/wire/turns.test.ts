// Timers of a program in a virtual browser run without a turn of the event loop between them, but for
// those that leave something to run: what they leave comes before time passes, as everywhere.
import { setImmediate } from 'node:timers';
import { expect, test } from 'vitest';
import { createWorld } from 'sigsim';
import { bundle } from '../support/wire.ts';

type SetTimer = (run: (...args: never) => unknown, ms: number, ...args: unknown[]) => number;

/** The timers of a virtual browser, and its world. */
function browser() {
  const world = createWorld();
  const { globals } = world.loadSdk(bundle);
  return {
    world,
    setTimeout: globals['setTimeout'] as SetTimer,
    setInterval: globals['setInterval'] as SetTimer,
    clear: globals['clearTimeout'] as (id: unknown) => void,
  };
}

/** What is there already; an await of it still takes a job. */
const nothing = Promise.resolve();

/** A promise that was made before the timer, and what resolves it. */
function earlier(): { promise: Promise<void>; resolve: () => void } {
  let resolve: (() => void) | undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve?.() };
}

test.each<[string, (note: () => void) => () => unknown]>([
  ['an await', (note) => async () => [await nothing, await nothing, note()]],
  ['a then', (note) => () => void Promise.resolve().then(note)],
  ['queueMicrotask', (note) => () => queueMicrotask(() => queueMicrotask(note))],
  ['process.nextTick', (note) => () => process.nextTick(note)],
  ['setImmediate', (note) => () => setImmediate(note)],
  [
    'a promise of before',
    (note) => {
      const { promise, resolve } = earlier();
      void promise.then(note);
      return resolve;
    },
  ],
])('turns: what follows a timer by %s comes before time passes', async (_, job) => {
  const { world, setTimeout } = browser();
  const times: number[] = [];
  setTimeout(
    job(() => times.push(world.now)),
    100,
  );
  for (let ms = 101; ms < 400; ms++) setTimeout(() => undefined, ms);

  await world.advance('1 s');

  expect(times).toEqual([100]);
});

test('turns: what waits outside the world gets its turn, too, however quiet the timers are', async () => {
  const { world, setInterval } = browser();
  setInterval(() => undefined, 1);
  let left = 20;
  const next = (): void => {
    left -= 1;
    if (left > 0) setImmediate(next);
  };
  setImmediate(next);

  await world.advance('3 s'); // 3,000 timers, and a turn after each hundred of them.

  expect(left).toBe(0);
});

test('turns: timers are told apart by their ids, and each id is new', async () => {
  const { world, setTimeout, setInterval, clear } = browser();
  const heard: unknown[] = [];
  const note = (what: unknown): void => void heard.push(what);
  const first = setTimeout(note, 10, 'first');
  await world.advance(20);
  const second = setTimeout(note, 10, 'second'); // In the place that the first one had.
  clear(first);
  const third = setTimeout(note, 10, 'third');
  clear(third);
  clear(third);
  clear('nothing');
  const repeated = setInterval(note, 15, 'repeated');
  await world.advance(40);
  clear(repeated);
  await world.advance(40);

  expect(heard).toEqual(['first', 'second', 'repeated', 'repeated']);
  expect(new Set([first, second, third, repeated]).size).toBe(4);
});
