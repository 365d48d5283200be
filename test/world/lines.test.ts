// What comes before the answer to a login, and what was sent by a line that is gone meanwhile.
import { createWorld, type AgoraAPI } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

const noToken = '_no_need_token';

/** Bob and a service that has let alice in, but tells her so only after 3 s. */
async function letInSlowly() {
  const { world, bob } = await cast(['bob']);
  const alice = listen(world.createAgoraAPI());
  world.fault('late', { on: 'login', delay: '3 s' });
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');
  return { world, alice, bob };
}

/** Alice, whose login is 3 s on its way. */
async function onTheWay() {
  const world = createWorld();
  const alice = listen(world.createAgoraAPI());
  world.fault('reorder', { on: 'login', delay: '3 s' });
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');
  return { world, alice };
}

test('seed 164: a kick that comes before the answer to the login ends the session', async () => {
  const { world, alice } = await letInSlowly();
  const other = listen(world.createAgoraAPI());

  other.api.login('app', 'alice', noToken);
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onLoginSuccess', 0, 0],
    ['onLogout', value('LOGOUT_E_KICKED')],
  ]);
  expect(other.api.getStatus()).toBe(2);
});

test('seed 483: an invitation that comes before the answer to the login waits', async () => {
  const { world, alice, bob } = await letInSlowly();

  bob.api.channelInviteUser2('lobby', 'alice');
  await world.advance('5 s');

  expect(alice.heard).toEqual([
    ['onLoginSuccess', 0, 0],
    ['onInviteReceived', 'lobby', 'bob', 0, ''],
  ]);
});

test('late: an invitation before an answer that never comes is not heard', async () => {
  const { world, alice, bob } = await letInSlowly();
  bob.api.channelInviteUser2('lobby', 'alice');
  await world.advance('1 s');

  alice.api.logout();
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_CANCEL')]]);
});

test('late: what waits behind a kick goes with the session that it ends', async () => {
  const { world, alice, bob } = await letInSlowly();
  world.fault('reorder', { on: 'push', delay: '500 ms' });
  bob.api.messageInstantSend('alice', 0, 'hello', 'm1');
  await world.advance(100);

  world.service.kick('alice');
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onLoginSuccess', 0, 0],
    ['onLogout', value('LOGOUT_E_KICKED')],
  ]);
});

test('late: a kick of a session before does not end the one that follows', async () => {
  const { world, alice } = await cast(['alice']);
  const other = listen(world.createAgoraAPI());
  world.network.set({ loss: 1 });
  alice.api.logout();
  await world.advance('10 s'); // She is out, and the service does not know.
  world.network.set({ loss: 0 });
  world.fault('reorder', { on: 'login', delay: '3 s' });
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');

  other.api.login('app', 'alice', noToken);
  await world.advance('1 min');

  expect(alice.heard.slice(1)).toEqual([['onLoginSuccess', 0, 0]]);
  expect(world.trace.codes('alice#2')).toEqual(['LOGOUT_E_KICKED']);
});

test('seed 916: a login on a line that is gone is online only while presence lasts', async () => {
  const { world, alice } = await onTheWay();

  world.network.set({ loss: 1 }); // The service does not hear that she gives up.
  alice.api.logout();
  await world.advance('5 s');
  expect(world.service.online).toEqual(['alice']);
  await world.advance('2 min');

  expect(world.service.online).toEqual([]);
});

test('late: a login of a line before takes no place from the one that is there', async () => {
  const { world, alice } = await onTheWay();

  alice.api.logout();
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');
  alice.api.channelJoin('lobby');
  await world.advance('1 min');

  expect(alice.api.client.channel).toEqual({ state: 'joined', name: 'lobby' });
  expect(world.service.members('lobby')).toEqual(['alice']);
});

/** Alice, whose login of the way back arrives after she has waited for 10 s and closed its line. */
async function lateBack() {
  const people = await cast(['alice', 'bob']);
  const { network } = people.world;
  network.cut('alice');
  network.restore('alice');
  await people.world.advance(215);
  network.set({ latencyMs: 12_000 }); // Of the login, which goes at 220 ms.
  await people.world.advance('9 s');
  network.set({ latencyMs: 10, loss: 1 });
  await people.world.advance('5 s');
  people.alice.heard.length = 0;
  return people;
}

test('late: a login of the way back on a line that is gone does not last', async () => {
  const { world } = await lateBack();

  await world.advance('5 min');

  expect(world.service.online).toEqual([]);
});

test('late: what is said after a login on a line that is gone waits for the next', async () => {
  const { world, alice, bob } = await lateBack();

  world.network.set({ loss: 0 });
  bob.api.messageInstantSend('alice', 0, 'hello', '');
  await world.advance('10 s');

  expect(alice.heard).toEqual([
    ['onReconnecting', 3],
    ['onReconnected', 0],
    ['onMessageInstantReceive', 'bob', 0, 'hello'],
  ]);
});

/** What alice, in the lobby, hears of a request behind which her line goes and comes back. */
async function heardOf(request: (api: AgoraAPI) => void) {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = 0;
  world.network.set({ latencyMs: 300 });
  request(alice.api);
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('20 s');
  return alice.heard;
}

test('seed 809: a message whose answer went with its line is sent again', async () => {
  const heard = await heardOf((api) => api.messageInstantSend('bob', 0, 'hello', 'm1'));

  expect(heard).toEqual([
    ['onReconnecting', 1],
    ['onReconnected', 0],
    ['onMessageSendSuccess', 'm1'],
  ]);
});

test('seed 1737: a leave whose answer went with its line runs out of time', async () => {
  const heard = await heardOf((api) => api.channelLeave('lobby'));

  expect(heard).toEqual([
    ['onReconnecting', 1],
    ['onReconnected', 0],
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_OTHER')],
  ]);
});
