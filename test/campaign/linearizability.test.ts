// Linearizability of who is online and who is in which channel: the search against brute force, right
// worlds, and services with a planted fault.
import * as fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import careful from '../../examples/careful-chat.subject.ts';
import naive from '../../examples/naive-chat.subject.ts';
import { benchOf } from '../../src/campaign/campaign.ts';
import { invariants } from '../../src/campaign/invariants.ts';
import { linearize, type Operation } from '../../src/campaign/linearize.ts';
import { playScenario } from '../../src/campaign/play.ts';
import type { Ended } from '../../src/campaign/property.ts';
import { roster, type Deed, type Roster } from '../../src/campaign/roster.ts';
import type { Scenario, ScenarioStep } from '../../src/scenario/index.ts';
import { by, network, service, wait } from '../../src/scenario/steps.ts';
import { Random } from '../../src/world/random.ts';
import { Channels } from '../../src/world/service/channels.ts';
import { Sessions } from '../../src/world/service/sessions.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Tries every order of every choice of the operations that may not have taken effect. */
function isLinearizable(
  left: readonly Operation<Deed>[],
  states: readonly Roster[] = [roster.start],
): boolean {
  if (states.length === 0) return false;
  if (left.every(({ isOptional }) => isOptional === true)) return true;
  return left.some((one) => {
    const others = left.filter((other) => other !== one);
    const comesTooLate = others.some(({ to, isOptional }) => to < one.from && isOptional !== true);
    // Whatever was over before it and has not taken effect never does.
    const rest = others.filter(({ to }) => to >= one.from);
    return (
      !comesTooLate &&
      isLinearizable(
        rest,
        states.flatMap((state) => roster.step(state, one.deed)),
      )
    );
  });
}

const who = fc.constantFrom(
  { account: 'alice', session: 1 },
  { account: 'alice', session: 2 },
  { account: 'bob', session: 3 },
);
const channel = fc.constantFrom('lobby', 'garden');
const account = fc.constantFrom('alice', 'bob');
const deed: fc.Arbitrary<Deed> = fc
  .oneof(
    fc.record({ does: fc.constantFrom('login', 'login', 'logout', 'drop', 'learn', 'evict') }),
    fc.record({
      does: fc.constantFrom('join'),
      channel,
      users: fc.option(fc.uniqueArray(account)),
    }),
    fc.record({ does: fc.constant('leave'), channel }),
    fc.record({ does: fc.constant('resume'), channel: fc.constantFrom('lobby', '', undefined) }),
    fc.record({ does: fc.constantFrom('kick', 'remove', 'destroy'), channel }),
    fc.record({ does: fc.constant('count'), channel, count: fc.nat(2) }),
    fc.record({ does: fc.constant('status'), of: account, isOnline: fc.boolean() }),
    fc.record({ does: fc.constant('isIn'), of: account, channel, isIn: fc.boolean() }),
  )
  .chain((one) =>
    who.map(
      (whose) =>
        ({ ...whose, ...one, ...('users' in one && { users: one.users ?? undefined }) }) as Deed,
    ),
  );
const operation: fc.Arbitrary<Operation<Deed>> = fc
  .tuple(deed, fc.nat(9), fc.nat(5), fc.constantFrom('answered', 'answered', 'may be', 'open'))
  .map(([done, from, length, how]) => ({
    deed: done,
    from,
    to: how === 'open' ? Infinity : from + length,
    ...(how !== 'answered' && { isOptional: true }),
  }));

test('linearizability: the search agrees with trying every order', () => {
  const counts = { true: 0, false: 0 };
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 6 }), (history) => {
      const expected = isLinearizable(history);
      counts[`${expected}`] += history.length > 2 ? 1 : 0;

      expect(linearize(history, roster).verdict).toBe(
        expected ? 'linearizable' : 'not linearizable',
      );
    }),
    { numRuns: 2_000 },
  );

  expect(Math.min(counts.true, counts.false)).toBeGreaterThan(40);
});

test('linearizability: a deed that only reads changes nothing, and every other can change something', () => {
  const inLobby = { session: 1, channel: 'lobby' };
  const states: readonly Roster[] = [
    roster.start,
    new Map([['alice', inLobby]]),
    new Map([
      ['alice', inLobby],
      ['bob', { session: 3, channel: 'lobby' }],
    ]),
  ];
  const changing = new Set<string>();
  const all = new Set<string>();
  for (const one of fc.sample(deed, 2_000)) {
    if (!roster.reads(one)) all.add(one.does);
    for (const state of states) {
      for (const after of roster.step(state, one)) {
        if (roster.key(after) !== roster.key(state)) changing.add(one.does);
      }
    }
  }

  expect([...changing].toSorted()).toEqual([...all].toSorted());
});

test('linearizability: a search that reaches its bound says that it has not decided', () => {
  const logins = Array.from({ length: 9 }, (_, session): Operation<Deed> => ({
    deed: { does: 'login', account: `user ${session}`, session },
    from: 0,
    to: 10,
  }));
  const count: Deed = {
    does: 'status',
    account: 'user 1',
    session: 1,
    of: 'nobody',
    isOnline: true,
  };
  const history = [...logins, { deed: count, from: 11, to: 12 }];

  expect(linearize(history, roster, 100).verdict).toBe('undecided');
  expect(linearize(history, roster)).toMatchObject({
    verdict: 'not linearizable',
    stuck: { deed: count },
  });
});

test('linearizability: an account may have the name of a property that every JavaScript object has', () => {
  const asked: Deed = {
    does: 'status',
    account: 'alice',
    session: 1,
    of: 'constructor',
    isOnline: true,
  };
  const history: readonly Operation<Deed>[] = [
    { deed: { does: 'login', account: 'alice', session: 1 }, from: 0, to: 1 },
    { deed: asked, from: 2, to: 3 },
  ];

  expect(linearize(history, roster).verdict).toBe('not linearizable');
});

const names = ['alice', 'bob', 'carol'] as const;
const rooms = ['lobby', 'garden'] as const;

/** Three clients that come, go, join, leave and ask, often at once. */
function crowd(seed: number): Scenario {
  const random = new Random(seed, 'crowd');
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)] as T;
  const step = (): ScenarioStep => {
    const [name, room] = [pick(names), pick(rooms)];
    const does = by(name);
    const draw = random.next();
    if (draw < 0.25) return wait(pick(['5 ms', '50 ms', '1 s', '3 s']));
    if (draw < 0.42) return does('channelJoin', { channel: room });
    if (draw < 0.46) return does('channelLeave', { channel: room });
    if (draw < 0.55) return does('login', { account: name, token: 'none' });
    if (draw < 0.57) return does('logout', {});
    if (draw < 0.58) return network(pick(['cut', 'partition']), name);
    if (draw < 0.62) return network('restore', name);
    if (draw < 0.63) return service('kick', name);
    if (draw < 0.85 || name === 'alice') return does('channelQueryUserNum', { channel: room });
    return does('queryUserStatus', { account: pick(names) });
  };
  return {
    sigsim: 'scenario',
    version: 1,
    seed,
    network: { latencyMs: 10, jitterMs: pick([0, 30, 200]), loss: pick([0, 0, 0.05]) },
    clients: { alice: {}, bob: { double: 'native' }, carol: { double: 'native' } },
    steps: [
      ...names.map((name) => by(name)('login', { account: name, token: 'none' })),
      wait('1 s'),
      ...Array.from({ length: 40 }, step),
      wait('10 s'),
    ],
  };
}

/** What is said of crowds whose seeds are 1 to `count`; that it was not decided, too. */
async function findings(count: number): Promise<readonly string[]> {
  const bench = await benchOf(careful);
  const found: string[] = [];
  const properties = invariants
    .filter(({ name }) => name === 'linearizability')
    .map((property) => ({
      ...property,
      check(ended: Ended) {
        const finding = property.check(ended);
        if (finding !== undefined) found.push(finding.why.en);
        return finding;
      },
    }));
  for (let seed = 1; seed <= count; seed++) {
    await playScenario({ ...bench, rules: [], properties }, crowd(seed));
  }
  return found;
}

const blame: unknown = expect.stringContaining(
  'no order of the operations explains what clients were told',
);

test('linearizability: a correct service is not blamed, whatever happens at once', async () => {
  expect(await findings(40)).toEqual([]);
});

test('linearizability: over the wire, a client that comes back logs in anew, and throws another out', async () => {
  const bench = await benchOf(naive, { web: '1.4.0' });
  const log = by('alice')('login', { account: 'alice' });
  // The second session is in, and hears that it is thrown out only after the first is back.
  const away = [
    network('cut', 'alice'),
    service('refuse', 'connect', { times: 1 }),
    wait('500 ms'),
  ];
  const down = [service('goDown'), log, wait('15 s'), service('comeUp')];
  const calm = network('set', { loss: 0, duplicate: 0, reorder: 0 });
  const back = [network('restore', 'alice'), calm, wait('2 s')];
  let heard: readonly string[] = [];
  const { faults } = await playScenario(
    { ...bench, rules: [] },
    {
      sigsim: 'scenario',
      version: 1,
      web: '1.4.0',
      clients: { alice: {} },
      seed: 1_568_604_130,
      network: { jitterMs: 50, reorder: 0.11 },
      steps: [log, wait('1 s'), ...away, ...down, ...back],
    },
    ({ world }) => {
      heard = world.trace.entries.flatMap((entry) =>
        entry.kind === 'transition' && entry.part === 'login'
          ? [`${entry.client} ${entry.event}`]
          : [],
      );
    },
  );

  expect(heard).toContain('alice#2 service.kicked');
  expect(faults).toEqual([]);
});

test('linearizability: a join that does not take effect is found', async () => {
  const { join } = Channels.prototype;
  let joins = 0;
  vi.spyOn(Channels.prototype, 'join').mockImplementation(function (this: Channels, one, name) {
    const told = join.call(this, one, name);
    if (++joins % 3 === 0) this.leave(one);
    return told;
  });

  expect(await findings(12)).toContainEqual(blame);
});

test('linearizability: an answer from a stale state is found', async () => {
  const { members } = Channels.prototype;
  const known = new Map<string, ReturnType<typeof members>>();
  vi.spyOn(Channels.prototype, 'members').mockImplementation(function (this: Channels, app, name) {
    const before = known.get(name);
    known.set(name, members.call(this, app, name));
    return before ?? members.call(this, app, name);
  });

  expect(await findings(12)).toContainEqual(blame);
});

test('linearizability: a member of two channels is found', async () => {
  const { join } = Channels.prototype;
  vi.spyOn(Channels.prototype, 'join').mockImplementation(function (this: Channels, one, name) {
    // As if it were in no channel, so that it is not taken out of the one that it was in.
    one.channel = '';
    return join.call(this, one, name);
  });
  // Every client asks the service to leave, too; this service does not hear of it.
  vi.spyOn(Channels.prototype, 'leave').mockImplementation(() => undefined);

  expect(await findings(12)).toContainEqual(blame);
});

test('linearizability: a second session next to the first is found', async () => {
  vi.spyOn(Sessions.prototype, 'end').mockImplementation(() => undefined);

  expect(await findings(12)).toContainEqual(blame);
});
