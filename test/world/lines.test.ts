// What comes before the answer to a login, and what was sent by a line that is gone meanwhile.
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
