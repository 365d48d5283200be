// A player takes a scenario step by step through any subject.
import { expect, test } from 'vitest';
import { native, subject } from '../../src/run/index.ts';
import { createPlayer, type Scenario } from '../../src/scenario/index.ts';

const scenario: Scenario = {
  sigsim: 'scenario',
  version: 1,
  seed: 3,
  timing: { joinReply: '3 s' },
  network: { latencyMs: 20 },
  rules: [{ fail: 'JOINCHANNEL_E_OTHER', account: 'alice' }],
  steps: [
    { by: 'client', client: 'alice', do: 'login', args: { account: 'alice', token: 'day' } },
    { by: 'time', wait: '1 s' },
    { by: 'client', client: 'alice', do: 'channelJoin', args: { channel: 'lobby' } },
    { by: 'time', wait: '1 s' },
    { by: 'service', do: 'kick', args: ['alice'] },
    { by: 'time', wait: '1 s' },
  ],
};

test('player: a step is one call, one act, or time that passes', async () => {
  const player = createPlayer(scenario, native);

  expect(await player.step()).toBe(true);
  expect([player.position, player.world.now]).toEqual([1, 0]);
  await player.step();
  expect([player.position, player.world.now, player.next?.by]).toEqual([2, 1000, 'client']);
  await player.run();

  expect(await player.step()).toBe(false);
  expect(player.world.trace.codes('alice')).toEqual(['JOINCHANNEL_E_OTHER', 'LOGOUT_E_KICKED']);
  expect(() => player.close()).not.toThrow();
});

test('player: the world is made as the scenario says', () => {
  const { settings } = createPlayer(scenario, native).world;

  expect(settings).toMatchObject({ seed: 3, timing: { joinReply: 3000 }, legacy: false });
  expect(settings.network.latencyMs).toBe(20);
});

test('player: two plays of one scenario leave the same trace', async () => {
  const hashes = [];
  for (let n = 0; n < 2; n++) {
    const player = createPlayer(scenario, native);
    await player.run();
    hashes.push(player.world.trace.hash());
  }

  expect(hashes[0]).toBe(hashes[1]);
});

test('player: what a client throws is kept, at once or later, and stops nothing', async () => {
  const breaks = subject({
    name: 'breaking client',
    create: () => ({}),
    do: {
      login: () => {
        throw new Error('at once');
      },
      channelJoin: () => Promise.reject(new Error('later')),
    },
  });
  const player = createPlayer(
    { ...scenario, rules: [], steps: scenario.steps.slice(0, 4) },
    breaks,
  );

  await player.run();

  expect(player.thrown.map(({ position, error }) => [position, (error as Error).message])).toEqual([
    [0, 'at once'],
    [2, 'later'],
  ]);
});

test('player: a subject that lacks a call is told, with the step', async () => {
  const player = createPlayer(
    { ...scenario, rules: [] },
    subject({ name: 'mute client', create: () => ({}), do: {} }),
  );

  await expect(player.step()).rejects.toThrow(
    'scenario: steps[0]: the mute client has no login. ' +
      'Leave the step out, or play it with a subject that has it.',
  );
});
