// What a client keeps of its logins, its sessions and its calls.
import { createWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, value } from '../support/cast.ts';

const none = '_no_need_token';

test('account: of two logins behind a logout the first has its turn, with its own account', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.logout();
  alice.api.login('app', 'bob', none);
  alice.api.login('app', 'carol', none);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onLoginFailed', value('LOGIN_E_ALREADY_LOGIN')],
    ['onLogout', value('LOGOUT_E_USER')],
    ['onLoginSuccess', 0, 0],
  ]);
  expect([alice.api.client.account, world.service.online]).toEqual(['bob', ['bob']]);
});

test('rule: a session is one occasion, however often its line is lost', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('GENERAL_E', { account: 'alice', nth: 2 });
  await world.advance('1 s');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 min');
  expect(world.trace.codes('alice')).toEqual([]);
  alice.api.logout();
  await world.advance('1 s');
  alice.api.login('app', 'alice', none);
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LOGOUT_E_USER', 'GENERAL_E']);
});

test('rule: a login that fails is no session', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('GENERAL_E', { account: 'alice', nth: 2 });
  await world.advance('1 s');
  alice.api.logout();
  await world.advance('1 s');
  world.service.ban('alice');
  alice.api.login('app', 'alice', none);
  await world.advance('1 s');
  world.service.unban('alice');
  alice.api.login('app', 'alice', none);
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual([
    'LOGOUT_E_USER',
    'LOGIN_E_INVALID_USER',
    'GENERAL_E',
  ]);
});

/** Alice and bob, who have invited each other to one channel. */
async function crossed() {
  const people = await cast(['alice', 'bob']);
  people.alice.api.channelInviteUser2('lobby', 'bob', '');
  people.bob.api.channelInviteUser2('lobby', 'alice', '');
  await people.world.advance('1 s');
  people.alice.heard.length = 0;
  return people;
}

test('call: where calls crossed one hang-up ends both, and a second finds none', async () => {
  const { world, alice } = await crossed();
  const end = async (): Promise<readonly unknown[]> => {
    alice.heard.length = 0;
    alice.api.channelInviteEnd('lobby', 'bob', 0);
    await world.advance('1 s');
    return alice.heard.map(([name]) => name);
  };

  expect(await end()).toEqual(['onInviteEndByMyself', 'onInviteEndByMyself']);
  expect(await end()).toEqual([]);
});

test('call: where calls crossed, an end of one call leaves the other in the web shape', async () => {
  const world = createWorld();
  const [alice, bob] = ['alice', 'bob'].map((name) => world.Signal('app').login(name, none));
  await world.advance('1 s');
  const out = alice?.channelInviteUser2('lobby', 'bob');
  bob?.channelInviteUser2('lobby', 'alice');
  await world.advance('1 s');
  out?.channelInviteEnd();
  await world.advance('1 s');

  const state = (role: 'caller' | 'callee') => alice?.client.callState(role, 'lobby', 'bob');
  expect([state('caller'), state('callee')]).toEqual(['ended', 'incoming']);
});
