// Timers that are set while a world without its clock lets time pass: who hears of them, and how long.
import { afterEach, expect, test, vi } from 'vitest';
import { holdWatches, watchTimers } from '../../src/world/globals/unmoved.ts';

const real = { setTimeout, setInterval };
const stops: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const stop of stops.splice(0).toReversed()) stop();
  Object.assign(globalThis, real);
});

/** Watches; gives the lines that were told, and what ends it. */
function watch(): readonly [told: readonly string[], stop: () => void] {
  const told: string[] = [];
  const stop = watchTimers((place) => told.push(String(place)));
  stops.push(stop);
  return [told, stop];
}
function hold(): () => void {
  const release = holdWatches();
  stops.push(release);
  return release;
}
const nothing = (): void => undefined;
const set = (): void => clearTimeout(setTimeout(nothing, 1));
const isReal = (): boolean =>
  globalThis.setTimeout === real.setTimeout && globalThis.setInterval === real.setInterval;

test('unmoved: each setTimeout and setInterval is told with its line, and does what it does', async () => {
  const [told] = watch();
  expect(isReal()).toBe(false);
  const heard = await new Promise((done) => setTimeout((...args: unknown[]) => done(args), 1, 'a'));
  const timer = setInterval(nothing, 1000);
  clearInterval(timer);

  expect(heard).toEqual(['a']);
  expect(timer.hasRef()).toBe(true);
  const line = expect.stringMatching(/unmoved\.test\.ts:\d+:\d+\)?$/) as string;
  expect(told).toEqual([line, line]);
  expect(told[0]).not.toBe(told[1]);
});

test('unmoved: every watch hears of it until it ends; the last one takes the wrappers off', () => {
  const [first, endFirst] = watch();
  const { setTimeout: wrapped } = globalThis;
  const [second, endSecond] = watch();
  expect(setTimeout).toBe(wrapped);
  set();
  endFirst();
  endFirst();
  expect(isReal()).toBe(false);
  set();
  endSecond();
  expect(isReal()).toBe(true);
  set();

  expect([first.length, second.length]).toEqual([1, 2]);
});

test('unmoved: a watch can begin again', () => {
  watch()[1]();
  const [told, end] = watch();
  set();
  end();

  expect(told).toHaveLength(1);
  expect(isReal()).toBe(true);
});

test('unmoved: the first watch sees timers, though no clock was ever installed', async () => {
  vi.resetModules();
  const fresh = await import('../../src/world/globals/unmoved.ts');
  let times = 0;
  stops.push(
    fresh.watchTimers(() => {
      times += 1;
    }),
  );
  set();

  expect(times).toBe(1);
});

test('unmoved: while a clock is installed nothing is seen, and afterwards it is again', () => {
  const [told] = watch();
  const release = hold();
  expect(isReal()).toBe(true);
  set();
  release();
  expect(isReal()).toBe(false);
  set();

  expect(told).toHaveLength(1);
});

test('unmoved: a watch that begins while a clock is installed waits for its end', () => {
  const release = hold();
  const [told, end] = watch();
  expect(isReal()).toBe(true);
  release();
  set();
  end();

  expect(told).toHaveLength(1);
  expect(isReal()).toBe(true);
});

test('unmoved: a clock that nobody watches leaves nothing behind', () => {
  hold()();
  expect(isReal()).toBe(true);

  const [, end] = watch();
  expect(isReal()).toBe(false);
  const release = hold();
  end();
  release();
  expect(isReal()).toBe(true);
});

test('unmoved: fake timers that somebody put over the wrappers stay', () => {
  const [, end] = watch();
  Object.assign(globalThis, { setTimeout: nothing });
  end();

  expect(globalThis.setTimeout).toBe(nothing);
  expect(globalThis.setInterval).toBe(real.setInterval);
});

test('unmoved: a context without timers is watched all the same', () => {
  Object.assign(globalThis, { setInterval: undefined });
  const [told, end] = watch();
  set();
  expect(globalThis.setInterval).toBeUndefined();
  end();

  expect(told).toHaveLength(1);
  expect(globalThis.setInterval).toBeUndefined();
  expect(globalThis.setTimeout).toBe(real.setTimeout);
});
