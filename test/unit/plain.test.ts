import { expect, test } from 'vitest';
import { plain, plainRecord } from '../../src/base/plain.ts';

const loop: { self?: object } = {};
loop.self = loop;

test.each<[value: unknown, kept: unknown]>([
  [null, null],
  [undefined, undefined],
  ['text', 'text'],
  [true, true],
  [1.5, 1.5],
  [Number.NaN, 'NaN'],
  [-Infinity, '-Infinity'],
  [10n, '10'],
  [{ a: [1, { b: undefined }] }, { a: [1, {}] }],
])('plain: %o is kept as %o', (value, kept) => {
  expect(plain(value)).toEqual(kept);
});

test('plain: what cannot be written as JSON is kept as text', () => {
  expect(typeof plain(loop)).toBe('string');
});

test('plain: a record of plain values is kept itself', () => {
  const record = { channel: 'lobby', count: 2, isIn: true, extra: null, id: undefined };

  expect(plainRecord(record)).toBe(record);
});

test.each([{ a: { b: 1 } }, { a: Number.NaN }, { a: 10n }])(
  'plain: of the record %o a copy is kept, alone and beside plain values',
  (given) => {
    for (const record of [given, { channel: 'lobby', ...given }, { ...given, count: 2 }]) {
      const kept = plainRecord(record);

      expect(kept).toEqual({ ...record, a: plain(given.a) });
      expect(kept['a']).not.toBe(given.a);
    }
  },
);
