// The line goes and comes back, or does not: what the client hears, and what it keeps.
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

const noToken = '_no_need_token';

/** Two clients, both in the lobby. */
async function inLobby() {
  const people = await cast(['alice', 'bob']);
  for (const { api } of [people.alice, people.bob]) api.channelJoin('lobby');
  await people.world.advance('1 s');
  people.alice.heard.length = people.bob.heard.length = 0;
  return people;
}

/** Two in the lobby, of whom alice fights for her line longer than the presence lasts. */
async function withShortPresence() {
  const people = await cast(['bob'], { timing: { presence: 5000 } });
  const alice = listen(people.world.createAgoraAPI());
  alice.api.login2('app', 'alice', noToken, 0, '', 30, 10);
  await people.world.advance('1 s');
  for (const { api } of [alice, people.bob]) api.channelJoin('lobby');
  await people.world.advance('1 s');
  alice.heard.length = people.bob.heard.length = 0;
  return { ...people, alice };
}

test('loss: within the limits the line comes back and nobody else notices', async () => {
  const { world, alice, bob } = await inLobby();

  world.network.cut('alice');
  await world.advance('1 s');
  expect(alice.api.getStatus()).toBe(3);
  world.network.restore('alice');
  await world.advance('5 min');

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onReconnecting', 2],
    ['onReconnecting', 3],
    ['onReconnected', 0],
  ]);
  expect(alice.api.client.channel).toEqual({ state: 'joined', name: 'lobby' });
  expect(bob.heard).toEqual([]);
});

test('loss: a member that is back is still spoken to in the channel', async () => {
  const { world, alice, bob } = await inLobby();
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 s');

  bob.api.messageChannelSend('lobby', 'hello', '');
  await world.advance('1 s');

  expect(alice.heard.at(-1)).toEqual(['onMessageChannelReceive', 'lobby', 'bob', 0, 'hello']);
});

test('loss: retries begin 200, 400 and 800 ms after one another', async () => {
  const { world } = await cast(['alice']);
  const begun = world.now;

  world.network.cut('alice');
  await world.advance('1 min');

  const calls = world.trace.callbacks('alice').slice(1);
  expect(calls.map(({ at, name }) => [at - begun, name])).toEqual([
    [0, 'onReconnecting'],
    [200, 'onReconnecting'],
    [600, 'onReconnecting'],
    [1400, 'onLogout'],
  ]);
});

test('loss: the count of the retries begins anew with every loss', async () => {
  const { world, alice } = await cast(['alice']);

  for (const _loss of ['first', 'second']) {
    world.network.cut('alice');
    await world.advance(300);
    world.network.restore('alice');
    await world.advance('1 s');
  }

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onReconnecting', 2],
    ['onReconnected', 0],
    ['onReconnecting', 1],
    ['onReconnecting', 2],
    ['onReconnected', 0],
  ]);
});

test('LEAVECHANNEL_E_DISCONN: over the limits the channel ends before the session', async () => {
  const { world, alice } = await inLobby();

  world.network.cut('alice');
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onReconnecting', 2],
    ['onReconnecting', 3],
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_DISCONN')],
    ['onLogout', value('LOGOUT_E_NET')],
  ]);
});

test('loss: the others hear of it when the presence runs out', async () => {
  const { world, bob } = await inLobby();

  world.network.cut('alice');
  await world.advance(119_999);
  expect(bob.heard).toEqual([]);
  await world.advance(11); // On the way to bob, too.

  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
  expect(world.service.online).toEqual(['bob']);
});

test('loss: after the session a new login must join again', async () => {
  const { world, alice, bob } = await inLobby();
  world.network.cut('alice');
  await world.advance('2 s');
  world.network.restore('alice');

  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');
  expect(alice.api.client.channel.state).toBe('notJoined');
  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(bob.heard.at(-1)).toEqual(['onChannelUserJoined', 'alice', 0]);
});

test('LEAVECHANNEL_E_DISCONN: back after the presence, the membership is gone', async () => {
  const { world, alice, bob } = await withShortPresence();

  world.network.cut('alice');
  await world.advance('6 s');
  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
  world.network.restore('alice');
  await world.advance('10 s');

  expect(alice.heard.slice(-2)).toEqual([
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_DISCONN')],
    ['onReconnected', 0],
  ]);
  expect(world.service.members('lobby')).toEqual(['bob']);
});

test('loss: back before the presence runs out, the membership is kept', async () => {
  const { world, alice, bob } = await withShortPresence();

  world.network.cut('alice');
  await world.advance('2 s');
  world.network.restore('alice'); // The next attempt is 3 s after the loss.
  await world.advance('1 min');

  expect(alice.heard.at(-1)).toEqual(['onReconnected', 0]);
  expect(bob.heard).toEqual([]);
});

test('loss: a reconnect that got no answer costs an attempt, not the membership', async () => {
  const { world, alice, bob } = await inLobby();
  world.service.silence('login', { times: 1 });

  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('20 s');

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onReconnecting', 2],
    ['onReconnected', 0],
  ]);
  expect(bob.heard).toEqual([]);
});

test('LEAVECHANNEL_E_KICKED: removed while away, learned on coming back', async () => {
  const { world, alice } = await inLobby();

  world.network.cut('alice');
  world.service.removeFromChannel('alice', 'lobby');
  world.network.restore('alice');
  await world.advance('1 s');

  expect(alice.heard.slice(1)).toEqual([
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_KICKED')],
    ['onReconnected', 0],
  ]);
});

test('LEAVECHANNEL_E_OTHER: destroyed while away, learned on coming back', async () => {
  const { world, alice } = await inLobby();

  world.network.cut('alice');
  world.service.destroyChannel('lobby');
  world.network.restore('alice');
  await world.advance('1 s');

  expect(alice.heard.slice(1)).toEqual([
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_OTHER')],
    ['onReconnected', 0],
  ]);
});

test('LEAVECHANNEL_E_DISCONN: removed while away, and nobody says why', async () => {
  const { world, alice } = await inLobby();

  world.network.cut('alice');
  world.service.removeFromChannel('alice', 'lobby', { silently: true });
  world.network.restore('alice');
  await world.advance('1 s');

  expect(alice.heard.slice(1)).toEqual([
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_DISCONN')],
    ['onReconnected', 0],
  ]);
});

test('loss: why one was put out is told once, and not the next time, when nobody says why', async () => {
  const { world, alice } = await inLobby();
  world.network.cut('alice');
  world.service.removeFromChannel('alice', 'lobby');
  world.network.restore('alice');
  await world.advance('1 s');
  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  world.service.removeFromChannel('alice', 'lobby', { silently: true });
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_KICKED', 'LEAVECHANNEL_E_DISCONN']);
});

test('loss: the others hear at once of a member removed while away', async () => {
  const { world, bob } = await inLobby();

  world.network.cut('alice');
  world.service.removeFromChannel('alice', 'lobby');
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});

test('loss: a join under way fails at once', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelJoin('lobby');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onChannelJoinFailed', 'lobby', value('JOINCHANNEL_E_OTHER')],
    ['onReconnected', 0],
  ]);
});

test('loss: a join that failed on the way back has no member behind it', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelJoin('lobby');
  await world.advance(15); // The service has it, the answer is under way.
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['JOINCHANNEL_E_OTHER']);
  expect(world.service.members('lobby')).toEqual([]);
});

test('loss: a leave under way lives on until its own time is up', async () => {
  const { world, alice } = await inLobby();

  alice.api.channelLeave('lobby');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance(9_999);
  expect(world.trace.codes('alice')).toEqual([]);
  await world.advance(1);

  expect(alice.heard.at(-1)).toEqual(['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_OTHER')]);
});

test('loss: a leave that was lost with its line leaves no member behind', async () => {
  const { world, alice, bob } = await inLobby();

  alice.api.channelLeave('lobby');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(world.service.members('lobby')).toEqual(['bob']);
  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});

test('LEAVECHANNEL_E_DISCONN: a line lost for good ends a leave under way', async () => {
  const { world, alice } = await inLobby();

  alice.api.channelLeave('lobby');
  world.network.cut('alice');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_DISCONN', 'LOGOUT_E_NET']);
});

test('QUERYUSERNUM_E_OTHER: a query under way fails with the line', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelQueryUserNum('lobby');
  world.network.cut('alice');
  await world.advance(1);

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onChannelQueryUserNumResult', 'lobby', value('QUERYUSERNUM_E_OTHER'), 0],
  ]);
});

test('INVITE_E_NET: a call not received yet fails with the own line', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelInviteUser2('lobby', 'bob');
  world.network.cut('alice');
  await world.advance(1);

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onInviteFailed', 'lobby', 'bob', 0, value('INVITE_E_NET'), ''],
  ]);
});

test('loss: a call that rings goes on after the line is back', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  world.network.cut('alice');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance(100);
  world.network.restore('alice');
  await world.advance('1 s');

  expect(alice.heard.slice(-2)).toEqual([
    ['onReconnected', 0],
    ['onInviteAcceptedByPeer', 'lobby', 'bob', 0, ''],
  ]);
});

test('INVITE_E_NET: a call that rings fails when the line is given up', async () => {
  const { world, alice } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  world.network.cut('alice');
  await world.advance(1_399);
  expect(world.trace.codes('alice')).toEqual([]);
  await world.advance(1);

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_NET', 'LOGOUT_E_NET']);
});

test('loss: a callee that comes back may still accept', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  world.network.cut('bob');
  world.network.restore('bob');
  await world.advance('1 s');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');

  expect(alice.heard.at(-1)).toEqual(['onInviteAcceptedByPeer', 'lobby', 'bob', 0, '']);
});

test('loss: a client without its line counts as out', async () => {
  const { world, alice } = await inLobby();
  world.network.cut('alice');

  alice.api.channelLeave('lobby');
  alice.api.channelQueryUserNum('lobby');
  alice.api.channelInviteUser2('lobby', 'bob');
  alice.api.getAttr('mood');
  alice.api.messageChannelSend('lobby', 'hello', 'm1');
  await world.advance(1);

  expect(world.trace.codes('alice')).toEqual([
    'GENERAL_E_NOT_LOGIN',
    'GENERAL_E_NOT_LOGIN',
    'GENERAL_E_NOT_LOGIN',
    'GENERAL_E_NOT_LOGIN',
    'SENDMESSAGE_E_OTHER',
  ]);
});

test('LOGOUT_E_OTHER: a line lost for an unknown cause is not fought for', async () => {
  const { world, alice } = await inLobby();

  world.network.cut('alice', { cause: 'unknown' });
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_DISCONN')],
    ['onLogout', value('LOGOUT_E_OTHER')],
  ]);
});

test('loss: a line lost by an error is fought for like any', async () => {
  const { world, alice } = await inLobby();

  world.network.cut('alice', { cause: 'error' });
  world.network.restore('alice');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onReconnected', 0],
  ]);
});

test('LOGIN_E_NET: a login gives up after three retries', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  const begun = world.now;
  world.network.cut('alice');

  alice.api.login('app', 'alice', noToken);
  await world.advance('1 min');

  const packets = world.trace.entries.filter(({ kind }) => kind === 'packet');
  expect(packets.map(({ at }) => at - begun)).toEqual([0, 200, 600, 1400]);
  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
});

test('loss: a login that finds a way at a later attempt says nothing else', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  world.network.cut('alice');

  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');
  world.network.restore('alice');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('login2: its count limits the retries of the login', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  world.network.cut('alice');

  alice.api.login2('app', 'alice', noToken, 0, '', 30, 1);
  await world.advance(199);
  expect(alice.heard).toEqual([]);
  await world.advance(1);

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
});

test('login2: its count limits the retries of a reconnect, too', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  alice.api.login2('app', 'alice', noToken, 0, '', 30, 1);
  await world.advance('1 s');

  world.network.cut('alice');
  await world.advance('1 min');

  expect(alice.heard.slice(1)).toEqual([
    ['onReconnecting', 1],
    ['onLogout', value('LOGOUT_E_NET')],
  ]);
});

test('login2: its seconds close the window of the login', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  world.network.cut('alice');

  alice.api.login2('app', 'alice', noToken, 0, '', 5, 100);
  await world.advance(4_999);
  expect(alice.heard).toEqual([]);
  await world.advance(1);

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
});

test('login2: its seconds close the window of a reconnect, too', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  alice.api.login2('app', 'alice', noToken, 0, '', 5, 100);
  await world.advance('1 s');

  world.network.cut('alice');
  await world.advance(4_999);
  expect(world.trace.codes('alice')).toEqual([]);
  await world.advance(1);

  expect(alice.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_NET')]);
});

test('login2: back-off grows to two seconds and stays there', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  alice.api.login2('app', 'alice', noToken, 0, '', 30, 7);
  await world.advance('1 s');

  world.network.cut('alice');
  await world.advance('1 min');

  const times = world.trace
    .callbacks('alice')
    .slice(1)
    .map(({ at }) => at - 1000);
  const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  expect(waits).toEqual([200, 400, 800, 1600, 2000, 2000, 2000]);
});

test('login2: a refusal is final whatever the limits', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  world.service.refuse('login');

  alice.api.login2('app', 'alice', noToken, 0, '', 30, 10);
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_FAILED')]]);
});

test('login2: an attempt without an answer is retried after 10 s', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  world.service.silence('login', { times: 1 });

  alice.api.login('app', 'alice', noToken);
  await world.advance('10 s');
  expect(alice.heard).toEqual([]);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginSuccess', 0, 0]]);
});
