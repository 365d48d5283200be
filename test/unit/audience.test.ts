import { expect, test } from 'vitest';
import { Audience, isCode, type Reached } from '../../src/world/audience.ts';

test.each<[one: Reached, is: boolean]>([
  ['LOGOUT_E_KICKED', true],
  ['LOGOUT_E_NET', false],
  [103, true],
  [102, false],
  [{ callback: 'onLogout', value: 103 }, true],
  [{ callback: 'onLogout', value: 102 }, false],
  [{ callback: 'onLogout', value: undefined }, false],
  [{ callback: 'onLogout', value: undefined, code: 'LOGOUT_E_KICKED' }, true],
  // The name decides, since two codes may share a number.
  [{ callback: 'onLogout', value: 103, code: 'LOGOUT_E_NET' }, false],
])('audience: %j as LOGOUT_E_KICKED: %j', (one, is) => {
  expect(isCode(one, 'LOGOUT_E_KICKED')).toBe(is);
});

test('audience: clients with a number behind their name belong to the application of that name', () => {
  const audience = new Audience();
  audience.add('alice', () => [103]);
  audience.add('bob#1x');

  const names = ['alice', 'alice#2', 'alice#12', 'alice#', 'al#2ice', 'bob#1', 'bob#1x', 'bob'];
  expect(names.map((name) => audience.applicationOf(name))).toEqual([
    'alice',
    'alice',
    'alice',
    undefined,
    undefined,
    undefined,
    'bob#1x',
    undefined,
  ]);
  expect(['alice#12', 'bob#1x', 'bob'].map((name) => audience.reachedIn(name))).toEqual([
    [103],
    undefined,
    undefined,
  ]);
});

test('audience: what is told after the end has reached nobody', () => {
  const audience = new Audience();
  const told: Reached[] = [101];
  audience.add('alice', () => told);
  audience.add('bob');
  told.push(102);
  audience.end();
  told.push(103);

  expect(audience.reachedIn('alice')).toEqual([101, 102]);
  expect(audience.reachedIn('bob')).toBeUndefined();
});
