import { expect, test } from 'vitest';
import {
  checkKeys,
  didYouMean,
  show,
  SpecError,
  unknownName,
  UsageError,
} from '../../src/base/errors.ts';

test.each([
  ['alice', '"alice"'],
  ['a "quoted"\nname', String.raw`"a \"quoted\"\nname"`],
  [42, '42'],
  [undefined, 'undefined'],
  [null, 'null'],
  [Symbol('s'), 'Symbol(s)'],
  [5n, '5'],
  [{}, '[object Object]'],
  [Object.create(null), 'object'],
])('errors: a value is shown as %o', (value, text) => {
  expect(show(value)).toBe(text);
});

test.each([
  ['bbo', ['bob', 'alice'], ' Did you mean "bob"?'],
  ['BOB', ['bob', 'alice'], ' Did you mean "bob"?'],
  ['invite_e_timeout', ['INVITE_E_TIMEOUT'], ' Did you mean "INVITE_E_TIMEOUT"?'],
  ['zzzzzz', ['bob', 'alice'], ''],
  ['', ['bob'], ''],
  [5, ['5'], ''],
  ['bob', [], ''],
])('errors: for %o among %o it is suggested: %s', (value, allowed, text) => {
  expect(didYouMean(value, allowed)).toBe(text);
});

test('errors: an unknown name lists up to 12 that are known', () => {
  const names = Array.from({ length: 12 }, (_, n) => `name${n + 10}`);

  expect(unknownName('an.id', 'here', 'name', 'nam10', names).message).toBe(
    `here: no name "nam10". Known: ${names.join(', ')}. Did you mean "name10"?`,
  );
  expect(unknownName('an.id', 'here', 'name', 'nam10', [...names, 'other']).message).toBe(
    'here: no name "nam10". Did you mean "name10"?',
  );
  expect(unknownName('an.id', 'here', 'name', 'bob', []).message).toBe(
    'here: no name "bob". Known: none.',
  );
});

test('errors: checkKeys is quiet where every key is known', () => {
  expect(() => checkKeys('an.id', 'here', {}, [])).not.toThrow();
  expect(() => checkKeys('an.id', 'here', { a: 1 }, ['a', 'b'])).not.toThrow();
});

test('errors: the two kinds have names, and misuse has an id', () => {
  const misuse = new UsageError('an.id', 'text');

  expect([misuse.name, misuse.id, misuse.message]).toEqual(['UsageError', 'an.id', 'text']);
  expect([new SpecError('text').name, String(new SpecError('text'))]).toEqual([
    'SpecError',
    'SpecError: text',
  ]);
  expect(misuse).toBeInstanceOf(Error);
});
