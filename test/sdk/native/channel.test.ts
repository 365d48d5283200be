// The native double: channels, their members, attributes and user counts.
import { expect, test } from 'vitest';
import { cast, listen, value } from '../../support/cast.ts';

test('native: a join tells the joiner the members, oldest first, and the others the joiner', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  bob.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(bob.heard).toEqual([
    ['onChannelJoined', 'lobby'],
    ['onChannelUserList', ['alice', 'bob'], [0, 0]],
  ]);
  expect(alice.heard).toEqual([
    ['onChannelJoined', 'lobby'],
    ['onChannelUserList', ['alice'], [0]],
    ['onChannelUserJoined', 'bob', 0],
  ]);
});

test('native: the member list has the 200 who came last', async () => {
  const { world } = await cast([]);
  const names = Array.from({ length: 205 }, (_, n) => `user${n}`);
  const users = names.map((name) => {
    const api = world.createAgoraAPI();
    api.login('app', name, '_no_need_token');
    return api;
  });
  await world.advance('1 s');
  const last = listen(users.at(-1) as (typeof users)[number]);

  for (const api of users) api.channelJoin('lobby');
  await world.advance('1 s');

  expect(last.heard[1]).toEqual(['onChannelUserList', names.slice(-200), Array(200).fill(0)]);
});

test('LEAVECHANNEL_E_BYUSER: the leaver hears the channel and 602, the others who left', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  bob.api.channelLeave('lobby');
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_BYUSER')]]);
  expect(alice.heard).toEqual([['onChannelUserLeaved', 'bob', 0]]);
});

test('LEAVECHANNEL_E_BYUSER: leaving a channel one is not in names that channel', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = 0;

  alice.api.channelLeave('games');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onChannelLeaved', 'games', value('LEAVECHANNEL_E_BYUSER')]]);
  expect(alice.api.client.channel).toEqual({ state: 'joined', name: 'lobby' });
});

test('LEAVECHANNEL_E_BYUSER: a second join leaves the first channel', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  alice.api.channelJoin('games');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_BYUSER')],
    ['onChannelJoined', 'games'],
    ['onChannelUserList', ['alice'], [0]],
  ]);
  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});

test('native: attributes of a channel reach every member, the one who sets them too', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  alice.api.channelSetAttr('lobby', 'topic', 'tea');
  alice.api.channelSetAttr('lobby', 'topic', 'coffee');
  alice.api.channelDelAttr('lobby', 'topic');
  alice.api.channelClearAttr('lobby');
  await world.advance('1 s');

  const updates = [
    ['onChannelAttrUpdated', 'lobby', 'topic', 'tea', 'update'],
    ['onChannelAttrUpdated', 'lobby', 'topic', 'coffee', 'update'],
    ['onChannelAttrUpdated', 'lobby', 'topic', '', 'del'],
    ['onChannelAttrUpdated', 'lobby', '', '', 'clear'],
  ];
  expect([alice.heard, bob.heard]).toEqual([updates, updates]);
});

test('native: a later joiner hears each attribute once, after the member list', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  alice.api.channelSetAttr('lobby', 'topic', 'tea');
  alice.api.channelSetAttr('lobby', 'colour', 'green');
  alice.api.channelSetAttr('lobby', 'gone', 'soon');
  alice.api.channelDelAttr('lobby', 'gone');
  await world.advance('1 s');

  bob.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(bob.heard).toEqual([
    ['onChannelJoined', 'lobby'],
    ['onChannelUserList', ['alice', 'bob'], [0, 0]],
    ['onChannelAttrUpdated', 'lobby', 'topic', 'tea', 'update'],
    ['onChannelAttrUpdated', 'lobby', 'colour', 'green', 'update'],
  ]);
});

test('native: attributes of an empty channel live for two hours', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.channelJoin('lobby');
  alice.api.channelSetAttr('lobby', 'topic', 'tea');
  await world.advance('1 s');
  alice.api.channelLeave('lobby');
  await world.advance('1 s');

  const joinAfter = async (wait: '7190 s' | '7210 s'): Promise<unknown> => {
    await world.advance(wait);
    bob.heard.length = 0;
    bob.api.channelJoin('lobby');
    await world.advance('1 s');
    bob.api.channelLeave('lobby');
    await world.advance('1 s');
    return bob.heard.filter(([name]) => name === 'onChannelAttrUpdated');
  };

  expect(await joinAfter('7190 s')).toEqual([
    ['onChannelAttrUpdated', 'lobby', 'topic', 'tea', 'update'],
  ]);
  expect(await joinAfter('7210 s')).toEqual([]);
});

test('SUCCESS: channelQueryUserNum counts a channel that one is not in, or that is not there', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.channelJoin('lobby');
  await world.advance('1 s');

  alice.api.channelQueryUserNum('lobby');
  alice.api.channelQueryUserNum('nowhere');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onChannelQueryUserNumResult', 'lobby', 0, 1],
    ['onChannelQueryUserNumResult', 'nowhere', 0, 0],
  ]);
});

test('native: channelQueryUserIsIn says 1 or 0', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.channelJoin('lobby');
  await world.advance('1 s');

  alice.api.channelQueryUserIsIn('lobby', 'bob');
  alice.api.channelQueryUserIsIn('lobby', 'alice');
  alice.api.channelQueryUserIsIn('nowhere', 'bob');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onChannelQueryUserIsIn', 'lobby', 'bob', 1],
    ['onChannelQueryUserIsIn', 'lobby', 'alice', 0],
    ['onChannelQueryUserIsIn', 'nowhere', 'bob', 0],
  ]);
});

test.each([
  ['129 bytes', 'a'.repeat(129)],
  ['a space', 'the lobby'],
  ['nothing', ''],
  ['null', null],
])('GENERAL_E_WRONG_PARAM: joining a channel named with %s', async (_, channel) => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelJoin(channel as string);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onError', 'channelJoin', value('GENERAL_E_WRONG_PARAM'), expect.any(String)],
  ]);
});

test('JOINCHANNEL_E_OTHER: a refused join names its channel', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.refuse('join');

  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onChannelJoinFailed', 'lobby', value('JOINCHANNEL_E_OTHER')]]);
});
