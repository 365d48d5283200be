import { expect, test } from 'vitest';
import { say } from '../../machines/login/callbacks.ts';
import { ask, end } from '../../machines/row.ts';
import {
  hear,
  isFollowed,
  isWord,
  knownBy,
  listeners,
  phaseAfter,
  phaseOf,
} from '../../machines/session.ts';

test('session: the parts hear a word in the decided order', () => {
  expect(listeners).toEqual(['message', 'query', 'request', 'caller', 'callee', 'channel']);
});

test('session: words are for the other parts, callbacks and requests are not', () => {
  expect([end('user'), { type: 'session.lost' } as const].map(isWord)).toEqual([true, true]);
  expect([say('onLoginSuccess'), ask('login')].map(isWord)).toEqual([false, false]);
});

test.each([
  ['out', 'session.opened', 'in'],
  ['out', 'session.lost', undefined],
  ['out', 'session.restored', undefined],
  ['out', 'session.ended', undefined],
  ['in', 'session.opened', undefined],
  ['in', 'session.lost', 'lost'],
  ['in', 'session.restored', undefined],
  ['in', 'session.ended', 'out'],
  ['lost', 'session.opened', undefined],
  ['lost', 'session.lost', undefined],
  ['lost', 'session.restored', 'in'],
  ['lost', 'session.ended', 'out'],
] as const)('session: one that is %s is, after %s, %s', (phase, word, after) => {
  expect(phaseAfter(phase, word)).toBe(after);
});

test('session: one that is back says what became of the membership, others say nothing', () => {
  expect(hear({ type: 'session.restored' }, 'expired')).toStrictEqual({
    type: 'session.restored',
    membership: 'expired',
  });
  expect(hear({ type: 'session.restored' })).toStrictEqual({
    type: 'session.restored',
    membership: 'kept',
  });
  const ended = { type: 'session.ended', by: 'user' } as const;
  expect(hear(ended, 'expired')).toStrictEqual(ended);
});

test('session: a client is in only when logged in, and in a channel only when joined', () => {
  const lobby = { channel: 'lobby' };

  expect(knownBy({ value: 'loggedIn' })).toEqual({ loggedIn: true, channel: '' });
  expect(knownBy({ value: { loggingIn: 'resolving' } }).loggedIn).toBe(false);
  expect(knownBy({ value: 'loggedIn' }, { value: 'joined', context: lobby })).toEqual({
    loggedIn: true,
    channel: 'lobby',
  });
  expect(knownBy({ value: 'loggedIn' }, { value: 'leaving', context: lobby }).channel).toBe('');
});

test.each([
  ['loggedOut', 'out'],
  ['loggingIn.resolving', 'out'],
  ['loggingIn.authenticating', 'out'],
  ['loggedIn', 'in'],
  ['loggingOut.plain', 'in'],
  ['loggingOut.remembered', 'in'],
  ['reconnecting.backoff', 'lost'],
  ['reconnecting.authenticating', 'lost'],
])('session: whoever is %s is %s', (state, phase) => {
  expect(phaseOf(state)).toBe(phase);
});

test('session: only the answers of a callee have a request that speaks for them', () => {
  const names = ['accept', 'refuse', 'invite', 'end', 'acknowledge', 'join', 'other'] as const;

  expect(names.filter(isFollowed)).toEqual(['accept', 'refuse']);
});
