// What the service does to everybody: orders to close, going down, coming up.
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

const noToken = '_no_need_token';

test('LOGOUT_E_NET: ordered to close, a client does not come back', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  world.service.orderClose('alice');
  await world.advance('10 min');

  expect(alice.heard).toEqual([
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_DISCONN')],
    ['onLogout', value('LOGOUT_E_NET')],
  ]);
  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});

test('service: going down takes every line away', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  world.service.goDown();
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['LOGOUT_E_NET']);
  expect(bob.heard).toEqual(alice.heard);
});

test('service: coming up within the limits, it is found again', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  world.service.goDown();
  await world.advance('1 s');
  world.service.comeUp();
  await world.advance('10 min');

  for (const { heard } of [alice, bob]) {
    expect(heard.map(([name]) => name)).toEqual([
      'onReconnecting',
      'onReconnecting',
      'onReconnecting',
      'onReconnected',
    ]);
  }
  expect(world.service.members('lobby')).toEqual(['alice', 'bob']);
});

test('LOGIN_E_NET: while the service is down nobody comes in', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  world.service.goDown();

  alice.api.login('app', 'alice', noToken);
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
});

test('service: going down in the middle of a login is a lost line', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  alice.api.login2('app', 'alice', noToken, 0, '', 30, 1);
  await world.advance('45 ms'); // Its login request is under way.

  world.service.goDown();
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
});

test('service: a login retried until the service is up succeeds', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  world.service.goDown();

  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');
  world.service.comeUp();
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test.each([
  ['LOGOUT_E_PACKET', true],
  ['LOGOUT_E_OTHER', false],
] as const)('%s: a packet that cannot be read (legacy: %s)', async (code, legacy) => {
  const { world, alice } = await cast(['alice'], { legacy });
  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  world.network.corrupt('alice');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_DISCONN', code]);
});

test('LOGOUT_E_KICKED: a kick on the way back ends the session', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  world.service.silence('login');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 s'); // Waiting for the answer to its login.

  world.service.kick('alice');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_LOGOUT', 'LOGOUT_E_KICKED']);
});

test('LOGOUT_E_NET: an order to close on the way back ends the session', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  world.service.silence('login');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 s');

  world.service.orderClose('alice');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_DISCONN', 'LOGOUT_E_NET']);
});

test.each([
  ['refuse', 'LEAVECHANNEL_E_LOGOUT'],
  ['garble', 'LEAVECHANNEL_E_DISCONN'],
] as const)('LOGOUT_E_OTHER: service.%s meets a client on its way back', async (fault, code) => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  world.service[fault]('login');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual([code, 'LOGOUT_E_OTHER']);
});
