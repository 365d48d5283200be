// Logging out, from every state and with every kind of thing under way.
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

const noToken = '_no_need_token';

/** Two clients, both in the lobby. */
async function inLobby(
  ...options: Parameters<typeof cast> extends [unknown, ...infer O] ? O : never
) {
  const people = await cast(['alice', 'bob'], ...options);
  for (const { api } of [people.alice, people.bob]) api.channelJoin('lobby');
  await people.world.advance('1 s');
  people.alice.heard.length = people.bob.heard.length = 0;
  return people;
}

test('LOGOUT_E_USER: a logout is acknowledged', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.logout();
  expect(alice.api.getStatus()).toBe(2);
  await world.advance(20); // There and back.

  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_USER')]]);
  expect(alice.api.getStatus()).toBe(0);
});

test('LEAVECHANNEL_E_LOGOUT: the channel ends before the session does', async () => {
  const { world, alice, bob } = await inLobby();

  alice.api.logout();
  await world.advance(20);

  expect(alice.heard).toEqual([
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_LOGOUT')],
    ['onLogout', value('LOGOUT_E_USER')],
  ]);
  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});

test('logout: a join under way fails as a join', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.silence('join');

  alice.api.channelJoin('lobby');
  alice.api.logout();
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['JOINCHANNEL_E_OTHER', 'LOGOUT_E_USER']);
});

test('logout: a leave under way ends with the session', async () => {
  const { world, alice } = await inLobby();
  world.service.silence('leave');

  alice.api.channelLeave('lobby');
  alice.api.logout();
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_LOGOUT', 'LOGOUT_E_USER']);
});

test('logout: a call not answered yet fails, and the peer goes on ringing', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  alice.api.logout();
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_OTHER', 'LOGOUT_E_USER']);
  expect(bob.heard).toEqual([['onInviteReceived', 'lobby', 'alice', 0, '']]);
  expect(bob.api.client.callState('callee', 'lobby', 'alice')).toBe('incoming');
});

test('logout: a call not received yet fails', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  alice.api.logout();
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_OTHER', 'LOGOUT_E_USER']);
});

test('logout: a call that is up ends without a word', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');

  alice.api.logout();
  await world.advance('1 min');

  expect(alice.heard.at(-2)).toEqual(['onInviteAcceptedByPeer', 'lobby', 'bob', 0, '']);
  expect(world.trace.codes()).toEqual(['LOGOUT_E_USER']);
  expect(alice.api.client.callState('caller', 'lobby', 'bob')).toBe('ended');
});

test('logout: a call ended with the session may be made again after it', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');

  alice.api.logout();
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LOGOUT_E_USER']);
  expect(alice.heard.at(-1)).toEqual(['onInviteReceivedByPeer', 'lobby', 'bob', 0]);
});

test('logout: an incoming call ends without a word', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.channelInviteUser2('lobby', 'alice');
  await world.advance('1 s');

  alice.api.logout();
  await world.advance('1 s');

  expect(alice.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_USER')]);
  expect(alice.api.client.callState('callee', 'lobby', 'bob')).toBe('ended');
});

test('logout: a message under way fails', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.silence('message');

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  alice.api.logout();
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onMessageSendError', 'm1', value('SENDMESSAGE_E_OTHER')],
    ['onLogout', value('LOGOUT_E_USER')],
  ]);
});

test('logout: a query under way fails', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.silence('query');

  alice.api.channelQueryUserNum('lobby');
  alice.api.logout();
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onChannelQueryUserNumResult', 'lobby', value('QUERYUSERNUM_E_OTHER'), 0],
    ['onLogout', value('LOGOUT_E_USER')],
  ]);
});

test('QUERYUSERNUM_E_BYUSER: by name it is not the timeout of equal number', async () => {
  const { world, alice } = await cast(['alice'], { legacy: true });
  world.service.silence('query');

  alice.api.channelQueryUserNum('lobby');
  alice.api.logout();
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['QUERYUSERNUM_E_BYUSER', 'LOGOUT_E_USER']);
  expect(alice.heard[0]).toEqual(['onChannelQueryUserNumResult', 'lobby', 501, 0]);
});

test('logout: a query is by the user only if the logout is', async () => {
  const { world, alice } = await cast(['alice'], { legacy: true });
  world.service.silence('query');

  alice.api.channelQueryUserNum('lobby');
  world.service.kick('alice');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['QUERYUSERNUM_E_OTHER', 'LOGOUT_E_KICKED']);
});

test('logout: a request under way fails', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.silence('attribute');

  alice.api.getAttr('mood');
  alice.api.logout();
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onError', 'getAttr', value('GENERAL_E_FAILED'), expect.any(String)],
    ['onLogout', value('LOGOUT_E_USER')],
  ]);
});

test('logout: a client that reconnects stops doing so', async () => {
  const { world, alice } = await cast(['alice']);

  world.network.cut('alice');
  alice.api.logout();
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onLogout', value('LOGOUT_E_USER')],
  ]);
});

test('logout: a suspended channel ends as with any logout', async () => {
  const { world, alice } = await inLobby();

  world.network.cut('alice');
  alice.api.logout();
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_LOGOUT', 'LOGOUT_E_USER']);
});

test.each([
  ['the look-up', 0],
  ['the connection', 25],
  ['the login request', 45],
])('LOGIN_E_CANCEL: a logout during %s is the only answer', async (_phase, ms) => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  alice.api.login('app', 'alice', noToken);
  await world.advance(ms);

  alice.api.logout();
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_CANCEL')]]);
  expect(world.service.online).toEqual([]);
});

test('LOGIN_E_CANCEL: a logout between two attempts ends the login', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  world.network.cut('alice');
  alice.api.login('app', 'alice', noToken);
  await world.advance(100);

  alice.api.logout();
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_CANCEL')]]);
});

test('LOGOUT_E_ALREADY_LOGOUT: a client that is out says so', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());

  alice.api.logout();
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_ALREADY_LOGOUT')]]);
});

test('logout: a second one before the answer gets no answer of its own', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.logout();
  alice.api.logout();
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_USER')]]);
});

test('logout: on the way out a client counts as out', async () => {
  const { world, alice } = await inLobby();

  alice.api.logout();
  alice.api.channelJoin('attic');
  alice.api.channelQueryUserNum('lobby');
  alice.api.getAttr('mood');
  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual([
    'GENERAL_E_NOT_LOGIN',
    'GENERAL_E_NOT_LOGIN',
    'GENERAL_E_NOT_LOGIN',
    'SENDMESSAGE_E_OTHER',
    'LEAVECHANNEL_E_LOGOUT',
    'LOGOUT_E_USER',
  ]);
});

test('logout: a service that does not answer has 10 s', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.silence('logout');

  alice.api.logout();
  await world.advance(9_999);
  expect(alice.heard).toEqual([]);
  await world.advance(1);

  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_USER')]]);
});

test.each([
  ['a kick', 'kick'],
  ['a close', 'orderClose'],
] as const)('logout: %s on the way out changes nothing', async (_what, act) => {
  const { world, alice } = await inLobby();
  world.service.silence('logout');
  alice.api.logout();

  world.service[act]('alice');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_LOGOUT', 'LOGOUT_E_USER']);
});

test.each(['closed', 'error', 'unknown'] as const)(
  'logout: a line lost on the way out (%s) changes nothing',
  async (cause) => {
    const { world, alice } = await inLobby();
    world.service.silence('logout');
    alice.api.logout();

    world.network.cut('alice', { cause });
    await world.advance('1 min');

    expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_LOGOUT', 'LOGOUT_E_USER']);
  },
);

test('seed 140: a remembered login with an illegal name fails after the logout', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.logout();
  alice.api.login('app', 'not a name', noToken);
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onLogout', value('LOGOUT_E_USER')],
    ['onLoginFailed', value('LOGIN_E_INVALID_USER')],
  ]);
});
