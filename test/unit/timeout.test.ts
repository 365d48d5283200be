// A timer as Node gives it: what it asks of whoever runs it.
import { expect, test } from 'vitest';
import { Timeout } from '../../src/world/globals/timeout.ts';

/** A timer with the number 7, and what was asked of its owner. */
function timerOf(): readonly [timer: Timeout, asked: readonly string[]] {
  const asked: string[] = [];
  const timer = new Timeout(7, {
    clear: (id) => asked.push(`clear ${id}`),
    refresh: (id) => asked.push(`refresh ${id}`),
  });
  return [timer, asked];
}

test.each<[what: string, run: (timer: Timeout) => unknown, asked: readonly string[]]>([
  ['close', (timer) => timer.close(), ['clear 7']],
  ['refresh', (timer) => timer.refresh(), ['refresh 7']],
  ['ref', (timer) => timer.ref(), []],
  ['unref', (timer) => timer.unref(), []],
])('timeout: %s gives the timer, so that calls can be chained', (_, run, expected) => {
  const [timer, asked] = timerOf();

  expect(run(timer)).toBe(timer);
  expect(asked).toEqual(expected);
});

test('timeout: one that is disposed of is cleared', () => {
  const [timer, asked] = timerOf();
  timer[Symbol.dispose]();

  expect(asked).toEqual(['clear 7']);
});

test('timeout: it is its number where one is asked for', () => {
  const [timer] = timerOf();

  expect([Number(timer), timer.id]).toEqual([7, 7]);
});

test('timeout: it holds the process until it is told not to', () => {
  const [timer] = timerOf();

  expect(timer.hasRef()).toBe(true);
  expect(timer.unref().hasRef()).toBe(false);
  expect(timer.ref().hasRef()).toBe(true);
});
