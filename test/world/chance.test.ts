// Chance comes from the seed alone; each fault of the line does what its name says.
import { expect, test } from 'vitest';
import { createWorld, type NetworkOptions } from 'sigsim';
import { Random } from '../../src/world/random.ts';
import { cast } from '../support/cast.ts';

const rough: NetworkOptions = { jitterMs: 50, loss: 0.1, duplicate: 0.1, reorder: 0.1 };

/** Two people who meet, talk and call on a rough line; the hash of all that happened. */
async function play(seed: number, network: NetworkOptions): Promise<string> {
  const world = createWorld({ seed, network });
  const [alice, bob] = ['alice', 'bob'].map((name) => {
    const api = world.createAgoraAPI();
    api.onLoginSuccess = () => api.channelJoin('lobby');
    api.onChannelJoined = () => api.messageChannelSend('lobby', `I am ${name}`, '');
    api.login('app', name, '_no_need_token');
    return api;
  });
  await world.advance('10 s');
  alice?.channelInviteUser2('lobby', 'bob');
  bob?.messageInstantSend('alice', 0, 'hello', '');
  world.network.cut('bob');
  await world.advance('1 min');
  return world.trace.hash();
}

const twenty = Array.from({ length: 20 }, (_, n) => `${n + 1}`);

/** What bob hears of 20 messages that alice sends 10 ms apart. */
async function twentyMessages(network: NetworkOptions) {
  const { world, alice, bob } = await cast(['alice', 'bob'], { seed: 81 });
  world.network.set(network);
  for (const text of twenty) {
    alice.api.messageInstantSend('bob', 0, text, text);
    await world.advance(10);
  }
  await world.advance('1 min');
  return { world, alice, texts: bob.heard.map((call) => call[3]) };
}

test('chance: the same seed plays the same world again', async () => {
  const hashes = await Promise.all([play(81, rough), play(81, rough)]);

  expect(hashes[0]).toBe(hashes[1]);
});

test('chance: other seeds play other worlds', async () => {
  const hashes = await Promise.all([1, 2, 3, 4, 5].map((seed) => play(seed, rough)));

  expect(new Set(hashes).size).toBe(5);
});

test('chance: on a plain line the seed makes no difference', async () => {
  const hashes = await Promise.all([play(1, {}), play(2, {})]);

  expect(hashes[0]).toBe(hashes[1]);
});

test('latency: a packet takes it, and its answer takes it again', async () => {
  const { world, alice } = await cast(['alice']);
  world.network.set({ latencyMs: 300 });

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance(599);
  expect(alice.heard).toEqual([]);
  await world.advance(1);

  expect(alice.heard).toEqual([['onMessageSendSuccess', 'm1']]);
});

test('loss: with a half of the packets lost some messages never arrive', async () => {
  const { world, alice, texts } = await twentyMessages({ loss: 0.5 });

  const failed = world.trace.codes('alice');
  expect(new Set(failed)).toEqual(new Set(['SENDMESSAGE_E_TIMEOUT']));
  expect(alice.heard).toHaveLength(20);
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.length).toBeLessThan(20);
});

test('loss: a lost packet is in the trace without an arrival', async () => {
  const { world } = await twentyMessages({ loss: 1 });

  const packets = world.trace.entries.filter(
    (entry) => entry.kind === 'packet' && entry.name === 'message',
  );
  expect(packets).toHaveLength(20);
  expect(packets.every((entry) => !('arrives' in entry))).toBe(true);
});

test('duplicate: what the service pushes arrives twice, answers do not', async () => {
  const { alice, texts } = await twentyMessages({ duplicate: 1 });

  expect(texts).toEqual(twenty.flatMap((text) => [text, text]));
  expect(alice.heard).toEqual(twenty.map((text) => ['onMessageSendSuccess', text]));
});

test('duplicate: a call that arrives twice is still one call', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob'], { network: { duplicate: 1 } });

  alice.api.channelInviteUser2('lobby', 'bob');
  await world.advance('1 s');
  bob.api.channelInviteAccept('lobby', 'alice', 0);
  await world.advance('1 s');

  expect(alice.heard.map(([name]) => name)).toEqual([
    'onInviteReceivedByPeer',
    'onInviteAcceptedByPeer',
  ]);
});

test('duplicate: a kick that arrives twice is one end', async () => {
  const { world, alice } = await cast(['alice'], { network: { duplicate: 1 } });

  world.service.kick('alice');
  await world.advance('1 s');

  expect(alice.heard).toHaveLength(1);
});

test('jitter: packets take longer by chance, and keep their order', async () => {
  const { world, texts } = await twentyMessages({ jitterMs: 100 });

  const delays = world.trace.entries.flatMap((entry) =>
    entry.kind === 'packet' && entry.name === 'message' && entry.arrives !== undefined
      ? [entry.arrives - entry.at]
      : [],
  );
  expect(texts).toEqual(twenty);
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(10);
  expect(Math.max(...delays)).toBeLessThanOrEqual(110);
  expect(new Set(delays).size).toBeGreaterThan(5);
});

test('reorder: with jitter some packets overtake others', async () => {
  const { texts } = await twentyMessages({ jitterMs: 100, reorder: 1 });

  expect(texts).not.toEqual(twenty);
  expect(texts.toSorted((a, b) => Number(a) - Number(b))).toEqual(twenty);
});

test('reorder: without jitter nothing overtakes', async () => {
  const { texts } = await twentyMessages({ reorder: 1 });

  expect(texts).toEqual(twenty);
});

test('chance: seeds that share their low bits draw apart', () => {
  const draws = [-1, Number.MAX_SAFE_INTEGER, 2 ** 32 - 1].map((seed) =>
    new Random(seed, 'x').next(),
  );

  expect(new Set(draws).size).toBe(3);
});
