// Messages: success means that the service has it. Who gets it, once, is told here.
import { byName } from 'sigsim';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

test('message: success means that the service has it, peer or no peer', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance(20); // There and back.

  expect(alice.heard).toEqual([['onMessageSendSuccess', 'm1']]);
});

test('message: one to a peer offline is not kept for it', async () => {
  const { world, alice } = await cast(['alice']);
  const bob = listen(world.createAgoraAPI());

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('1 s');
  bob.api.login('app', 'bob', '_no_need_token');
  await world.advance('1 h');

  expect(bob.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('message: one to a peer that reconnects arrives after that', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  world.network.cut('bob');
  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('1 s');
  world.network.restore('bob');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onMessageSendSuccess', 'm1']]);
  expect(bob.heard.slice(-2)).toEqual([
    ['onReconnected', 0],
    ['onMessageInstantReceive', 'alice', 0, 'hello'],
  ]);
});

test('message: those that waited for a peer arrive in their order', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  world.network.cut('bob');
  for (const text of ['one', 'two', 'three']) alice.api.messageInstantSend('bob', 0, text, '');
  await world.advance('1 s');
  world.network.restore('bob');
  await world.advance('1 s');

  expect(bob.heard.slice(-3).map((call) => call[3])).toEqual(['one', 'two', 'three']);
});

test('message: one that waits is lost where the peer does not come back', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  world.network.cut('bob');
  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('5 min');
  world.network.restore('bob');
  bob.api.login('app', 'bob', '_no_need_token');
  await world.advance('1 s');

  expect(bob.heard.at(-1)).toEqual(['onLoginSuccess', 0, 0]);
});

test('message: the sender hears what it says in its channel', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('lobby');
  await world.advance('1 s');
  alice.heard.length = bob.heard.length = 0;

  alice.api.messageChannelSend('lobby', 'hello', 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onMessageSendSuccess', 'm1'],
    ['onMessageChannelReceive', 'lobby', 'alice', 0, 'hello'],
  ]);
  expect(bob.heard).toEqual([['onMessageChannelReceive', 'lobby', 'alice', 0, 'hello']]);
});

test('message: a forced one reaches a channel from outside', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.channelJoin('lobby');
  await world.advance('1 s');

  alice.api.messageChannelSendForce('lobby', 'hello', 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onMessageSendSuccess', 'm1']]);
  expect(bob.heard.at(-1)).toEqual(['onMessageChannelReceive', 'lobby', 'alice', 0, 'hello']);
});

test('message: one to all reaches everybody of the App ID', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  const stranger = listen(world.createAgoraAPI());
  stranger.api.login('other app', 'carol', '_no_need_token');
  await world.advance('1 s');

  alice.api.messageAppSend('hello', 'm1');
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onMessageAppReceived', 'hello']]);
  expect(stranger.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test.each([
  ['on its way there', 5],
  ['on its way to be confirmed', 15],
])('message: a line lost while it is %s delivers it once', async (_where, ms) => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance(ms);
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(alice.heard.slice(1)).toEqual([
    ['onReconnected', 0],
    ['onMessageSendSuccess', 'm1'],
  ]);
  expect(bob.heard).toEqual([['onMessageInstantReceive', 'alice', 0, 'hello']]);
});

test('message: its 10 s go on while the line is away', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());
  alice.api.login2('app', 'alice', '_no_need_token', 0, '', 30, 10);
  await world.advance('1 s');

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  world.network.cut('alice');
  await world.advance('10 s');
  world.network.restore('alice');
  await world.advance('10 s');

  expect(world.trace.codes('alice')).toEqual(['SENDMESSAGE_E_TIMEOUT']);
  expect(alice.heard.at(-1)).toEqual(['onReconnected', 0]);
});

test('SENDMESSAGE_E_OTHER: a line lost for good ends a message under way', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  world.network.cut('alice');
  await world.advance('1 min');

  expect(world.trace.codes('alice')).toEqual(['SENDMESSAGE_E_OTHER', 'LOGOUT_E_NET']);
});

test('message: of 61 in one second all succeed and 60 arrive', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  for (let n = 1; n <= 61; n++) alice.api.messageInstantSend('bob', 0, `${n}`, `m${n}`);
  await world.advance('500 ms');

  expect(alice.heard.map(([name]) => name)).toEqual(
    Array.from({ length: 61 }, () => 'onMessageSendSuccess'),
  );
  expect(bob.heard).toHaveLength(60);
  expect(bob.heard.at(-1)).toEqual(['onMessageInstantReceive', 'alice', 0, '60']);
});

test('message: the next second has room for 60 more', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  for (let n = 1; n <= 61; n++) alice.api.messageInstantSend('bob', 0, `${n}`, '');
  await world.advance('1 s');
  alice.api.messageInstantSend('bob', 0, 'late', '');
  await world.advance('1 s');

  expect(bob.heard.at(-1)).toEqual(['onMessageInstantReceive', 'alice', 0, 'late']);
});

test('message: of 240 in one channel and second 200 arrive', async () => {
  const names = ['alice', 'bob', 'carol', 'dave', 'erin'] as const;
  const { world, ...people } = await cast(names);
  people.erin.api.channelJoin('lobby');
  await world.advance('1 s');
  people.erin.heard.length = 0;

  for (const name of names.slice(0, 4)) {
    for (let n = 1; n <= 60; n++) people[name].api.messageChannelSendForce('lobby', `${n}`, '');
  }
  await world.advance('500 ms');

  expect(people.erin.heard).toHaveLength(200);
  expect(world.trace.codes()).toEqual([]);
});

test('SENDMESSAGE_E_OTHER: only members may speak in a channel', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  alice.api.messageChannelSend('attic', 'hello', 'm1');
  await world.advance('1 s');

  expect(alice.heard.at(-1)).toEqual(['onMessageSendError', 'm1', value('SENDMESSAGE_E_OTHER')]);
  expect(world.trace.codes('alice')).toEqual(['SENDMESSAGE_E_OTHER']);
});

test('SENDMESSAGE_E_OTHER: a client that is still joining is no member', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.channelJoin('lobby');
  alice.api.messageChannelSend('lobby', 'hello', 'm1');
  await world.advance('1 s');

  expect(alice.heard[0]).toEqual(['onMessageSendError', 'm1', value('SENDMESSAGE_E_OTHER')]);
});

test('SENDMESSAGE_E_OTHER: logged out it is the only code', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());

  alice.api.messageInstantSend('', 0, 'hello', 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onMessageSendError', 'm1', value('SENDMESSAGE_E_OTHER')]]);
});

test('SENDMESSAGE_E_OTHER: without a session nobody looks how long the message is', async () => {
  const { world } = await cast([]);
  const alice = listen(world.createAgoraAPI());

  alice.api.messageInstantSend('bob', 0, 'x'.repeat(8193), 'm1');
  alice.api.messageChannelSend('lobby', 'x'.repeat(8193), 'm2');
  await world.advance('1 s');

  expect(alice.heard).toEqual(
    ['m1', 'm2'].map((id) => ['onMessageSendError', id, value('SENDMESSAGE_E_OTHER')]),
  );
});

test.each([
  ['an empty peer', '', 'hello'],
  ['a body of 8193 bytes', 'bob', 'x'.repeat(8193)],
  ['a body of 8193 bytes in 2731 characters', 'bob', '文'.repeat(2731)],
])('message: %s gives two codes', async (_what, peer, body) => {
  const { world, alice } = await cast(['alice']);

  alice.api.messageInstantSend(peer, 0, body, 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onError', 'messageInstantSend', value('GENERAL_E_WRONG_PARAM'), expect.any(String)],
    ['onMessageSendError', 'm1', value('SENDMESSAGE_E_OTHER')],
  ]);
});

test('message: a body of 8192 bytes goes through', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.messageInstantSend('bob', 0, 'x'.repeat(8192), 'm1');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onMessageSendSuccess', 'm1']]);
  expect(bob.heard).toHaveLength(1);
});

test('SENDMESSAGE_E_TIMEOUT: an unconfirmed message fails after 10 s', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.silence('message');

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance(9_999);
  expect(alice.heard).toEqual([]);
  await world.advance(1);

  expect(alice.heard).toEqual([['onMessageSendError', 'm1', value('SENDMESSAGE_E_TIMEOUT')]]);
});

test('message: the same id twice is taken once', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('1 s');

  expect(alice.heard).toHaveLength(2);
  expect(bob.heard).toEqual([['onMessageInstantReceive', 'alice', 0, 'hello']]);
});

test('message: an id used again for another text is another message', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  alice.api.messageInstantSend('bob', 0, 'goodbye', 'm1');
  await world.advance('1 s');

  expect(bob.heard.map(([, , , text]) => text)).toEqual(['hello', 'goodbye']);
});

test('message: an id is free again after a logout', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('1 s');
  alice.api.logout();
  alice.api.login('app', 'alice', '_no_need_token');
  await world.advance('1 s');

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('1 s');

  expect(bob.heard).toEqual([
    ['onMessageInstantReceive', 'alice', 0, 'hello'],
    ['onMessageInstantReceive', 'alice', 0, 'hello'],
  ]);
});

test('message: one id to two peers is two messages', async () => {
  const { world, alice, bob, carol } = await cast(['alice', 'bob', 'carol']);

  alice.api.messageInstantSend('bob', 0, 'hello', '42');
  alice.api.messageInstantSend('carol', 0, 'hello', '42');
  await world.advance('1 s');

  expect([bob, carol].map(({ heard }) => heard.length)).toEqual([1, 1]);
  expect(alice.heard).toEqual([
    ['onMessageSendSuccess', '42'],
    ['onMessageSendSuccess', '42'],
  ]);
});

test('message: one id to a peer and a channel of the same name is two messages', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  for (const { api } of [alice, bob]) api.channelJoin('bob');
  await world.advance('1 s');
  bob.heard.length = 0;

  alice.api.messageInstantSend('bob', 0, 'hello', '42');
  alice.api.messageChannelSend('bob', 'hello', '42');
  await world.advance('1 s');

  expect(bob.heard.map(([name]) => name)).toEqual([
    'onMessageInstantReceive',
    'onMessageChannelReceive',
  ]);
});

test('message: one id from two senders, or in two App IDs, is several messages', async () => {
  const { world, alice, bob, carol } = await cast(['alice', 'bob', 'carol']);
  const [dora, emil] = [listen(world.createAgoraAPI()), listen(world.createAgoraAPI())];
  dora.api.login('other', 'alice', '_no_need_token');
  emil.api.login('other', 'bob', '_no_need_token');
  await world.advance('1 s');
  emil.heard.length = 0;

  for (const { api } of [alice, carol, dora]) api.messageInstantSend('bob', 0, 'hello', '42');
  await world.advance('1 s');

  expect(bob.heard.map(([, from]) => from)).toEqual(['alice', 'carol']);
  expect(emil.heard.map(([, from]) => from)).toEqual(['alice']);
});

test.each(['a second device', 'a session lost for good'])(
  'message: one id in the session after %s is another message',
  async (how) => {
    const { world, alice, bob } = await cast(['alice', 'bob']);
    alice.api.messageInstantSend('bob', 0, 'hello', '42');
    await world.advance('1 s');

    if (how === 'a session lost for good') world.network.cut('alice');
    await world.advance('1 min');
    if (how === 'a session lost for good') world.network.restore('alice');
    const next = how === 'a second device' ? listen(world.createAgoraAPI()) : alice;
    next.api.login('app', 'alice', '_no_need_token');
    await world.advance('1 s');
    next.api.messageInstantSend('bob', 0, 'hello', '42');
    await world.advance('1 s');

    expect(bob.heard.map(([, , , text]) => text)).toEqual(['hello', 'hello']);
  },
);

test('message: one sent again by a session whose presence ran out is taken once', async () => {
  const { world, bob } = await cast(['bob'], { timing: { sendReply: 600_000 } });
  const alice = listen(world.createAgoraAPI());
  alice.api.login2('app', 'alice', '_no_need_token', 0, '', 1000, 1000);
  await world.advance('1 s');

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance(13); // The service has it, and its answer is lost.
  world.network.cut('alice');
  await world.advance('3 min');
  expect(world.service.online).toEqual(['bob']);
  world.network.restore('alice');
  await world.advance('5 s');

  expect(alice.heard.at(-1)).toEqual(['onMessageSendSuccess', 'm1']);
  expect(bob.heard).toEqual([['onMessageInstantReceive', 'alice', 0, 'hello']]);
});

test('401: a native message that is sent again under its id is delivered once, in the web shape twice', async () => {
  const heard: string[] = [];
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.onMessageInstantReceive = (_account, _uid, msg) => void heard.push(msg);
  world.fault('dropAnswer', { on: 'message', account: 'alice' });
  alice.api.messageInstantSend('bob', 0, 'native', 'm1');
  await world.advance('11 s');
  alice.api.messageInstantSend('bob', 0, 'native', 'm1');
  await world.advance('1 s');
  expect(alice.heard).toEqual([
    ['onMessageSendError', 'm1', 401],
    ['onMessageSendSuccess', 'm1'],
  ]);

  const carol = world.Signal('app').login('carol', '_no_need_token');
  await world.advance('1 s');
  world.fault('dropAnswer', { on: 'message', account: 'carol' });
  carol.messageInstantSend('bob', 'web');
  await world.advance('11 s');
  carol.messageInstantSend('bob', 'web');
  await world.advance('1 s');

  expect(heard).toEqual(['native', 'web', 'web']);
});

test.each(['en', 'zh'] as const)('401: what to do about it says both, in %s', (language) => {
  const { advice } = byName('SENDMESSAGE_E_TIMEOUT');

  expect(advice[language]).toMatch(
    language === 'en' ? /Native: .*once.*Web: .*twice/ : /原生端.*一次.*Web 端.*两次/,
  );
});

test('message: what many write to one peer has no rate but each sender’s own', async () => {
  const names = ['ann', 'ben', 'cat', 'dan', 'eve'] as const;
  const { world, ...people } = await cast([...names, 'bob'] as const);

  for (const name of names) {
    for (let i = 0; i < 50; i++) people[name].api.messageInstantSend('bob', 0, `${name}${i}`, '');
  }
  await world.advance('1 s');

  expect(people.bob.heard).toHaveLength(250);
});

/** Messages that may be repeated: from whom, to whom, with which id and text. */
const letters = fc.array(
  fc.tuple(
    fc.constantFrom('alice', 'carol'),
    fc.constantFrom('bob', 'dora', '#bob'),
    fc.constantFrom('1', '2'),
    fc.constantFrom('x', 'y'),
  ),
  { maxLength: 20 },
);

test('message: what is known by sender, addressee, id and text arrives once, all else each time', async () => {
  await fc.assert(
    fc.asyncProperty(letters, async (list) => {
      const { world, ...people } = await cast(['alice', 'bob', 'carol', 'dora']);
      for (const { api } of Object.values(people)) api.channelJoin('bob');
      await world.advance('1 s');
      for (const { heard } of Object.values(people)) heard.length = 0;

      for (const [from, to, id, text] of list) {
        const { api } = people[from];
        if (to === '#bob') api.messageChannelSend('bob', text, id);
        else api.messageInstantSend(to, 0, text, id);
      }
      await world.advance('1 s');

      const known = [...new Map(list.map((letter) => [letter.join(), letter])).values()];
      const arrived = (who: 'bob' | 'dora'): unknown =>
        people[who].heard.map(([name, ...args]) =>
          name === 'onMessageInstantReceive' ? [args[0], who, args[2]] : [args[1], '#bob', args[3]],
        );
      for (const who of ['bob', 'dora'] as const) {
        expect(arrived(who)).toEqual(
          known
            .filter(([, to]) => to === who || to === '#bob')
            .map(([from, to, , text]) => [from, to, text]),
        );
      }
    }),
  );
});
