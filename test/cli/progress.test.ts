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
