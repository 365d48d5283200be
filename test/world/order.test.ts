// The end of a session with everything under way, and answers that come when nobody waits.
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

const noToken = '_no_need_token';

/** Alice in the lobby with two messages, a query, a request and a call under way. */
async function inTheMiddle() {
  const people = await cast(['alice', 'bob']);
  const { world, alice } = people;
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  for (const what of ['message', 'query', 'attribute', 'invite'] as const) {
    world.service.silence(what);
  }
  alice.api.channelInviteUser2('lobby', 'bob');
  alice.api.getAttr('mood');
  alice.api.channelQueryUserNum('lobby');
  alice.api.messageInstantSend('bob', 0, 'hello', 'older');
  alice.api.messageChannelSend('lobby', 'hello', 'newer');
  await world.advance('1 s');
  alice.heard.length = 0;
  return people;
}

/** What ends before the session by anything but the network. */
const undone = [
  ['onMessageSendError', 'older', value('SENDMESSAGE_E_OTHER')],
  ['onMessageSendError', 'newer', value('SENDMESSAGE_E_OTHER')],
  ['onChannelQueryUserNumResult', 'lobby', value('QUERYUSERNUM_E_OTHER'), 0],
  ['onError', 'getAttr', value('GENERAL_E_FAILED'), expect.any(String)],
  ['onInviteFailed', 'lobby', 'bob', 0, value('INVITE_E_OTHER'), ''],
  ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_LOGOUT')],
];

test('order: before a logout everything else ends', async () => {
  const { world, alice } = await inTheMiddle();

  alice.api.logout();
  await world.advance('1 min');

  expect(alice.heard).toEqual([...undone, ['onLogout', value('LOGOUT_E_USER')]]);
});

test('order: before a kick is told everything else ends', async () => {
  const { world, alice } = await inTheMiddle();

  world.service.kick('alice');
  await world.advance('1 min');

  expect(alice.heard).toEqual([...undone, ['onLogout', value('LOGOUT_E_KICKED')]]);
});

test('order: a loss ends some at once, the rest when it is for good', async () => {
  const { world, alice } = await inTheMiddle();

  world.network.cut('alice');
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onChannelQueryUserNumResult', 'lobby', value('QUERYUSERNUM_E_OTHER'), 0],
    ['onError', 'getAttr', value('GENERAL_E_FAILED'), expect.any(String)],
    ['onInviteFailed', 'lobby', 'bob', 0, value('INVITE_E_NET'), ''],
    ['onReconnecting', 2],
    ['onReconnecting', 3],
    ['onMessageSendError', 'older', value('SENDMESSAGE_E_OTHER')],
    ['onMessageSendError', 'newer', value('SENDMESSAGE_E_OTHER')],
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_DISCONN')],
    ['onLogout', value('LOGOUT_E_NET')],
  ]);
});

test('order: a close by the service counts as the network', async () => {
  const { world } = await inTheMiddle();

  world.service.orderClose('alice');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual([
    'SENDMESSAGE_E_OTHER',
    'SENDMESSAGE_E_OTHER',
    'QUERYUSERNUM_E_OTHER',
    'GENERAL_E_FAILED',
    'INVITE_E_NET',
    'LEAVECHANNEL_E_DISCONN',
    'LOGOUT_E_NET',
  ]);
});

test('order: of several calls the oldest ends first', async () => {
  const { world, alice } = await cast(['alice']);
  for (const peer of ['dave', 'bob', 'carol']) alice.api.channelInviteUser2('lobby', peer);

  alice.api.logout();
  await world.advance('1 s');

  expect(alice.heard.map(([, , peer]) => peer)).toEqual(['dave', 'bob', 'carol', undefined]);
});

test('order: everything at the end of a session comes at one moment', async () => {
  const { world, alice } = await inTheMiddle();

  alice.api.logout();
  await world.advance('1 min');

  const calls = world.trace.callbacks('alice').slice(-7);
  expect(new Set(calls.map(({ at }) => at)).size).toBe(1);
});

test('order: after the end of a session nothing arrives any more', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  bob.api.messageInstantSend('alice', 0, 'hello', '');
  bob.api.messageChannelSend('lobby', 'hello', '');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  alice.api.logout();
  await world.advance('1 h');

  expect(alice.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_USER')]);
});

test('order: a call made after the end gets its answer', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.onLogout = () => alice.api.channelQueryUserNum('lobby');

  world.service.kick('alice');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LOGOUT_E_KICKED', 'GENERAL_E_NOT_LOGIN']);
});

test('order: a login made in onLogout begins a session of its own', async () => {
  const { world, alice } = await inTheMiddle();
  alice.api.onLogout = () => alice.api.login('app', 'alice', noToken);

  alice.api.logout();
  await world.advance('1 s');

  expect(alice.heard).toEqual([...undone, ['onLoginSuccess', 0, 0]]);
});

test('late: a confirmation after the message failed changes nothing', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  world.network.set({ latencyMs: 6000 });

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onMessageSendError', 'm1', value('SENDMESSAGE_E_TIMEOUT')]]);
  expect(bob.heard).toEqual([['onMessageInstantReceive', 'alice', 0, 'hello']]);
});

test('late: a count after the query failed changes nothing', async () => {
  const { world, alice } = await cast(['alice']);
  world.network.set({ latencyMs: 6000 });

  alice.api.channelQueryUserNum('lobby');
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onChannelQueryUserNumResult', 'lobby', value('QUERYUSERNUM_E_TIMEOUT'), 0],
  ]);
});

test('late: a good answer after the join failed changes nothing', async () => {
  const { world, alice } = await cast(['alice']);
  world.network.set({ latencyMs: 6000 });

  alice.api.channelJoin('lobby');
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onChannelJoinFailed', 'lobby', value('JOINCHANNEL_E_OTHER')]]);
  expect(alice.api.client.channel.state).toBe('notJoined');
});

test('late: the answer of the first join does not answer the second', async () => {
  const { world, alice } = await cast(['alice']);
  world.network.set({ latencyMs: 6000 });
  alice.api.channelJoin('lobby');
  await world.advance('11 s'); // Failed after 10 s; its answer comes after 12 s.

  alice.api.channelJoin('attic');
  await world.advance('5 s');
  expect(alice.api.client.channel).toEqual({ state: 'joining', name: 'attic' });
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['JOINCHANNEL_E_OTHER', 'JOINCHANNEL_E_OTHER']);
});

test('late: a good answer after the leave failed changes nothing', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  world.network.set({ latencyMs: 6000 });

  alice.api.channelLeave('lobby');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_OTHER']);
});

test('late: an attribute after the request failed changes nothing', async () => {
  const { world, alice } = await cast(['alice']);
  world.network.set({ latencyMs: 6000 });

  alice.api.getAttr('mood');
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onError', 'getAttr', value('GENERAL_E_FAILED'), expect.any(String)],
  ]);
});

test('late: an acknowledgement after the call failed changes nothing', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  world.network.set({ latencyMs: 9000 }); // There, to bob, back and to alice: 36 s.

  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 min');

  expect(bob.heard).toEqual([['onInviteReceived', 'lobby', 'alice', 0, '']]);
  expect(alice.heard).toEqual([['onInviteFailed', 'lobby', 'bob', 0, value('INVITE_E_OTHER'), '']]);
});

test('late: an acceptance after the call failed changes nothing', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob', '{"_timeout":5}');
  await world.advance('4 s');
  world.network.set({ latencyMs: 2000 });

  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 min');

  expect(alice.heard.at(-1)?.[0]).toBe('onInviteFailed');
  expect(alice.api.client.callState('caller', 'lobby', 'bob')).toBe('failed');
});

test('late: the acceptance of a cancelled login does not log in', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  alice.api.login('app', 'alice', noToken);
  await world.advance('45 ms'); // Its login request is under way.
  world.network.set({ latencyMs: 3000 });

  alice.api.logout();
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_CANCEL')]]);
  expect(alice.api.getStatus()).toBe(0);
  expect(world.service.online).toEqual([]);
});

test('late: a login after a cancelled one has its own answer only', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  alice.api.login('app', 'alice', noToken);
  await world.advance('45 ms');

  alice.api.logout();
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onLoginFailed', value('LOGIN_E_CANCEL')],
    ['onLoginSuccess', 0, 0],
  ]);
});

test('late: the acceptance of an attempt given up does not log in twice', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  alice.api.login('app', 'alice', noToken);
  await world.advance('45 ms');
  world.network.set({ latencyMs: 12_000 });
  await world.advance('6 ms'); // The answer is under way, for 12 s.
  world.network.set({ latencyMs: 10 });

  await world.advance('1 min');

  expect(alice.heard).toEqual([['onLoginSuccess', 0, 0]]);
  expect(world.service.online).toEqual(['alice']);
});

test('late: the confirmation of a logout after its time changes nothing', async () => {
  const { world, alice } = await cast(['alice']);
  world.network.set({ latencyMs: 6000 });

  alice.api.logout();
  await world.advance('10 s');
  world.network.set({ latencyMs: 10 });
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onLogout', value('LOGOUT_E_USER')],
    ['onLoginSuccess', 0, 0],
  ]);
  expect(alice.api.getStatus()).toBe(2);
});

test('late: an answer that nobody waits for is in the trace', async () => {
  const { world, alice } = await cast(['alice']);
  world.network.set({ latencyMs: 6000 });

  alice.api.channelQueryUserNum('lobby');
  await world.advance('1 min');

  const late = world.trace.entries.filter(({ kind }) => kind === 'late');
  expect(late).toEqual([{ kind: 'late', at: 13_000, client: 'alice', name: 'reply.ok' }]);
});
