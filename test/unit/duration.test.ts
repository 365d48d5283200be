import { expect, test } from 'vitest';
import { formatMs, msOfDuration, sayMs } from '../../src/base/duration.ts';

/** Misuse, with exactly this message. */
const saying = (message: string): unknown =>
  expect.objectContaining({ name: 'UsageError', message });

test.each([
  [0, 0],
  [1.5, 1.5],
  [-0, -0],
  ['250 ms', 250],
  ['30 s', 30_000],
  ['30s', 30_000],
  [' 2  min ', 120_000],
  ['1.5 h', 5_400_000],
  ['0 s', 0],
])('duration: %o is %d ms', (duration, ms) => {
  expect(msOfDuration('here', duration)).toBe(ms);
});

test.each([
  ['5', '"5"'],
  ['5 minutes', '"5 minutes"'],
  ['5 sec', '"5 sec"'],
  ['1e3 ms', '"1e3 ms"'],
  ['.5 s', '".5 s"'],
  ['+5 s', '"+5 s"'],
  ['', '""'],
  [-1, '-1'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
  [5n, '5'],
  [[5], '5'],
  [Object.create(null), 'object'],
])('duration: %o is none', (duration, shown) => {
  expect(() => msOfDuration('here', duration)).toThrow(
    saying(
      `here: ${shown} is not a duration. ` +
        'Give milliseconds, 0 or more, or text with a unit: "250 ms", "30 s", "2 min", "1 h".',
    ),
  );
});

test.each([
  [0, '0 ms'],
  [0.5, '0.5 ms'],
  [999, '999 ms'],
  [999.9999, '1 s'],
  [1_000, '1 s'],
  [1_400, '1.4 s'],
  [59_999, '59.999 s'],
  [59_999.9, '1 min'],
  [60_000, '1 min'],
  [125_000, '2 min 5 s'],
  [3_600_001, '60 min 0.001 s'],
])('duration: %d ms reads as %s', (ms, text) => {
  expect(formatMs(ms)).toBe(text);
});

test.each([
  [20, '20 ms', '20 毫秒'],
  [1_400, '1.4 s', '1.4 秒'],
  [120_000, '2 min', '2 分钟'],
  [125_000, '2 min 5 s', '2 分 5 秒'],
])('duration: %d ms within a sentence is %s, in Chinese %s', (ms, english, chinese) => {
  expect([sayMs('en', ms), sayMs('zh', ms)]).toEqual([english, chinese]);
});
