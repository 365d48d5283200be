// What one end of a call asks of the service, as the other end hears it, or does not.
import { expect, test } from 'vitest';
import {
  asked,
  hears,
  leftBy,
  lostWith,
  passedOn,
  wordsOf,
  type CallEnd,
  type CallStands,
} from '../../../machines/invite/relay.ts';

const nothing: CallStands = { toCaller: [], toCallee: [], callee: 'in', isPending: true };
const call = (changes: Partial<CallStands>): CallStands => ({ ...nothing, ...changes });

test.each<[CallEnd, string, string | undefined]>([
  ['caller', 'invite', 'invite.arrived'],
  ['caller', 'end', 'peer.ended'],
  ['caller', 'withdraw', undefined],
  ['callee', 'acknowledge', 'peer.acknowledged'],
  ['callee', 'accept', 'peer.accepted'],
  ['callee', 'refuse', 'peer.refused'],
  ['callee', 'end', 'peer.ended'],
  ['callee', 'invite', undefined],
])('call: what the %s asks as %s is heard as %s', (end, request, word) => {
  expect(passedOn(end, request)).toBe(word);
});

test('call: an end may hear every word of the other, and no more', () => {
  expect(wordsOf('caller')).toEqual(['invite.arrived', 'peer.ended']);
  expect(wordsOf('callee')).toEqual([
    'peer.acknowledged',
    'peer.accepted',
    'peer.refused',
    'peer.ended',
  ]);
});

test('call: an invitation waits for whoever is not there', () => {
  for (const phase of ['in', 'lost', 'out'] as const) {
    expect(asked([], 'caller', 'invite', phase)).toEqual(['invite.arrived']);
  }
});

test('call: there is one invitation at an address: a new one takes the place of one that waits', () => {
  expect(asked(['invite.arrived'], 'caller', 'invite', 'out')).toEqual(['invite.arrived']);
  expect(asked(['invite.arrived'], 'caller', 'invite', 'in')).toEqual([
    'invite.arrived',
    'invite.arrived',
  ]);
});

test.each(['withdraw', 'end'] as const)(
  'call: %s calls an invitation back that waits, and none that is on its way',
  (request) => {
    const heard = request === 'end' ? ['peer.ended'] : [];

    expect(asked(['invite.arrived'], 'caller', request, 'in')).toEqual([
      'invite.arrived',
      ...heard,
    ]);
    expect(asked(['invite.arrived'], 'caller', request, 'lost')).toEqual(heard);
    expect(asked(['invite.arrived'], 'caller', request, 'out')).toEqual([]);
  },
);

test('call: an end is for whoever is there, or without a line', () => {
  expect(asked([], 'caller', 'end', 'in')).toEqual(['peer.ended']);
  expect(asked([], 'caller', 'end', 'lost')).toEqual(['peer.ended']);
  expect(asked([], 'caller', 'end', 'out')).toEqual([]);
});

test('call: what the callee asks calls nothing back', () => {
  expect(asked(['invite.arrived'], 'callee', 'end', 'out')).toEqual(['invite.arrived']);
  expect(asked(['peer.acknowledged'], 'callee', 'accept', 'in')).toEqual([
    'peer.acknowledged',
    'peer.accepted',
  ]);
});

test('call: with a session that was there everything under way is lost', () => {
  expect(lostWith(['invite.arrived', 'peer.ended'], 'in')).toEqual([]);
});

test.each(['lost', 'out'] as const)(
  'call: with one that was %s an invitation waits on',
  (phase) => {
    expect(lostWith(['invite.arrived', 'peer.ended'], phase)).toEqual(['invite.arrived']);
  },
);

test('call: what waits goes with the session of the caller', () => {
  expect(leftBy(['invite.arrived', 'peer.ended'], 'in')).toEqual(['invite.arrived', 'peer.ended']);
  expect(leftBy(['invite.arrived', 'peer.ended'], 'lost')).toEqual(['peer.ended']);
  expect(leftBy(['invite.arrived', 'peer.ended'], 'out')).toEqual(['peer.ended']);
});

test('call: words are heard in their order', () => {
  const stands = call({
    toCaller: ['peer.acknowledged', 'peer.accepted'],
    toCallee: ['invite.arrived', 'peer.ended'],
  });

  expect(hears('caller', 'peer.accepted', stands)).toBeUndefined();
  expect(hears('callee', 'peer.ended', stands)).toBeUndefined();
  expect(hears('caller', 'peer.acknowledged', stands)).toEqual({
    toCaller: ['peer.accepted'],
    toCallee: stands.toCallee,
  });
  expect(hears('callee', 'invite.arrived', stands)).toEqual({
    toCaller: stands.toCaller,
    toCallee: ['peer.ended'],
  });
});

test('call: nobody hears what is not under way', () => {
  expect(hears('caller', 'peer.acknowledged', nothing)).toBeUndefined();
  expect(hears('callee', 'invite.arrived', nothing)).toBeUndefined();
});

test.each<[string, CallStands['callee'], boolean]>([
  ['peer.offline', 'out', true],
  ['peer.offline', 'lost', false],
  ['peer.offline', 'in', false],
  ['peer.unable', 'in', true],
  ['peer.unable', 'lost', false],
  ['peer.unable', 'out', false],
  ['reply.refused', 'in', true],
  ['reply.refused', 'lost', true],
  ['reply.refused', 'out', true],
])('call: the service answers %s of a callee that is %s: %s', (word, callee, may) => {
  const stands = call({ callee, toCallee: ['peer.ended', 'invite.arrived'] });

  const after = hears('caller', word, stands);

  // An invitation that was answered so never arrives.
  expect(after).toEqual(may ? { toCaller: [], toCallee: ['peer.ended'] } : undefined);
});

test.each(['peer.offline', 'peer.unable', 'reply.refused'])(
  'call: the service says no %s of an invitation that has arrived',
  (word) => {
    for (const callee of ['in', 'lost', 'out'] as const) {
      expect(hears('caller', word, call({ callee, toCallee: ['peer.ended'] }))).toBeUndefined();
    }
  },
);

test('call: of two invitations the service answers the last', () => {
  const toCallee = ['invite.arrived', 'peer.ended', 'invite.arrived'];

  expect(
    hears('caller', 'reply.refused', call({ toCallee: ['invite.arrived'] }))?.toCallee,
  ).toEqual([]);
  expect(hears('caller', 'reply.refused', call({ toCallee }))?.toCallee).toEqual([
    'invite.arrived',
    'peer.ended',
  ]);
});

test('call: a peer may always be silent, is lost without its line, and times out when it is over', () => {
  const under = { toCaller: ['peer.accepted'], toCallee: ['peer.ended'] };
  const may = (word: string, changes: Partial<CallStands>) =>
    hears('caller', word, call({ ...under, ...changes }));

  expect(may('peer.silent', {})).toEqual(under);
  expect([may('peer.lost', { callee: 'in' }), may('peer.lost', { callee: 'lost' })]).toEqual([
    undefined,
    under,
  ]);
  expect(may('peer.lost', { callee: 'out' })).toEqual(under);
  expect(may('peer.timedOut', { isPending: true })).toBeUndefined();
  expect(may('peer.timedOut', { isPending: false })).toEqual(under);
});
