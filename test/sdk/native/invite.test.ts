// The native double: calls. An address is (channel, peer), and uid is always 0.
import { expect, test } from 'vitest';
import { cast, value } from '../../support/cast.ts';

/** JSON text of n bytes. */
const extraOf = (n: number): string => `"${'x'.repeat(n - 2)}"`;

/** What DTMF arrives as. */
const dtmf = (msgdata: string): string => JSON.stringify({ msgtype: 'dtmf', msgdata });

test('native: channelInviteUser2 rings with its extra, and is acknowledged', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser2('lobby', 'bob', '{"why":"tea"}');
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onInviteReceived', 'lobby', 'alice', 0, '{"why":"tea"}']]);
  expect(alice.heard).toEqual([['onInviteReceivedByPeer', 'lobby', 'bob', 0]]);
});

test('native: channelInviteUser rings without an extra', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser('lobby', 'bob', 0);
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onInviteReceived', 'lobby', 'alice', 0, '']]);
});

test('native: channelInviteAccept tells the caller alone, with its extra', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  bob.api.channelInviteAccept('lobby', 'alice', 0, '{"yes":1}');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onInviteAcceptedByPeer', 'lobby', 'bob', 0, '{"yes":1}']]);
  expect(bob.heard).toEqual([]);
  expect(alice.api.client.callState('caller', 'lobby', 'bob')).toBe('accepted');
});

test('native: channelInviteRefuse tells the caller alone, with its extra', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  bob.api.channelInviteRefuse('lobby', 'alice', 0, '{"no":1}');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onInviteRefusedByPeer', 'lobby', 'bob', 0, '{"no":1}']]);
  expect(bob.heard).toEqual([]);
});

test('native: channelInviteEnd of the caller reaches the callee with its extra', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  alice.api.channelInviteEnd('lobby', 'bob', 0, '{"bye":1}');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onInviteEndByMyself', 'lobby', 'bob', 0]]);
  expect(bob.heard).toEqual([['onInviteEndByPeer', 'lobby', 'alice', 0, '{"bye":1}']]);
});

test('native: channelInviteEnd of the callee reaches the caller with its extra', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance('1 s');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  bob.api.channelInviteEnd('lobby', 'alice', 0, '{"bye":1}');
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onInviteEndByMyself', 'lobby', 'alice', 0]]);
  expect(alice.heard).toEqual([['onInviteEndByPeer', 'lobby', 'bob', 0, '{"bye":1}']]);
});

test('native: a second channelInviteEnd does nothing', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance('1 s');
  alice.api.channelInviteEnd('lobby', 'bob', 0);
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  alice.api.channelInviteEnd('lobby', 'bob', 0);
  await world.advance('1 s');

  expect([alice.heard, bob.heard]).toEqual([[], []]);
});

test('native: accept and refuse of a call that nobody made do nothing', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  bob.api.channelInviteAccept('lobby', 'alice', 0);
  bob.api.channelInviteRefuse('lobby', 'alice', 0);
  await world.advance('1 s');

  expect([alice.heard, bob.heard]).toEqual([[], []]);
});

test('native: an invitation waits for a peer who comes online within 20 s', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.logout();
  await world.advance('1 s');

  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance('10 s');
  bob.heard.length = 0;
  bob.api.login('app', 'bob', '_no_need_token');
  await world.advance('1 s');

  expect(bob.heard).toEqual([
    ['onLoginSuccess', 0, 0],
    ['onInviteReceived', 'lobby', 'alice', 0, ''],
  ]);
  expect(alice.heard).toEqual([['onInviteReceivedByPeer', 'lobby', 'bob', 0]]);
});

test('native: DTMF goes both ways in a call', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance('1 s');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  alice.api.channelInviteDTMF('lobby', 'bob', '12#');
  bob.api.channelInviteDTMF('lobby', 'alice', '*');
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onInviteMsg', 'lobby', 'alice', 0, dtmf('12#')]]);
  expect(alice.heard).toEqual([['onInviteMsg', 'lobby', 'bob', 0, dtmf('*')]]);
});

test('native: DTMF without a call, or to nobody, reaches nobody', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.channelInviteDTMF('lobby', 'bob', '1');
  alice.api.channelInviteDTMF('lobby', 'carol', '1');
  await world.advance('1 min');

  expect([alice.heard, bob.heard]).toEqual([[], []]);
});

test('GENERAL_E_FAILED: DTMF that the service refuses names channelInviteDTMF', async () => {
  const { world, alice } = await cast(['alice', 'bob']);
  world.service.refuse('dtmf');

  alice.api.channelInviteDTMF('lobby', 'bob', '1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onError', 'channelInviteDTMF', value('GENERAL_E_FAILED'), expect.any(String)],
  ]);
});

test('GENERAL_E_FAILED: an accept that the service refuses names channelInviteAccept', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance('1 s');
  bob.heard.length = 0;
  world.service.refuse('accept');

  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');

  expect(bob.heard).toEqual([
    ['onError', 'channelInviteAccept', value('GENERAL_E_FAILED'), expect.any(String)],
  ]);
});

test.each([
  ['an extra that is no JSON', 'lobby', 'bob', 'not JSON'],
  ['an extra of 8193 bytes', 'lobby', 'bob', extraOf(8193)],
  ['an extra that is no text', 'lobby', 'bob', { why: 'tea' }],
  ['a peer without a name', 'lobby', '', '{}'],
  ['a channel without a name', '', 'bob', '{}'],
  ['a channel of 129 bytes', 'a'.repeat(129), 'bob', '{}'],
])('GENERAL_E_WRONG_PARAM: inviting with %s', async (_, channel, peer, extra) => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser2(channel, peer, extra as string);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onError', 'channelInviteUser2', value('GENERAL_E_WRONG_PARAM'), expect.any(String)],
  ]);
  expect(bob.heard).toEqual([]);
});

test.each([
  ['nothing', undefined],
  ['empty text', ''],
  ['8192 bytes', extraOf(8192)],
  ['JSON that is no object', '[1]'],
  ['JSON null', 'null'],
])('native: an extra of %s goes', async (_, extra) => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser2('lobby', 'bob', extra);
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onInviteReceived', 'lobby', 'alice', 0, extra ?? '']]);
});

test('native: a _timeout of 0 is none, so a call rings on', async () => {
  const { world, alice } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser2('lobby', 'bob', '{"_timeout":0}');
  await world.advance('10 min');

  expect(alice.heard).toEqual([['onInviteReceivedByPeer', 'lobby', 'bob', 0]]);
});

test.each([
  [1, 1_000],
  [30, 30_000],
  [31, 30_000],
])('INVITE_E_TIMEOUT: a _timeout of %s rings for %s ms', async (seconds, ms) => {
  const { world, alice } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser2('lobby', 'bob', `{"_timeout":${seconds}}`);
  await world.advance(ms - 1);
  expect(alice.heard).toEqual([['onInviteReceivedByPeer', 'lobby', 'bob', 0]]);
  await world.advance(1);

  expect(alice.heard.at(-1)).toEqual([
    'onInviteFailed',
    'lobby',
    'bob',
    0,
    value('INVITE_E_TIMEOUT'),
    '',
  ]);
});

test('INVITE_E_PEEROFFLINE: at once, where the peer must be online', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelInviteUser2('lobby', 'bob', '{"_require_peer_online":1}');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onInviteFailed', 'lobby', 'bob', 0, value('INVITE_E_PEEROFFLINE'), ''],
  ]);
});

test('INVITE_E_REINVITE: only for the same channel and peer', async () => {
  const { world, alice } = await cast(['alice', 'bob', 'carol']);

  alice.api.channelInviteUser('lobby', 'bob');
  alice.api.channelInviteUser('games', 'bob');
  alice.api.channelInviteUser('lobby', 'carol');
  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance('1 s');

  expect(alice.heard.filter(([name]) => name === 'onInviteFailed')).toEqual([
    ['onInviteFailed', 'lobby', 'bob', 0, value('INVITE_E_REINVITE'), ''],
  ]);
});

test('INVITE_E_OTHER: a callee of an old client cannot be called', async () => {
  const { world, alice } = await cast(['alice']);
  const old = world.createAgoraAPI({ canReceiveCalls: false });
  old.login('app', 'bob', '_no_need_token');
  await world.advance('1 s');

  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onInviteFailed', 'lobby', 'bob', 0, value('INVITE_E_OTHER'), '']]);
});

test('native: two who call each other over one channel have two calls', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser('lobby', 'bob');
  bob.api.channelInviteUser('lobby', 'alice');
  await world.advance('1 s');

  for (const [me, peer] of [
    [alice, 'bob'],
    [bob, 'alice'],
  ] as const) {
    expect(me.api.client.callState('caller', 'lobby', peer)).toBe('pending.ringing');
    expect(me.api.client.callState('callee', 'lobby', peer)).toBe('incoming');
  }
});

test('native: callState of a call that never was is undefined', async () => {
  const { alice } = await cast(['alice']);

  expect(alice.api.client.callState('caller', 'lobby', 'bob')).toBeUndefined();
});
