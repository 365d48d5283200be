// A suite comes back from its JSON; what is wrong with a file is said with the place and the reason.
import { readFileSync } from 'node:fs';
import { checkSuite, formatSuite, modelNames, readSuite, suiteSchema } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { login, paths, step, suiteOf } from '../support/suite.ts';

/** Misuse, with exactly this message. */
const saying = (message: string): unknown =>
  expect.objectContaining({ name: 'UsageError', message });

/** A suite of one path, of one step that is wrong. */
const withStep = (wrong: object): unknown => {
  const { steps, ...rest } = paths[0] ?? { id: 'none', codes: [], steps: [] };
  return suiteOf([{ ...rest, steps: [{ ...steps[0], ...wrong }] as typeof steps }]);
};

/** An object with its keys the other way round. */
const reverse = (_key: string, value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).toReversed());

test('suite: JSON comes back in and goes out as the same bytes', () => {
  const infeasible = [{ item: 'x', reason: 'legacy', because: 'deprecated' }] as const;
  const suite = suiteOf(paths, { infeasible, untimedSteps: 9 });
  const text = formatSuite(suite, 'json');

  expect(readSuite(text)).toEqual(suite);
  expect(formatSuite(readSuite(text), 'json')).toBe(text);
});

test('suite: keys in another order are written in the same one', () => {
  const text = formatSuite(suiteOf(), 'json');
  const turned = JSON.stringify(JSON.parse(text), reverse);
  expect(turned.startsWith('{"paths"')).toBe(true);
  expect(formatSuite(readSuite(turned), 'json')).toBe(text);
});

const wrongSteps: readonly (readonly [object, string])[] = [
  [{ by: 'cleint' }, 'no "by" "cleint". Known: client, world, time. Did you mean "client"?'],
  [{ do: 'logn' }, 'no "do" "logn". Known: login, logout, queryUserStatus'],
  [{ args: { account: 'alice' } }, 'args: "token" is missing. Give none, day, hour'],
  [{ args: { account: 'alice', token: 'dya' } }, 'args.token: no such word "dya". Known: none,'],
  [
    { by: 'world', do: 'reply.accpted', args: {} },
    'do: no such word "reply.accpted". Did you mean "reply.accepted"?',
  ],
  [{ by: 'world', part: 'logn', do: 'x' }, 'no "part" "logn". Known: login, request, channel,'],
  [{ by: 'time', do: 'after lunch', args: undefined }, 'do: no such word "after lunch".'],
  [{ waitMs: -1 }, 'waitMs: -1 is not valid. Give a whole number, 0 or more.'],
  [
    { expect: { states: {} } },
    'expect: no key "states". Known: state, callbacks. Did you mean "state"?',
  ],
  [
    { expect: { callbacks: [{ name: 'onLogin' }] } },
    'expect.callbacks[0].name: no such word "onLogin".',
  ],
  [
    { expect: { callbacks: [{ name: 'onLogout', code: 'LOGOUT_E_NETT' }] } },
    'expect.callbacks[0].code: no such word "LOGOUT_E_NETT". Did you mean "LOGOUT_E_NET"?',
  ],
];

test.each(wrongSteps)('suite: a wrong step is refused with its place: %j', (wrong, message) => {
  const suite = JSON.parse(JSON.stringify(withStep(wrong))) as unknown;

  expect(() => checkSuite('a.json', suite)).toThrow(`a.json: paths[0].steps[0]`);
  expect(() => checkSuite('a.json', suite)).toThrow(message);
});

test('suite: another version is refused before anything else', () => {
  expect(() => readSuite('{ "version": 2, "what": "ever" }', 'a.json')).toThrow(
    saying(
      'a.json: version 2, but this sigsim reads version 1. Generate it again with sigsim paths.',
    ),
  );
});

test('suite: a model that is none is refused with the nearest name', () => {
  expect(() => checkSuite('a.json', suiteOf(paths, { model: 'logn' }))).toThrow(
    saying(
      `a.json: model: no model "logn". Known: ${modelNames.join(', ')}. Did you mean "login"?`,
    ),
  );
});

test('suite: two paths of one id are refused', () => {
  const path = { id: 'twice', codes: [], steps: login() };

  expect(() => checkSuite('a.json', suiteOf([path, path]))).toThrow(
    saying('a.json: paths[1].id: "twice" is used twice. Rename one.'),
  );
});

test('suite: a text that was cut off is refused with line and column', () => {
  const text = formatSuite(suiteOf(), 'json');

  expect(() => readSuite(text.slice(0, 400), 'a.json')).toThrow(
    /^a\.json: not JSON: line \d+, column \d+/,
  );
  expect(() => readSuite('', 'a.json')).toThrow('a.json: not JSON: line 1, column 1.');
});

test('suite: a body that is null stands for one too large', () => {
  const large = step({
    by: 'client',
    do: 'messageInstantSend',
    part: 'message',
    args: { account: 'bob', body: null },
  });
  const suite = suiteOf([{ id: 'large', codes: [], steps: [large] }]);

  expect(checkSuite('a.json', suite)).toEqual(suite);
});

test('suite: the published JSON Schema is the one that validates', () => {
  const file = new URL('../../dist/src/suite.schema.json', import.meta.url);

  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(suiteSchema);
});
