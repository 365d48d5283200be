import { assert, integer, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { columns } from '../../src/base/columns.ts';
import { wrap } from '../../src/base/wrap.ts';

test('wrap: breaks English between words', () => {
  expect(wrap('The line is fine and the token is good.', 16)).toEqual([
    'The line is fine',
    'and the token is',
    'good.',
  ]);
});

test('wrap: breaks Chinese anywhere, but not before a comma', () => {
  expect(wrap('线路正常，令牌有效。', 8)).toEqual(['线路正', '常，令牌', '有效。']);
});

test('wrap: a Latin word inside Chinese stays whole', () => {
  expect(wrap('收到onLogout之后重新登录', 14)).toEqual(['收到onLogout之', '后重新登录']);
});

test('wrap: loses nothing of any text but the space at its breaks', () => {
  assert(
    property(string({ unit: 'grapheme' }), integer({ min: 4, max: 30 }), (text, size) => {
      expect(wrap(text, size).join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    }),
  );
});

test('wrap: lines of the lessons keep to their width', () => {
  for (const line of wrap('客户端会话重连，'.repeat(20), 40)) {
    expect(columns(line)).toBeLessThanOrEqual(42);
  }
});
