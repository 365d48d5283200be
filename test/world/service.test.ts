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

test('service: what is told last counts, and each ends for itself', async () => {
  const { world, alice } = await cast(['alice']);
  const ask = async (): Promise<unknown> => {
    alice.api.channelQueryUserNum('lobby');
    await world.advance('20 s');
    return world.trace.codes('alice').at(-1);
  };
  const refused = world.service.refuse('query');
  const silent = world.service.silence('query');

  expect(await ask()).toBe('QUERYUSERNUM_E_TIMEOUT');
  silent();
  silent();
  expect(await ask()).toBe('QUERYUSERNUM_E_OTHER');
  refused();
  expect(await ask()).toBe('SUCCESS');
});

test('service: so often as it was told, it does badly; then well again, whatever else it was told', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.refuse('message');
  world.service.refuse('query', { times: 2 });
  for (let i = 0; i < 3; i++) {
    alice.api.channelQueryUserNum('lobby');
    alice.api.messageInstantSend('bob', 0, 'hello', `m${i}`);
  }
  await world.advance('1 s');

  const codes = world.trace.codes('alice');
  expect(codes.filter((code) => code === 'QUERYUSERNUM_E_OTHER')).toHaveLength(2);
  expect(codes.filter((code) => code === 'SUCCESS')).toHaveLength(1);
  expect(codes.filter((code) => code === 'SENDMESSAGE_E_OTHER')).toHaveLength(3);
});

test('service: heal ends what it does badly, of one operation or of all', async () => {
  const { world, alice } = await cast(['alice']);
  const ask = async (): Promise<readonly unknown[]> => {
    alice.heard.length = 0;
    alice.api.channelQueryUserNum('lobby');
    alice.api.messageInstantSend('bob', 0, 'hello', '');
    await world.advance('1 s');
    return alice.heard.map(([name, , code]) => [name, code]);
  };
  const refused = ['onMessageSendError', value('SENDMESSAGE_E_OTHER')];
  const sent = ['onMessageSendSuccess', undefined];
  const unknown = ['onChannelQueryUserNumResult', value('QUERYUSERNUM_E_OTHER')];
  const counted = ['onChannelQueryUserNumResult', value('SUCCESS')];
  world.service.refuse('query');
  world.service.refuse('message');

  expect(await ask()).toEqual([unknown, refused]);
  world.service.heal('query');
  expect(await ask()).toEqual([counted, refused]);
  world.service.heal();
  expect(await ask()).toEqual([counted, sent]);
  expect(() => world.service.heal('nothing' as never)).toThrow(/service\.heal: .*nothing/s);
});

test('LOGOUT_E_NET: a client whose session ended without its knowing goes with its next request', async () => {
  const { world, alice } = await cast(['alice'], { timing: { silence: 600_000 } });
  world.network.partition('alice');
  await world.advance('150 s');
  expect(world.service.online).toEqual([]);
  world.network.restore('alice');
  alice.heard.length = 0;

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onMessageSendError', 'm1', value('SENDMESSAGE_E_OTHER')],
    ['onLogout', value('LOGOUT_E_NET')],
  ]);
});
