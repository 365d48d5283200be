// What a client keeps of its logins, its sessions and its calls.
import { createWorld, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

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

test('rule: one on a session is over with the session, not with the call that is to end it', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('LOGOUT_E_KICKED', { account: 'alice' });
  await world.advance(0);
  alice.api.logout(); // The kick is on its way, and meets a session that is about to end.
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_USER')]]);
  expect(() => world.close()).toThrow(
    'fired 0 of 1: something else ended the call first (after 10 ms)',
  );
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

test('login: a client is in its login until it is out, also where another waited and was taken back', async () => {
  const { world, alice } = await cast(['alice']);
  const { client } = alice.api;
  alice.api.logout();
  alice.api.login('app', 'bob', none);
  alice.api.logout();
  expect(client.loginCall).toMatchObject({ appId: 'app', account: 'alice', token: none });

  await world.advance('1 s');
  expect(client.loginCall).toEqual({ appId: '', account: '', token: '' });
});

/** When alice is told that she is in; her login begins at 0. */
const inAt = ({ trace }: SignalingWorld): number | undefined =>
  trace.callbacks('alice').find(({ name }) => name === 'onLoginSuccess')?.at;

test.each([
  ['lookup', 200 + 60],
  ['connect', 20 + 200 + 60],
] as const)(
  'login: a %s that is refused fails at once, and is tried again',
  async (operation, at) => {
    const world = createWorld();
    const { api } = listen(world.createAgoraAPI());
    world.service.refuse(operation, { times: 1 });
    api.login('app', 'alice', none);
    await world.advance('1 min');

    expect(inAt(world)).toBe(at);
  },
);

test('login: a look-up that was refused is no answer to the login after it', async () => {
  const world = createWorld();
  const { api } = listen(world.createAgoraAPI());
  world.service.refuse('lookup', { times: 1 });
  api.login('app', 'alice', none);
  api.logout();
  api.login('app', 'alice', none);
  await world.advance('1 min');

  expect(inAt(world)).toBe(60);
});

test('login: a look-up has its whole time, whatever became of those before it', async () => {
  const world = createWorld();
  const { api } = listen(world.createAgoraAPI());
  const undo = world.service.refuse('lookup');
  api.login('app', 'alice', none);
  await world.advance(300);
  undo();
  world.service.silence('lookup', { times: 1 });
  await world.advance('1 min');

  // Refused at 0 and at 200; without an answer from 600 on, for 10 s.
  expect(inAt(world)).toBe(600 + 10_000 + 800 + 60);
});

test('late: a hang-up that meets no call is one entry, however many are over', async () => {
  const { world, alice } = await crossed();
  for (let i = 0; i < 2; i++) {
    alice.api.channelInviteEnd('lobby', 'bob', 0);
    await world.advance('1 s');
  }

  const late = world.trace.entries.filter(({ kind }) => kind === 'late');
  expect(late).toMatchObject([{ client: 'alice', name: 'channelInviteEnd' }]);
});

test('late: an answer to a client that has asked nothing finds nobody', async () => {
  const { world, alice } = await cast(['alice']);
  const { client } = alice.api;
  alice.api.channelLeave('lobby');
  await world.advance('1 s');

  expect(client.hearAnswer('channel', { type: 'reply.ok' })).toBe(false);
  alice.api.channelJoin('lobby');
  expect(client.hearAnswer('channel', { type: 'reply.ok' })).toBe(true);
});

test('early: what waits for the answer to a login waits for that alone', async () => {
  const { world, bob } = await cast(['bob']);
  const alice = listen(world.createAgoraAPI());
  world.fault('late', { on: 'login', delay: '3 s' });
  alice.api.login('app', 'alice', none);
  await world.advance('1 s');
  bob.api.messageInstantSend('alice', 0, 'hello', '');
  await world.advance('1 s');
  alice.api.login('app', 'alice', none);
  alice.api.channelJoin('lobby');
  await world.advance('1 min');

  expect(alice.heard.map(([name]) => name)).toEqual([
    'onLoginFailed',
    'onError',
    'onLoginSuccess',
    'onMessageInstantReceive',
  ]);
});

test('trace: a transition says which codes it gives, where it gives any', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.login('app', 'alice', none);
  alice.api.logout();

  const codes = world.trace.entries.flatMap((entry) =>
    entry.kind === 'transition' ? ['codes' in entry ? entry.codes : 'none'] : [],
  );
  expect(codes.slice(-2)).toEqual([['LOGIN_E_ALREADY_LOGIN'], 'none']);
});

test('rule: what becomes of a join does not become of the leave that goes before it', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  world.fault('hang', { on: 'join', account: 'alice' });
  alice.api.channelJoin('games');
  await world.advance('1 s');

  expect(alice.api.client.channel).toEqual({ state: 'joining', name: 'games' });
  expect(world.service.members('lobby')).toEqual(['bob']);
});

test('trace: a good answer is named by what it answers, any other by what it is', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  world.service.refuse('leave');
  alice.api.channelLeave('lobby');
  await world.advance('1 s');

  const answers = world.trace.entries.flatMap((entry) =>
    entry.kind === 'packet' && entry.to === 'client' && entry.at >= 1000 ? [entry.name] : [],
  );
  expect(answers).toEqual(['join ok', 'reply.refused']);
});

test('call: an end that is made known is idle, at its address alone', async () => {
  const { alice } = await cast(['alice']);
  const { client } = alice.api;
  client.know('callee', 'lobby', 'bob');

  expect([
    client.callState('callee', 'lobby', 'bob'),
    client.callState('callee', 'lobby', 'carol'),
    client.callState('caller', 'lobby', 'bob'),
  ]).toEqual(['idle', undefined, undefined]);
});
