// Calls between two clients: crossing, repeated, and with a peer that goes away.
import * as fc from 'fast-check';
import { createWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

const noToken = '_no_need_token';
const onlyOnline = '{"_require_peer_online":1}';

test('invite: crossing calls in different channels are two calls', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser2('lobby', 'bob');
  bob.api.channelInviteUser2('attic', 'alice');
  await world.advance('1 s');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');

  expect(alice.api.client.callState('caller', 'lobby', 'bob')).toBe('accepted');
  expect(alice.api.client.callState('callee', 'attic', 'bob')).toBe('incoming');
  expect(bob.api.client.callState('caller', 'attic', 'alice')).toBe('pending.ringing');
});

test('invite: crossing calls in the same channel stay two calls', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser2('lobby', 'bob');
  bob.api.channelInviteUser2('lobby', 'alice');
  await world.advance('1 s');

  for (const { api, peer } of [
    { api: alice.api, peer: 'bob' },
    { api: bob.api, peer: 'alice' },
  ]) {
    expect(api.client.callState('caller', 'lobby', peer)).toBe('pending.ringing');
    expect(api.client.callState('callee', 'lobby', peer)).toBe('incoming');
  }
});

test('invite: of two crossing calls one may be accepted, the other refused', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  bob.api.channelInviteUser2('lobby', 'alice');
  await world.advance('1 s');

  alice.api.channelInviteRefuse('lobby', 'bob', 0);
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');

  expect(alice.heard.at(-1)).toEqual(['onInviteAcceptedByPeer', 'lobby', 'bob', 0, '']);
  expect(bob.heard.at(-1)).toEqual(['onInviteRefusedByPeer', 'lobby', 'alice', 0, '']);
  expect(world.trace.codes()).toEqual([]);
});

test('INVITE_E_REINVITE: a call that still rings goes on', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  alice.api.channelInviteUser2('lobby', 'bob');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onInviteReceivedByPeer', 'lobby', 'bob', 0],
    ['onInviteFailed', 'lobby', 'bob', 0, value('INVITE_E_REINVITE'), ''],
    ['onInviteAcceptedByPeer', 'lobby', 'bob', 0, ''],
  ]);
});

test('INVITE_E_REINVITE: a call not yet received is one already', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelInviteUser2('lobby', 'bob');
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('20 s');

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_REINVITE', 'INVITE_E_OTHER']);
});

test('INVITE_E_REINVITE: a call that is up is not disturbed', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');

  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_REINVITE']);
  expect(alice.api.client.callState('caller', 'lobby', 'bob')).toBe('accepted');
});

test('invite: a call refused may be made again', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  bob.api.channelInviteRefuse('lobby', 'alice', 0);
  await world.advance('1 s');

  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  expect(bob.heard).toEqual([
    ['onInviteReceived', 'lobby', 'alice', 0, ''],
    ['onInviteReceived', 'lobby', 'alice', 0, ''],
  ]);
});

test('invite: a call that failed may be made again', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  world.service.refuse('invite', { times: 1 });
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_OTHER']);
  expect(bob.heard).toEqual([['onInviteReceived', 'lobby', 'alice', 0, '']]);
});

test('invite: a call ended may be made again', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');
  bob.api.channelInviteEnd('lobby', 'alice', 0);
  await world.advance('1 s');

  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  expect(alice.api.client.callState('caller', 'lobby', 'bob')).toBe('pending.ringing');
  expect(world.trace.codes('alice')).toEqual([]);
});

test('invite: other peers and other channels are other calls', async () => {
  const { world, alice, bob, carol } = await cast(['alice', 'bob', 'carol']);

  alice.api.channelInviteUser2('lobby', 'bob');
  alice.api.channelInviteUser2('attic', 'bob');
  alice.api.channelInviteUser2('lobby', 'carol');
  await world.advance('1 s');

  expect(bob.heard).toHaveLength(2);
  expect(carol.heard).toHaveLength(1);
  expect(world.trace.codes()).toEqual([]);
});

test('INVITE_E_OTHER: a peer offline for 20 s ends the call', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance(19_999);
  expect(alice.heard).toEqual([]);
  await world.advance(1);

  expect(alice.heard).toEqual([['onInviteFailed', 'lobby', 'bob', 0, value('INVITE_E_OTHER'), '']]);
});

test('invite: a peer that comes online within 20 s is called', async () => {
  const { world, alice } = await cast(['alice']);
  const bob = listen(world.createAgoraAPI());

  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('19 s');
  bob.api.login('app', 'bob', noToken);
  await world.advance('1 min');

  expect(bob.heard).toEqual([
    ['onLoginSuccess', 0, 0],
    ['onInviteReceived', 'lobby', 'alice', 0, ''],
  ]);
  expect(alice.heard).toEqual([['onInviteReceivedByPeer', 'lobby', 'bob', 0]]);
});

test('invite: a peer that comes online after 20 s hears nothing', async () => {
  const { world, alice } = await cast(['alice']);
  const bob = listen(world.createAgoraAPI());

  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('21 s');
  bob.api.login('app', 'bob', noToken);
  await world.advance('1 min');

  expect(bob.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('INVITE_E_PEEROFFLINE: a peer that must be online fails it at once', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelInviteUser2('lobby', 'bob', onlyOnline);
  await world.advance(20); // There and back.

  expect(alice.heard).toEqual([
    ['onInviteFailed', 'lobby', 'bob', 0, value('INVITE_E_PEEROFFLINE'), ''],
  ]);
});

test('invite: _require_peer_online asks when the call is made, not later', async () => {
  const { world, alice } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser2('lobby', 'bob', onlyOnline);
  await world.advance('1 s');
  world.network.cut('bob');
  await world.advance('5 min');

  expect(world.service.online).toEqual(['alice']);
  expect(world.trace.codes('alice')).toEqual([]);
});

test('invite: a peer without a line counts as online while its presence lasts', async () => {
  const { world, alice } = await cast(['alice', 'bob']);

  world.network.cut('bob');
  alice.api.channelInviteUser2('lobby', 'bob', onlyOnline);
  await world.advance('20 s');

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_OTHER']);
});

test('invite: a peer that reconnects within 20 s is called', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  world.network.cut('bob');
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  world.network.restore('bob');
  await world.advance('1 s');

  expect(bob.heard.slice(-2)).toEqual([
    ['onReconnected', 0],
    ['onInviteReceived', 'lobby', 'alice', 0, ''],
  ]);
});

test('invite: a peer back after a partition it never noticed is called', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  world.network.partition('bob');
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('5 s');

  world.network.restore('bob');
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onInviteReceived', 'lobby', 'alice', 0, '']]);
  expect(alice.heard).toEqual([['onInviteReceivedByPeer', 'lobby', 'bob', 0]]);
});

test('invite: nobody watches over a call that rings', async () => {
  const { world, alice } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  world.network.cut('bob');
  await world.advance('1 h');

  expect(alice.heard).toEqual([['onInviteReceivedByPeer', 'lobby', 'bob', 0]]);
});

test('INVITE_E_TIMEOUT: a peer that goes away while it rings', async () => {
  const { world, alice } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob', '{"_timeout":25}');
  await world.advance('1 s');

  world.network.cut('bob');
  await world.advance(23_999);
  expect(world.trace.codes('alice')).toEqual([]);
  await world.advance(1);

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_TIMEOUT']);
});

test('INVITE_E_TIMEOUT: the callee hears nothing and goes on ringing', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser2('lobby', 'bob', '{"_timeout":5}');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_TIMEOUT']);
  expect(bob.heard).toEqual([['onInviteReceived', 'lobby', 'alice', 0, '{"_timeout":5}']]);
  expect(bob.api.client.callState('callee', 'lobby', 'alice')).toBe('incoming');
});

test('INVITE_E_TIMEOUT: an invitation not received is destroyed', async () => {
  const { world, alice } = await cast(['alice']);
  const bob = listen(world.createAgoraAPI());

  alice.api.channelInviteUser2('lobby', 'bob', '{"_timeout":5}');
  await world.advance('6 s');
  bob.api.login('app', 'bob', noToken);
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_TIMEOUT']);
  expect(bob.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('invite: a _timeout of 30 s comes too late for a peer offline', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelInviteUser2('lobby', 'bob', '{"_timeout":30}');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_OTHER']);
});

test('invite: an answer after the _timeout is ignored', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob', '{"_timeout":5}');
  await world.advance('6 s');

  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');

  expect(alice.heard.map(([name]) => name)).toEqual(['onInviteReceivedByPeer', 'onInviteFailed']);
  expect(alice.api.client.callState('caller', 'lobby', 'bob')).toBe('failed');
});

test('invite: a call that is up outlives the connection of the peer', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');

  world.network.cut('bob');
  await world.advance('1 h');

  expect(alice.heard.at(-1)).toEqual(['onInviteAcceptedByPeer', 'lobby', 'bob', 0, '']);
  expect(alice.api.client.callState('caller', 'lobby', 'bob')).toBe('accepted');
});

test('invite: only the channel tells that the other side is gone', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');
  alice.heard.length = 0;

  world.network.cut('bob');
  await world.advance('119 s');
  expect(alice.heard).toEqual([]);
  await world.advance('2 s');

  expect(alice.heard).toEqual([['onChannelUserLeaved', 'bob', 0]]);
});

test('invite: a peer that logs out while it rings is not missed', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  bob.api.logout();
  await world.advance('1 h');

  expect(alice.heard).toEqual([['onInviteReceivedByPeer', 'lobby', 'bob', 0]]);
});

test('invite: accepting joins no channel', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');

  expect(world.service.members('lobby')).toEqual([]);
});

test('invite: ending twice tells once', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  alice.api.channelInviteEnd('lobby', 'bob', 0);
  alice.api.channelInviteEnd('lobby', 'bob', 0);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onInviteEndByMyself', 'lobby', 'bob', 0]]);
  expect(bob.heard).toEqual([['onInviteEndByPeer', 'lobby', 'alice', 0, '']]);
});

test('invite: an answer to a call that was ended is ignored', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  alice.api.channelInviteEnd('lobby', 'bob', 0);
  bob.api.channelInviteAccept('lobby', 'alice', 0); // The end is still under way.
  await world.advance('1 s');

  expect(alice.heard.at(-1)).toEqual(['onInviteEndByMyself', 'lobby', 'bob', 0]);
  expect(bob.heard.at(-1)).toEqual(['onInviteEndByPeer', 'lobby', 'alice', 0, '']);
});

test('invite: a caller gone before the peer came calls nobody later', async () => {
  const { world, alice } = await cast(['alice']);
  const bob = listen(world.createAgoraAPI());

  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  alice.api.logout();
  await world.advance('1 h');
  bob.api.login('app', 'bob', noToken);
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('invite: a call failed by the own line calls nobody later', async () => {
  const { world, alice } = await cast(['alice']);
  const bob = listen(world.createAgoraAPI());

  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  world.network.cut('alice');
  await world.advance('1 h');
  bob.api.login('app', 'bob', noToken);
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_NET', 'LOGOUT_E_NET']);
  expect(bob.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

/** When alice's line goes after she has called bob, in ms, and what bob hears of the call by then. */
test.each([
  ['before the service has it', 5, []],
  ['while it is on its way to the callee', 15, []],
  ['while the acknowledgement is on its way to her', 35, ['onInviteReceived', 'onInviteEndByPeer']],
] as const)(
  'INVITE_E_NET: where the line of the caller goes %s, nothing rings on',
  async (_, atMs, heard) => {
    const { world, alice, bob } = await cast(['alice', 'bob']);

    alice.api.channelInviteUser('lobby', 'bob');
    await world.advance(atMs);
    world.network.cut('alice');
    await world.advance(0);
    world.network.restore('alice');
    await world.advance('1 min');

    expect(alice.heard).toEqual([
      ['onReconnecting', 1],
      ['onInviteFailed', 'lobby', 'bob', 0, value('INVITE_E_NET'), ''],
      ['onReconnected', 0],
    ]);
    expect(bob.heard.map(([name]) => name)).toEqual(heard);
    expect(bob.api.client.callState('callee', 'lobby', 'alice') ?? 'idle').toMatch(/idle|ended/);
  },
);

test.each(['offline', 'cut', 'partition'] as const)(
  'INVITE_E_NET: a callee who was away (%s) is not called later',
  async (how) => {
    const { world, alice, bob } = await cast(['alice', 'bob']);
    if (how === 'offline') bob.api.logout();
    else world.network[how]('bob');
    await world.advance('1 s');
    alice.api.channelInviteUser('lobby', 'bob');
    await world.advance('1 s');

    world.network.cut('alice');
    await world.advance(1);
    world.network.restore('alice');
    if (how === 'offline') bob.api.login('app', 'bob', '_no_need_token');
    else world.network.restore('bob');
    await world.advance('1 min');

    expect(alice.heard[1]?.[4]).toBe(value('INVITE_E_NET'));
    expect(bob.heard.filter(([name]) => name === 'onInviteReceived')).toEqual([]);
  },
);

test.each(['cut', 'partition'] as const)(
  'INVITE_E_OTHER: a callee whose %s outlasts the 20 s is not called later',
  async (how) => {
    const { world, alice, bob } = await cast(['alice', 'bob']);
    world.network[how]('bob');

    alice.api.channelInviteUser('lobby', 'bob');
    await world.advance('25 s');
    world.network.restore('bob');
    await world.advance('1 min');

    expect(alice.heard[0]?.[4]).toBe(value('INVITE_E_OTHER'));
    expect(bob.heard.filter(([name]) => name === 'onInviteReceived')).toEqual([]);
  },
);

test('invite: one that a callee’s line took away waits for its next login', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance(15);
  world.network.cut('bob');
  await world.advance('5 s');
  world.network.restore('bob');
  bob.api.login('app', 'bob', '_no_need_token');
  await world.advance('1 s');

  expect(bob.heard.at(-1)).toEqual(['onInviteReceived', 'lobby', 'alice', 0, '']);
  expect(alice.heard).toEqual([['onInviteReceivedByPeer', 'lobby', 'bob', 0]]);
});

/** Alice has called bob, who is offline, and nothing gets through from her any more. */
async function calledFromAfar(extra?: string) {
  const { world, alice } = await cast(['alice']);
  const bob = listen(world.createAgoraAPI());
  alice.api.channelInviteUser2('lobby', 'bob', extra);
  await world.advance(50);
  world.network.partition('alice');
  const comesAfter = async (ms: number): Promise<readonly unknown[]> => {
    await world.advance(ms);
    bob.api.login('app', 'bob', '_no_need_token');
    await world.advance('1 s');
    return bob.heard.map(([name]) => name);
  };
  return { comesAfter };
}

test.each([
  [undefined, 19_000, true],
  [undefined, 21_000, false],
  [undefined, 29_000, false],
  ['{"_timeout":5}', 4_000, true],
  ['{"_timeout":5}', 6_000, false],
  ['{"_timeout":29}', 19_000, true],
  ['{"_timeout":29}', 21_000, false],
])(
  'invite: what waits at the service is over without a word of its caller (%s, %d ms: %s)',
  async (extra, ms, rings) => {
    const { comesAfter } = await calledFromAfar(extra);

    expect(await comesAfter(ms)).toEqual([
      'onLoginSuccess',
      ...(rings ? ['onInviteReceived'] : []),
    ]);
  },
);

test('invite: an invitation waits for its callee alone, in its App ID', async () => {
  const { world, alice } = await cast(['alice']);
  const [carol, bob, other] = ['carol', 'bob', 'other'].map(() => listen(world.createAgoraAPI()));
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  carol?.api.login('app', 'carol', '_no_need_token');
  other?.api.login('elsewhere', 'bob', '_no_need_token');
  await world.advance('1 s');
  bob?.api.login('app', 'bob', '_no_need_token');
  await world.advance('1 s');

  const rung = [carol, other, bob].map((one) => one?.heard.map(([name]) => name).slice(1));
  expect(rung).toEqual([[], [], ['onInviteReceived']]);
});

test.each([
  [true, 'INVITE_E_CANTRECV'],
  [false, 'INVITE_E_OTHER'],
] as const)(
  'invite: one that waited for a callee who cannot receive calls fails as it comes (legacy: %s)',
  async (legacy, code) => {
    const { world } = await cast(['alice'], { legacy });
    const alice = world.createAgoraAPI();
    alice.login('app', 'anna', '_no_need_token');
    await world.advance('1 s');
    const bob = listen(world.createAgoraAPI({ canReceiveCalls: false }));
    alice.channelInviteUser2('lobby', 'bob');
    await world.advance('1 s');

    bob.api.login('app', 'bob', '_no_need_token');
    await world.advance('1 s');

    expect(world.trace.codes('anna')).toEqual([code]);
    expect(bob.heard).toEqual([['onLoginSuccess', 0, 0]]);
  },
);

test('invite: a caller who is gone when such a callee comes is not looked for', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelInviteUser2('lobby', 'bob');
  alice.api.logout();
  await world.advance('1 s');

  world.createAgoraAPI({ canReceiveCalls: false }).login('app', 'bob', '_no_need_token');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_OTHER', 'LOGOUT_E_USER']);
});

test('invite: of two who call the same peer only the one who logs out calls nobody later', async () => {
  const { world, alice, carol } = await cast(['alice', 'carol']);
  const bob = listen(world.createAgoraAPI());
  for (const { api } of [alice, carol]) api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  alice.api.logout();
  await world.advance('1 s');
  bob.api.login('app', 'bob', '_no_need_token');
  await world.advance('1 s');

  expect(bob.heard.slice(1).map(([name, , peer]) => [name, peer])).toEqual([
    ['onInviteReceived', 'carol'],
  ]);
});

test('invite: a call that is ended while it waits reaches nobody', async () => {
  const { world, alice } = await cast(['alice']);
  const bob = listen(world.createAgoraAPI());
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  alice.api.channelInviteEnd('lobby', 'bob', 0);
  await world.advance('1 s');
  bob.api.login('app', 'bob', '_no_need_token');
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test.each([
  [10, 'INVITE_E_TIMEOUT'],
  [19, 'INVITE_E_TIMEOUT'],
  [20, 'INVITE_E_OTHER'],
  [21, 'INVITE_E_OTHER'],
] as const)('invite: a _timeout of %i s to a peer offline gives %s', async (seconds, code) => {
  const { world, alice } = await cast(['alice']);
  const begun = world.now;

  alice.api.channelInviteUser2('lobby', 'bob', `{"_timeout":${seconds}}`);
  await world.advance('1 min');

  const failed = world.trace.callbacks('alice').at(-1);
  expect([failed?.at, failed?.code]).toEqual([begun + Math.min(seconds, 20) * 1000, code]);
});

test('INVITE_E_TIMEOUT: a _timeout of 20 s to a peer whom it rings at', async () => {
  const { world, alice } = await cast(['alice', 'bob']);

  alice.api.channelInviteUser2('lobby', 'bob', '{"_timeout":20}');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['INVITE_E_TIMEOUT']);
});

/** Alice and bob, whose calls to each other have crossed. */
async function crossed() {
  const people = await cast(['alice', 'bob']);
  people.alice.api.channelInviteUser('lobby', 'bob');
  people.bob.api.channelInviteUser('lobby', 'alice');
  await people.world.advance('1 s');
  people.alice.heard.length = people.bob.heard.length = 0;
  return people;
}

test('invite: channelInviteEnd of calls that crossed ends both, each with its callback', async () => {
  const { world, alice, bob } = await crossed();

  alice.api.channelInviteEnd('lobby', 'bob', 0);
  await world.advance('1 s');

  expect(alice.heard.map(([name]) => name)).toEqual(['onInviteEndByMyself', 'onInviteEndByMyself']);
  expect(bob.heard.map(([name]) => name)).toEqual(['onInviteEndByPeer', 'onInviteEndByPeer']);
});

test('GENERAL_E_NOT_LOGIN: channelInviteEnd of calls that crossed is one call, without a line', async () => {
  const { world, alice } = await crossed();
  world.network.cut('alice');
  await world.advance(10);
  alice.heard.length = 0;

  alice.api.channelInviteEnd('lobby', 'bob', 0);
  await world.advance(10);

  expect(alice.heard.map((heard) => heard.slice(0, 3))).toEqual([
    ['onError', 'channelInviteEnd', value('GENERAL_E_NOT_LOGIN')],
  ]);
});

test('invite: an answer to a caller who is gone is nobody’s, and breaks nothing', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  alice.api.logout();
  await world.advance('1 s');

  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 min');

  expect(bob.heard.map(([name]) => name)).toEqual(['onInviteReceived']);
  expect(world.errors).toEqual([]);
});

test('invite: a callee who hangs up leaves what it has called itself alone', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  bob.api.channelInviteUser2('attic', 'alice');
  bob.api.channelInviteEnd('lobby', 'alice', 0);
  await world.advance('1 s');

  expect(alice.heard.map(([name, channel]) => [name, channel])).toEqual([
    ['onInviteReceivedByPeer', 'lobby'],
    ['onInviteReceived', 'attic'],
    ['onInviteEndByPeer', 'lobby'],
  ]);
});

test.each([
  ['channelInviteAccept', 'accept', 'onInviteAcceptedByPeer'],
  ['channelInviteRefuse', 'refuse', 'onInviteRefusedByPeer'],
] as const)('GENERAL_E_FAILED: after a failed %s the callee may do so again', async (...the) => {
  const [method, operation, heard] = the;
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;
  world.service.refuse(operation, { times: 1 });

  bob.api[method]('lobby', 'alice', 0);
  await world.advance('1 s');
  expect(bob.heard.map((one) => one.slice(0, 3))).toEqual([
    ['onError', method, value('GENERAL_E_FAILED')],
  ]);
  expect(alice.heard).toEqual([]);
  bob.api[method]('lobby', 'alice', 0);
  bob.api[method]('lobby', 'alice', 0);
  await world.advance('1 s');

  expect(alice.heard).toEqual([[heard, 'lobby', 'bob', 0, '']]);
  expect(bob.heard).toHaveLength(1);
});

/** What befalls the two of a call, each after some milliseconds. */
const troubles = fc.array(
  fc.tuple(
    fc.oneof(fc.nat(40), fc.nat(9_000)),
    fc.constantFrom('alice', 'bob'),
    fc.constantFrom('cut', 'partition', 'restore', 'calls', 'ends'),
  ),
  { maxLength: 16 },
);

test('invite: whatever the lines do, what the caller was told has failed does not ring later', async () => {
  await fc.assert(
    fc.asyncProperty(troubles, async (events) => {
      const world = createWorld();
      const people = { alice: world.createAgoraAPI(), bob: world.createAgoraAPI() };
      for (const [name, api] of Object.entries(people)) {
        api.login2('app', name, noToken, 0, '', 1000, 1000);
      }
      await world.advance('1 s');
      const down = new Set<string>();
      for (const [n, [afterMs, who, what]] of events.entries()) {
        await world.advance(afterMs);
        const peer = who === 'alice' ? 'bob' : 'alice';
        if (what === 'calls') people[who].channelInviteUser(`room ${n}`, peer);
        else if (what === 'ends') people[who].channelInviteEnd(`room ${n - 1}`, peer, 0);
        else if (what !== 'restore') {
          down.add(who);
          world.network[what](who);
        } else if (down.delete(who)) world.network.restore(who);
      }
      for (const who of down) world.network.restore(who);
      await world.advance('1 min');

      const failed = new Set<unknown>();
      for (const entry of world.trace.callbacks()) {
        const { channel } = entry.details;
        if (entry.name === 'onInviteFailed') failed.add(channel);
        if (entry.name === 'onInviteReceived') expect(failed).not.toContain(channel);
      }
    }),
  );
});
