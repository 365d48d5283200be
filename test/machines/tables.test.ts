// What everybody looks up of the lifecycles: what stands in a trace of a call, in which order operations
// are listed, and what brings an event about.
import { expect, test } from 'vitest';
import {
  callNameOf,
  callsByMethod,
  causeOf,
  operationNames,
  operations,
  shownOf,
  waitsFor,
} from '../../machines/lifecycles.ts';

test.each([
  ['channelJoin', ['channel']],
  ['channelLeave', ['channel']],
  ['messageInstantSend', ['account', 'body', 'messageID']],
  ['messageChannelSend', ['channel', 'body', 'messageID']],
  ['channelInviteUser2', ['channel', 'peer', 'extra']],
  ['channelInviteAccept', ['channel', 'peer']],
  ['channelInviteEnd', ['channel', 'peer']],
] as const)('calls: of %s a trace shows %j', (name, shown) => {
  expect(shownOf.get(name)).toEqual(shown);
});

test('calls: one is known by every method that makes it, and by no other', () => {
  const others = [...callNameOf].filter(([method, name]) => method !== name);

  expect(others).toEqual([
    ['login2', 'login'],
    ['messageInstantSend2', 'messageInstantSend'],
    ['channelInviteUser', 'channelInviteUser2'],
  ]);
  expect(callsByMethod.get('channelInviteUser')).toBe(callsByMethod.get('channelInviteUser2'));
  expect(callsByMethod.size).toBe(shownOf.size + others.length);
});

test('operations: what only moves data stands last', () => {
  const isData = [...operations.values()].map((one) => one.isData === true);

  expect(isData.indexOf(true)).toBe(isData.lastIndexOf(false) + 1);
  expect(isData.at(-1)).toBe(true);
  expect(operationNames.slice(0, 4)).toEqual(['lookup', 'connect', 'login', 'logout']);
});

test('operations: a statechart waits for its own, and for none at rest', () => {
  expect([
    waitsFor('channel', 'joining'),
    waitsFor('channel', 'leaving'),
    waitsFor('channel', 'joined'),
    waitsFor('message', 'sending'),
    waitsFor('query', 'querying'),
    waitsFor('caller', 'pending.inviting'),
    waitsFor('message', 'joining'),
  ]).toEqual(['join', 'leave', undefined, 'message', 'query', 'invite', undefined]);
});

test.each([
  ['login', 'reply.accepted', { membership: 'kept' }],
  ['request', 'reply.ok', { data: { status: 1, isin: 1, value: 'good', json: '{}' } }],
  ['channel', 'reply.ok', { users: ['alice', 'bob'], attributes: { topic: 'news' } }],
  ['channel', 'member.joined', { account: 'bob' }],
  ['channel', 'member.left', { account: 'bob' }],
  ['channel', 'message.arrived', { account: 'bob', body: 'hello' }],
  ['channel', 'attribute.changed', { name: 'topic', value: 'news', kind: 'update' }],
  ['query', 'reply.ok', { count: 2 }],
  ['message', 'message.arrived', { account: 'bob', body: 'hello' }],
])('causes: as an example, %s hears %s with all that it tells', (part, event, tells) => {
  expect(causeOf(part, event)?.tells).toEqual(tells);
});

test('causes: a peer brings about what a client hears of it, and some events have no cause of their own', () => {
  expect(['invite.arrived', 'peer.ended'].map((event) => causeOf('callee', event)?.peer)).toEqual([
    'channelInviteUser2',
    'channelInviteEnd',
  ]);
  expect(causeOf('channel', 'reply.refused')).toBeUndefined();
  expect(causeOf('nobody', 'reply.ok')).toBeUndefined();
});

test.each([
  ['login', 'service.kicked', ['kick', '$me']],
  ['login', 'service.closed', ['orderClose', '$me']],
  ['login', 'service.refusedVersion', ['requireVersion', '2.0.0']],
  ['login', 'service.noticed', ['notifyError', '$me']],
  ['channel', 'member.removed', ['removeFromChannel', '$me', 'lobby']],
  ['channel', 'channel.destroyed', ['destroyChannel', 'lobby']],
])('causes: %s hears %s when the service does %j', (part, event, act) => {
  expect(causeOf(part, event)?.act).toEqual(act);
});

test.each([
  ['channel', 'member.joined', { peer: 'channelJoin' }],
  ['channel', 'member.left', { peer: 'channelLeave', peerFirst: 'channelJoin' }],
  ['channel', 'message.arrived', { peer: 'messageChannelSendForce' }],
  ['message', 'message.arrived', { peer: 'messageInstantSend' }],
  ['caller', 'peer.accepted', { peer: 'channelInviteAccept' }],
  ['caller', 'peer.refused', { peer: 'channelInviteRefuse' }],
  ['caller', 'peer.ended', { peer: 'channelInviteEnd' }],
])('causes: %s hears %s when a peer makes %j', (part, event, calls) => {
  expect(causeOf(part, event)).toMatchObject(calls);
});
