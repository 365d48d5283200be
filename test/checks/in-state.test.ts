import { createWorld, type AgoraAPI, type SignalingWorld } from 'sigsim';
import { inState } from 'sigsim/checks';
import 'sigsim/vitest';
import { beforeEach, expect, test } from 'vitest';
import { sentenceOf } from '../support/retrying.ts';

let world: SignalingWorld;
let alice: AgoraAPI;
beforeEach(async () => {
  world = createWorld();
  alice = world.createAgoraAPI();
  alice.login('app', 'alice', '_no_need_token');
  await world.advance('1 s');
});

test('checks: the name of a state says which lifecycle is meant', async () => {
  alice.channelJoin('lobby');
  world.network.cut('alice');
  await world.advance('1 s');

  expect(world).toBeInState('reconnecting');
  expect(world).toBeInState('reconnecting.backoff', { account: 'alice' });
  expect(world).toBeInState('notJoined', { account: 'alice' });
  expect(world).not.toBeInState('loggedIn');
});

test('checks: a channel is named, and no other counts', async () => {
  alice.channelJoin('lobby');
  await world.advance('1 s');

  expect(world).toBeInState('joined', { channel: 'lobby' });
  expect(world).not.toBeInState('joined', { channel: 'den' });
});

test('checks: both ends of a call have their state, also when it is over', async () => {
  const bob = world.createAgoraAPI();
  bob.login('app', 'bob', '_no_need_token');
  await world.advance('1 s');
  alice.channelInviteUser2('lobby', 'bob', '');
  await world.advance('1 s');
  expect(world).toBeInState('pending.ringing', { account: 'alice', channel: 'lobby', peer: 'bob' });
  expect(world).toBeInState('incoming', { account: 'bob', channel: 'lobby', peer: 'alice' });

  bob.channelInviteRefuse('lobby', 'alice', 0);
  await world.advance('1 s');

  expect(world).toBeInState('refused', { account: 'alice', channel: 'lobby', peer: 'bob' });
});

test('checks: of several clients of an account the one made last counts', async () => {
  world.createAgoraAPI().login('app', 'alice', '_no_need_token');
  await world.advance('1 s');

  expect(world).toBeInState('loggedIn', { account: 'alice' });
  expect(world).toBeInState('loggedIn', { account: 'alice#2' });
});

test('checks: a wrong state says the right one, since when, and what it means', () => {
  expect(sentenceOf(inState(world, 'reconnecting'))).toBe(
    `The login of alice is "loggedIn" since 60 ms, not "reconnecting".

  loggedIn: The session is open: the client can send messages, join a channel and make calls.`,
  );
});

test.each([
  ['loggedInn', {}, 'inState: no state "loggedInn". Did you mean "loggedIn"?'],
  ['', {}, /^inState: no state ""\. Known: loggedOut, loggingIn, .* and \d+ more\.$/],
  [
    'pending.ringing',
    {},
    'inState: "pending.ringing" is a state of a call. Say which: { channel, peer }.',
  ],
  ['loggedIn', { account: 'bob' }, 'inState: no account "bob". Known: alice.'],
])('checks: a state that nobody can be in says so (%s %j)', (state, options, message) => {
  expect(() => inState(world, state, options)).toThrow(message);
});

test('checks: whose state is meant must be said where there are several accounts', async () => {
  world.createAgoraAPI().login('app', 'bob', '_no_need_token');
  await world.advance('1 s');

  expect(() => inState(world, 'loggedIn')).toThrow(
    'inState: the world has clients of alice, bob. Say whose: { account: "alice" }.',
  );
  expect(() => inState(createWorld(), 'loggedIn')).toThrow(
    'inState: no client was made in this world yet. Make one before the check.',
  );
});
