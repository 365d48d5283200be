// Same seed, same trace, byte for byte: in one process, in others, and in the built package.
import { execFileSync } from 'node:child_process';
import { createWorld as createSourceWorld, type SignalingWorld, type WorldOptions } from 'sigsim';
import { expect, test } from 'vitest';
import { changedSince } from '../src/build/sources.ts';

type CreateWorld = (options: WorldOptions) => SignalingWorld;

/**
 * Five clients on a bad line, who answer each other. It uses nothing but its arguments, because its
 * text is also what the other processes run.
 */
async function scenario(createWorld: CreateWorld, seed: number): Promise<SignalingWorld> {
  const network = { latencyMs: 20, jitterMs: 80, loss: 0.05, reorder: 0.2, duplicate: 0.2 };
  const world = createWorld({ seed, legacy: true, network });
  const names = ['alice', 'bob', 'carol', 'dave', '小明'];
  const apis = names.map((name) => world.createAgoraAPI({ canReceiveCalls: name !== 'dave' }));
  for (const [i, api] of apis.entries()) {
    const name = names[i] ?? '';
    const next = names[(i + 1) % names.length] ?? '';
    api.onLoginSuccess = () => {
      api.channelJoin('lobby');
      api.channelInviteUser2('lobby', next, '{"_timeout":8}');
    };
    api.onLoginFailed = () => {
      api.login('app', name, '_no_need_token');
    };
    api.onInviteReceived = (channel, account) => {
      if (i % 2 === 0) api.channelInviteAccept(channel, account, 0);
      else api.channelInviteRefuse(channel, account, 0);
    };
    api.onMessageInstantReceive = (account, _, text) => {
      if (text.length < 12) api.messageInstantSend(account, 0, `${text}!`, '');
    };
    api.onChannelUserList = (accounts) => {
      for (const account of accounts) api.messageInstantSend(account, 0, 'hello', '');
      api.channelSetAttr('lobby', 'last', name);
      api.channelQueryUserNum('lobby');
    };
    api.onMessageChannelReceive = () => {
      throw new RangeError('a handler of mine');
    };
    api.login('app', name, '_no_need_token');
    await Promise.resolve();
  }
  await world.advance('20 s');
  for (const api of apis) api.messageChannelSend('lobby', 'anybody here?', '');
  await world.advance('90 ms');
  world.network.cut('alice', { cause: 'error' });
  world.network.partition('bob');
  await world.advance('3 s');
  world.network.restore('alice');
  world.createAgoraAPI().login('app', 'carol', world.service.issueToken({ account: 'carol' }));
  await world.advance('2 min');
  world.network.restore('bob');
  await world.advance('5 min');
  return world;
}

/** Sources that `dist` was not built of. */
const changed = changedSince(new URL('../', import.meta.url));

/** The hash of the scenario's trace, in a process of its own, from the built package. */
function hashElsewhere(seed: number): string {
  const built = new URL('../dist/src/index.js', import.meta.url).href;
  const program = `
    import { createWorld } from ${JSON.stringify(built)};
    ${scenario.toString()}
    process.stdout.write((await scenario(createWorld, ${seed})).trace.hash());`;
  const args = ['--input-type=module', '--eval', program];
  return execFileSync(process.execPath, args, { encoding: 'utf8' });
}

const hashOf = async (seed: number): Promise<string> =>
  (await scenario(createSourceWorld, seed)).trace.hash();

test('determinism: the scenario has all that chance can do', async () => {
  const { trace } = await scenario(createSourceWorld, 7);

  const kinds = new Set(trace.entries.map(({ kind }) => kind));
  const packets = trace.entries.filter((entry) => entry.kind === 'packet');
  expect([...kinds].toSorted()).toEqual([
    'act',
    'call',
    'callback',
    'late',
    'lost',
    'packet',
    'threw',
    'transition',
  ]);
  expect(packets.some(({ arrives }) => arrives === undefined)).toBe(true);
  expect(new Set(packets.map(({ at, arrives = at }) => arrives - at)).size).toBeGreaterThan(20);
  expect(trace.entries.length).toBeGreaterThan(500);
});

test('determinism: what is run from dist is what stands in the sources', () => {
  const advice =
    'npm run build makes dist of them; what the tests say of it without that is of another sigsim.';
  expect(changed.length === 0 ? '' : `${changed.slice(0, 5).join(', ')}: ${advice}`).toBe('');
});

test('determinism: one seed gives one trace, twice in a process and in two others', async ({
  skip,
}) => {
  skip(changed.length > 0, 'Of an old build it would be said what is not so.');
  const hash = await hashOf(7);

  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect([await hashOf(7), hashElsewhere(7), hashElsewhere(7)]).toEqual([hash, hash, hash]);
});

test('determinism: worlds that run at once do not disturb each other', async () => {
  const alone = [await hashOf(7), await hashOf(8)];

  expect(await Promise.all([hashOf(7), hashOf(8)])).toEqual(alone);
});

test('determinism: every seed has a trace of its own', async () => {
  const seeds = [-1, 0, 1, 2, 7, 8, 2 ** 31];

  const hashes = await Promise.all(seeds.map(hashOf));

  expect(new Set(hashes).size).toBe(seeds.length);
});

test('determinism: the JSONL of a trace parses line by line, entry by entry', async () => {
  const { trace } = await scenario(createSourceWorld, 7);

  const [head = '', ...lines] = trace.toJSONL().trimEnd().split('\n');

  expect(JSON.parse(head)).toEqual({ sigsim: 'trace', version: 1 });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(trace.entries);
});

/** A login on a line without chance. */
const loginOnly = async (seed: number): Promise<string> => {
  const world = createSourceWorld({ seed });
  world.createAgoraAPI().login('app', 'alice', '_no_need_token');
  await world.advance('1 min');
  return world.trace.toJSONL();
};

test('determinism: two seeds that differ by chance only tell the same without chance', async () => {
  expect(await loginOnly(1)).toBe(await loginOnly(2));
});
