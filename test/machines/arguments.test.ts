import { expect, test } from 'vitest';
import {
  bodyBytesMax,
  byteLength,
  isBody,
  isCredential,
  isExtra,
  isName,
  nameBytesMax,
  readInviteOptions,
} from '../../machines/arguments.ts';

test.each([
  ['', 0],
  ['a', 1],
  ['é', 2],
  ['中', 3],
  ['😀', 4],
  ['中文频道', 12],
  ['中'.repeat(42), 126],
  ['中'.repeat(43), 129],
  ['\uD83D', 3], // Half a pair goes out as U+FFFD.
  ['a'.repeat(9000), 9000],
])('arguments: %o has %d bytes', (text, bytes) => {
  expect(byteLength(text)).toBe(bytes);
});

test.each([
  ['alice'],
  ['小明'],
  ['a'.repeat(nameBytesMax)],
  [`${'中'.repeat(42)}ab`],
  ['😀'],
  ['__proto__'],
  ['"\\'],
  ['123'],
])('arguments: %o is a name', (text) => {
  expect(isName(text)).toBe(true);
});

test.each([
  [''],
  ['a'.repeat(nameBytesMax + 1)],
  ['中'.repeat(43)],
  ['a b'],
  [' '],
  ['a\tb'],
  ['a\u0000b'],
  ['a\u00ADb'], // Soft hyphen.
  ['a\u200Bb'], // Zero-width space.
  ['a\u2028b'], // Line separator.
  ['a\u202Eb'], // Right-to-left override.
  ['a\u3000b'], // Ideographic space.
  ['\uFEFFab'],
  ['\uD83D'],
  [undefined],
  [null],
  [0],
  [['alice']],
  [Object('alice')],
])('arguments: %o is no name', (text) => {
  expect(isName(text)).toBe(false);
});

test('arguments: a credential is any text that is not empty', () => {
  expect([' ', 'x'].map(isCredential)).toEqual([true, true]);
  expect(['', undefined, null, 5, {}].map(isCredential)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('arguments: a body has at most 8192 bytes, and may be empty', () => {
  expect(isBody('')).toBe(true);
  expect(isBody('x'.repeat(bodyBytesMax))).toBe(true);
  expect(isBody('x'.repeat(bodyBytesMax + 1))).toBe(false);
  expect(isBody('中'.repeat(2731))).toBe(false);
  expect([undefined, null, 5].map(isBody)).toEqual([false, false, false]);
});

test.each([[undefined], [''], ['{}'], ['[]'], ['null'], ['5'], ['"text"'], [' {"a":1}\n']])(
  'arguments: %o is an extra',
  (text) => {
    expect(isExtra(text)).toBe(true);
  },
);

test.each([
  [null],
  [5],
  [{}],
  ['text'],
  ['{a:1}'],
  ["{'a':1}"],
  ['{"a":1'],
  ['undefined'],
  [`"${'x'.repeat(bodyBytesMax - 1)}"`],
])('arguments: %o is no extra', (text) => {
  expect(isExtra(text)).toBe(false);
});

test('arguments: an extra of exactly 8192 bytes is one', () => {
  expect(isExtra(`"${'x'.repeat(bodyBytesMax - 2)}"`)).toBe(true);
});

test.each([
  [undefined, false, 0],
  ['', false, 0],
  ['not JSON', false, 0],
  ['null', false, 0],
  ['5', false, 0],
  ['[1]', false, 0],
  ['{}', false, 0],
  ['{"_require_peer_online":1}', true, 0],
  ['{"_require_peer_online":"1"}', true, 0],
  ['{"_require_peer_online":0}', false, 0],
  ['{"_require_peer_online":2}', false, 0],
  ['{"_require_peer_online":null}', false, 0],
  ['{"_timeout":0}', false, 0],
  ['{"_timeout":0.9}', false, 0],
  ['{"_timeout":1}', false, 1_000],
  ['{"_timeout":"10"}', false, 10_000],
  ['{"_timeout":30}', false, 30_000],
  ['{"_timeout":31}', false, 30_000],
  ['{"_timeout":-5}', false, 0],
  ['{"_timeout":"soon"}', false, 0],
  ['{"_timeout":null}', false, 0],
  ['{"_timeout":10,"_require_peer_online":1,"why":"tea"}', true, 10_000],
])(
  'arguments: the extra %o asks for online %o and %d ms',
  (extra, requirePeerOnline, timeoutMs) => {
    expect(readInviteOptions(extra)).toEqual({ requirePeerOnline, timeoutMs });
  },
);

test.each([['{"_timeout":{"toString":1}}'], ['{"_require_peer_online":{"toString":1}}']])(
  'arguments: the extra %s asks for nothing, and is no trap',
  (extra) => {
    expect(readInviteOptions(extra)).toEqual({ requirePeerOnline: false, timeoutMs: 0 });
  },
);
