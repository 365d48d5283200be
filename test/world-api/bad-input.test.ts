// Wrong use of the world: every message whole, so that what it advises is kept true.
import { createWorld, UsageError } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen } from '../support/cast.ts';

/** Misuse, with exactly this message. */
const saying = (message: string): unknown =>
  expect.objectContaining({ name: 'UsageError', message });

test.each([
  [
    { sed: 1 },
    'createWorld: no option "sed". Known: seed, legacy, timing, network, budgets, pushTokenExpiry, tokens, ' +
      'certificate, errors, web, clock. Did you mean "seed"?',
  ],
  [{ seed: 1.5 }, 'createWorld: seed is 1.5. Give a whole number.'],
  [{ seed: Number.NaN }, 'createWorld: seed is NaN. Give a whole number.'],
  [{ seed: '7' }, 'createWorld: seed is "7". Give a whole number.'],
  [{ seed: 2 ** 60 }, 'createWorld: seed is 1152921504606847000. Give a whole number.'],
  [{ legacy: 'yes' }, 'createWorld: legacy is "yes". Give true or false.'],
  [
    { tokens: 'requird' },
    'createWorld: no tokens "requird". Known: optional, required. Did you mean "required"?',
  ],
  [{ pushTokenExpiry: 1 }, 'createWorld: pushTokenExpiry is 1. Give true or false.'],
  [
    { clock: 'globl' },
    'createWorld: no clock "globl". Known: virtual, global. Did you mean "global"?',
  ],
  [
    { clock: 'virtul' },
    'createWorld: no clock "virtul". Known: virtual, global. Did you mean "virtual"?',
  ],
  [
    { web: 'document' },
    'createWorld: no web "document". Known: documented, 1.4.0. Did you mean "documented"?',
  ],
  [{ timing: { sendreply: 5 } }, 'createWorld: no delay "sendreply". Did you mean "sendReply"?'],
  [{ timing: { noAck: -1 } }, 'createWorld: timing.noAck is -1. Give milliseconds, 0 or more.'],
  [{ timing: { noAck: '5' } }, 'createWorld: timing.noAck is "5". Give milliseconds, 0 or more.'],
  [
    { timing: { noAck: Number.NaN } },
    'createWorld: timing.noAck is NaN. Give milliseconds, 0 or more.',
  ],
  [
    { network: { latency: 5 } },
    'createWorld: network: no option "latency". ' +
      'Known: latencyMs, jitterMs, loss, duplicate, reorder. Did you mean "latencyMs"?',
  ],
  [
    { network: { loss: 1.5 } },
    'createWorld: network: loss is 1.5. Give a probability from 0 to 1.',
  ],
  [
    { network: { latencyMs: Infinity } },
    'createWorld: network: latencyMs is Infinity. Give milliseconds, 0 or more.',
  ],
  [
    { network: { latencyMs: -5 } },
    'createWorld: network: latencyMs is -5. Give milliseconds, 0 or more.',
  ],
])('createWorld: %o is refused', (options, message) => {
  expect(() => createWorld(options as never)).toThrow(saying(message));
});

test.each([[{ certificate: 5 }], [{ timing: null }], [{ network: null }], [null]])(
  'createWorld: %o is refused as misuse, not by a stray TypeError',
  (options) => {
    expect(() => createWorld(options as never)).toThrow(UsageError);
  },
);

test.each([null, {}, { tick: 5 }])('createWorld: a clock %o cannot be moved', (clock) => {
  expect(() => createWorld({ clock } as never)).toThrow(
    saying(
      'createWorld: clock is an object without tick(ms). ' +
        'Give "virtual", "global", or what moves the fake timers: mock.timers of node:test.',
    ),
  );
});

test.each([{ web: '1.4.0' }, { web: 'documented' }, { clock: { tick: () => undefined } }] as const)(
  'createWorld: %o is allowed',
  (options) => {
    expect(() => createWorld(options).close()).not.toThrow();
  },
);

test('createWorld: a delay of 0 and probabilities of 0 and 1 are allowed', () => {
  expect(() =>
    createWorld({ timing: { noAck: 0 }, network: { loss: 0, duplicate: 1 } }),
  ).not.toThrow();
});

test.each([
  ['5', '"5"'],
  ['5 minutes', '"5 minutes"'],
  ['-5 s', '"-5 s"'],
  ['', '""'],
  ['s', '"s"'],
  ['5 S', '"5 S"'],
  [-1, '-1'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{}, '[object Object]'],
])('advance: %o is no duration', async (duration, shown) => {
  const world = createWorld();

  await expect(world.advance(duration as never)).rejects.toThrow(
    saying(
      `world.advance: ${shown} is not a duration. ` +
        'Give milliseconds, 0 or more, or text with a unit: "250 ms", "30 s", "2 min", "1 h".',
    ),
  );
  expect(world.now).toBe(0);
});

test('createAgoraAPI: an unknown option is told the nearest one', () => {
  const world = createWorld();

  expect(() => world.createAgoraAPI({ canRecieveCalls: false } as never)).toThrow(
    saying(
      'world.createAgoraAPI: no option "canRecieveCalls". Known: name, version, canReceiveCalls, ' +
        'device. Did you mean "canReceiveCalls"?',
    ),
  );
});

test.each([[{ name: 5 }], [{ version: 2 }], [{ version: 'new' }], [{ canReceiveCalls: 'no' }]])(
  'createAgoraAPI: %o is refused as misuse at once',
  (options) => {
    const world = createWorld();

    expect(() => world.createAgoraAPI(options as never)).toThrow(UsageError);
  },
);

test('close: whatever asks something of the world afterwards is told so', async () => {
  const world = createWorld();
  world.close();

  await expect(world.advance(1)).rejects.toThrow(
    saying('world.advance: this world is closed. Make a new one with createWorld.'),
  );
  expect(() => world.fail('LOGIN_E_NET')).toThrow(
    saying('world.fail: this world is closed. Make a new one with createWorld.'),
  );
  expect(() => world.createAgoraAPI()).toThrow(
    saying('world.createAgoraAPI: this world is closed. Make a new one with createWorld.'),
  );
});

test('close: a double that is called afterwards names itself and the way out', async () => {
  const { world, alice } = await cast(['alice']);
  world.close();

  expect(() => alice.api.channelJoin('lobby')).toThrow(
    saying(
      'channelJoin: alice belongs to a world that is closed. ' +
        'End your client before world.close(), or make a world for each test.',
    ),
  );
  expect(alice.api.getStatus()).toBe(2);
});

test('close: an advance under way stops, and nobody hears anything more', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelQueryUserNum('lobby');

  const advance = world.advance('1 s');
  expect(() => world.close()).toThrow('Write await before it.');
  await advance;

  expect(alice.heard).toEqual([]);
});

test('close: the line of an account that nobody used is probably misspelt', async () => {
  const { world } = await cast(['alice', 'bob']);
  world.network.cut('alcie');

  expect(() => world.close()).toThrow(
    saying(
      'world.close: the line of "alcie" was cut, but no client ever logged in with that name. Known: alice, bob.',
    ),
  );
});

test('close: an account that a client had before it took another was used', async () => {
  const world = createWorld();
  world.network.cut('alice');
  const { api } = listen(world.createAgoraAPI());

  api.login('app', 'alice', '_no_need_token');
  await world.advance('1 min');
  api.login('app', 'bob', '_no_need_token');
  await world.advance('1 s');

  expect(() => world.close()).not.toThrow();
});

test('worlds: two of them in one test do not meet', async () => {
  const [one, two] = [createWorld(), createWorld()];
  const [here, there] = [listen(one.createAgoraAPI()), listen(two.createAgoraAPI())];
  for (const { api } of [here, there]) api.login('app', 'alice', '_no_need_token');

  await one.advance('1 s');

  expect([one.now, two.now]).toEqual([1000, 0]);
  expect([here.heard, there.heard]).toEqual([[['onLoginSuccess', 0, 0]], []]);
  await two.advance('2 s');
  expect(there.heard).toEqual([['onLoginSuccess', 0, 0]]);
  expect([one.service.online, two.service.online]).toEqual([['alice'], ['alice']]);
});

test('worlds: faults, rules and rates of one do not reach another', async () => {
  const [one, two] = [createWorld(), createWorld()];
  one.network.cut('alice');
  one.service.ban('alice');
  one.fail('LOGIN_E_FAILED', { optional: true });
  const { api, heard } = listen(two.createAgoraAPI());

  api.login('app', 'alice', '_no_need_token');
  await two.advance('1 s');

  expect(heard).toEqual([['onLoginSuccess', 0, 0]]);
});
