// What the service does for whoever asks: faults that it was told to have, rates, who is in a channel.
import { createWorld, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

const none = '_no_need_token';

/** What was done to the service so far, as the trace keeps it. */
const actsOf = (world: SignalingWorld): readonly unknown[] =>
  world.trace.entries.flatMap((entry) =>
    entry.kind === 'act' && entry.by === 'service' ? [[entry.did, ...entry.args]] : [],
  );

// --- faults and rates ------------------------------------------------------------------------------

test('refuse: taken back twice, it is taken back once', async () => {
  const { world } = await cast([]);
  const undo = world.service.refuse('query');
  const other = world.service.silence('join');
  undo();
  undo();
  world.service.heal('join');
  other();

  expect(actsOf(world)).toEqual([
    ['refuse', 'query'],
    ['silence', 'join'],
    ['undo', 'refuse', 'query'],
    ['heal', 'join'],
  ]);
});

test.each([
  ['lookup', [0, 200, 600, 1400]],
  ['connect', [20, 240, 660, 1480]],
] as const)('refuse: a %s that is refused fails at once', async (operation, times) => {
  const world = createWorld();
  world.service.refuse(operation);
  const alice = listen(world.createAgoraAPI());
  alice.api.login('app', 'alice', none);
  await world.advance('3 s');

  const failed = world.trace.entries.flatMap((entry) =>
    entry.kind === 'transition' && entry.event === `${operation}.failed` ? [entry.at] : [],
  );
  expect(failed).toEqual(times);
  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
});

test('refuse: one that was given up fails no later attempt', async () => {
  const world = createWorld();
  world.service.refuse('lookup', { times: 1 });
  const alice = listen(world.createAgoraAPI());
  alice.api.login('app', 'alice', none);
  alice.api.logout();
  alice.api.login('app', 'alice', none);
  await world.advance(100);

  expect(alice.heard).toEqual([
    ['onLoginFailed', value('LOGIN_E_CANCEL')],
    ['onLoginSuccess', 0, 0],
  ]);
});

test('refuse: a logout cannot be refused', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.refuse('logout');
  alice.api.logout();
  await world.advance(20);

  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_USER')]]);
  expect(world.service.online).toEqual([]);
});

test('rate: a second is a second, however its messages are spread', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  await world.advance(1000 - (world.now % 1000));
  for (let i = 0; i < 61; i++) {
    alice.api.messageInstantSend('bob', 0, `${i}`, '');
    await world.advance(10);
  }
  await world.advance('1 s');

  expect(bob.heard).toHaveLength(60);
});

// --- channels --------------------------------------------------------------------------------------

test('join: a request that arrives twice puts nobody in twice', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.channelJoin('lobby');
  await world.advance('1 s');
  bob.heard.length = 0;
  world.fault('duplicate', { on: 'join', account: 'alice' });
  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(alice.api.client.channel.state).toBe('joined');
  expect(bob.heard).toEqual([['onChannelUserJoined', 'alice', 0]]);
});

test('destroyChannel: knows the channels that have members, and no others', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelJoin('lobby');
  bob.api.channelJoin('games');
  await world.advance('1 s');
  alice.api.channelLeave('lobby');
  await world.advance('1 s');

  expect(() => world.service.destroyChannel('game')).toThrow(
    'service.destroyChannel: no channel "game". Known: games. Did you mean "games"?',
  );
});

// --- tokens and bans -------------------------------------------------------------------------------

test('issueToken: a fresh one for one that was spoilt lasts a second longer, not shorter', async () => {
  const world = createWorld({ pushTokenExpiry: true });
  const claim = { account: 'alice', appId: 'app', expiresInS: 10 };
  const spoilt = world.service.issueToken(claim);
  world.service.expireToken('alice');
  const fresh = world.service.issueToken(claim);
  const alice = listen(world.createAgoraAPI());
  alice.api.login('app', 'alice', fresh);
  await world.advance('10 s');

  expect(fresh).not.toBe(spoilt);
  expect(alice.api.getStatus()).toBe(2);
  await world.advance('2 s');
  expect(world.trace.codes('alice').at(-1)).toBe('LOGOUT_E_TOKENEXPIRED');
});

test('unban: takes back the ban of the App ID that it names, and no other', async () => {
  const world = createWorld();
  world.service.ban('alice', { appId: 'app' });

  expect(() => world.service.unban('alice', { appId: 'other' })).toThrow(
    'service.unban: no App ID of "alice" "other". Known: app.',
  );
  const alice = listen(world.createAgoraAPI());
  alice.api.login('app', 'alice', none);
  await world.advance('1 s');
  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_INVALID_USER')]]);
  world.service.unban('alice', { appId: 'app' });
});

test.each([
  [false, [2, 2]],
  [true, [0, 2]],
] as const)(
  'expireToken: whoever is online notices at once where expiry is pushed, %o, and nobody else',
  async (pushTokenExpiry, states) => {
    const world = createWorld({ pushTokenExpiry });
    const people = ['alice', 'bob'].map((account) => {
      const one = listen(world.createAgoraAPI());
      one.api.login('app', account, world.service.issueToken({ account, appId: 'app' }));
      return one;
    });
    await world.advance('1 s');
    world.service.expireToken('alice');
    await world.advance('1 min');

    expect(people.map(({ api }) => api.getStatus())).toEqual(states);
  },
);

test('notifyError: its standard text is kept where it says for whom', async () => {
  const { world } = await cast(['alice']);
  world.service.notifyError('alice', 'general error', { appId: 'app' });

  expect(actsOf(world)).toEqual([['notifyError', 'alice', 'general error', { appId: 'app' }]]);
});
