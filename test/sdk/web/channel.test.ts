// The web double: channels and their objects, messages, and the door `invoke`.
import { createWorld } from 'sigsim';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Channel } from '../../../src/sdk/web/channel.ts';
import type { Session } from '../../../src/sdk/web/session.ts';

const someText: unknown = expect.stringMatching(/./);
/** An info with this number. */
const infoOf = (value: number): unknown => expect.objectContaining({ value });

interface Person {
  readonly session: Session;
  /** What her callbacks get, those of her channels too: `['onLogout', 101]`. */
  readonly heard: unknown[][];
  /** Joins, and listens to the channel; `label` tells several objects apart. */
  readonly join: (name: unknown, label?: string) => Channel;
  /** A callback that writes down how it was called. */
  readonly cb: (...args: unknown[]) => void;
}

/** Writes down what the callbacks of an object get. */
function listen<T extends object>(to: T, heard: unknown[][], label?: string): T {
  for (const name of Object.keys(to).filter((key) => key.startsWith('on'))) {
    const head = label === undefined ? [name] : [label, name];
    Object.assign(to, { [name]: (...args: unknown[]) => void heard.push([...head, ...args]) });
  }
  return to;
}

/** A world in which alice and bob are online, and nothing has been heard yet. */
async function cast() {
  const world = createWorld();
  const person = (name: string): Person => {
    const heard: unknown[][] = [];
    const session = listen(world.Signal('app').login(name, '_no_need_token'), heard);
    return {
      session,
      heard,
      join: (channel, label) => listen(session.channelJoin(channel), heard, label),
      cb: (...args) => void heard.push(['cb', ...args]),
    };
  };
  const [alice, bob] = [person('alice'), person('bob')];
  await world.advance('1 s');
  const settle = async (): Promise<void> => {
    await world.advance('1 s');
    alice.heard.length = bob.heard.length = 0;
  };
  await settle();
  return { world, alice, bob, settle };
}

test('web: a fresh channel has the callbacks of 1.4.0, unset', async () => {
  const { alice } = await cast();

  const channel = alice.session.channelJoin('lobby');

  const names = Object.keys(channel).filter((key) => key.startsWith('on'));
  expect(names).toEqual([
    'onChannelJoined',
    'onChannelJoinFailed',
    'onChannelLeaved',
    'onChannelUserList',
    'onChannelUserJoined',
    'onChannelUserLeaved',
    'onChannelAttrUpdated',
    'onMessageChannelReceive',
  ]);
  expect(names.map((name) => channel[name as keyof Channel])).toEqual(names.map(() => null));
});

test('web: a join tells the joiner members and attributes, and the others the joiner', async () => {
  const { world, alice, bob, settle } = await cast();
  const channel = alice.join('lobby');
  channel.channelSetAttr('topic', 'tea');
  channel.channelSetAttr('mood', 'good');
  await settle();

  bob.join('lobby');
  await world.advance('1 s');

  expect(bob.heard).toEqual([
    ['onChannelJoined'],
    [
      'onChannelUserList',
      [
        ['alice', 0],
        ['bob', 0],
      ],
    ],
    ['onChannelAttrUpdated', 'topic', 'tea', 'update'],
    ['onChannelAttrUpdated', 'mood', 'good', 'update'],
  ]);
  expect(alice.heard).toEqual([['onChannelUserJoined', 'bob', 0]]);
});

test('web: name and state of a channel, from joining to leaved', async () => {
  const { alice, settle } = await cast();
  const channel = alice.join('lobby');
  const seen = [channel.name, channel.state];

  await settle();
  seen.push(channel.state);
  channel.channelLeave();
  seen.push(channel.state);
  await settle();
  seen.push(channel.state);

  expect(seen).toEqual(['lobby', 'joining', 'joined', 'joined', 'leaved']);
});

test.each([
  ['a number', 5, '5'],
  ['an object', { id: 5 }, '{"id":5}'],
])('web: a channel named with %s is the text of it', async (_, name, text) => {
  const { world, alice } = await cast();

  const channel = alice.join(name);
  await world.advance('1 s');

  expect([channel.name, channel.state]).toEqual([text, 'joined']);
  expect(world.service.members(text)).toEqual(['alice']);
});

test.each([
  ['nothing', ''],
  ['undefined', undefined],
  ['129 bytes', 'a'.repeat(129)],
  ['an object with a space in its text', { name: 'the lobby' }],
])('GENERAL_E_WRONG_PARAM: a web channel named with %s', async (_, name) => {
  const { world, alice } = await cast();

  const channel = alice.join(name);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onError', 'channelJoin', 1004, someText]]);
  expect(channel.state).toBe('leaved');
});

test('JOINCHANNEL_E_OTHER: a refused web join leaves the object leaved', async () => {
  const { world, alice } = await cast();
  world.service.refuse('join');

  const channel = alice.join('lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onChannelJoinFailed', 300]]);
  expect(channel.state).toBe('leaved');
});

test('web: attributes answer cb() and tell every member', async () => {
  const { world, alice, bob, settle } = await cast();
  const channel = alice.join('lobby');
  bob.join('lobby');
  await settle();

  channel.channelSetAttr('topic', 'tea', alice.cb);
  channel.channelSetAttr(5, { cups: 2 }, alice.cb);
  channel.channelDelAttr('topic', alice.cb);
  channel.channelClearAttr(alice.cb);
  await world.advance('1 s');

  const told = [
    ['onChannelAttrUpdated', 'topic', 'tea', 'update'],
    ['onChannelAttrUpdated', '5', '{"cups":2}', 'update'],
    ['onChannelAttrUpdated', 'topic', '', 'del'],
    ['onChannelAttrUpdated', '', '', 'clear'],
  ];
  expect(bob.heard).toEqual(told);
  expect(alice.heard.filter(([name]) => name !== 'cb')).toEqual(told);
  expect(alice.heard.filter(([name]) => name === 'cb')).toEqual(told.map(() => ['cb', undefined]));
});

test('web: a channel message answers cb() and reaches every member, the sender too', async () => {
  const { world, alice, bob, settle } = await cast();
  const channel = alice.join('lobby');
  bob.join('lobby');
  await settle();

  channel.messageChannelSend('hello', alice.cb);
  await world.advance('1 s');

  const received = ['onMessageChannelReceive', 'alice', 0, 'hello'];
  expect(alice.heard).toEqual([['cb'], received]);
  expect(bob.heard).toEqual([received]);
});

test('web: messages go both ways, cb(false) says that the service has them', async () => {
  const { world, alice, bob } = await cast();

  alice.session.messageInstantSend('bob', 'hello', alice.cb);
  bob.session.messageInstantSend('alice', { text: 'hi' }, bob.cb);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['cb', false],
    ['onMessageInstantReceive', 'bob', 0, '{"text":"hi"}'],
  ]);
  expect(bob.heard).toEqual([
    ['onMessageInstantReceive', 'alice', 0, 'hello'],
    ['cb', false],
  ]);
});

test.each([
  ['8192 bytes', 'x'.repeat(8192)],
  ['2730 Chinese characters and two letters, 8192 bytes', `${'中'.repeat(2730)}ab`],
])('web: messages of %s go to a peer and to a channel', async (_, body) => {
  const { world, alice, bob, settle } = await cast();
  const channel = alice.session.channelJoin('lobby');
  bob.join('lobby');
  await settle();

  alice.session.messageInstantSend('bob', body);
  channel.messageChannelSend(body);
  await world.advance('1 s');

  expect(bob.heard).toEqual([
    ['onMessageInstantReceive', 'alice', 0, body],
    ['onMessageChannelReceive', 'alice', 0, body],
  ]);
});

test('SENDMESSAGE_E_OTHER: a channel that was left sends nothing', async () => {
  const { world, alice, bob, settle } = await cast();
  const channel = alice.join('lobby');
  bob.join('lobby');
  channel.channelLeave();
  await settle();

  channel.messageChannelSend('hello', alice.cb);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['cb', undefined, infoOf(400)],
    ['onError', 'messageChannelSend', 400, someText],
  ]);
  expect(bob.heard).toEqual([]);
});

test('LEAVECHANNEL_E_BYUSER: a second leave of the web shape says that one is not in it', async () => {
  const { world, alice, settle } = await cast();
  const channel = alice.join('lobby');
  await settle();
  channel.channelLeave();
  await settle();

  channel.channelLeave();
  channel.channelLeave(alice.cb);
  await world.advance('1 s');

  const told = expect.objectContaining({ value: 602, reason: 'not-in-channel' }) as unknown;
  expect(alice.heard).toEqual([
    ['onChannelLeaved', 0, told],
    ['cb', undefined, told],
  ]);
});

test('web: leaving twice at once leaves once, and answers each cb', async () => {
  const { world, alice, bob, settle } = await cast();
  const channel = alice.join('lobby');
  bob.join('lobby');
  await settle();

  channel.channelLeave(alice.cb);
  channel.channelLeave(alice.cb);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['cb', undefined, infoOf(602)],
    ['cb', undefined, infoOf(602)],
  ]);
  expect(bob.heard).toEqual([['onChannelUserLeaved', 'alice', 0]]);
});

test('web: a channel object of an earlier stay cannot end the present one', async () => {
  const { world, alice, settle } = await cast();
  const old = alice.join('lobby', 'old');
  await settle();
  old.channelLeave();
  await settle();
  const present = alice.join('lobby', 'present');
  await settle();

  old.channelLeave();
  await world.advance('1 s');

  expect(alice.heard).toEqual([['old', 'onChannelLeaved', 0, infoOf(602)]]);
  expect([present.state, world.service.members('lobby')]).toEqual(['joined', ['alice']]);
});

test('web: joining another channel leaves the first, whose object harms it no more', async () => {
  const { world, alice, settle } = await cast();
  const first = alice.join('lobby', 'first');
  await settle();

  const second = alice.join('games', 'second');
  await world.advance('1 s');
  first.channelLeave();
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['first', 'onChannelLeaved', 0, infoOf(602)],
    ['second', 'onChannelJoined'],
    ['second', 'onChannelUserList', [['alice', 0]]],
    ['first', 'onChannelLeaved', 0, infoOf(602)],
  ]);
  expect([first.state, second.state, world.service.members('games')]).toEqual([
    'leaved',
    'joined',
    ['alice'],
  ]);
});

test('web: a channel joined twice at once answers both objects, events go to the last', async () => {
  const { world, alice, bob, settle } = await cast();

  const [one, two] = [alice.join('lobby', 'one'), alice.join('lobby', 'two')];
  await world.advance('1 s');
  expect([one.state, two.state]).toEqual(['joined', 'joined']);
  expect(alice.heard.map(([label, name]) => [label, name])).toEqual([
    ['one', 'onChannelJoined'],
    ['two', 'onChannelJoined'],
    ['two', 'onChannelUserList'],
  ]);
  await settle();
  bob.join('lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['two', 'onChannelUserJoined', 'bob', 0]]);
});

test('web: a join again inside answers the new object alone, and its end ends both', async () => {
  const { world, alice, settle } = await cast();
  const one = alice.join('lobby', 'one');
  await settle();

  const two = alice.join('lobby', 'two');
  await world.advance('1 s');
  world.service.removeFromChannel('alice', 'lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['two', 'onChannelJoined'],
    ['two', 'onChannelLeaved', 601, infoOf(601)],
  ]);
  expect([one.state, two.state]).toEqual(['leaved', 'leaved']);
});

test('web: a leave by the earlier of two objects is heard by both', async () => {
  const { world, alice, settle } = await cast();
  const one = alice.join('lobby', 'one');
  await settle();
  alice.join('lobby', 'two');
  await settle();

  one.channelLeave(alice.cb);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['cb', undefined, infoOf(602)],
    ['two', 'onChannelLeaved', 0, infoOf(602)],
  ]);
  expect(world.service.members('lobby')).toEqual([]);
});

test('web: joins that overtake each other answer each object once', async () => {
  const { world, alice } = await cast();

  alice.join('lobby', 'one');
  alice.join('games', 'two');
  const last = alice.join('lobby', 'three');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['one', 'onChannelJoinFailed', 300],
    ['two', 'onChannelJoinFailed', 300],
    ['three', 'onChannelJoined'],
    ['three', 'onChannelUserList', [['alice', 0]]],
  ]);
  expect([last.state, world.service.members('lobby')]).toEqual(['joined', ['alice']]);
});

test('web: a join that was refused at once hears nothing of a later one', async () => {
  const { world, alice } = await cast();
  world.network.cut('alice');
  const early = alice.join('lobby', 'early');
  world.network.restore('alice');
  await world.advance('1 s');
  alice.heard.length = 0;

  alice.join('lobby', 'late');
  await world.advance('1 s');

  expect(alice.heard.map(([label, name]) => [label, name])).toEqual([
    ['late', 'onChannelJoined'],
    ['late', 'onChannelUserList'],
  ]);
  expect(early.state).toBe('leaved');
});

test('web: a join that is refused at once takes nothing from the object of the channel that one is in', async () => {
  const { world, alice, settle } = await cast();
  alice.join('lobby', 'in');
  await settle();
  alice.join('', 'bad');
  await settle();
  world.service.removeFromChannel('alice', 'lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['in', 'onChannelLeaved', 601, infoOf(601)]]);
});

test('web: a leave while joining has 300 for the join, then its own answer', async () => {
  const { world, alice } = await cast();

  alice.join('lobby').channelLeave();
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onChannelJoinFailed', 300],
    ['onChannelLeaved', 0, infoOf(602)],
  ]);
});

test('web: joining again while leaving ends the old object and begins the new', async () => {
  const { world, alice, settle } = await cast();
  const old = alice.join('lobby', 'old');
  await settle();

  old.channelLeave();
  alice.join('lobby', 'new');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['old', 'onChannelLeaved', 0, infoOf(602)],
    ['new', 'onChannelJoined'],
    ['new', 'onChannelUserList', [['alice', 0]]],
  ]);
});

test('web: a re-join inside onLoginSuccess after a reconnect goes on in the new object', async () => {
  const { world, alice, bob, settle } = await cast();
  alice.join('lobby', 'one');
  await settle();
  alice.session.onLoginSuccess = () => alice.join('lobby', 'two');

  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 s');
  bob.join('lobby');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['two', 'onChannelJoined'],
    ['two', 'onChannelUserJoined', 'bob', 0],
  ]);
});

test.each([
  ['user_query_user_status', { account: 'bob' }, { status: 1 }],
  ['user_query_user_status', { account: 'nobody' }, { status: 0 }],
  ['user_set_attr', { name: 'mood', value: 'bad' }, {}],
  ['user_get_attr', { account: 'bob', name: 'mood' }, { value: 'good' }],
  ['user_get_attr_all', { account: 'bob' }, { json: '{"mood":"good"}' }],
  ['channel_query_user_isin', { name: 'lobby', account: 'bob' }, { isin: 1 }],
  ['channel_query_userlist', { name: 'lobby' }, { num: 1, list: [['bob', 0]] }],
  ['channel_query_userlist_all', { name: 'lobby', num: 5 }, { num: 1, list: [['bob', 0]] }],
  ['channel_set_attr', { channel: 'lobby', name: 'topic', value: 'tea' }, {}],
  ['channel_del_attr', { channel: 'lobby', name: 'topic' }, {}],
  ['channel_clear_attr', { channel: 'lobby' }, {}],
])('web: invoke and call2 of %s with %o', async (name, args, answer) => {
  const { world, alice, bob, settle } = await cast();
  bob.session.invoke('io.agora.signal.user_set_attr', { name: 'mood', value: 'good' });
  bob.session.channelJoin('lobby');
  await settle();

  alice.session.invoke(`io.agora.signal.${name}`, args, alice.cb);
  alice.session.call2(name, args, alice.cb);
  await world.advance('1 s');

  const told = ['cb', '', { result: 'ok', ...answer }];
  expect(alice.heard).toEqual([told, told]);
});

test('SUCCESS: web invoke of channel_query_num counts a channel, and one that is not there', async () => {
  const { world, alice, bob, settle } = await cast();
  bob.session.channelJoin('lobby');
  await settle();

  alice.session.invoke('io.agora.signal.channel_query_num', { name: 'lobby' }, alice.cb);
  alice.session.invoke('io.agora.signal.channel_query_num', { name: 'nowhere' }, alice.cb);
  await world.advance('1 s');

  const told = expect.objectContaining({ name: 'SUCCESS', value: 0 }) as unknown;
  expect(alice.heard).toEqual([
    ['cb', '', { result: 'ok', num: 1 }, told],
    ['cb', '', { result: 'ok', num: 0 }, told],
  ]);
});

test.each([
  ['io.agora.signal.no_such_function', {}],
  ['channel_query_num', { name: 'lobby' }],
  ['', {}],
  [undefined, {}],
  [{}, null],
])('GENERAL_E_FAILED: web invoke of %o, which the service does not know', async (name, args) => {
  const { world, alice } = await cast();

  alice.session.invoke(name, args as never, alice.cb);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onError', 'invoke', 1001, someText],
    ['cb', someText, {}, infoOf(1001)],
  ]);
});

test('web: invoke without a cb, or without arguments, is answered in the trace', async () => {
  const { world, alice } = await cast();

  alice.session.invoke('io.agora.signal.channel_query_num', { name: 'lobby' });
  alice.session.invoke('io.agora.signal.user_get_attr_all', undefined as never, alice.cb);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['cb', '', { result: 'ok', json: '{}' }]]);
  expect(world.trace.codes('alice')).toEqual(['SUCCESS']);
});

/** How a leave is answered: what alice hears where she gave no `cb`, and where she did. */
const plainly = (label: string): unknown[] => [label, 'onChannelLeaved', 0, infoOf(602)];
const byCallback = ['cb', undefined, infoOf(602)];

test('web: a leave, a join and a leave of the object before have each their own answer', async () => {
  const { world, alice } = await cast();
  const first = alice.join('lobby', 'first');
  await world.advance('1 s');
  alice.heard.length = 0;

  first.channelLeave();
  const second = alice.join('lobby', 'second');
  first.channelLeave(alice.cb);
  await world.advance('1 s');

  expect(alice.heard.filter(([who, name]) => who === 'cb' || name === 'onChannelLeaved')).toEqual([
    plainly('first'),
    byCallback,
  ]);
  expect(second.state).toBe('joined');
});

test('web: a leave that begins and one behind a join of another channel have each their own answer', async () => {
  const { world, alice } = await cast();
  const first = alice.join('lobby', 'first');
  await world.advance('1 s');
  alice.heard.length = 0;

  first.channelLeave(alice.cb);
  alice.join('games', 'second');
  first.channelLeave();
  await world.advance('1 s');

  expect(alice.heard.filter(([who, name]) => who === 'cb' || name === 'onChannelLeaved')).toEqual([
    byCallback,
    plainly('first'),
  ]);
});

test('web: of two leaves with one answer, with and without cb, each is told in its way', async () => {
  const { world, alice } = await cast();
  const channel = alice.join('lobby', 'lobby');
  await world.advance('1 s');
  alice.heard.length = 0;

  channel.channelLeave();
  channel.channelLeave(alice.cb);
  await world.advance('1 s');

  expect(alice.heard).toEqual([byCallback, plainly('lobby')]);
});

/** Joins, and leaves of an object that was joined before, some with a `cb`, each after some ms. */
const visits = fc.array(
  fc.tuple(
    fc.nat(30),
    fc.oneof(
      fc.constantFrom('join lobby', 'join games'),
      fc.tuple(fc.constantFrom('leave', 'leave with cb'), fc.nat(5)),
    ),
  ),
  { maxLength: 14 },
);

test('web: whatever was joined and left, each leave has one answer, in the way that it asked for', async () => {
  await fc.assert(
    fc.asyncProperty(visits, async (list) => {
      const { world, alice } = await cast();
      const channels: Channel[] = [];
      const answers: number[] = [];
      const plain = new Set<string>();
      for (const [n, [afterMs, what]] of list.entries()) {
        await world.advance(afterMs);
        if (typeof what === 'string') {
          channels.push(alice.join(what.slice(5), `channel ${channels.length}`));
          continue;
        }
        const [how, which] = what;
        const at = which % Math.max(channels.length, 1);
        const channel = channels[at];
        if (channel === undefined) continue;
        if (how === 'leave') {
          plain.add(`channel ${at}`);
          channel.channelLeave();
        } else {
          answers[n] = 0;
          channel.channelLeave(() => void (answers[n] = (answers[n] ?? 0) + 1));
        }
      }
      await world.advance('1 min');

      expect(Object.values(answers).every((count) => count === 1)).toBe(true);
      const told = alice.heard.filter(([, name]) => name === 'onChannelLeaved').map(([who]) => who);
      expect(told).toEqual(expect.arrayContaining([...plain]));
    }),
  );
});
