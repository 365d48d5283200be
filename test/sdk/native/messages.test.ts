// The native double: messages to a peer, a channel and everybody.
import { expect, test } from 'vitest';
import { cast, value } from '../../support/cast.ts';

/** A body of n bytes. */
const body = (n: number): string => 'x'.repeat(n);

test('native: messageInstantSend arrives with the sender and uid 0', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onMessageSendSuccess', 'm1']]);
  expect(bob.heard).toEqual([['onMessageInstantReceive', 'alice', 0, 'hello']]);
});

test('native: messageInstantSend2 is the same, its options unread', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.messageInstantSend2('bob', 0, 'hello', 'm1', '{"ttl":1}');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onMessageSendSuccess', 'm1']]);
  expect(bob.heard).toEqual([['onMessageInstantReceive', 'alice', 0, 'hello']]);
});

test('native: a message to oneself arrives', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.messageInstantSend('alice', 0, 'note', 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onMessageSendSuccess', 'm1'],
    ['onMessageInstantReceive', 'alice', 0, 'note'],
  ]);
});

test('native: a message to nobody is a success all the same', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onMessageSendSuccess', 'm1']]);
});

test('native: message ids are made up where there is none, each another', async () => {
  const { world, alice } = await cast(['alice', 'bob']);

  alice.api.messageInstantSend('bob', 0, 'one', '');
  alice.api.messageInstantSend('bob', 0, 'two', '');
  await world.advance('1 s');

  const ids = alice.heard.map((call) => call[1]);
  expect(alice.heard.map(([name]) => name)).toEqual([
    'onMessageSendSuccess',
    'onMessageSendSuccess',
  ]);
  expect(ids.every((id) => typeof id === 'string' && id !== '')).toBe(true);
  expect(new Set(ids).size).toBe(2);
});

test.each([[null], [undefined]])('native: a message id of %o counts as none', async (id) => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.messageInstantSend('bob', 0, 'one', id as never);
  alice.api.messageInstantSend('bob', 0, 'two', id as never);
  await world.advance('1 s');

  expect(bob.heard.map((call) => call[3])).toEqual(['one', 'two']);
});

test('native: messageChannelSend reaches every member, the sender too', async () => {
  const { world, alice, bob, carol } = await cast(['alice', 'bob', 'carol']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  alice.api.messageChannelSend('lobby', 'hello', 'm1');
  await world.advance('1 s');

  const received = ['onMessageChannelReceive', 'lobby', 'alice', 0, 'hello'];
  expect(alice.heard).toEqual([['onMessageSendSuccess', 'm1'], received]);
  expect(bob.heard).toEqual([received]);
  expect(carol.heard).toEqual([]);
});

test('SENDMESSAGE_E_OTHER: messageChannelSend to a channel that one is not in', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = 0;

  alice.api.messageChannelSend('games', 'hello', 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onMessageSendError', 'm1', value('SENDMESSAGE_E_OTHER')]]);
});

test('native: messageChannelSendForce needs no membership', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.channelJoin('lobby');
  await world.advance('1 s');
  bob.heard.length = 0;

  alice.api.messageChannelSendForce('lobby', 'hello', 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onMessageSendSuccess', 'm1']]);
  expect(bob.heard).toEqual([['onMessageChannelReceive', 'lobby', 'alice', 0, 'hello']]);
});

test('native: messageAppSend reaches everybody of the App ID who is online', async () => {
  const { world, alice, bob, carol } = await cast(['alice', 'bob', 'carol']);
  carol.api.logout();
  await world.advance('1 s');
  carol.heard.length = 0;

  alice.api.messageAppSend('news', 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onMessageSendSuccess', 'm1'],
    ['onMessageAppReceived', 'news'],
  ]);
  expect(bob.heard).toEqual([['onMessageAppReceived', 'news']]);
  expect(carol.heard).toEqual([]);
});

test.each([
  ['8192 bytes', body(8192)],
  ['2730 Chinese characters and two letters, 8192 bytes', `${'中'.repeat(2730)}ab`],
  ['nothing', ''],
])('native: a body of %s goes', async (_, text) => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.messageInstantSend('bob', 0, text, 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onMessageSendSuccess', 'm1']]);
  expect(bob.heard).toEqual([['onMessageInstantReceive', 'alice', 0, text]]);
});

test.each([
  ['a body of 8193 bytes', 'bob', body(8193)],
  ['a body of 2731 Chinese characters, 8193 bytes', 'bob', '中'.repeat(2731)],
  ['a body of null', 'bob', null],
  ['a peer without a name', '', 'hello'],
])('GENERAL_E_WRONG_PARAM: %s, and 400 for the message', async (_, peer, text) => {
  const { world, alice } = await cast(['alice', 'bob']);

  alice.api.messageInstantSend(peer, 0, text as string, 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onError', 'messageInstantSend', value('GENERAL_E_WRONG_PARAM'), expect.any(String)],
    ['onMessageSendError', 'm1', value('SENDMESSAGE_E_OTHER')],
  ]);
});

test('SENDMESSAGE_E_OTHER: while logged out, before the argument is looked at', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.logout();
  await world.advance('1 s');
  alice.heard.length = 0;

  alice.api.messageInstantSend('', 0, body(9000), 'm1');
  alice.api.messageChannelSend('lobby', 'hello', 'm2');
  alice.api.messageChannelSendForce('lobby', 'hello', 'm3');
  alice.api.messageAppSend('hello', 'm4');
  await world.advance(0);

  expect(alice.heard).toEqual(
    ['m1', 'm2', 'm3', 'm4'].map((id) => ['onMessageSendError', id, 400]),
  );
});

test('native: over 60 messages a second the rest succeed and are lost', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  for (let n = 0; n < 70; n++) alice.api.messageInstantSend('bob', 0, 'hello', `m${n}`);
  await world.advance('1 s');

  expect(alice.heard.filter(([name]) => name === 'onMessageSendSuccess')).toHaveLength(70);
  expect(bob.heard).toHaveLength(60);
});
