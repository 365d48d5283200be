// Sessions that end, or go on, without their client's knowing; and one device that is somebody else now.
import { createWorld, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

const none = '_no_need_token';

/** Alice on a line that is well, whose session the service has given up. */
async function outOfStep() {
  const people = await cast(['alice', 'bob'], { timing: { presence: 2000, silence: 20_000 } });
  const { world } = people;
  people.alice.api.channelJoin('lobby');
  await world.advance('1 s');
  world.network.partition('alice');
  await world.advance('3 s');
  expect(world.service.online).toEqual(['bob']);
  world.network.restore('alice');
  people.alice.heard.length = 0;
  return people;
}

test('LOGOUT_E_USER: a logout is answered also where the service knows of no session', async () => {
  const { world, alice } = await outOfStep();
  alice.api.channelLeave('games');
  await world.advance(5);
  alice.api.logout();
  await world.advance(20);

  expect(alice.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_USER')]);
  expect(world.trace.codes('alice')).not.toContain('LOGOUT_E_NET');
});

test.each([
  'LOGOUT_E_KICKED',
  'GENERAL_E',
  'LEAVECHANNEL_E_KICKED',
  'LEAVECHANNEL_E_OTHER',
] as const)(
  'world.fail(%j): where the service knows of no session, nothing happens',
  async (code) => {
    const { world, alice } = await outOfStep();
    world.fail(code, { account: 'alice' });
    await world.advance('1 min');

    expect(alice.heard).toEqual([]);
    expect(alice.api.getStatus()).toBe(2);
  },
);

test.each(['INVITE_E_TIMEOUT', 'INVITE_E_NET'] as const)(
  'world.fail(%j): where the service knows of no session, its client goes as it would',
  async (code) => {
    const { world, alice, bob } = await outOfStep();
    world.fail(code, { account: 'alice' });
    alice.api.channelInviteUser2('lobby', 'bob', '');
    await world.advance('1 min');

    expect(alice.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_NET')]);
    expect(bob.heard).toEqual([]);
  },
);

test('kick: one that got lost on a good line is felt with the next request', async () => {
  const { world, alice } = await cast(['alice']);
  world.network.set({ loss: 1 });
  world.service.kick('alice');
  world.network.set({ loss: 0 });
  await world.advance('1 s');
  expect(alice.heard).toEqual([]);
  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onMessageSendError', 'm1', value('SENDMESSAGE_E_OTHER')],
    ['onLogout', value('LOGOUT_E_NET')],
  ]);
});

test('kick: one that arrives leaves nobody out of step', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.kick('alice');
  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('1 min');

  const told = world.trace.entries.flatMap((entry) =>
    entry.kind === 'packet' && entry.name.startsWith('service.') ? [entry.name] : [],
  );
  expect(told).toEqual(['service.kicked']);
});

test('orderClose: a client without a line does not hear of it, and gets back in', async () => {
  const { world, alice } = await cast(['alice']);
  world.network.cut('alice');
  await world.advance(100);
  world.service.orderClose('alice');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(alice.heard.at(-1)).toEqual(['onReconnected', 0]);
  expect(world.service.online).toEqual(['alice']);
});

// --- back after the presence -----------------------------------------------------------------------

/** Alice on a phone, in the lobby, who fights for her line longer than the presence lasts. */
async function onPhone() {
  const world = createWorld({ timing: { presence: 5000 } });
  const phone = listen(world.device('phone').createAgoraAPI());
  phone.api.login2('app', 'alice', none, 0, '', 30, 10);
  await world.advance('1 s');
  phone.api.channelJoin('lobby');
  await world.advance('1 s');
  phone.heard.length = 0;
  return { world, phone };
}

test('LOGOUT_E_KICKED: whoever comes back after the presence does not drive out a newer device', async () => {
  const { world, phone } = await onPhone();
  world.network.cut('alice');
  await world.advance('7 s');
  world.network.restore('alice');
  const tablet = listen(world.device('tablet').createAgoraAPI());
  tablet.api.login('app', 'alice', none);
  await world.advance('1 min');

  expect(phone.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_KICKED')]);
  expect(tablet.api.getStatus()).toBe(2);
});

test.each([
  [
    'LEAVECHANNEL_E_KICKED',
    ({ service }: SignalingWorld) => service.removeFromChannel('alice', 'lobby'),
  ],
  ['LEAVECHANNEL_E_OTHER', ({ service }: SignalingWorld) => service.destroyChannel('lobby')],
  ['LEAVECHANNEL_E_DISCONN', () => undefined],
] as const)(
  '%s: back after the presence, a client hears why it is out of its channel',
  async (code, act) => {
    const { world, phone } = await onPhone();
    world.network.cut('alice');
    act(world);
    await world.advance('7 s');
    world.network.restore('alice');
    await world.advance('20 s');

    expect(phone.heard.filter(([name]) => name === 'onChannelLeaved')).toEqual([
      ['onChannelLeaved', 'lobby', value(code)],
    ]);
    expect(phone.api.getStatus()).toBe(2);
  },
);

test('LEAVECHANNEL_E_KICKED: a removal is heard at once, before what else waited', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = 0;
  world.network.cut('alice');
  bob.api.messageInstantSend('alice', 0, 'hello', '');
  await world.advance(50);
  world.service.removeFromChannel('alice', 'lobby');
  world.network.restore('alice');
  await world.advance('1 min');

  const heard = alice.heard.map(([name]) => name);
  expect(heard.indexOf('onChannelLeaved')).toBeGreaterThan(-1);
  expect(heard.indexOf('onChannelLeaved')).toBeLessThan(heard.indexOf('onMessageInstantReceive'));
});

// --- one device, another account -------------------------------------------------------------------

/** A client that was alice and is carol, while the service holds alice for online. */
async function becomesCarol() {
  const people = await cast(['alice', 'bob']);
  const { world, alice } = people;
  world.network.cut('alice');
  await world.advance('2 s');
  world.network.restore('alice');
  alice.heard.length = 0;
  alice.api.login('app', 'carol', none);
  await world.advance('1 s');
  expect(world.service.online).toEqual(['alice', 'bob', 'carol']);
  return { world, bob: people.bob, carol: alice };
}

test('account: what is for the one that a client was does not reach the one that it is', async () => {
  const { world, bob, carol } = await becomesCarol();
  bob.api.messageInstantSend('alice', 0, 'hello', '');
  await world.advance('1 s');

  expect(carol.heard).toEqual([['onLoginSuccess', 0, 0]]);
  const arrived = world.trace.entries.some(
    (entry) => entry.kind === 'packet' && entry.name === 'message.arrived',
  );
  expect(arrived).toBe(false);
});

test('account: the presence of the one that a client was takes nothing from the one that it is', async () => {
  const { world, bob, carol } = await becomesCarol();
  await world.advance('3 min');
  expect(world.service.online).toEqual(['bob', 'carol']);
  carol.api.messageInstantSend('bob', 0, 'hello', '');
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onMessageInstantReceive', 'carol', 0, 'hello']]);
});
