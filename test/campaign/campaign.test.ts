// Campaigns, a few runs each; whole ones are in test/long/campaign.test.ts.
import { fuzz, playScenario, failuresOf, type Property } from 'sigsim/campaign';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import careful from '../../examples/careful-chat.subject.ts';
import careNative from '../../examples/careful-native.subject.ts';
import naive from '../../examples/naive-chat.subject.ts';
import { benchOf, conduct, jobsOf, soloCrew, type Plan } from '../../src/campaign/campaign.ts';
import { emptyTally, mergeTallies, type Tally } from '../../src/campaign/jobs.ts';
import { playRun, playScenario as play } from '../../src/campaign/play.ts';
import { shrink } from '../../src/campaign/shrink.ts';
import { drawManner, drawSwarm } from '../../src/campaign/swarm.ts';
import { onPublished, subject, type Subject } from '../../src/run/index.ts';
import type { Scenario, ScenarioStep } from '../../src/scenario/index.ts';
import { by, network, service, wait } from '../../src/scenario/steps.ts';
import waits from '../judge/manners/waits-for-the-answer.ts';

test('campaign: a run depends only on the seed and its own number', async () => {
  const bench = await benchOf(careful);
  const before = await playRun(bench, 7, 3, true);
  await playRun(bench, 7, 4);
  await playRun(bench, 8, 3);
  const after = await playRun(bench, 7, 3, true);

  expect(after.hash).toBe(before.hash);
  expect(after.scenario).toEqual(before.scenario);
  expect((await playRun(bench, 7, 5, true)).hash).not.toBe(before.hash);
});

test('campaign: a finding that names the line of a timer names the right one, although lines are noted only on demand', async () => {
  const leaving: Subject = {
    ...(careful as Subject),
    dispose: (app) => {
      careful.dispose?.(app as never);
      globalThis.setTimeout(() => undefined, 60_000);
    },
  };
  const { faults } = await playRun(await benchOf(leaving), 7, 3);
  const found = faults.find(({ rule }) => rule === 'leaves-timers');

  expect(found?.why.en).toMatch(/set at .*campaign\.test\.ts:\d+/);
});

test('campaign: a scenario that was drawn plays again to the same trace', async () => {
  const bench = await benchOf(careful);
  for (const run of [1, 2, 3, 4, 5]) {
    const drawn = await playRun(bench, 3, run, true);
    let hash = '';
    await play(bench, drawn.scenario, ({ world }) => {
      hash = world.trace.hash();
    });

    expect(hash).toBe(drawn.hash);
  }
});

test('campaign: a web client is played in both manners, unless its subject names one, and a native client in none', async () => {
  const both = await benchOf(naive);
  const drawn = Array.from({ length: 40 }, (_, at) => drawManner(both.manners, 1, at + 1));

  expect(both.manners).toEqual(['documented', '1.4.0']);
  expect(new Set(drawn).size).toBe(2);
  expect((await benchOf({ ...careful, web: 'documented' })).manners).toEqual(['documented']);
  expect((await benchOf(careful, { web: '1.4.0' })).manners).toEqual(['1.4.0']);
  expect((await benchOf(careNative)).manners).toEqual(['documented']);
  expect((await benchOf(onPublished(naive))).manners).toEqual(['documented']);
});

test('campaign: a run in the manner of 1.4.0 plays again to the same trace, from its scenario alone', async () => {
  const there = await benchOf(careful, { web: '1.4.0' });
  const anywhere = await benchOf(careful, { web: 'documented' });
  const { scenario, hash } = await playRun(there, 3, 2, true);
  let again = '';
  await play(anywhere, scenario, ({ world }) => {
    again = world.trace.hash();
  });

  expect(scenario.web).toBe('1.4.0');
  expect(again).toBe(hash);
  expect((await playRun(anywhere, 3, 2, true)).hash).not.toBe(hash);
});

test('campaign: what only 1.4.0 does is found in its manner, and not as documented', async () => {
  const lost: Scenario = {
    sigsim: 'scenario',
    version: 1,
    clients: { alice: {} },
    steps: [
      by('alice')('login', { account: 'alice' }),
      wait('1 s'),
      service('silence', 'message', { account: 'alice', times: 1 }),
      by('alice')('messageInstantSend', { account: 'bob', body: 'hello' }),
      wait('30 s'),
      service('heal'),
      wait('10 min'),
    ],
  };
  const there: Scenario = { ...lost, web: '1.4.0' };

  expect((await playScenario(waits, lost)).broken).toEqual([]);
  expect((await playScenario(waits, there)).broken.map(({ rule }) => rule)).toContain(
    'message-lost',
  );
});

test('campaign: fewer than one step in twenty makes no sense in the state that it meets', async () => {
  const bench = await benchOf(careful);
  let [drawn, impossible] = [0, 0];
  for (let run = 1; run <= 25; run++) {
    const one = await playRun(bench, 11, run);
    drawn += one.drawn;
    impossible += one.impossible;
  }

  expect(drawn).toBeGreaterThan(250);
  expect(impossible / drawn).toBeLessThan(0.05);
});

test('campaign: runs differ in who is there, what the line does and what is drawn', () => {
  const swarms = Array.from({ length: 60 }, (_, at) => drawSwarm(careful as Subject, 1, at + 1));
  const kindsOf = (of: (swarm: (typeof swarms)[number]) => unknown): number =>
    new Set(swarms.map((swarm) => JSON.stringify(of(swarm)))).size;

  expect(kindsOf(({ setting }) => setting.clients)).toBeGreaterThan(8);
  expect(kindsOf(({ setting }) => setting.network)).toBeGreaterThan(10);
  expect(kindsOf(({ pace, heals, factors }) => [pace, heals, factors])).toBe(60);
  expect(kindsOf(({ targets }) => targets.map((target) => target.map(({ id }) => id)))).toBe(60);
});

test('campaign: the naive chat fights its other device, in a story at most two steps longer than the shortest', async () => {
  // Its login, a moment, the kick, and the second after which it comes back.
  const shortest = 4;
  const bench = await benchOf(naive, { off: [] });
  const rules = bench.rules.filter(({ name }) => name === 'kick-war');
  const only = { ...bench, rules, properties: [] };
  let run = 1;
  while ((await playRun(only, 1, run)).faults.length === 0) run += 1;
  const { scenario } = await playRun(only, 1, run);
  const fails = async (one: typeof scenario) => (await play(only, one)).faults.length > 0;
  const shrunk = await shrink(scenario, fails);

  expect(run).toBeLessThanOrEqual(1_000);
  expect(shrunk.isDone).toBe(true);
  expect(shrunk.scenario.steps.length).toBeLessThanOrEqual(shortest + 2);
  expect(await fails(shrunk.scenario)).toBe(true);
});

test('campaign: the careful chat does nothing wrong', async () => {
  const report = await fuzz(careful, { runs: 25, seed: 5, web: 'documented' });

  expect(failuresOf(report)).toEqual([]);
  expect(report.tally).toMatchObject({ runs: 25, differs: [] });
});

test('campaign: a message that comes back to its sender is not lost, although its answer is', async () => {
  const { broken } = await playScenario(careful, {
    sigsim: 'scenario',
    version: 1,
    seed: 1994887048,
    network: { loss: 0.19, duplicate: 0.02 },
    clients: { alice: {}, bob: {} },
    steps: [
      { by: 'client', client: 'bob', do: 'login', args: { account: 'bob' } },
      { by: 'client', client: 'alice', do: 'login', args: { account: 'alice' } },
      { by: 'time', wait: '2 min' },
      { by: 'client', client: 'alice', do: 'channelJoin', args: { channel: 'lobby' } },
      { by: 'client', client: 'bob', do: 'channelJoin', args: { channel: 'lobby' } },
      {
        by: 'client',
        client: 'alice',
        do: 'messageChannelSend',
        args: { channel: 'lobby', body: 'message 7' },
      },
      { by: 'time', wait: '100 ms' },
      { by: 'network', do: 'set', args: [{ loss: 0, duplicate: 0, reorder: 0 }] },
      { by: 'time', wait: '10 min' },
    ],
  });

  expect(broken).toEqual([]);
});

test('campaign: a token that a client fetches because a person asks again does not count as one too many', async () => {
  const { broken } = await playScenario(careful, {
    sigsim: 'scenario',
    version: 1,
    seed: 1,
    clients: { alice: {} },
    rules: [{ fail: 'LOGIN_E_TOKENEXPIRED', account: 'alice', optional: true, times: 8 }],
    steps: [
      { by: 'client', client: 'alice', do: 'login', args: { account: 'alice' } },
      { by: 'time', wait: '1 s' },
      { by: 'client', client: 'alice', do: 'login', args: { account: 'alice' } },
    ],
  });

  expect(broken).toEqual([]);
});

const ends: readonly (readonly [
  what: string,
  more: Partial<Scenario>,
  steps: readonly ScenarioStep[],
])[] = [
  [
    'a channel that is closed just before the session ends',
    { network: { latencyMs: 0 } },
    [
      by('alice')('channelJoin', { channel: 'lobby' }),
      wait('1 ms'),
      by('alice')('messageChannelSend', { channel: 'lobby', body: 'hello' }),
      service('destroyChannel', 'lobby'),
      service('orderClose', 'alice'),
      wait('1 ms'),
    ],
  ],
  [
    'a call that its own client has ended before the session ends',
    {},
    [
      wait('100 ms'),
      by('alice')('channelQueryUserNum', { channel: 'lobby' }),
      by('alice')('channelInviteUser2', { channel: 'lobby', peer: 'bob' }),
      by('alice')('channelInviteEnd', { channel: 'lobby', peer: 'bob' }),
      network('cut', 'alice', { cause: 'unknown' }),
      wait('1 ms'),
    ],
  ],
  [
    'a client that was never told of its removal, because that was lost',
    { seed: 251580461, network: { loss: 0.06 } },
    [
      by('alice')('channelJoin', { channel: 'lobby' }),
      wait('100 ms'),
      service('removeFromChannel', 'alice', 'lobby'),
      network('set', { loss: 0, duplicate: 0, reorder: 0 }),
      wait('10 min'),
    ],
  ],
  [
    'a client that found out by itself that it is out, and whose session ends afterwards',
    {},
    [
      wait('100 ms'),
      by('alice')('channelJoin', { channel: 'lobby' }),
      wait('100 ms'),
      network('set', { loss: 1 }),
      service('destroyChannel', 'lobby'),
      wait('20 ms'),
      network('set', { loss: 0 }),
      wait('1 min'),
      network('corrupt', 'alice'),
      wait('10 min'),
    ],
  ],
  [
    'a channel that is closed when its person already wants another',
    { rules: [{ fail: 'LEAVECHANNEL_E_OTHER', account: 'alice', optional: true, times: 1 }] },
    [
      wait('100 ms'),
      by('alice')('channelJoin', { channel: 'lobby' }),
      by('alice')('channelJoin', { channel: 'no such name' }),
      wait('11 min'),
    ],
  ],
];

test.each(ends)('campaign: %s breaks no rule', async (_, more, steps) => {
  const login = by('alice')('login', { account: 'alice' });
  const scenario: Scenario = {
    sigsim: 'scenario',
    version: 1,
    clients: { alice: {} },
    ...more,
    steps: [login, ...steps],
  };

  expect((await playScenario(careful, scenario)).broken).toEqual([]);
});

const runsIn = (one: Plan): readonly number[] =>
  jobsOf(one).flatMap((job) =>
    job.what === 'runs' ? Array.from({ length: job.to - job.from }, (_, at) => job.from + at) : [],
  );

test('campaign: every run is in exactly one shard', () => {
  const plan: Plan = { seed: 2, runs: 145, check: 'none', kept: [] };
  const parts = [1, 2, 3].map((index) => runsIn({ ...plan, shard: { index, count: 3 } }));

  expect(parts.flat().toSorted((a, b) => a - b)).toEqual(runsIn(plan));
  expect(runsIn(plan).length).toBe(145);
});

test('campaign: merging tallies does not depend on the order', () => {
  const firsts = fc.dictionary(fc.constantFrom('1', '2', '3'), fc.integer({ min: 1, max: 9 }));
  const tally = fc
    .record({ runs: fc.nat(9), moves: firsts, pairs: firsts })
    .map((given): Tally => ({ ...emptyTally, ...given }));

  fc.assert(
    fc.property(tally, tally, tally, (a, b, c) => {
      expect(mergeTallies(a, b)).toEqual(mergeTallies(b, a));
      expect(mergeTallies(mergeTallies(a, b), c)).toEqual(mergeTallies(a, mergeTallies(b, c)));
    }),
  );
});

test('campaign: a property of your own is checked in every run', async () => {
  const short: Property = {
    name: 'few-callbacks',
    reason: { en: 'Ours alone.', zh: '自有规则。' },
    source: 'our own',
    check: ({ world }) =>
      world.trace.callbacks().length > 3
        ? { verdict: 'wrong', why: { en: 'Too many.', zh: '太多。' } }
        : undefined,
  };
  const report = await fuzz(careful, { runs: 20, properties: [short] });

  expect(failuresOf(report).map(({ rule }) => rule)).toEqual(['few-callbacks']);
  expect(failuresOf(report)[0]?.lanes).toContain('◀');
});

test('campaign: a kept failure is tried again, and reported as fixed if it is', async () => {
  const bench = await benchOf(careful);
  const scenario = {
    sigsim: 'scenario',
    version: 1,
    clients: { alice: {} },
    steps: [
      { by: 'client', client: 'alice', do: 'login', args: { account: 'alice' } },
      { by: 'time', wait: '1 s' },
      { by: 'service', do: 'kick', args: ['alice'] },
      { by: 'time', wait: '2 s' },
    ],
  } as const;
  const plan: Plan = { seed: 1, runs: 1, check: 'none', kept: [{ name: 'kick', scenario }] };

  const { kept } = await conduct(
    plan,
    soloCrew(bench, 1, () => false),
  );
  expect(kept).toEqual([{ name: 'kick', broken: [] }]);
  const { broken } = await playScenario(naive, scenario);
  expect(broken.map(({ rule }) => rule)).toContain('kick-war');
});

test('campaign: a client that differs the second time is reported, with the first event and a cause', async () => {
  let asked = 0;
  const forgetful = subject({
    ...careful,
    name: 'counts',
    do: {
      ...careful.do,
      login: (app, { account }) => {
        asked += 1;
        if (asked % 3 !== 0) app.connect(account);
      },
    },
  });
  const { tally } = await fuzz(forgetful, { runs: 8, checkDeterminism: true });

  expect(tally.checked).toBe(8);
  expect(tally.differs[0]?.first).not.toBe(tally.differs[0]?.second);
  expect(tally.differs[0]?.causes.length).toBeGreaterThan(0);
});

test.each([
  ['runs', { runs: 0 }, 'fuzz: runs is 0. Give a whole number, 1 or more.'],
  ['seed', { seed: 1.5 }, 'fuzz: seed is 1.5.'],
  ['option', { rnus: 5 }, 'fuzz: no option "rnus"'],
  ['manner', { web: '1.5.0' }, 'fuzz: web: no manner "1.5.0". Known: documented, 1.4.0.'],
  ['off', { off: ['kick-wars'] }, 'no rule "kick-wars"'],
])('campaign: a wrong %s is refused, with what to give', async (_, options, message) => {
  await expect(fuzz(careful, options as object)).rejects.toThrow(message);
});
