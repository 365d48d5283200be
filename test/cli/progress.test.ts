import { expect, test } from 'vitest';
import { progressLine } from '../../src/cli/progress.ts';
import { progress, withProgress } from '../../src/base/progress.ts';

/** A terminal that a test reads, and a clock that it sets. */
function staged(terminal: { readonly isTTY: boolean; readonly columns?: number }) {
  const written: string[] = [];
  const clock = { ms: 0 };
  const write = (text: string): void => void written.push(text.replaceAll('\u001B[K', ''));
  const line = progressLine({ ...terminal, write }, () => clock.ms);
  return { line, clock, written };
}

test('progress: the first second is quiet, then one line is written over, ten times a second', () => {
  const { line, clock, written } = staged({ isTTY: true });

  for (const ms of [0, 999, 1_000, 1_050, 1_100]) {
    clock.ms = ms;
    line.tell('auditing, case', ms, 12_000);
  }
  line.clear();
  line.clear();

  expect(written).toEqual([
    '\rauditing, case: 1,000 of 12,000',
    '\rauditing, case: 1,100 of 12,000',
    '\r',
  ]);
});

test('progress: long work tells its rate, and how long it will still take', () => {
  const { line, clock, written } = staged({ isTTY: true });

  for (const [ms, done] of [
    [1_000, 20],
    [2_000, 120],
    [3_000, 420],
    [4_000, 99_980],
    [5_000, 99_981],
  ] as const) {
    clock.ms = ms;
    line.tell('fuzzing, run', done, 100_000, {});
  }
  clock.ms = 10_000;
  line.tell('shrinking, failure', 1, 3, {});
  clock.ms = 14_000;
  line.tell('shrinking, failure', 2, 3, {});
  line.clear();

  expect(written).toEqual([
    '\rfuzzing, run: 20 of 100,000',
    '\rfuzzing, run: 120 of 100,000 · 100 a second · 17 min left',
    '\rfuzzing, run: 420 of 100,000 · 200 a second · 9 min left',
    '\rfuzzing, run: 99,980 of 100,000 · 33,320 a second · 1 s left',
    '\rfuzzing, run: 99,981 of 100,000 · 24,990 a second · 1 s left',
    '\rshrinking, failure: 1 of 3',
    '\rshrinking, failure: 2 of 3 · 0.3 a second · 4 s left',
    '\r',
  ]);
});

test('progress: with a limit of time, what is left of it counts, never less than nothing', () => {
  const { line, clock, written } = staged({ isTTY: true });

  for (const [ms, done] of [
    [1_000, 20],
    [61_000, 6_020],
    [5_399_000, 900_000],
    [6_000_000, 900_001],
  ] as const) {
    clock.ms = ms;
    line.tell('fuzzing, run', done, undefined, { leftMs: 5_400_000 - ms });
  }

  expect(written).toEqual([
    '\rfuzzing, run: 20 · 1 h 30 min left',
    '\rfuzzing, run: 6,020 · 100 a second · 1 h 29 min left',
    '\rfuzzing, run: 900,000 · 167 a second · 1 s left',
    '\rfuzzing, run: 900,001 · 150 a second · 0 s left',
  ]);
});

test('progress: what is no terminal hears nothing, and a line never wraps', () => {
  const none = staged({ isTTY: false });
  const narrow = staged({ isTTY: true, columns: 16 });

  for (const { line, clock } of [none, narrow]) {
    clock.ms = 2_000;
    line.tell('exploring states', 1_000);
    line.clear();
  }

  expect(none.written).toEqual([]);
  expect(narrow.written).toEqual(['\rexploring stat…', '\r']);
});

test('progress: what works deep inside is heard while somebody listens, and only then', () => {
  const heard: string[] = [];
  const listen = (what: string): void => void heard.push(what);

  progress('before', 1);
  withProgress(listen, () => {
    progress('outer', 1);
    withProgress(
      (what) => heard.push(`inner ${what}`),
      () => progress('work', 1),
    );
    progress('outer again', 1);
  });
  expect(() =>
    withProgress(listen, () => {
      throw new Error('no');
    }),
  ).toThrow('no');
  progress('after', 1);

  expect(heard).toEqual(['outer', 'inner work', 'outer again']);
});
