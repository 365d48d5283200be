// The web double: calls and their objects.
import { createWorld } from 'sigsim';
import { expect, test } from 'vitest';
import type { Call } from '../../../src/sdk/web/call.ts';
import type { Session } from '../../../src/sdk/web/session.ts';

interface Person {
  session: Session;
  /** What her callbacks get: `['her call', 'onInviteEndByPeer', '']`. */
  readonly heard: unknown[][];
  /** Invites a peer to the lobby, and listens to the call. */
  readonly invite: (label: string, peer: string, extra?: unknown) => Call;
  /** The calls that she has received, in order; each is listened to as `received 1` and so on. */
  readonly received: Call[];
  readonly login: () => void;
}

/** Writes down what the callbacks of an object get. */
function listen<T extends object>(to: T, heard: unknown[][], ...head: readonly string[]): T {
  for (const name of Object.keys(to).filter((key) => key.startsWith('on'))) {
    Object.assign(to, {
      [name]: (...args: unknown[]) => void heard.push([...head, name, ...args]),
    });
  }
  return to;
}

/** A world in which alice and bob are online, and nothing has been heard yet. */
async function cast() {
  const world = createWorld();
  const person = (name: string): Person => {
    const heard: unknown[][] = [];
    const received: Call[] = [];
    const signal = world.Signal('app');
    const login = (): Session => {
      const session = listen(signal.login(name, '_no_need_token'), heard);
      session.onInviteReceived = (call) => {
        received.push(call);
        heard.push(['onInviteReceived', call.channelName, call.peer, call.extra]);
        listen(call, heard, `received ${received.length}`);
      };
      return session;
    };
    const one: Person = {
      session: login(),
      heard,
      received,
      invite: (label, peer, extra) =>
        listen(one.session.channelInviteUser2('lobby', peer, extra), heard, label),
      login: () => {
        one.session = login();
      },
    };
    return one;
  };
  const [alice, bob] = [person('alice'), person('bob')];
  const settle = async (): Promise<void> => {
    await world.advance('1 s');
    alice.heard.length = bob.heard.length = 0;
  };
  await settle();
  return { world, alice, bob, settle };
}

/** What DTMF arrives as. */
const dtmf = (msgdata: string): string => JSON.stringify({ msgtype: 'dtmf', msgdata });

test('web: a fresh call has the callbacks of 1.4.0, unset, and says its address', async () => {
  const { alice } = await cast();

  const call = alice.session.channelInviteUser2('lobby', 'bob', '{"why":"tea"}');

  const names = Object.keys(call).filter((key) => key.startsWith('on'));
  expect(names).toEqual([
    'onInviteReceivedByPeer',
    'onInviteAcceptedByPeer',
    'onInviteRefusedByPeer',
    'onInviteFailed',
    'onInviteEndByPeer',
    'onInviteEndByMyself',
    'onInviteMsg',
  ]);
  expect(names.map((name) => call[name as keyof Call])).toEqual(names.map(() => null));
  expect([call.channelName, call.peer, call.extra]).toEqual(['lobby', 'bob', '{"why":"tea"}']);
});

test('web: a full call rings, is taken, has DTMF both ways and ends', async () => {
  const { world, alice, bob } = await cast();

  const call = alice.invite('call', 'bob', '{"why":"tea"}');
  await world.advance('1 s');
  bob.received[0]?.channelInviteAccept('{"yes":1}');
  await world.advance('1 s');
  call.channelInviteDTMF('12#');
  bob.received[0]?.channelInviteDTMF('*');
  await world.advance('1 s');
  call.channelInviteEnd('{"bye":1}');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['call', 'onInviteReceivedByPeer', ''],
    ['call', 'onInviteAcceptedByPeer', '{"yes":1}'],
    ['call', 'onInviteMsg', dtmf('*')],
    ['call', 'onInviteEndByMyself', ''],
  ]);
  expect(bob.heard).toEqual([
    ['onInviteReceived', 'lobby', 'alice', '{"why":"tea"}'],
    ['received 1', 'onInviteMsg', dtmf('12#')],
    ['received 1', 'onInviteEndByPeer', '{"bye":1}'],
  ]);
});

test('web: the callee ends a call that it has taken', async () => {
  const { world, alice, bob, settle } = await cast();
  alice.invite('call', 'bob');
  await settle();
  bob.received[0]?.channelInviteAccept();
  await settle();

  bob.received[0]?.channelInviteEnd();
  await world.advance('1 s');

  expect(alice.heard).toEqual([['call', 'onInviteEndByPeer', '']]);
  expect(bob.heard).toEqual([['received 1', 'onInviteEndByMyself', '']]);
});

test('web: a refusal tells the caller alone, with its extra', async () => {
  const { world, alice, bob, settle } = await cast();
  alice.invite('call', 'bob');
  await settle();

  bob.received[0]?.channelInviteRefuse({ no: 1 });
  await world.advance('1 s');

  expect(alice.heard).toEqual([['call', 'onInviteRefusedByPeer', '{"no":1}']]);
  expect(bob.heard).toEqual([]);
});

test('web: the caller ends a call before it is taken', async () => {
  const { world, alice, bob, settle } = await cast();
  const call = alice.invite('call', 'bob');
  await settle();

  call.channelInviteEnd();
  await world.advance('1 s');

  expect(alice.heard).toEqual([['call', 'onInviteEndByMyself', '']]);
  expect(bob.heard).toEqual([['received 1', 'onInviteEndByPeer', '']]);
});

test('INVITE_E_PEEROFFLINE: an extra that is an object is the text of it, and counts', async () => {
  const { world, alice } = await cast();

  const call = alice.invite('call', 'carol', { _require_peer_online: 1 });
  await world.advance('1 s');

  expect(call.extra).toBe('{"_require_peer_online":1}');
  expect(alice.heard).toEqual([
    ['call', 'onInviteFailed', expect.any(String), expect.objectContaining({ value: 703 })],
  ]);
});

test('GENERAL_E_WRONG_PARAM: a web invitation with an extra that is no JSON', async () => {
  const { world, alice, bob } = await cast();

  alice.invite('call', 'bob', 'tea?');
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onError', 'channelInviteUser2', 1004, expect.any(String)]]);
  expect(bob.heard).toEqual([]);
});

test('web: a channel and a peer that are a number and an object are the text of it', async () => {
  const { world, alice } = await cast();

  const call = alice.session.channelInviteUser2(5, { id: 1 });
  await world.advance('1 s');

  expect([call.channelName, call.peer]).toEqual(['5', '{"id":1}']);
  expect(world.trace.codes('alice')).toEqual([]);
});

test('INVITE_E_REINVITE: comes to the new call, and the first goes on', async () => {
  const { world, alice, bob } = await cast();

  alice.invite('first', 'bob');
  const second = alice.invite('second', 'bob');
  second.channelInviteEnd();
  await world.advance('1 s');
  bob.received[0]?.channelInviteAccept();
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['second', 'onInviteFailed', expect.any(String), expect.objectContaining({ value: 701 })],
    ['first', 'onInviteReceivedByPeer', ''],
    ['first', 'onInviteAcceptedByPeer', ''],
  ]);
  expect(bob.received).toHaveLength(1);
});

test('web: methods of an ended call do nothing', async () => {
  const { world, alice, bob, settle } = await cast();
  const call = alice.invite('call', 'bob');
  await settle();
  call.channelInviteEnd();
  await settle();

  for (const one of [call, bob.received[0] as Call]) {
    one.channelInviteAccept();
    one.channelInviteRefuse();
    one.channelInviteDTMF('1');
    one.channelInviteEnd();
  }
  await world.advance('1 min');

  expect([alice.heard, bob.heard]).toEqual([[], []]);
});

test('web: methods of an ended call do nothing to the next at its address', async () => {
  const { world, alice, bob, settle } = await cast();
  const old = alice.invite('old', 'bob');
  await settle();
  old.channelInviteEnd();
  await settle();
  alice.invite('new', 'bob');
  await settle();

  for (const one of [old, bob.received[0] as Call]) {
    one.channelInviteAccept();
    one.channelInviteRefuse();
    one.channelInviteDTMF('1');
    one.channelInviteEnd();
  }
  await world.advance('1 s');

  expect([alice.heard, bob.heard]).toEqual([[], []]);
});

test('web: accept, refuse and twice accept of the wrong end do nothing', async () => {
  const { world, alice, bob, settle } = await cast();
  const call = alice.invite('call', 'bob');
  await settle();

  call.channelInviteAccept();
  call.channelInviteRefuse();
  bob.received[0]?.channelInviteAccept();
  bob.received[0]?.channelInviteAccept();
  bob.received[0]?.channelInviteRefuse();
  await world.advance('1 s');

  expect(alice.heard).toEqual([['call', 'onInviteAcceptedByPeer', '']]);
  expect(bob.heard).toEqual([]);
});

test('web: a second call from the same caller has an object of its own to the end', async () => {
  const { world, alice, bob, settle } = await cast();
  const first = alice.invite('first', 'bob');
  await settle();
  bob.received[0]?.channelInviteAccept();
  await settle();
  first.channelInviteEnd();
  await settle();

  const second = alice.invite('second', 'bob');
  await world.advance('1 s');
  bob.received[1]?.channelInviteAccept();
  await world.advance('1 s');
  second.channelInviteDTMF('1');
  second.channelInviteEnd();
  await world.advance('1 s');

  expect(bob.heard).toEqual([
    ['onInviteReceived', 'lobby', 'alice', ''],
    ['received 2', 'onInviteMsg', dtmf('1')],
    ['received 2', 'onInviteEndByPeer', ''],
  ]);
});

test('web: a caller whose call was taken calls the callee’s next session', async () => {
  const { world, alice, bob, settle } = await cast();
  const first = alice.invite('first', 'bob');
  await settle();
  bob.received[0]?.channelInviteAccept();
  await settle();
  first.channelInviteEnd();
  const old = bob.session;
  old.logout();
  await settle();
  old.onInviteReceived = () => bob.heard.push(['the old session']);
  bob.login();
  await settle();

  alice.invite('second', 'bob').channelInviteEnd();
  await world.advance('1 s');

  expect(bob.heard).toEqual([
    ['onInviteReceived', 'lobby', 'alice', ''],
    ['received 2', 'onInviteEndByPeer', ''],
  ]);
});

test('web: DTMF reaches the call that lives, not the one before it the other way', async () => {
  const { world, alice, bob, settle } = await cast();
  const before = alice.invite('before', 'bob');
  await settle();
  before.channelInviteEnd();
  await settle();
  const call = bob.invite('call', 'alice');
  await settle();

  call.channelInviteDTMF('1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['received 1', 'onInviteMsg', dtmf('1')]]);
});

test('web: crossing invitations on one channel are two calls, each with both its ends', async () => {
  const { world, alice, bob } = await cast();

  const one = alice.invite('from alice', 'bob');
  const two = bob.invite('from bob', 'alice');
  await world.advance('1 s');
  alice.received[0]?.channelInviteAccept();
  bob.received[0]?.channelInviteRefuse();
  await world.advance('1 s');
  two.channelInviteEnd();
  one.channelInviteEnd();
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onInviteReceived', 'lobby', 'bob', ''],
    ['from alice', 'onInviteReceivedByPeer', ''],
    ['from alice', 'onInviteRefusedByPeer', ''],
    ['received 1', 'onInviteEndByPeer', ''],
  ]);
  expect(bob.heard).toEqual([
    ['onInviteReceived', 'lobby', 'alice', ''],
    ['from bob', 'onInviteReceivedByPeer', ''],
    ['from bob', 'onInviteAcceptedByPeer', ''],
    ['from bob', 'onInviteEndByMyself', ''],
  ]);
});

test('web: a call is received, though nobody listens, and leaves no error', async () => {
  const { world, alice, bob, settle } = await cast();
  bob.session.onInviteReceived = null;

  const call = alice.session.channelInviteUser2('lobby', 'bob');
  await settle();
  call.channelInviteEnd();
  call.channelInviteEnd();
  await settle();

  expect(world.errors).toEqual([]);
  const told = world.trace.callbacks().filter(({ name }) => name.startsWith('onInvite'));
  expect(told.map(({ client, name, handled }) => [client, name, handled])).toEqual([
    ['bob', 'onInviteReceived', false],
    ['alice', 'onInviteReceivedByPeer', false],
    ['alice', 'onInviteEndByMyself', false],
    ['bob', 'onInviteEndByPeer', false],
  ]);
});
