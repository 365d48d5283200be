// What is done to the service by hand: how the trace keeps it, and to whom it happens.
import { createWorld, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

const none = '_no_need_token';

type Service = SignalingWorld['service'];

/** The acts of a world so far, as the trace keeps them. */
const actsOf = (world: SignalingWorld): readonly unknown[] =>
  world.trace.entries.flatMap((entry) =>
    entry.kind === 'act' && entry.by === 'service' ? [[entry.did, ...entry.args]] : [],
  );

const acts: readonly (readonly [did: string, (service: Service) => unknown, readonly unknown[]])[] =
  [
    ['kick', (s) => s.kick('alice'), ['kick', 'alice']],
    ['kick', (s) => s.kick('alice', { appId: 'app' }), ['kick', 'alice', { appId: 'app' }]],
    ['orderClose', (s) => s.orderClose('alice'), ['orderClose', 'alice']],
    ['heal', (s) => s.heal(), ['heal']],
    ['heal', (s) => s.heal('join'), ['heal', 'join']],
    ['refuse', (s) => s.refuse('join'), ['refuse', 'join']],
    ['silence', (s) => s.silence('join', { times: 2 }), ['silence', 'join', { times: 2 }]],
    ['garble', (s) => s.garble('query', { account: 'a' }), ['garble', 'query', { account: 'a' }]],
    ['notifyError', (s) => s.notifyError('alice'), ['notifyError', 'alice']],
    ['notifyError', (s) => s.notifyError('alice', 'full'), ['notifyError', 'alice', 'full']],
    [
      'removeFromChannel',
      (s) => s.removeFromChannel('alice', 'lobby'),
      ['removeFromChannel', 'alice', 'lobby'],
    ],
    [
      'removeFromChannel',
      (s) => s.removeFromChannel('alice', 'lobby', { silently: true }),
      ['removeFromChannel', 'alice', 'lobby', { silently: true }],
    ],
    ['expireToken', (s) => s.expireToken('alice'), ['expireToken', 'alice']],
    ['ban', (s) => s.ban('alice', { device: 'phone' }), ['ban', 'alice', { device: 'phone' }]],
    ['requireVersion', (s) => s.requireVersion('1.2'), ['requireVersion', '1.2']],
  ];

test.each(acts)('act: %s is kept in the trace with what was given', async (_, act, kept) => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  act(world.service);

  expect(actsOf(world)).toEqual([kept]);
});

test.each([
  ['LOGOUT_E_KICKED', 'kick'],
  ['GENERAL_E', 'notifyError'],
] as const)('act: what a rule of %s does is kept with whose doing it was', async (code, did) => {
  const { world } = await cast(['alice', 'bob']);
  world.fail(code, { account: 'bob' });
  await world.advance('1 min');

  expect(world.trace.entries.filter(({ kind }) => kind === 'act')).toMatchObject([
    { by: 'service', did, args: ['bob'], client: 'bob' },
  ]);
});

test('heal: of one operation leaves the others, of all leaves none', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.refuse('query');
  world.service.refuse('join');
  world.service.heal('join');
  alice.api.channelQueryUserNum('lobby');
  alice.api.channelJoin('lobby');
  await world.advance('1 min');
  world.service.heal();
  alice.api.channelQueryUserNum('lobby');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['QUERYUSERNUM_E_OTHER', 'SUCCESS']);
});

// --- tokens ----------------------------------------------------------------------------------------

test('expireToken: of a device it is the token that this one is logged in with, and no other', async () => {
  const world = createWorld();
  const phone = listen(world.device('phone').createAgoraAPI());
  phone.api.login('app', 'alice', world.service.issueToken({ account: 'alice', appId: 'app' }));
  await world.advance('1 s');
  const other = world.service.issueToken({ account: 'alice', appId: 'app' });
  world.service.expireToken('alice', { device: 'phone' });
  world.network.cut('alice');
  await world.advance('100 ms');
  world.network.restore('alice');
  await world.advance('1 min');
  expect(phone.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_TOKENEXPIRED')]);

  phone.api.login('app', 'alice', other);
  await world.advance('1 s');
  expect(phone.heard.at(-1)?.[0]).toBe('onLoginSuccess');
});

test('expireToken: of a device on which nobody is online is refused', async () => {
  const { world } = await cast(['alice']);

  expect(() => world.service.expireToken('alice', { device: 'phone' })).toThrow(
    'service.expireToken: no device of "alice" "phone". Known: none.',
  );
  expect(actsOf(world)).toEqual([]);
});

test('requireVersion: only clients that are older are sent away', async () => {
  const world = createWorld({ legacy: true });
  const [old, young] = [{ version: '1.1' }, { version: '1.3' }].map((options) =>
    listen(world.createAgoraAPI(options)),
  );
  old?.api.login('app', 'old', none);
  young?.api.login('app', 'young', none);
  await world.advance('1 s');
  world.service.requireVersion('1.2');
  await world.advance('1 s');

  expect(old?.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_OLDVERSION')]);
  expect(young?.heard.map(([name]) => name)).toEqual(['onLoginSuccess']);
});

// --- INVITE_E_TIMEOUT by a rule --------------------------------------------------------------------

test.each(['accepts', 'refuses'] as const)(
  'INVITE_E_TIMEOUT: a rule lets it ring until then, though the callee %s',
  async (answer) => {
    const { world, alice, bob } = await cast(['alice', 'bob']);
    bob.api.onInviteReceived = () => {
      if (answer === 'accepts') bob.api.channelInviteAccept('lobby', 'alice', 0);
      else bob.api.channelInviteRefuse('lobby', 'alice', 0);
    };
    world.fail('INVITE_E_TIMEOUT');
    alice.api.channelInviteUser('lobby', 'bob');
    await world.advance('1 min');

    expect(alice.heard.map(([name]) => name)).toEqual(['onInviteReceivedByPeer', 'onInviteFailed']);
    expect(alice.heard.at(-1)?.slice(-2)).toContain(value('INVITE_E_TIMEOUT'));

    alice.heard.length = 0;
    alice.api.channelInviteUser('lobby', 'bob');
    await world.advance('1 min');
    expect(alice.heard.map(([name]) => name)).toContain(
      answer === 'accepts' ? 'onInviteAcceptedByPeer' : 'onInviteRefusedByPeer',
    );
  },
);

test('INVITE_E_TIMEOUT: a rule lets it ring at somebody who is not there, and never later', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('INVITE_E_TIMEOUT');
  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance('15 s');

  expect(alice.heard.map(([name]) => name)).toEqual(['onInviteReceivedByPeer', 'onInviteFailed']);
  const bob = listen(world.createAgoraAPI());
  bob.api.login('app', 'bob', none);
  await world.advance('1 min');
  expect(bob.heard.map(([name]) => name)).toEqual(['onLoginSuccess']);
});
