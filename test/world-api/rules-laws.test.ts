// What holds for every set of rules, whatever clients, calls, acts by hand and moments meet: a rule is
// for one call of one client, undoes only its own, and ends with what it was for (decisions.md E.1, E.2).
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  integer,
  oneof,
  option,
  record,
  tuple,
  type Arbitrary,
} from 'fast-check';
import {
  createWorld,
  UsageError,
  type CodeName,
  type FailOptions,
  type SignalingWorld,
} from 'sigsim';
import { expect, test } from 'vitest';
import { codes } from '../../machines/codes.ts';
import { replayTrace } from '../../src/replay/replay.ts';
import { readTrace } from '../../src/replay/read.ts';
import { traceFile } from '../../src/world/keep.ts';
import { listen } from '../support/cast.ts';

const none = '_no_need_token';
const seed = 7;

/** Clients: a native one under each App ID and device, and one of the web shape. */
const seats = [
  { account: 'a', appId: 'app', device: 'phone', isWeb: false },
  { account: 'a', appId: 'other', device: 'laptop', isWeb: false },
  { account: 'b', appId: 'app', device: 'tablet', isWeb: false },
  { account: 'w', appId: 'app', device: 'desk', isWeb: true },
] as const;

type Word = (typeof words)[number];
const words = [
  'login',
  'logout',
  'join c',
  'join d',
  'leave',
  'message',
  'query',
  'invite',
  'end',
  'attribute',
  'cut',
  'partition',
  'restore',
  'kick',
] as const;

interface Client {
  readonly calls: Readonly<Partial<Record<Word, () => void>>>;
  readonly status: () => number;
  /** Ends of logins and joins that were never heard of: each has exactly one. */
  readonly heard: readonly unknown[][];
}

function nativeClient(world: SignalingWorld, { account, appId, device }: (typeof seats)[number]) {
  const { api, heard } = listen(world.device(device).createAgoraAPI());
  const calls = {
    login: () => api.login(appId, account, none),
    logout: () => api.logout(),
    'join c': () => api.channelJoin('c'),
    'join d': () => api.channelJoin('d'),
    leave: () => api.channelLeave('c'),
    message: () => api.messageInstantSend('b', 0, 'hello'),
    query: () => api.channelQueryUserNum('c'),
    invite: () => api.channelInviteUser('c', 'b'),
    end: () => api.channelInviteEnd('c', 'b', 0),
    attribute: () => api.channelSetAttr('c', 'topic', 'tea'),
  };
  return { calls, heard, status: () => api.getStatus() } satisfies Client;
}

function webClient(world: SignalingWorld, { account, appId, device }: (typeof seats)[number]) {
  const signal = world.device(device).Signal(appId);
  let session = signal.login(account, none, 2, 5);
  session.logout();
  let channel: ReturnType<typeof session.channelJoin> | undefined;
  let call: ReturnType<typeof session.channelInviteUser2> | undefined;
  const calls = {
    login: () => (session = signal.login(account, none, 2, 5)),
    logout: () => session.logout(),
    'join c': () => (channel = session.channelJoin('c')),
    'join d': () => (channel = session.channelJoin('d')),
    leave: () => channel?.channelLeave(),
    message: () => session.messageInstantSend('b', 'hello'),
    query: () => session.invoke('io.agora.signal.channel_query_num', { name: 'c' }),
    invite: () => (call = session.channelInviteUser2('c', 'b')),
    end: () => call?.channelInviteEnd(),
    attribute: () => channel?.channelSetAttr('topic', 'tea'),
  };
  return { calls, heard: [], status: () => session.getStatus() } satisfies Client;
}

const living = codes.filter(({ deprecated }) => !deprecated).map(({ name }) => name);
const maybe = <T>(of: Arbitrary<T>) => option(of, { nil: undefined, freq: 2 });
const rules = array(
  tuple(
    constantFrom(...living),
    record({
      account: maybe(constantFrom('a', 'b', 'w')),
      channel: maybe(constantFrom('c', 'd')),
      nth: maybe(integer({ min: 1, max: 3 })),
      times: maybe(integer({ min: 1, max: 4 })),
      while: maybe(constantFrom('loggedIn', 'joined', 'loggedOut', 'reconnecting' as const)),
    }),
  ),
  { minLength: 1, maxLength: 4 },
);
const story = array(
  record({
    seat: integer({ min: 0, max: seats.length - 1 }),
    word: constantFrom<Word>(...words),
    waitMs: constantFrom(0, 0, 5, 10, 30, 400, 12_000),
  }),
  { minLength: 5, maxLength: 40 },
);

type Rules = readonly (readonly [CodeName, Record<string, unknown>])[];
type Story = readonly { readonly seat: number; readonly word: Word; readonly waitMs: number }[];

function addRules(world: SignalingWorld, wanted: Rules) {
  return wanted.flatMap(([code, { account, channel, nth, times, ...rest }]) => {
    const when = Object.fromEntries(
      Object.entries({ account, channel, nth, times, ...rest }).filter(
        ([, one]) => one !== undefined,
      ),
    );
    try {
      return [world.fail(code, { ...when, optional: true })];
    } catch (error) {
      if (error instanceof UsageError) return []; // It could never fire.
      throw error;
    }
  });
}

/** Lets a story happen under rules; what it throws is misuse that the story may well contain. */
async function tell(wanted: Rules, steps: Story) {
  const world = createWorld({ seed });
  const clients: readonly Client[] = seats.map((seat) =>
    seat.isWeb ? webClient(world, seat) : nativeClient(world, seat),
  );
  const made = addRules(world, wanted);
  const held = new Set<string>();
  for (const { seat, word, waitMs } of steps) {
    const { account, device, appId } = seats[seat] as (typeof seats)[number];
    if (word === 'cut' || word === 'partition') {
      world.network[word](account, { device });
      held.add(device);
    } else if (word === 'restore') {
      if (held.delete(device)) world.network.restore(account, { device });
    } else if (word === 'kick') {
      try {
        world.service.kick(account, { appId });
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
      }
    } else clients[seat]?.calls[word]?.();
    await world.advance(waitMs);
  }
  return { world, clients, made, held };
}

test('rules: once all is quiet, everybody who is not cut by hand gets in, whatever rules there were', async () => {
  const law = asyncProperty(rules, story, async (wanted, steps) => {
    const { world, clients, made, held } = await tell(wanted, steps);
    for (const { calls } of clients) calls.logout?.();
    await world.advance('2 min');
    // Rules that wait still have their turns: let them, then try again, as an application would.
    for (let n = 0; n < made.reduce((sum, { most }) => sum + most, 1); n++) {
      clients.forEach(({ calls, status }) => {
        if (status() === 0) calls.login?.();
      });
      await world.advance('2 min');
    }
    expect(made.map(({ open }) => open)).toEqual(made.map(() => 0));

    const spoilt = wanted.some(([code]) => code.includes('TOKEN'));
    const rested = made.every(({ begun, most }) => begun >= most);
    seats.forEach(({ device, account }, i) => {
      if (held.has(device)) expect(clients[i]?.status()).not.toBe(2);
      else if (!spoilt && rested) expect([account, device, clients[i]?.status()]).toContain(2);
    });
    // What the test holds is still there to be restored, and nothing else is.
    for (const { device, account } of seats) {
      const restore = () => world.network.restore(account, { device });
      if (held.has(device)) expect(restore).not.toThrow();
      else expect(restore).toThrow(UsageError);
    }
  });
  await assert(law, { seed, numRuns: 30 });
});

test('rules: each turn comes of one call, and a code that is its doing came to the client of that call', async () => {
  const law = asyncProperty(rules, story, async (wanted, steps) => {
    const { world, made } = await tell(wanted, steps);
    await world.advance('5 min');
    const { entries } = world.trace;
    const count = (did: 'begins' | 'ends', code: CodeName, client?: string): number =>
      entries.filter(
        (e) =>
          e.kind === 'rule' &&
          e.did === did &&
          e.code === code &&
          (client ?? e.client) === e.client,
      ).length;
    for (const code of new Set(wanted.map(([one]) => one))) {
      const of = made.filter(({ deed }) => 'code' in deed && deed.code === code);
      const sum = (key: 'begun' | 'fired' | 'open'): number =>
        of.reduce((total, rule) => total + rule[key], 0);
      expect(count('begins', code)).toBe(sum('begun'));
      expect(count('ends', code)).toBe(sum('begun') - sum('open'));
      expect(sum('fired')).toBeLessThanOrEqual(
        world.trace.codes().filter((c) => c === code).length,
      );
      for (const rule of of) expect(rule.begun).toBeLessThanOrEqual(rule.most);
      const hit = new Set(entries.flatMap((e) => (e.kind === 'rule' ? [e.client] : [])));
      for (const client of hit) {
        expect(count('ends', code, client)).toBeLessThanOrEqual(count('begins', code, client));
      }
    }
    expect(world.thrown).toEqual([]);
  });
  await assert(law, { seed, numRuns: 30 });
});

test('rules: a client that no rule is for lives as it would without them', async () => {
  const law = asyncProperty(
    rules,
    story.map((steps) => steps.filter(({ word }) => !['message', 'invite', 'end'].includes(word))),
    async (wanted, steps) => {
      // The rules are for one account, under one App ID; the other client of it stands apart.
      const own = wanted.map(([code, when]) => [code, { ...when, account: 'w' }] as const);
      const [plain, ruled] = [await tell([], steps), await tell(own, steps)];
      for (const { world } of [plain, ruled]) await world.advance('5 min');

      // In no channel together, and nobody calls: what others do is not heard.
      const lives = [plain, ruled].map(({ clients }) =>
        clients.flatMap(({ heard }) =>
          heard.filter(([name]) => !/^onChannel(User|Query|Attr)|^onMessage/.test(String(name))),
        ),
      );
      expect(lives[1]).toEqual(lives[0]);
    },
  );
  await assert(law, { seed, numRuns: 30 });
});

test('rules: a story with rules replays to the same trace, byte for byte', async () => {
  const law = asyncProperty(rules, story, async (wanted, steps) => {
    const [one, two] = [await tell(wanted, steps), await tell(wanted, steps)];
    for (const { world } of [one, two]) await world.advance('2 min');

    expect(two.world.trace.hash()).toBe(one.world.trace.hash());
    expect(replayTrace(readTrace(traceFile(one.world))).divergence).toBeUndefined();
  });
  await assert(law, { seed, numRuns: 20 });
});

test('rules: a refused join touches no other request, so that client and service agree on who is in', async () => {
  const steps = array(
    record({
      who: constantFrom(0, 1),
      to: constantFrom('c', 'd', 'leave'),
      waitMs: constantFrom(0, 5, 10, 25, 500),
    }),
    { minLength: 3, maxLength: 25 },
  );
  const law = asyncProperty(
    steps,
    record({ nth: integer({ min: 1, max: 4 }), times: integer({ min: 1, max: 3 }) }),
    async (walk, when) => {
      const world = createWorld({ seed });
      const people = ['a', 'b'].map((name) => {
        const api = world.createAgoraAPI();
        api.login('app', name, none);
        return api;
      });
      await world.advance('1 s');
      world.fail('JOINCHANNEL_E_OTHER', { ...when, optional: true });
      for (const { who, to, waitMs } of walk) {
        const api = people[who];
        const { name } = api?.client.channel ?? { name: '' };
        if (to === 'leave') api?.channelLeave(name);
        else api?.channelJoin(to);
        await world.advance(waitMs);
      }
      await world.advance('1 min');

      for (const channel of ['c', 'd']) {
        const inside = people.flatMap(({ client }) =>
          client.channel.state === 'joined' && client.channel.name === channel
            ? [client.account]
            : [],
        );
        expect(world.service.members(channel).toSorted()).toEqual(inside.toSorted());
      }
    },
  );
  await assert(law, { seed, numRuns: 60 });
});

/** Which of so many occasions a rule takes, said once more: by when, counted from 1. */
function takes({ nth, every, times, pattern }: FailOptions, place: number): boolean {
  const first = nth ?? every ?? 1;
  if (place < first) return false;
  if (pattern !== undefined) return pattern[place - first] === 'x';
  const step = every ?? 1;
  const turn = (place - first) / step;
  const most = times ?? (every === undefined ? 1 : Infinity);
  return Number.isInteger(turn) && turn < most;
}

test('rules: count the calls of all clients in the order in which they are made, in one tick or many', async () => {
  const count = maybe(integer({ min: 1, max: 4 }));
  const counting = oneof(
    record({ nth: count, every: count, times: count }),
    record({ nth: count, pattern: constantFrom('x', 'x.x', '.x', 'xx..x') }),
  ).map((when) => JSON.parse(JSON.stringify(when)) as FailOptions);
  const made = array(constantFrom(0, 0, 10, 3000), { minLength: 1, maxLength: 9 });
  const asks = constantFrom<CodeName>(
    'LOGIN_E_NET',
    'LOGIN_E_FAILED',
    'LOGOUT_E_NET',
    'LOGOUT_E_KICKED',
    'JOINCHANNEL_E_OTHER',
    'LEAVECHANNEL_E_DISCONN',
    'QUERYUSERNUM_E_TIMEOUT',
    'INVITE_E_NET',
    'INVITE_E_TIMEOUT',
  );
  const law = asyncProperty(asks, counting, made, async (code, when, waits) => {
    const world = createWorld({ seed });
    const people = waits.map(() => world.createAgoraAPI());
    const isLogin = code.startsWith('LOG');
    const login = (i: number) => people[i]?.login('app', `p${i}`, none);
    if (!isLogin) waits.forEach((_, i) => login(i));
    await world.advance('1 s');
    world.fail(code, { ...when, optional: true });
    for (const [i, waitMs] of waits.entries()) {
      const api = people[i];
      if (isLogin) login(i);
      else if (code.startsWith('QUERY')) api?.channelQueryUserNum('c');
      else if (code.startsWith('INVITE')) api?.channelInviteUser('c', `p${(i + 1) % waits.length}`);
      else api?.channelJoin(`c${i}`);
      await world.advance(waitMs);
    }
    await world.advance('2 min');

    expect(waits.map((_, i) => world.trace.codes(`p${i}`).includes(code))).toEqual(
      waits.map((_, i) => takes(when, i + 1)),
    );
  });
  await assert(law, { seed, numRuns: 80 });
});

test('rules: never touch another client of the account, under another App ID or not', async () => {
  const befalls = constantFrom<CodeName>(
    'LOGIN_E_NET',
    'LOGIN_E_FAILED',
    'LOGIN_E_TOKENEXPIRED',
    'LOGOUT_E_OTHER',
    'LOGOUT_E_NET',
    'LOGOUT_E_KICKED',
    'LOGOUT_E_TOKENEXPIRED',
    'GENERAL_E',
  );
  const waits = array(constantFrom(0, 10, 300, 2_000, 40_000), { minLength: 1, maxLength: 6 });
  const law = asyncProperty(befalls, waits, async (code, pauses) => {
    const world = createWorld({ seed });
    const [first, second] = [listen(world.createAgoraAPI()), listen(world.createAgoraAPI())];
    first.api.login('app', 'a', none);
    await world.advance('1 s');
    // The session of the first is an occasion of the rule, too: the one that it lets pass.
    const rule = world.fail(code, { account: 'a', nth: code.startsWith('LOGIN') ? 1 : 2 });
    second.api.login('other', 'a', none);
    for (const pause of pauses) {
      first.api.channelQueryUserNum('c');
      await world.advance(pause);
    }
    await world.advance('2 min');

    expect(rule.fired).toBe(1);
    expect(first.heard).toEqual([
      ['onLoginSuccess', 0, 0],
      ...pauses.map(() => ['onChannelQueryUserNumResult', 'c', 0, 0]),
    ]);
  });
  await assert(law, { seed, numRuns: 30 });
});
