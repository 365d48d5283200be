// wire-protocol.md 8: channels, as the SDK has them: one object that counts, the newest.
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

test('a join: who is there, and what stands in the channel; then what happens in it', async () => {
  const { world, alice, bob, a, b } = await two();
  const channel = alice.join(a, 'lobby');
  await world.advance('1 s');
  channel['channelSetAttr']?.('topic', 'tea');
  await world.advance('1 s');
  bob.join(b, 'lobby');
  await world.advance('1 s');

  channel['messageChannelSend']?.('hello', () => alice.note('sent'));
  channel['channelDelAttr']?.('topic');
  await world.advance('1 s');
  channel['channelLeave']?.();
  await world.advance('1 s');

  expect(bob.heard).toEqual([
    'onChannelJoined',
    'onChannelUserList [["alice",1001],["bob",1002]]',
    'onChannelAttrUpdated topic tea update',
    'onMessageChannelReceive alice 1001 hello',
    'onChannelAttrUpdated topic  del',
    'onChannelUserLeaved alice 1001',
  ]);
  expect(alice.heard).toEqual([
    'onChannelJoined',
    'onChannelUserList [["alice",1001]]',
    'onChannelAttrUpdated topic tea update',
    'onChannelUserJoined bob 1002',
    'sent',
    'onMessageChannelReceive alice 1001 hello',
    'onChannelAttrUpdated topic  del',
    'onChannelLeaved 0',
  ]);
  expect(channel.state).toBe('leaved');
});

test('a join that fails: the text of the service, and an object that stays "joining"', async () => {
  const { world, alice, a } = await two();
  world.fail('JOINCHANNEL_E_OTHER');

  const channel = alice.join(a, 'lobby');
  await world.advance('1 s');

  expect([alice.heard, channel.state]).toEqual([['onChannelJoinFailed failed'], 'joining']);
});

test('a leave with a callback calls that alone, and a failed leave counts as done', async () => {
  const { world, alice, a } = await two();
  const channel = alice.join(a, 'lobby');
  await world.advance('1 s');
  alice.take();
  world.service.refuse('leave');

  channel['channelLeave']?.(() => alice.note('left'));
  await world.advance('1 s');

  expect([alice.heard, channel.state]).toEqual([['left'], 'leaved']);
});

test('a channel may be left again and again', async () => {
  const { world, alice, a } = await two();
  const channel = alice.join(a, 'lobby');
  await world.advance('1 s');
  alice.take();

  for (let i = 0; i < 3; i++) {
    channel['channelLeave']?.();
    await world.advance('1 s');
  }

  expect(alice.heard).toEqual(Array.from({ length: 3 }, () => 'onChannelLeaved 0'));
});

test('E7: every push goes to the object of the latest channelJoin', async () => {
  const { world, alice, bob, a, b } = await two();
  const first = alice.join(a, 'one');
  await world.advance('1 s');
  const second = a['channelJoin']?.('two') as Sdk;
  Object.assign(second, {
    onMessageChannelReceive: (...args: unknown[]) => alice.note('at the second', ...args),
  });
  await world.advance('1 s');
  alice.take();
  const channel = bob.join(b, 'two');
  await world.advance('1 s');

  channel['messageChannelSend']?.('hello');
  await world.advance('1 s');

  expect(alice.heard).toEqual(['at the second bob 1002 hello']);
  // The service has taken it out of the first one; its object does not know.
  expect(first.state).toBe('joined');
});

/** A message in the channel, as a frame has it. */
const spoken = (msg: string): string =>
  `msg-v2 bob lobby v1:E:3600 channel_msg 1 ${JSON.stringify({ channel: 'lobby', account: 'bob', uid: 7, msg })}`;

test('E8: an id that does not rise is dropped; gaps are accepted; the first one always', async () => {
  const { world, alice, a } = await two();
  alice.join(a, 'lobby');
  await world.advance('1 s');
  alice.take();
  const [socket] = world.wire.sockets('alice');

  for (const id of [5, 5, 4, 9])
    socket?.tell(['notify', ['channel2', 'lobby', id, spoken(`id ${id}`)]]);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    'onMessageChannelReceive bob 7 id 5',
    'onMessageChannelReceive bob 7 id 9',
  ]);
});

test('D20: a push before anything was joined throws in the SDK; the service sends none', async () => {
  const { world, alice } = await two();
  const [socket] = world.wire.sockets('alice');

  socket?.tell(['notify', ['channel2', 'lobby', 1, 'msg-v2 b c v1:E:3600 channel_msg 1 {}']]);
  await world.advance('1 s');

  expect(world.errors.map((error) => (error as Error).name)).toEqual(['TypeError']);
  expect(alice.heard).toEqual([]);
});

test('D4: a reconnect loses the channel without a word: nothing of it is heard any more', async () => {
  const { world, alice, bob, a, b } = await two();
  const stale = alice.join(a, 'lobby');
  const channel = bob.join(b, 'lobby');
  await world.advance('1 s');
  alice.take();
  bob.take();

  for (const socket of world.wire.sockets('alice')) socket.close();
  await world.advance('1 s');
  channel['messageChannelSend']?.('hello');
  await world.advance('1 s');

  expect([alice.heard, stale.state]).toEqual([['onLoginSuccess 1001'], 'joined']);
  expect(bob.heard).toEqual([
    'onChannelUserLeaved alice 1001',
    'onMessageChannelReceive bob 1002 hello',
  ]);
});

test('D21: the old object can still send; the service refuses it, and nobody is told', async () => {
  const { world, alice, a } = await two();
  const stale = alice.join(a, 'lobby');
  await world.advance('1 s');
  for (const socket of world.wire.sockets('alice')) socket.close();
  await world.advance('1 s');
  alice.take();

  stale['messageChannelSend']?.('hello', () => alice.note('sent'));
  await world.advance('1 s');

  expect(alice.heard).toEqual(['sent']);
});

test.each([
  [
    'removed by an administrator',
    (world: SignalingWorld) => world.service.removeFromChannel('alice', 'lobby'),
  ],
  ['the channel is destroyed', (world: SignalingWorld) => world.service.destroyChannel('lobby')],
])('%s: the one who was in it hears nothing', async (_, act) => {
  const { world, alice, a } = await two();
  const channel = alice.join(a, 'lobby');
  await world.advance('1 s');
  alice.take();

  act(world);
  await world.advance('1 h');

  expect([alice.heard, channel.state]).toEqual([[], 'joined']);
});

test('a logout or a kick in a channel: nothing of the channel is told', async () => {
  const { world, alice, a } = await two();
  const channel = alice.join(a, 'lobby');
  await world.advance('1 s');
  alice.take();

  world.service.kick('alice');
  await world.advance('1 s');

  expect([alice.heard, channel.state]).toEqual([['onLogout 103'], 'joined']);
});

test('channelJoin while not logged in gives undefined and no callback', async () => {
  const { world, a } = await two();
  world.service.kick('alice');
  await world.advance('1 s');

  expect(a['channelJoin']?.('lobby')).toBe(undefined);
});

test('more than 60 messages a second: success, and nobody receives the rest', async () => {
  const { world, alice, bob, a, b } = await two();
  const channel = alice.join(a, 'lobby');
  bob.join(b, 'lobby');
  await world.advance('1 s');
  alice.take();
  bob.take();

  for (let i = 0; i < 70; i++)
    channel['messageChannelSend']?.(`message ${i}`, () => alice.note('sent'));
  await world.advance('1 s');

  expect(alice.heard.filter((line) => line === 'sent').length).toBe(70);
  expect(bob.heard.length).toBe(60);
});
