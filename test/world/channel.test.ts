// One channel at a time: joining twice, leaving what one is not in, and being put out.
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

/** Two clients, both in the lobby. */
async function inLobby() {
  const people = await cast(['alice', 'bob']);
  for (const { api } of [people.alice, people.bob]) api.channelJoin('lobby');
  await people.world.advance('1 s');
  people.alice.heard.length = people.bob.heard.length = 0;
  return people;
}

test('channel: a joiner hears that it is in, who is there, and the attributes', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.channelJoin('lobby');
  bob.api.channelSetAttr('lobby', 'topic', 'tea');
  await world.advance('1 s');

  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onChannelJoined', 'lobby'],
    ['onChannelUserList', ['bob', 'alice'], [0, 0]],
    ['onChannelAttrUpdated', 'lobby', 'topic', 'tea', 'update'],
  ]);
  expect(bob.heard.at(-1)).toEqual(['onChannelUserJoined', 'alice', 0]);
});

test('LEAVECHANNEL_E_BYUSER: a leave tells the one and the others', async () => {
  const { world, alice, bob } = await inLobby();

  alice.api.channelLeave('lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_BYUSER')]]);
  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});

test('LEAVECHANNEL_E_BYUSER: leaving a channel one is not in', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelLeave('lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_BYUSER')]]);
  expect(world.trace.callbacks('alice').at(-1)?.details['reason']).toBe('not-in-channel');
});

test('channel: leaving twice at once has one answer', async () => {
  const { world, alice } = await inLobby();

  alice.api.channelLeave('lobby');
  alice.api.channelLeave('lobby');
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_BYUSER')]]);
});

test('channel: leaving again after the answer is leaving what one is not in', async () => {
  const { world, alice } = await inLobby();

  alice.api.channelLeave('lobby');
  await world.advance('1 s');
  alice.api.channelLeave('lobby');
  await world.advance('1 s');

  const reasons = world.trace.callbacks('alice').map(({ details }) => details['reason']);
  expect(reasons.slice(-2)).toEqual(['left-by-user', 'not-in-channel']);
});

test('channel: leaving another channel leaves this one alone', async () => {
  const { world, alice, bob } = await inLobby();

  alice.api.channelLeave('attic');
  await world.advance('1 s');
  bob.api.messageChannelSend('lobby', 'still there?', '');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onChannelLeaved', 'attic', value('LEAVECHANNEL_E_BYUSER')],
    ['onMessageChannelReceive', 'lobby', 'bob', 0, 'still there?'],
  ]);
});

test('channel: leaving another channel leaves a join under way alone', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelJoin('lobby');
  alice.api.channelLeave('attic');
  await world.advance('1 s');

  expect(alice.heard.slice(0, 2)).toEqual([
    ['onChannelLeaved', 'attic', value('LEAVECHANNEL_E_BYUSER')],
    ['onChannelJoined', 'lobby'],
  ]);
});

test('channel: joining another leaves the first, and then joins', async () => {
  const { world, alice, bob } = await inLobby();

  alice.api.channelJoin('attic');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_BYUSER')],
    ['onChannelJoined', 'attic'],
    ['onChannelUserList', ['alice'], [0]],
  ]);
  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});

test('channel: joining another that refuses leaves one in none', async () => {
  const { world, alice, bob } = await inLobby();
  world.service.refuse('join');

  alice.api.channelJoin('attic');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_BYUSER', 'JOINCHANNEL_E_OTHER']);
  expect(world.service.members('lobby')).toEqual(['bob']);
  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});

test('channel: joining another that does not answer leaves one in none', async () => {
  const { world, alice, bob } = await inLobby();
  world.service.silence('join');

  alice.api.channelJoin('attic');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_BYUSER', 'JOINCHANNEL_E_OTHER']);
  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});

test('channel: joining another takes one out of the first, though the leave did not arrive', async () => {
  const { world, alice, bob } = await inLobby();
  world.service.silence('leave', { times: 1 });

  alice.api.channelJoin('attic');
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
  expect([world.service.members('lobby'), world.service.members('attic')]).toEqual([
    ['bob'],
    ['alice'],
  ]);
});

test('channel: a second join before the first answer fails the first', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelJoin('lobby');
  alice.api.channelJoin('attic');
  await world.advance('1 s');

  expect(alice.heard.slice(0, 2)).toEqual([
    ['onChannelJoinFailed', 'lobby', value('JOINCHANNEL_E_OTHER')],
    ['onChannelJoined', 'attic'],
  ]);
  expect(world.service.members('lobby')).toEqual([]);
  expect(world.service.members('attic')).toEqual(['alice']);
});

test('channel: of two joins the refusal of the second ends in none', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelJoin('lobby');
  await world.advance(15); // The service has it, the answer is under way.
  world.service.refuse('join');
  alice.api.channelJoin('attic');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['JOINCHANNEL_E_OTHER', 'JOINCHANNEL_E_OTHER']);
  expect(world.service.members('lobby')).toEqual([]);
});

test('channel: a join while leaving ends the leave and goes on', async () => {
  const { world, alice } = await inLobby();

  alice.api.channelLeave('lobby');
  alice.api.channelJoin('attic');
  await world.advance('1 s');

  expect(alice.heard.slice(0, 2)).toEqual([
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_BYUSER')],
    ['onChannelJoined', 'attic'],
  ]);
});

test('channel: joining where one is says so again', async () => {
  const { world, alice, bob } = await inLobby();

  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onChannelJoined', 'lobby']]);
  expect(bob.heard).toEqual([]);
});

test('channel: joining twice at once has one answer', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelJoin('lobby');
  alice.api.channelJoin('lobby');
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onChannelJoined', 'lobby'],
    ['onChannelUserList', ['alice'], [0]],
  ]);
});

test('channel: leaving before the answer fails the join, then leaves', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelJoin('lobby');
  alice.api.channelLeave('lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onChannelJoinFailed', 'lobby', value('JOINCHANNEL_E_OTHER')],
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_BYUSER')],
  ]);
  expect(world.service.members('lobby')).toEqual([]);
});

test('LEAVECHANNEL_E_OTHER: a leave without an answer ends after 10 s', async () => {
  const { world, alice } = await inLobby();
  world.service.silence('leave');

  alice.api.channelLeave('lobby');
  await world.advance(9_999);
  expect(alice.heard).toEqual([]);
  await world.advance(1);

  expect(alice.heard).toEqual([['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_OTHER')]]);
});

test('LEAVECHANNEL_E_KICKED: an administrator puts one out', async () => {
  const { world, alice, bob } = await inLobby();

  world.service.removeFromChannel('alice', 'lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_KICKED')]]);
  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});

test('LEAVECHANNEL_E_OTHER: a channel that is destroyed tells every member', async () => {
  const { world, alice, bob } = await inLobby();

  world.service.destroyChannel('lobby');
  await world.advance('1 s');

  const told = [['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_OTHER')]];
  expect(alice.heard).toEqual(told);
  expect(bob.heard).toEqual(told);
});

test('channel: a bad call throws no member out', async () => {
  const { world, alice, bob } = await inLobby();

  alice.api.channelJoin('not a channel');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onError', 'channelJoin', value('GENERAL_E_WRONG_PARAM'), expect.any(String)],
  ]);
  expect(alice.api.client.channel).toEqual({ state: 'joined', name: 'lobby' });
  expect(bob.heard).toEqual([]);
});

test('GENERAL_E_NOT_LOGIN: asked before the argument is looked at', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());

  alice.api.channelJoin('');
  await world.advance('1 s');

  expect(world.trace.codes()).toEqual(['GENERAL_E_NOT_LOGIN']);
});

test('GENERAL_E_NOT_LOGIN: onError names the method that was called', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());

  alice.api.channelJoin('lobby');
  alice.api.channelLeave('lobby');
  alice.api.channelQueryUserNum('lobby');
  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');

  expect(alice.heard.map(([name, method]) => [name, method])).toEqual([
    ['onError', 'channelJoin'],
    ['onError', 'channelLeave'],
    ['onError', 'channelQueryUserNum'],
    ['onError', 'channelInviteUser2'],
  ]);
});

test('channel: a channel and its attributes outlive its members by two hours', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  alice.api.channelSetAttr('lobby', 'topic', 'tea');
  alice.api.channelLeave('lobby');
  await world.advance('119 min');

  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  expect(alice.heard.at(-1)).toEqual(['onChannelAttrUpdated', 'lobby', 'topic', 'tea', 'update']);
  alice.api.channelLeave('lobby');
  await world.advance('121 min');
  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(alice.heard.at(-1)).toEqual(['onChannelUserList', ['alice'], [0]]);
});

test('channel: one that had been empty lives on with whoever joins it', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelJoin('lobby');
  alice.api.channelLeave('lobby');
  await world.advance('1 min');
  alice.api.channelJoin('lobby');
  await world.advance('3 h');

  bob.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(bob.heard.at(-1)).toEqual(['onChannelUserList', ['alice', 'bob'], [0, 0]]);
  expect(alice.heard.at(-1)).toEqual(['onChannelUserJoined', 'bob', 0]);
});

test.each([
  ['7199 s', true],
  ['7200 s', false],
] as const)(
  'channel: an empty one lives for two hours, not a moment more (%s: %s)',
  async (idle, lives) => {
    const { world, alice } = await cast(['alice'], { network: { latencyMs: 0 } });
    await world.advance('10 s');
    alice.api.channelJoin('lobby');
    alice.api.channelSetAttr('lobby', 'topic', 'tea');
    alice.api.channelLeave('lobby');
    await world.advance(idle);

    alice.api.channelJoin('lobby');
    await world.advance(0);

    expect(alice.heard.at(-1)?.[0]).toBe(lives ? 'onChannelAttrUpdated' : 'onChannelUserList');
  },
);

test('channel: one that some have left lives on with those who stayed', async () => {
  const { world, alice, bob } = await inLobby();
  alice.api.channelLeave('lobby');
  await world.advance('3 h');

  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(alice.heard.at(-1)).toEqual(['onChannelUserList', ['bob', 'alice'], [0, 0]]);
  expect(bob.heard.map(([name]) => name)).toEqual(['onChannelUserLeaved', 'onChannelUserJoined']);
});

test('channel: joining where one is tells nobody else', async () => {
  const { world, alice, bob } = await inLobby();
  world.service.removeFromChannel('alice', 'lobby', { silently: true });
  alice.api.channelLeave('lobby');
  await world.advance('1 s');
  bob.heard.length = 0;

  alice.api.channelJoin('lobby');
  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onChannelUserJoined', 'alice', 0]]);
});

test('channel: one that is destroyed is forgotten alone', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelJoin('lobby');
  bob.api.channelJoin('attic');
  await world.advance('1 s');
  bob.api.channelSetAttr('attic', 'topic', 'tea');
  await world.advance('1 s');

  world.service.destroyChannel('lobby');
  await world.advance('1 s');

  expect(world.service.members('attic')).toEqual(['bob']);
  expect(() => world.service.destroyChannel('lobby')).toThrow(/attic/);
});

test('channel: whoever is put out without a word hears none', async () => {
  const { world, alice, bob } = await inLobby();

  world.service.removeFromChannel('alice', 'lobby', { silently: true });
  await world.advance('1 s');

  expect(alice.heard).toEqual([]);
  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});

test('channel: its attributes can be cleared, which every member hears', async () => {
  const { world, alice, bob } = await inLobby();
  alice.api.channelSetAttr('lobby', 'topic', 'tea');
  alice.api.channelClearAttr('lobby');
  await world.advance('1 s');

  bob.api.channelLeave('lobby');
  await world.advance('1 s');
  bob.heard.length = 0;
  bob.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(alice.heard.slice(0, 2).map(([name, , , , kind]) => [name, kind])).toEqual([
    ['onChannelAttrUpdated', 'update'],
    ['onChannelAttrUpdated', 'clear'],
  ]);
  expect(bob.heard.map(([name]) => name)).toEqual(['onChannelJoined', 'onChannelUserList']);
});

test('channel: whoever drops out is heard of once', async () => {
  const { world, alice, bob } = await inLobby();

  alice.api.channelLeave('lobby');
  alice.api.logout();
  await world.advance('10 min');

  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});
