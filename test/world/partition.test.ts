// A line that is there and carries nothing: half-open, noticed late or never.
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

test('partition: a client notices a half-open line after 40 s', async () => {
  const { world, alice } = await cast(['alice']);

  world.network.partition('alice');
  await world.advance(39_999);
  expect(alice.heard).toEqual([]);
  expect(alice.api.getStatus()).toBe(2);
  await world.advance(1);

  expect(alice.heard).toEqual([['onReconnecting', 1]]);
});

test('partition: one that ends before 40 s is not noticed', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  world.network.partition('alice');
  await world.advance('39 s');
  world.network.restore('alice');
  await world.advance('10 min');

  expect(alice.heard).toEqual([]);
  expect(bob.heard).toEqual([]);
});

test('partition: what was said meanwhile arrives when it is over', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  world.network.partition('alice');
  bob.api.messageInstantSend('alice', 0, 'hello', '');
  await world.advance('10 s');
  expect(alice.heard).toEqual([]);
  world.network.restore('alice');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onMessageInstantReceive', 'bob', 0, 'hello']]);
});

test('partition: connecting takes its 6 s each time until the limits', async () => {
  const { world } = await cast(['alice']);
  const begun = world.now;

  world.network.partition('alice');
  await world.advance('2 min');

  const calls = world.trace.callbacks('alice').slice(1);
  expect(calls.map(({ at, name }) => [at - begun, name])).toEqual([
    [40_000, 'onReconnecting'],
    [46_200, 'onReconnecting'],
    [52_600, 'onReconnecting'],
    [59_400, 'onLogout'],
  ]);
});

test('partition: the service misses a client from its first silent moment', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  bob.heard.length = 0;

  world.network.partition('alice');
  await world.advance('119 s');
  expect(bob.heard).toEqual([]);
  await world.advance('2 s');

  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});

test('partition: a client back after 40 s keeps its membership', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  world.network.partition('alice');
  await world.advance('41 s');
  world.network.restore('alice');
  await world.advance('10 min');

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onReconnected', 0],
  ]);
  expect(bob.heard).toEqual([]);
});

test('SENDMESSAGE_E_TIMEOUT: a message into a half-open line has 10 s', async () => {
  const { world, alice } = await cast(['alice', 'bob']);

  world.network.partition('alice');
  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance(9_999);
  expect(alice.heard).toEqual([]);
  await world.advance(1);

  expect(alice.heard).toEqual([['onMessageSendError', 'm1', value('SENDMESSAGE_E_TIMEOUT')]]);
});

test('partition: a join cut off from the service fails once, not twice', async () => {
  const { world, alice } = await cast(['alice']);

  world.network.partition('alice');
  alice.api.channelJoin('lobby');
  await world.advance('10 min');

  expect(world.trace.codes('alice')).toEqual(['JOINCHANNEL_E_OTHER', 'LOGOUT_E_NET']);
});

test('LOGIN_E_NET: a login into a partition uses up the window', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  world.network.partition('alice');

  alice.api.login('app', 'alice', '_no_need_token');
  await world.advance('29 s');
  expect(alice.heard).toEqual([]);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
});

test('partition: a kick meanwhile is heard when it is over', async () => {
  const { world, alice } = await cast(['alice']);

  world.network.partition('alice');
  world.service.kick('alice');
  await world.advance('5 s');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_KICKED')]]);
});

test('partition: a removal meanwhile is heard when it is over', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = 0;

  world.network.partition('alice');
  world.service.removeFromChannel('alice', 'lobby');
  await world.advance('5 s');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_KICKED')]]);
});

test('partition: a line that loses everything is noticed like a half-open one', async () => {
  const { world, alice } = await cast(['alice']);

  world.network.set({ loss: 1 });
  await world.advance('1 min');

  expect(alice.heard[0]).toEqual(['onReconnecting', 1]);
});
