// Invitations that the service has, while one end or the other is not there.
import { createWorld, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

const none = '_no_need_token';

/** Names of the packets to a client of an account. */
const packetsTo = (world: SignalingWorld, account: string): readonly string[] =>
  world.trace.entries.flatMap((entry) =>
    entry.kind === 'packet' && entry.to === 'client' && entry.client === account
      ? [entry.name]
      : [],
  );

/** Bob, who cannot receive calls. */
async function withoutPhone() {
  const people = await cast(['alice'], { legacy: true });
  const bob = listen(people.world.createAgoraAPI({ canReceiveCalls: false }));
  bob.api.login('app', 'bob', none);
  await people.world.advance('1 s');
  return { ...people, bob };
}

test('INVITE_E_CANTRECV: of a callee without a line it is heard when the line is back', async () => {
  const { world, alice } = await withoutPhone();
  world.network.cut('bob');
  alice.api.channelInviteUser2('lobby', 'bob', '');
  await world.advance('1 s');
  expect(alice.heard).toEqual([]);
  world.network.restore('bob');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onInviteFailed', 'lobby', 'bob', 0, value('INVITE_E_CANTRECV'), ''],
  ]);
});

test('INVITE_E_NET: a rule for it needs no callee who can be called', async () => {
  const { world, alice } = await withoutPhone();
  world.fail('INVITE_E_NET', { account: 'alice' });
  alice.api.channelInviteUser2('lobby', 'bob', '');
  await world.advance('5 s');

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_NET']);
});

test('invite: one on its way to a callee who logs out is not for the next session', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  world.fault('late', { on: 'push', account: 'bob', delay: '5 s' });
  alice.api.channelInviteUser2('lobby', 'bob', '');
  await world.advance('1 s');
  bob.api.logout();
  await world.advance('1 s');
  bob.api.login('app', 'bob', none);
  await world.advance('1 min');

  expect(bob.heard.map(([name]) => name)).toEqual(['onLogout', 'onLoginSuccess']);
});

test('INVITE_E_NET: a callee whom the invitation has not reached hears nothing of its end', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  world.fault('late', { on: 'push', account: 'bob', delay: '5 s' });
  alice.api.channelInviteUser2('lobby', 'bob', '');
  await world.advance('1 s');
  world.network.cut('alice');
  await world.advance('1 min');

  expect(bob.heard).toEqual([]);
  expect(packetsTo(world, 'bob')).not.toContain('peer.ended');
});

test('invite: one that was hung up does not ring when its callee is back', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  world.network.cut('bob');
  alice.api.channelInviteUser2('lobby', 'bob', '');
  await world.advance(100);
  alice.api.channelInviteEnd('lobby', 'bob', 0);
  await world.advance(100);
  world.network.restore('bob');
  await world.advance('1 min');

  expect(bob.heard.map(([name]) => name)).not.toContain('onInviteReceived');
});

test('invite: once its caller knows that it rings, the service has done with it', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob', '');
  await world.advance('1 s');
  expect(alice.heard.map(([name]) => name)).toEqual(['onInviteReceivedByPeer']);
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 s');

  expect(packetsTo(world, 'bob')).not.toContain('peer.ended');
  expect(bob.heard.map(([name]) => name)).toEqual(['onInviteReceived']);
});

test('invite: one that waits is nothing to a caller of the same name under another App ID', async () => {
  const { world, alice } = await cast(['alice']);
  const other = listen(world.createAgoraAPI());
  other.api.login('other', 'alice', none);
  await world.advance('1 s');
  alice.api.channelInviteUser2('lobby', 'bob', '');
  await world.advance('1 s');
  other.api.logout();
  await world.advance('1 s');
  const bob = listen(world.createAgoraAPI());
  bob.api.login('app', 'bob', none);
  await world.advance('1 s');

  expect(bob.heard.map(([name]) => name)).toEqual(['onLoginSuccess', 'onInviteReceived']);
});

test('INVITE_E_TIMEOUT: a rule for it has a callee who is there ring once', async () => {
  const { world, alice } = await cast(['alice', 'bob']);
  world.fail('INVITE_E_TIMEOUT', { account: 'alice' });
  alice.api.channelInviteUser2('lobby', 'bob', '');
  await world.advance('1 min');

  expect(packetsTo(world, 'alice').filter((name) => name === 'peer.acknowledged')).toHaveLength(1);
  expect(world.trace.codes('alice')).toEqual(['INVITE_E_TIMEOUT']);
});

test('createWorld: an invitation is between accounts of one App ID', async () => {
  const world = createWorld();
  const [alice, bob] = [listen(world.createAgoraAPI()), listen(world.createAgoraAPI())];
  alice.api.login('app', 'alice', none);
  bob.api.login('other', 'bob', none);
  await world.advance('1 s');
  alice.api.channelInviteUser2('lobby', 'bob', '');
  await world.advance('1 s');

  expect(bob.heard.map(([name]) => name)).toEqual(['onLoginSuccess']);
});
