// wire-protocol.md 9: calls. The SDK keeps no state of a call, and has no timer for one.
import { expect, test } from 'vitest';
import type { SignalingWorld } from 'sigsim';
import { phones, type Phone, type Sdk } from '../support/wire.ts';

async function two(): Promise<{
  world: SignalingWorld;
  alice: Phone;
  bob: Phone;
  a: Sdk;
  b: Sdk;
}> {
  const { world, alice, bob } = phones(['alice', 'bob']);
  const [a, b] = [alice.login('alice'), bob.login('bob')];
  await world.advance('1 s');
  alice.take();
  bob.take();
  return { world, alice, bob, a, b };
}

const callOf = (phone: Phone): Sdk => phone.calls.at(-1) as Sdk;

test('a whole call: invited, received, accepted, a key pressed, ended', async () => {
  const { world, alice, bob, a } = await two();
  const call = alice.invite(a, 'lobby', 'bob', '{"topic":"tea"}');
  await world.advance('1 s');
  callOf(bob)['channelInviteAccept']?.('{"yes":1}');
  await world.advance('1 s');
  call['channelInviteDTMF']?.('5');
  await world.advance('1 s');
  callOf(bob)['channelInviteEnd']?.('{"bye":1}');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    'onInviteReceivedByPeer ',
    'onInviteAcceptedByPeer {"yes":1}',
    'onInviteEndByPeer {"bye":1}',
  ]);
  expect(bob.heard).toEqual([
    'onInviteReceived lobby alice {"topic":"tea"}',
    'onInviteMsg {"msgtype":"dtmf","msgdata":"5"}',
    'onInviteEndByMyself ',
  ]);
});

test('a refusal is no failure', async () => {
  const { world, alice, bob, a } = await two();
  alice.invite(a, 'lobby', 'bob');
  await world.advance('1 s');

  callOf(bob)['channelInviteRefuse']?.('{"busy":1}');
  await world.advance('1 s');

  expect(alice.heard).toEqual(['onInviteReceivedByPeer ', 'onInviteRefusedByPeer {"busy":1}']);
});

test('onInviteEndByMyself comes before channelInviteEnd() returns, and each time', async () => {
  const { world, alice, a } = await two();
  const call = alice.invite(a, 'lobby', 'bob');
  await world.advance('1 s');
  alice.take();

  call['channelInviteEnd']?.();
  call['channelInviteEnd']?.();

  expect(alice.heard).toEqual(['onInviteEndByMyself ', 'onInviteEndByMyself ']);
});

test('E3: an invitation that is refused at once fails with the plain text of the service', async () => {
  const { world, alice, a } = await two();

  alice.invite(a, 'lobby', 'zoe', '{"_require_peer_online":1}');
  await world.advance('1 min');

  expect(alice.heard).toEqual(['onInviteFailed peer offline']);
});

test.each([
  ['nobody there for 20 s', undefined, 20_000, 'no ack'],
  ['its _timeout', '{"_timeout":5}', 5000, 'timeout'],
])('E4: an invitation that fails later fails with JSON: %s', async (_, extra, ms, reason) => {
  const { world, alice, a } = await two();
  const from = world.now;

  alice.invite(a, 'lobby', 'zoe', extra);
  await world.advance('1 min');

  expect(alice.heard).toEqual([`onInviteFailed ${JSON.stringify({ reason })}`]);
  expect(Math.floor(((alice.times[0] ?? 0) - from) / 1000) * 1000).toBe(ms);
});

test('the words of a failed invitation can be set', async () => {
  const { world, alice, a } = await two();
  world.wire.set({ texts: { 'no ack': 'nobody answers', 'peer offline': 404 } });

  alice.invite(a, 'lobby', 'zoe');
  alice.invite(a, 'lobby', 'zed', '{"_require_peer_online":1}');
  await world.advance('1 min');

  expect(alice.heard).toEqual(['onInviteFailed 404', 'onInviteFailed {"reason":"nobody answers"}']);
});

test('E5: a call that nobody answers rings for ever', async () => {
  const { world, alice, a } = await two();
  alice.invite(a, 'lobby', 'bob');

  await world.advance('1 h');

  expect(alice.heard).toEqual(['onInviteReceivedByPeer ']);
});

test('E6: onInviteFailed is called without a look whether it is set', async () => {
  const { world, alice, a } = await two();
  const call = alice.invite(a, 'lobby', 'zoe');
  Object.assign(call, { onInviteFailed: '' });

  await world.advance('1 min');

  const logged = alice.sdk.console.filter(({ level }) => level === 'error');
  expect(logged.map(({ args }) => (args[0] as Error).name)).toEqual([]);
  expect(world.errors).toEqual([]);
});

test('E6: and an immediate refusal without a handler is a TypeError on the console', async () => {
  const { world, alice, a } = await two();
  const call = alice.invite(a, 'lobby', 'zoe', '{"_require_peer_online":1}');
  Object.assign(call, { onInviteFailed: '' });

  await world.advance('1 min');

  const logged = alice.sdk.console.filter(({ level }) => level === 'error');
  expect(logged.map(({ args }) => (args[0] as Error).name)).toEqual(['TypeError']);
});

test('E13: calls are found by channel and peer without a seam: ("ab", "c") is ("a", "bc")', async () => {
  const { world, alice } = phones(['alice']);
  const a = alice.login('alice');
  await world.advance('1 s');
  alice.take();
  alice.invite(a, 'ab', 'c');
  const second = a['channelInviteUser2']?.('a', 'bc') as Sdk;
  Object.assign(second, {
    onInviteFailed: (text: string) => alice.note('the second failed', text),
  });

  await world.advance('1 min');

  // Both failures reach the object that was made last.
  expect(alice.heard).toEqual([
    'the second failed {"reason":"no ack"}',
    'the second failed {"reason":"no ack"}',
  ]);
});

test('E14: words of a call that the SDK does not know are dropped', async () => {
  const { world, bob, alice, a } = await two();
  alice.invite(a, 'lobby', 'bob');
  await world.advance('1 s');
  // A reconnect empties the SDK's table.
  for (const socket of world.wire.sockets('alice')) socket.close();
  await world.advance('1 s');
  alice.take();

  callOf(bob)['channelInviteAccept']?.();
  await world.advance('1 s');

  expect(alice.heard).toEqual([]);
});

test('the same invitation again: the service refuses it, and the first goes on', async () => {
  const { world, alice, bob, a } = await two();
  alice.invite(a, 'lobby', 'bob');
  await world.advance('1 s');
  alice.take();

  alice.invite(a, 'lobby', 'bob');
  await world.advance('1 s');

  expect(alice.heard).toEqual(['onInviteFailed failed']);
  expect(bob.heard).toEqual(['onInviteReceived lobby alice ']);
});
