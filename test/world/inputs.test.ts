// What came into a world from outside, as the head of its trace keeps it, and how a call stands in the trace.
import { createWorld, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { traceFile } from '../../src/world/keep.ts';
import { cast, listen, value } from '../support/cast.ts';

const none = '_no_need_token';

/** What calls were given that the trace does not show of them, in order. */
const givenIn = (world: SignalingWorld): readonly unknown[] => {
  const [head = ''] = traceFile(world).split('\n', 1);
  const { inputs } = JSON.parse(head) as { inputs: { call?: unknown }[] };
  return inputs.flatMap(({ call }) => (call === undefined ? [] : [call]));
};

/** The calls of an account as the trace shows them. */
const callsIn = (world: SignalingWorld): readonly unknown[] =>
  world.trace.entries.filter(({ kind }) => kind === 'call');

test('inputs: of a call of the native shape, the token and the limits of a login, and an extra', async () => {
  const world = createWorld();
  const { api } = listen(world.createAgoraAPI());
  const token = world.service.issueToken({ account: 'alice', appId: 'app' });
  api.login('app', 'alice', none);
  api.login('app', 'alice', token);
  api.login2('app', 'alice', token, 0, '', 20, 2);
  api.login2('app', 'alice', none, 0, '', 20, undefined as never);
  await world.advance('1 s');
  api.channelInviteUser('lobby', 'bob');
  api.channelInviteUser2('lobby', 'bob', '{"a":1}');
  api.channelInviteRefuse('lobby', 'bob', 0, 'busy');
  api.channelInviteRefuse('lobby', 'bob', 0, '');

  expect(givenIn(world)).toEqual([
    {},
    { token: 1 },
    { token: 1, retryCount: 2, retrySeconds: 20 },
    { retrySeconds: 20 },
    {},
    {},
    { extra: 'busy' },
    {},
  ]);
});

test('inputs: of a call of the web shape, which end of a call made it, and whether its object is over', async () => {
  const world = createWorld();
  const signal = world.Signal('app');
  const session = signal.login('alice', none);
  await world.advance('1 s');
  const channel = session.channelJoin('lobby');
  const call = session.channelInviteUser2('lobby', 'bob', '{"b":2}');
  call.channelInviteEnd('bye');
  channel.channelLeave();
  await world.advance('1 s');
  session.logout();
  await world.advance('1 s');
  signal.login('alice', none);
  await world.advance('1 s');
  session.messageInstantSend('bob', 'hello');
  session.logout();

  const web = true;
  expect(givenIn(world)).toEqual([
    { retryCount: 10, retrySeconds: 30, web },
    { web },
    { web },
    { extra: 'bye', role: 'caller', web },
    { web },
    { web },
    { retryCount: 10, retrySeconds: 30, web },
    { web, stale: true, out: true },
    { web, stale: true, out: true },
  ]);
});

test('trace: a call has what it was given, and nothing else', async () => {
  const world = createWorld();
  const { api } = listen(world.createAgoraAPI());
  const token = world.service.issueToken({ account: 'alice', appId: 'app' });
  api.login('app', '', token);
  api.login('app', 'alice', token);
  await world.advance('1 s');
  api.channelJoin(undefined as never);
  api.channelInviteUser2('lobby', 'bob', '');
  world.fail('LOGOUT_E_USER', { account: 'alice' });
  await world.advance('1 s');

  const of = { kind: 'call', client: 'client 1' } as const;
  expect(callsIn(world)).toStrictEqual([
    { ...of, at: 0, method: 'login', args: ['app', '', '<token>'] },
    { ...of, at: 0, method: 'login', args: ['app', 'alice', '<token>'] },
    { ...of, at: 1000, method: 'channelJoin', args: [undefined] },
    { ...of, at: 1000, method: 'channelInviteUser2', args: ['lobby', 'bob', ''] },
    { ...of, at: 1000, method: 'logout', args: [], by: 'rule' },
  ]);
  expect(JSON.stringify(world.trace.entries)).not.toContain(token);
});

test('trace: a transition says of which message or call it was, and of no login', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  alice.api.channelInviteUser2('lobby', 'bob', '');
  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  const keys = world.trace.entries.flatMap((entry) =>
    entry.kind === 'transition' ? [`${entry.part}: ${'key' in entry ? entry.key : 'none'}`] : [],
  );
  expect(new Set(keys)).toEqual(
    new Set(['login: none', 'message: m1', 'caller: lobby bob', 'channel: none']),
  );
});

test('trace: a client has the name that it is made with, and what it hinted at before', async () => {
  const world = createWorld();
  const { api } = listen(world.createAgoraAPI());
  const named = listen(world.createAgoraAPI({ name: 'phone' }));
  api.setBackground(1);
  named.api.setBackground(1);
  for (const one of [api, named.api]) one.login('app', 'alice', none);
  await world.advance('1 s');

  const names = world.trace.entries.flatMap((entry) =>
    entry.kind === 'call' ? [[entry.method, entry.client]] : [],
  );
  expect(names).toEqual([
    ['setBackground', 'alice'],
    ['setBackground', 'phone'],
    ['login', 'alice'],
    ['login', 'phone'],
  ]);
});

test('message: one without an id is given one by its client, counted from 1', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelLeave('lobby');
  await world.advance('1 s');
  alice.heard.length = 0;
  alice.api.messageInstantSend('bob', 0, 'hello', '');
  alice.api.messageInstantSend('bob', 0, 'hello', 'mine');
  alice.api.messageChannelSendForce('lobby', 'hello', '');
  await world.advance('1 s');

  expect(alice.heard.map(([, id]) => id)).toEqual(['alice-1', 'mine', 'alice-2']);
});

test.each(['in a channel', 'out of a channel and of a call'])(
  'late: a session says nothing of what its parts do not heed, %s',
  async (where) => {
    const { world, alice, bob } = await cast(['alice', 'bob']);
    for (const { api } of [alice, bob]) api.channelJoin('lobby');
    alice.api.messageInstantSend('bob', 0, 'hello', '');
    if (where !== 'in a channel') {
      alice.api.channelInviteUser2('lobby', 'bob', '');
      await world.advance('1 s');
      alice.api.channelLeave('lobby');
      alice.api.channelInviteEnd('lobby', 'bob', 0);
    }
    await world.advance('1 s');
    world.network.cut('alice');
    world.network.restore('alice');
    await world.advance('1 min');
    alice.api.logout();
    await world.advance('1 min');

    expect(world.trace.entries.filter(({ kind }) => kind === 'late')).toEqual([]);
  },
);

test('late: what was said in a channel that was left is not heard in the next', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = 0;
  world.fault('reorder', { on: 'push', account: 'alice', delay: '1 s' });
  bob.api.messageChannelSend('lobby', 'hello', '');
  await world.advance(20);
  alice.api.channelJoin('games');
  await world.advance('1 min');

  expect(alice.heard.map(([name]) => name)).not.toContain('onMessageChannelReceive');
  expect(alice.api.client.channel).toEqual({ state: 'joined', name: 'games' });
});

test('loss: a client that was leaving is in no channel when it is back', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  world.service.silence('leave');
  alice.api.channelLeave('lobby');
  await world.advance('1 s');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(alice.api.client.channel.state).toBe('notJoined');
  expect(world.service.members('lobby')).toEqual(['bob']);
});

test('rule: every stay in a channel is an occasion of its own', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('LEAVECHANNEL_E_KICKED', { account: 'alice', times: 2 });
  for (let i = 0; i < 3; i++) {
    alice.api.channelJoin('lobby');
    await world.advance('1 s');
  }

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_KICKED', 'LEAVECHANNEL_E_KICKED']);
  expect(alice.api.client.channel.state).toBe('joined');
});

test('rule: a login that waits for a logout is an occasion, one that is refused by itself is none', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('LOGIN_E_FAILED', { account: 'alice', nth: 1 });
  alice.api.login('app', 'alice', none);
  await world.advance('1 s');
  alice.api.logout();
  alice.api.login('app', 'alice', none);
  alice.api.login('app', 'alice', none);
  await world.advance('1 s');
  alice.api.login('app', 'alice', none);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onLoginFailed', value('LOGIN_E_ALREADY_LOGIN')],
    ['onLoginFailed', value('LOGIN_E_ALREADY_LOGIN')],
    ['onLogout', value('LOGOUT_E_USER')],
    ['onLoginFailed', value('LOGIN_E_FAILED')],
    ['onLoginSuccess', 0, 0],
  ]);
});

test('rule: a leave that goes with one before it is no occasion', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  world.fault('hang', { on: 'leave', nth: 2, optional: true });
  alice.api.channelLeave('lobby');
  alice.api.channelLeave('lobby');
  await world.advance('1 s');
  expect(alice.api.client.channel.state).toBe('notJoined');
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  alice.api.channelLeave('lobby');
  await world.advance('1 s');

  expect(alice.api.client.channel.state).toBe('leaving');
});

test('client: without a session it has no id and no number, and its name is that of its account', async () => {
  const world = createWorld();
  const { api } = listen(world.createAgoraAPI());
  expect([api.client.sessionID, api.client.uid]).toEqual(['', 0]);
  api.login('app', 'alice', none);
  await world.advance('1 s');

  expect(api.client.sessionID).toMatch(/^\d+$/);
  expect([api.client.uid, api.client.name]).toEqual([1001, 'alice']);
});
