// Answers that do not come, and what comes instead: at which moment, by which row, on which line.
import { expect, test } from 'vitest';
import { createWorld, type SignalingWorld } from 'sigsim';
import { cast, listen, value } from '../support/cast.ts';

const noToken = '_no_need_token';

/** When a client heard a callback first. */
const momentOf = ({ trace }: SignalingWorld, client: string, name: string): number | undefined =>
  trace.callbacks(client).find((entry) => entry.name === name)?.at;

/** The packets that a client sent from a moment on, in order. */
const sentBy = ({ trace }: SignalingWorld, client: string, from = 0): readonly string[] =>
  trace.entries.flatMap((entry) =>
    entry.kind === 'packet' && entry.client === client && entry.to === 'service' && entry.at >= from
      ? [entry.name]
      : [],
  );

/** The rows that a part of a client has taken. */
const rowsOf = ({ trace }: SignalingWorld, part: string): readonly string[] =>
  trace.entries.flatMap((entry) =>
    entry.kind === 'transition' && entry.part === part ? entry.rows : [],
  );

test.each([
  ['lookup', 10_000 + 200 + 60], // 10 s, the first back-off, and a login.
  ['connect', 20 + 6_000 + 200 + 60],
  ['login', 40 + 10_000 + 200 + 60],
] as const)('login: a %s without an answer is tried again', async (operation, atMs) => {
  const world = createWorld();
  const { api } = listen(world.createAgoraAPI());
  world.service.silence(operation, { times: 1 });

  api.login('app', 'alice', noToken);
  await world.advance('1 min');

  expect(momentOf(world, 'alice', 'onLoginSuccess')).toBe(atMs);
});

test.each([
  ['connect', 1_000 + 200 + 6_000 + 400 + 40],
  ['login', 1_000 + 200 + 20 + 10_000 + 400 + 40],
] as const)('reconnect: a %s without an answer is tried again', async (operation, atMs) => {
  const { world } = await cast(['alice']);
  world.service.silence(operation, { times: 1 });

  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(momentOf(world, 'alice', 'onReconnected')).toBe(atMs);
});

test('login: an attempt that is given up closes its line before the next', async () => {
  const world = createWorld();
  const { api } = listen(world.createAgoraAPI());
  world.service.silence('login', { times: 1 });

  api.login('app', 'alice', noToken);
  await world.advance('1 min');

  const attempt = ['lookup', 'connect', 'login'];
  expect(sentBy(world, 'alice')).toEqual([...attempt, 'close', ...attempt]);
});

test('login: an attempt that is given up closes its line at once, not when the next begins', async () => {
  const world = createWorld();
  const { api } = listen(world.createAgoraAPI());
  world.service.silence('login', { times: 1 });

  api.login('app', 'alice', noToken);
  await world.advance('1 min');

  const close = world.trace.entries.find((entry) => 'name' in entry && entry.name === 'close');
  expect(close?.at).toBe(40 + 10_000);
});

test('reconnect: an attempt that is given up closes its line before the next', async () => {
  const { world } = await cast(['alice']);
  world.service.silence('login', { times: 1 });

  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(sentBy(world, 'alice', 1_000)).toEqual(['connect', 'login', 'close', 'connect', 'login']);
});

test('login: one that waited for a logout comes by a line of its own', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.logout();
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');

  expect(sentBy(world, 'alice', 1_000)).toEqual(['logout', 'close', 'lookup', 'connect', 'login']);
  expect(world.service.online).toEqual(['alice']);
});

/** Alice on her way back, where the login is never answered. */
async function onTheWayBack() {
  const people = await cast(['alice']);
  people.world.service.silence('login');
  people.world.network.cut('alice');
  people.world.network.restore('alice');
  await people.world.advance('1 s');
  people.alice.heard.length = 0;
  return people;
}

test('LOGOUT_E_NET: an order to close on the way back is obeyed at once', async () => {
  const { world, alice } = await onTheWayBack();

  world.service.orderClose('alice');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_NET')]]);
});

test('LOGOUT_E_OTHER: a line that vanishes on the way back is not fought for', async () => {
  const { world, alice } = await onTheWayBack();

  world.network.cut('alice', { cause: 'unknown' });
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_OTHER')]]);
});

test.each([['closed'], ['error']] as const)(
  'reconnect: a line lost again on the way back (%s) is fought for again',
  async (cause) => {
    const { world, alice } = await onTheWayBack();

    world.network.cut('alice', { cause });
    await world.advance('100 ms');

    expect(alice.heard).toEqual([['onReconnecting', 2]]);
  },
);

test.each([[0], [-1], [Number.NaN], [Number.POSITIVE_INFINITY], ['5'], [null], [undefined]])(
  'login2: %o is no number of retries, 3 are made',
  async (retryCount) => {
    const { world } = await cast(['bob']);
    const { api, heard } = listen(world.createAgoraAPI());
    world.network.cut('alice');

    api.login2('app', 'alice', noToken, 0, '', 30, retryCount as number);
    await world.advance('10 s');

    expect(sentBy(world, 'alice')).toEqual(['lookup', 'lookup', 'lookup', 'lookup']);
    expect(heard).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
  },
);

test.each([[0], [-1], [Number.NaN], [Number.POSITIVE_INFINITY], ['5'], [null], [undefined]])(
  'login2: %o is no number of seconds, 30 are taken',
  async (retrySeconds) => {
    const world = createWorld();
    const { api } = listen(world.createAgoraAPI());
    world.network.cut('alice');

    api.login2('app', 'alice', noToken, 0, '', retrySeconds as number, 100);
    await world.advance('1 min');

    expect(momentOf(world, 'alice', 'onLoginFailed')).toBe(30_000);
  },
);

/** Alice has invited Bob, who hears it ring; then her line goes, or his. */
async function ringing(whose: 'alice' | 'bob') {
  const people = await cast(['alice', 'bob']);
  people.alice.api.channelInviteUser2('lobby', 'bob');
  await people.world.advance('1 s');
  people.world.network.cut(whose);
  await people.world.advance('10 ms');
  people.alice.heard.length = people.bob.heard.length = 0;
  return people;
}

test.each([['channelInviteAccept'], ['channelInviteRefuse'], ['channelInviteEnd']] as const)(
  'GENERAL_E_NOT_LOGIN: %s without a line, by the callee',
  async (method) => {
    const { world, alice, bob } = await ringing('bob');

    bob.api[method]('lobby', 'alice', 0);
    await world.advance('50 ms');

    expect(bob.heard.map((heard) => heard.slice(0, 3))).toEqual([
      ['onError', method, value('GENERAL_E_NOT_LOGIN')],
    ]);
    expect(bob.api.client.callState('callee', 'lobby', 'alice')).toBe('incoming');
    expect(alice.heard).toEqual([]);
  },
);

test('GENERAL_E_NOT_LOGIN: channelInviteEnd without a line, by the caller', async () => {
  const { world, alice } = await ringing('alice');

  alice.api.channelInviteEnd('lobby', 'bob', 0);
  await world.advance('50 ms');

  expect(alice.heard.map((heard) => heard.slice(0, 3))).toEqual([
    ['onError', 'channelInviteEnd', value('GENERAL_E_NOT_LOGIN')],
  ]);
  expect(alice.api.client.callState('caller', 'lobby', 'bob')).toBe('pending.ringing');
});

test('INVITE_E_TIMEOUT: an invitation not received within 30 s, where noAck is longer', async () => {
  const { world, alice } = await cast(['alice', 'bob'], { timing: { noAck: 60_000 } });
  world.service.silence('invite');

  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 min');

  expect(alice.heard.map(([name, , , , code]) => [name, code])).toEqual([
    ['onInviteFailed', value('INVITE_E_TIMEOUT')],
  ]);
  expect(momentOf(world, 'alice', 'onInviteFailed')).toBe(31_000);
  expect(sentBy(world, 'alice', 1_000)).toEqual(['invite', 'withdraw']);
});

test('JOINCHANNEL_E_OTHER: a join of another channel has 10 s of its own', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.silence('join');

  alice.api.channelJoin('lobby');
  await world.advance('6 s');
  alice.api.channelJoin('games');
  await world.advance('1 min');

  const failed = world.trace
    .callbacks('alice')
    .filter(({ name }) => name === 'onChannelJoinFailed');
  expect(failed.map(({ at, details }) => [at, details['channel']])).toEqual([
    [7_000, 'lobby'],
    [17_000, 'games'],
  ]);
});

test('LEAVECHANNEL_E_OTHER: a leave that is refused', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = 0;
  world.service.refuse('leave');

  alice.api.channelLeave('lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_OTHER')]]);
  expect(alice.api.client.channel).toEqual({ state: 'notJoined', name: '' });
});

test('LEAVECHANNEL_E_BYUSER: leaving another channel while one leave is under way', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = 0;

  alice.api.channelLeave('lobby');
  alice.api.channelLeave('games');
  alice.api.channelLeave('lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onChannelLeaved', 'games', value('LEAVECHANNEL_E_BYUSER')],
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_BYUSER')],
  ]);
});

test.each([
  ['bob', 'M5'],
  ['nobody', 'M11'],
])('message: one to %s is accepted by row %s', async (peer, row) => {
  const { world, alice } = await cast(['alice', 'bob']);

  alice.api.messageInstantSend(peer, 0, 'hello', '');
  await world.advance('1 s');

  expect(rowsOf(world, 'message').filter((name) => name !== 'M12')).toEqual(['M1', row]);
});

test.each([
  ['logout', 'Q2b'],
  ['kick', 'Q2'],
] as const)('QUERYUSERNUM_E_OTHER: a query that a %s ends is row %s', async (how, row) => {
  const { world, alice } = await cast(['alice']);
  world.service.silence('query');

  alice.api.channelQueryUserNum('lobby');
  if (how === 'logout') alice.api.logout();
  else world.service.kick('alice');
  await world.advance('1 s');

  expect(rowsOf(world, 'query')).toEqual(['Q1', row]);
  expect(alice.heard[0]).toEqual([
    'onChannelQueryUserNumResult',
    'lobby',
    value('QUERYUSERNUM_E_OTHER'),
    0,
  ]);
});
