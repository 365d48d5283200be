// Requests that only onError speaks for: refused, unanswered, cut off, unintelligible.
import { expect, test } from 'vitest';
import type { AgoraAPI, Operation } from 'sigsim';
import { cast, listen, value } from '../support/cast.ts';

const requests: readonly (readonly [string, Operation, (api: AgoraAPI) => void])[] = [
  ['setAttr', 'attribute', (api) => api.setAttr('mood', 'fine')],
  ['getAttr', 'attribute', (api) => api.getAttr('mood')],
  ['getAttrAll', 'attribute', (api) => api.getAttrAll()],
  ['getUserAttr', 'attribute', (api) => api.getUserAttr('bob', 'mood')],
  ['getUserAttrAll', 'attribute', (api) => api.getUserAttrAll('bob')],
  ['channelSetAttr', 'attribute', (api) => api.channelSetAttr('lobby', 'topic', 'tea')],
  ['channelDelAttr', 'attribute', (api) => api.channelDelAttr('lobby', 'topic')],
  ['channelClearAttr', 'attribute', (api) => api.channelClearAttr('lobby')],
  ['queryUserStatus', 'status', (api) => api.queryUserStatus('bob')],
  ['channelQueryUserIsIn', 'membership', (api) => api.channelQueryUserIsIn('lobby', 'bob')],
  ['channelInviteDTMF', 'dtmf', (api) => api.channelInviteDTMF('lobby', 'bob', '1')],
  ['channelInviteAccept', 'accept', (api) => api.channelInviteAccept('lobby', 'bob', 0)],
  ['channelInviteRefuse', 'refuse', (api) => api.channelInviteRefuse('lobby', 'bob', 0)],
];

/** Alice, whom bob is calling. */
async function called() {
  const people = await cast(['alice', 'bob']);
  people.bob.api.channelInviteUser2('lobby', 'alice');
  await people.world.advance('1 s');
  people.alice.heard.length = 0;
  return people;
}

const failed = (method: string): unknown[] => [
  'onError',
  method,
  value('GENERAL_E_FAILED'),
  expect.any(String),
];

test.each(requests)('GENERAL_E_FAILED: %s is refused', async (method, operation, call) => {
  const { world, alice } = await called();
  world.service.refuse(operation);

  call(alice.api);
  await world.advance('1 min');

  expect(alice.heard).toEqual([failed(method)]);
});

test.each(requests)('GENERAL_E_FAILED: %s has 10 s for an answer', async (method, what, call) => {
  const { world, alice } = await called();
  world.service.silence(what);

  call(alice.api);
  await world.advance(9_999);
  expect(alice.heard).toEqual([]);
  await world.advance(1);

  expect(alice.heard).toEqual([failed(method)]);
});

test.each(requests)('GENERAL_E_FAILED: %s fails with the line', async (method, what, call) => {
  const { world, alice } = await called();
  world.service.silence(what);

  call(alice.api);
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onReconnecting', 1], failed(method), ['onReconnected', 0]]);
});

test.each(requests)('GENERAL_E_UNKNOWN: %s has an answer without sense', async (...request) => {
  const [method, operation, call] = request;
  const { world, alice } = await called();
  world.service.garble(operation);

  call(alice.api);
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onError', method, value('GENERAL_E_UNKNOWN'), expect.any(String)],
  ]);
});

test.each(requests)('GENERAL_E_NOT_LOGIN: %s needs a session', async (method, _what, call) => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());

  call(alice.api);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onError', method, value('GENERAL_E_NOT_LOGIN'), expect.any(String)],
  ]);
});

test('request: one that goes well is answered, not reported', async () => {
  const { world, alice } = await called();

  alice.api.setAttr('mood', 'fine');
  alice.api.getUserAttr('alice', 'mood');
  alice.api.queryUserStatus('carol');
  alice.api.channelQueryUserIsIn('lobby', 'alice');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onUserAttrResult', 'alice', 'mood', 'fine'],
    ['onQueryUserStatusResult', 'carol', '0'],
    ['onChannelQueryUserIsIn', 'lobby', 'alice', 0],
  ]);
});

test('GENERAL_E: an error of the service belongs to no method', async () => {
  const { world, alice } = await cast(['alice']);

  world.service.notifyError('alice', 'the service is tired');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onError', '', value('GENERAL_E'), 'the service is tired']]);
  expect(alice.api.getStatus()).toBe(2);
});

test('GENERAL_E: an error told to a client without a line waits for it', async () => {
  const { world, alice } = await cast(['alice']);

  world.network.cut('alice');
  world.service.notifyError('alice', 'the service is tired');
  world.network.restore('alice');
  await world.advance('1 s');

  expect(alice.heard.slice(1)).toEqual([
    ['onReconnected', 0],
    ['onError', '', value('GENERAL_E'), 'the service is tired'],
  ]);
});

test('QUERYUSERNUM_E_TIMEOUT: a query has 10 s for an answer', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.silence('query');

  alice.api.channelQueryUserNum('lobby');
  await world.advance(9_999);
  expect(alice.heard).toEqual([]);
  await world.advance(1);

  expect(alice.heard).toEqual([
    ['onChannelQueryUserNumResult', 'lobby', value('QUERYUSERNUM_E_TIMEOUT'), 0],
  ]);
});

test('SUCCESS: a query needs no membership, and the channel need not exist', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.channelJoin('lobby');
  await world.advance('1 s');

  alice.api.channelQueryUserNum('lobby');
  alice.api.channelQueryUserNum('nowhere');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onChannelQueryUserNumResult', 'lobby', value('SUCCESS'), 1],
    ['onChannelQueryUserNumResult', 'nowhere', value('SUCCESS'), 0],
  ]);
});
