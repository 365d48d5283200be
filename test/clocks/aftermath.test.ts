import { afterEach, beforeEach, expect, test } from 'vitest';
import { Aftermath } from '../../src/world/globals/aftermath.ts';

let watch: Aftermath;
beforeEach(() => {
  watch = new Aftermath();
});
afterEach(() => {
  watch.stop();
});

const nothing = (): void => undefined;
/** What resolves a promise that is there already. */
function settler(): () => void {
  let settle = nothing;
  void new Promise<void>((resolve) => {
    settle = resolve;
  });
  return settle;
}

test.each<[what: string, create: () => () => void]>([
  ['a promise', () => () => void Promise.resolve().then(nothing)],
  ['a promise made before', settler],
  ['a job', () => () => void queueMicrotask(nothing)],
  ['process.nextTick', () => () => void process.nextTick(nothing)],
  ['setImmediate', () => () => void clearImmediate(setImmediate(nothing))],
  ['a real timer', () => () => void clearTimeout(setTimeout(nothing, 1))],
])('aftermath: %s needs a turn of the event loop', (_, create) => {
  const run = create();
  watch.start();

  expect(watch.leaves(nothing)).toBe(false);
  expect(watch.leaves(run)).toBe(true);
  expect(watch.leaves(nothing)).toBe(false);
});

test('aftermath: after a hundred runs in a row that left nothing there is a turn anyway', () => {
  watch.start();
  const turns = Array.from({ length: 303 }, () => watch.leaves(nothing));

  expect(turns.flatMap((isTurn, at) => (isTurn ? [at] : []))).toEqual([100, 201, 302]);
});

test('aftermath: a run that left something begins the row anew', () => {
  watch.start();
  for (let n = 0; n < 60; n++) watch.leaves(nothing);
  watch.leaves(() => void Promise.resolve());
  const turns = Array.from({ length: 101 }, () => watch.leaves(nothing));

  expect(turns.indexOf(true)).toBe(100);
});

test('aftermath: while nothing is watched, there is always a turn', () => {
  expect(watch.leaves(nothing)).toBe(true);
  watch.start();
  expect(watch.leaves(nothing)).toBe(false);
  watch.stop();
  expect(watch.leaves(nothing)).toBe(true);
});

test('aftermath: what a run left is not forgotten over another that runs inside it', () => {
  watch.start();
  let isInnerLeft = true;
  const run = (): void => {
    void Promise.resolve();
    isInnerLeft = watch.leaves(nothing);
  };

  expect(watch.leaves(run)).toBe(true);
  expect(isInnerLeft).toBe(false);
  expect(watch.leaves(() => void watch.leaves(() => void Promise.resolve()))).toBe(true);
});
