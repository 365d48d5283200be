// What a session is told without asking is one queue, whatever its line does (decisions.md E.3).
import * as fc from 'fast-check';
import type { AgoraAPI, SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

const noToken = '_no_need_token';

/** Alice, bob and carol in the lobby, with nothing heard yet. Alice fights for her line for long. */
async function inTheLobby() {
  const people = await cast(['bob', 'carol']);
  const { world } = people;
  const alice = listen(world.createAgoraAPI());
  alice.api.login2('app', 'alice', noToken, 0, '', 100, 1000);
  await world.advance('1 s');
  for (const { api } of [alice, people.bob, people.carol]) {
    api.channelJoin('lobby');
    await world.advance('1 s');
  }
  for (const { heard } of [alice, people.bob, people.carol]) heard.length = 0;
  return { ...people, alice };
}

type Outage = readonly [how: 'cut' | 'partition', time: '100 ms' | '41 s'];

/** A line that goes and comes back: noticed at once, or after 40 s. */
const outages: readonly Outage[] = [
  ['cut', '100 ms'],
  ['partition', '41 s'],
];

/** Takes alice's line away for a while, during which something happens. */
async function without(
  world: SignalingWorld,
  [how, time]: Outage,
  meanwhile: () => void = () => undefined,
): Promise<void> {
  world.network[how]('alice');
  await world.advance(1);
  meanwhile();
  await world.advance(time);
  world.network.restore('alice');
  await world.advance('10 s');
}

test.each(outages)(
  'order: a message under way at a %s comes before a later one',
  async (...outage) => {
    const { world, alice, bob } = await inTheLobby();

    bob.api.messageChannelSend('lobby', 'first');
    await world.advance(13); // On its way from the service.
    await without(world, outage, () => bob.api.messageChannelSend('lobby', 'second'));

    expect(alice.heard.filter(([name]) => name === 'onMessageChannelReceive')).toEqual([
      ['onMessageChannelReceive', 'lobby', 'bob', 0, 'first'],
      ['onMessageChannelReceive', 'lobby', 'bob', 0, 'second'],
    ]);
  },
);

test.each(outages)(
  'order: messages, members, attributes and calls during a %s',
  async (...outage) => {
    const { world, alice, bob, carol } = await inTheLobby();

    await without(world, outage, () => {
      bob.api.messageInstantSend('alice', 0, 'hello');
      carol.api.channelLeave('lobby');
      bob.api.channelSetAttr('lobby', 'topic', 'news');
      bob.api.messageAppSend('to all');
      bob.api.channelInviteUser('den', 'alice');
      bob.api.messageChannelSend('lobby', 'bye');
      bob.api.channelLeave('lobby');
    });

    const isLate = outage[0] === 'partition'; // Nobody waits 41 s for an acknowledgement (I7).
    expect(alice.heard).toEqual([
      ['onReconnecting', 1],
      ...(isLate ? alice.heard.filter(([name, n]) => name === 'onReconnecting' && n !== 1) : []),
      ['onReconnected', 0],
      ['onMessageInstantReceive', 'bob', 0, 'hello'],
      ['onChannelUserLeaved', 'carol', 0],
      ['onChannelAttrUpdated', 'lobby', 'topic', 'news', 'update'],
      ['onMessageAppReceived', 'to all'],
      ...(isLate ? [] : [['onInviteReceived', 'den', 'bob', 0, '']]),
      ['onMessageChannelReceive', 'lobby', 'bob', 0, 'bye'],
      ['onChannelUserLeaved', 'bob', 0],
    ]);
  },
);

test('order: what a partition held up comes before what was under way when it ended', async () => {
  const { world, alice, bob } = await inTheLobby();

  bob.api.messageInstantSend('alice', 0, 'first');
  await world.advance(13);
  world.network.partition('alice');
  await world.advance(5);
  bob.api.messageInstantSend('alice', 0, 'second');
  await world.advance(13); // The first is held up, the second on its way.
  world.network.restore('alice');
  await world.advance('1 s');

  expect(alice.heard.map((heard) => heard[3])).toEqual(['first', 'second']);
});

test('order: a client’s own requests arrive as they were made, whatever a partition holds up', async () => {
  const { world, alice, bob } = await inTheLobby();

  alice.api.messageInstantSend('bob', 0, 'first');
  world.network.partition('alice');
  await world.advance(5);
  alice.api.messageInstantSend('bob', 0, 'second');
  await world.advance(6);
  world.network.restore('alice');
  world.network.set({ latencyMs: 1 });
  alice.api.messageInstantSend('bob', 0, 'third');
  await world.advance('1 s');

  expect(bob.heard.map((heard) => heard[3])).toEqual(['first', 'second', 'third']);
});

test.each(outages)(
  'late: a push that was delayed comes by the next line after a %s',
  async (...outage) => {
    const { world, alice, bob } = await inTheLobby();
    world.fault('reorder', { on: 'push', account: 'alice', delay: '400 ms' });

    bob.api.messageInstantSend('alice', 0, 'hello');
    await world.advance(50);
    await without(world, outage);

    expect(alice.heard.at(-1)).toEqual(['onMessageInstantReceive', 'bob', 0, 'hello']);
  },
);

test('rules: a push that is sent again is not another one', async () => {
  const { world, alice, bob } = await inTheLobby();
  const rule = world.fault('dropAnswer', { on: 'push', account: 'alice', nth: 2 });

  bob.api.messageInstantSend('alice', 0, 'first');
  await world.advance(13);
  await without(world, ['cut', '100 ms']);
  expect(rule.fired).toBe(0);
  bob.api.messageInstantSend('alice', 0, 'second');
  await world.advance('1 s');

  expect(rule.fired).toBe(1);
  expect(alice.heard.at(-1)).toEqual(['onMessageInstantReceive', 'bob', 0, 'first']);
});

test('late: a push that came before an answer that never did comes by the next line', async () => {
  const { world, alice, bob } = await inTheLobby();

  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance(225);
  world.network.set({ latencyMs: 12_000 }); // Of the answer to her login; she waits for 10 s.
  await world.advance(50);
  world.network.set({ latencyMs: 10, reorder: 1 });
  bob.api.messageInstantSend('alice', 0, 'hello');
  await world.advance('1 min');

  expect(alice.heard.slice(-2)).toEqual([
    ['onReconnected', 0],
    ['onMessageInstantReceive', 'bob', 0, 'hello'],
  ]);
});

test.each(outages)(
  'order: a member who is put out during a %s hears first what was said',
  async (...outage) => {
    const { world, alice, bob } = await inTheLobby();

    bob.api.messageChannelSend('lobby', 'beware');
    await world.advance(13);
    await without(world, outage, () => {
      world.service.removeFromChannel('alice', 'lobby');
    });

    expect(alice.heard.slice(-3)).toEqual([
      ['onReconnected', 0],
      ['onMessageChannelReceive', 'lobby', 'bob', 0, 'beware'],
      ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_KICKED')],
    ]);
  },
);

test.each(outages)(
  'LEAVECHANNEL_E_KICKED: put out during a %s, learned on coming back',
  async (...outage) => {
    const { world, alice } = await inTheLobby();

    await without(world, outage, () => {
      world.service.removeFromChannel('alice', 'lobby');
    });

    expect(alice.heard.slice(-2)).toEqual([
      ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_KICKED')],
      ['onReconnected', 0],
    ]);
  },
);

test.each(outages)(
  'mailbox: a new login gets nothing of what the session before missed (%s)',
  async (...outage) => {
    const { world, bob } = await inTheLobby();
    const other = listen(world.createAgoraAPI());

    world.network[outage[0]]('alice');
    bob.api.messageInstantSend('alice', 0, 'hello');
    await world.advance('1 s');
    world.network.restore('alice');
    other.api.login('app', 'alice', noToken);
    await world.advance('1 min');

    expect(other.heard).toEqual([['onLoginSuccess', 0, 0]]);
  },
);

test.each(outages)(
  'LOGOUT_E_KICKED: a kick during a %s is told on the way back',
  async (...outage) => {
    const { world, alice } = await inTheLobby();

    await without(world, outage, () => {
      world.service.kick('alice');
    });

    expect(alice.heard.slice(-2)).toEqual([
      ['onChannelLeaved', 'lobby', value('LEAVECHANNEL_E_LOGOUT')],
      ['onLogout', value('LOGOUT_E_KICKED')],
    ]);
    expect(world.service.online).toEqual(['bob', 'carol']);
  },
);

test('LOGOUT_E_KICKED: a kick under way when the line goes is told on the way back', async () => {
  const { world, alice } = await inTheLobby();

  world.service.kick('alice');
  await without(world, ['cut', '100 ms']);

  expect(alice.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_KICKED')]);
});

test('kick: one of a session that could not have been had back is not told any more', async () => {
  const { world, alice } = await inTheLobby();
  alice.api.logout();
  await world.advance('1 s');
  alice.api.login2('app', 'alice', noToken, 0, '', 1000, 1000);
  await world.advance('1 s');

  world.network.cut('alice');
  world.service.kick('alice');
  await world.advance('121 s');
  world.network.restore('alice');
  await world.advance('10 s');

  expect(alice.heard.at(-1)).toEqual(['onReconnected', 0]);
});

test('partition: a second one changes nothing of when the first is noticed', async () => {
  const { world, alice } = await inTheLobby();

  world.network.partition('alice');
  await world.advance('30 s');
  world.network.partition('alice');
  await world.advance(9_999);
  expect(alice.heard).toEqual([]);
  await world.advance(1);

  expect(alice.heard).toEqual([['onReconnecting', 1]]);
});

test('partition: two of them, restored, leave nothing to be noticed', async () => {
  const { world, alice } = await inTheLobby();

  world.network.partition('alice');
  world.network.partition('alice');
  await world.advance('1 s');
  world.network.restore('alice');
  await world.advance('10 min');

  expect(alice.heard).toEqual([]);
});

test('partition: a cut takes its place, and is noticed at once', async () => {
  const { world, alice } = await inTheLobby();

  world.network.partition('alice');
  await world.advance('1 s');
  world.network.cut('alice');
  await world.advance(0);
  expect(alice.heard).toEqual([['onReconnecting', 1]]);
  world.network.restore('alice');
  await world.advance('10 min');

  expect(alice.heard.slice(-1)).toEqual([['onReconnected', 0]]);
});

/** Something that somebody does or that befalls alice's line. */
type Deed = readonly [what: keyof typeof deeds, n: number];

const speakers = ['bob', 'carol'] as const;

const deeds = {
  says: (api: AgoraAPI, n: number) => api.messageInstantSend('alice', 0, `says ${n}`),
  shouts: (api: AgoraAPI, n: number) => api.messageChannelSend('lobby', `shouts ${n}`),
  tells: (api: AgoraAPI, n: number) => api.messageAppSend(`tells ${n}`),
  joins: (api: AgoraAPI) => api.channelJoin('lobby'),
  leaves: (api: AgoraAPI) => api.channelLeave('lobby'),
  sets: (api: AgoraAPI, n: number) => api.channelSetAttr('lobby', 'topic', `topic ${n}`),
  calls: (api: AgoraAPI, n: number) => api.channelInviteUser2(`room ${n}`, 'alice', `{"n":${n}}`),
} as const;

const deed: fc.Arbitrary<Deed> = fc.tuple(
  fc.constantFrom(...(Object.keys(deeds) as (keyof typeof deeds)[])),
  fc.nat(9),
);

/** What happens, each after so many milliseconds. */
const story = fc.array(
  fc.tuple(fc.nat(25), fc.oneof(deed, fc.constantFrom('cut', 'partition', 'restore'))),
  { maxLength: 30 },
);

/** What alice hears of the others, where her line does as the story says, or stands. */
async function heardOf(
  events: readonly (readonly [number, Deed | string])[],
  isLineGood: boolean,
): Promise<readonly unknown[]> {
  const { world, alice, ...others } = await inTheLobby();
  let isDown = false;
  for (const [at, [after, event]] of events.entries()) {
    await world.advance(after);
    if (typeof event !== 'string') {
      const [what, n] = event;
      deeds[what](others[speakers[at % 2] ?? 'bob'].api, n);
    } else if (!isLineGood && (event !== 'restore' || isDown)) {
      isDown = event !== 'restore';
      world.network[event as 'cut']('alice');
    }
  }
  if (isDown) world.network.restore('alice');
  await world.advance('15 s');
  world.close();
  return alice.heard.filter(([name]) => !/Reconnect/.test(String(name)));
}

test('order: whatever her line does, a client hears the same in the same order', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (events) => {
      expect(await heardOf(events, false)).toEqual(await heardOf(events, true));
    }),
    { numRuns: 200 },
  );
});

/** What a line does before and after a kick, each after some milliseconds, within presence. */
const turns = fc.array(
  fc.tuple(fc.oneof(fc.nat(30), fc.nat(9_000)), fc.constantFrom('cut', 'partition', 'restore')),
  { maxLength: 8 },
);

test('LOGOUT_E_KICKED: whatever the line does, a kick is told once, and ends the session', async () => {
  await fc.assert(
    fc.asyncProperty(turns, fc.nat(8), async (events, kickedAt) => {
      const { world, alice } = await inTheLobby();
      let isDown = false;
      const end = (): void => world.service.kick('alice');
      for (const [n, [afterMs, what]] of events.entries()) {
        await world.advance(afterMs);
        if (n === kickedAt) end();
        if (what === 'restore' && !isDown) continue;
        isDown = what !== 'restore';
        world.network[what]('alice');
      }
      if (kickedAt >= events.length) end();
      if (isDown) world.network.restore('alice');
      await world.advance('1 min');

      const outs = alice.heard.filter(([name]) => name === 'onLogout');
      expect(outs).toEqual([['onLogout', value('LOGOUT_E_KICKED')]]);
      expect(alice.heard.at(-1)).toBe(outs[0]);
    }),
  );
});
