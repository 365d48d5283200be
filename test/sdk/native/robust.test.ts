// The native double under arbitrary calls: nothing throws, nothing answers inside a call, and every
// login has exactly one answer.
import {
  anything,
  array,
  assert as check,
  asyncProperty,
  constant,
  constantFrom,
  integer,
  json as anyJson,
  oneof,
  record,
  string as anyText,
  tuple,
  type Arbitrary,
  type IAsyncProperty,
} from 'fast-check';
import { createWorld, type AgoraAPI, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen, type Actress } from '../../support/cast.ts';

const seed = Number(process.env['SEED'] ?? 81);

/** Runs a property from the seed; a failure says how to see it again. */
async function holds<T>(runs: IAsyncProperty<T>, numRuns: number): Promise<void> {
  try {
    await check(runs, { seed, numRuns });
  } catch (error) {
    const replay = `SEED=${seed} npx vitest run test/sdk/native/robust.test.ts`;
    throw new Error(`${replay}\n${String(error)}`, { cause: error });
  }
}

const methods = [
  'login',
  'login2',
  'logout',
  'getStatus',
  'isOnline',
  'getSdkVersion',
  'channelJoin',
  'channelLeave',
  'channelQueryUserNum',
  'channelQueryUserIsIn',
  'channelSetAttr',
  'channelDelAttr',
  'channelClearAttr',
  'messageInstantSend',
  'messageInstantSend2',
  'messageChannelSend',
  'messageChannelSendForce',
  'messageAppSend',
  'channelInviteUser',
  'channelInviteUser2',
  'channelInviteAccept',
  'channelInviteRefuse',
  'channelInviteEnd',
  'channelInviteDTMF',
  'queryUserStatus',
  'setAttr',
  'getAttr',
  'getAttrAll',
  'getUserAttr',
  'getUserAttrAll',
  'invoke',
] as const satisfies readonly (keyof AgoraAPI)[];

const functions = [
  'user_query_user_status',
  'user_set_attr',
  'user_get_attr',
  'user_get_attr_all',
  'channel_query_num',
  'channel_query_user_isin',
  'channel_query_userlist',
  'channel_query_userlist_all',
  'channel_set_attr',
  'channel_del_attr',
  'channel_clear_attr',
].map((name) => `io.agora.signal.${name}`);

/** Values that mean something to one method or another. */
const sensible = constantFrom(
  'app',
  'alice',
  'bob',
  'lobby',
  '_no_need_token',
  '',
  '{"_timeout":1}',
  '{"_require_peer_online":1}',
  '{"account":"bob","name":"mood","channel":"lobby"}',
  0,
  1,
  ...functions,
);
const anyValue = anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
});
const argument = oneof({ weight: 3, arbitrary: sensible }, anyValue);
// Any text by its code points: as a unit of `string` they would all be listed first, which takes longest.
const codePoints = array(integer({ min: 0, max: 0x10_ff_ff }), { maxLength: 10 }).map((points) =>
  String.fromCodePoint(...points),
);
const text = oneof({ weight: 3, arbitrary: sensible }, codePoints, anyText(), anyJson());

interface Step {
  readonly method: (typeof methods)[number];
  readonly args: readonly unknown[];
  readonly waitMs: number;
}

const stepWith = (args: Arbitrary<unknown>): Arbitrary<Step> =>
  record({
    method: constantFrom(...methods),
    args: array(args, { maxLength: 7 }),
    waitMs: constantFrom(0, 0, 1, 20, 100, 5_000, 60_000),
  });
const goodLogin = constant<Step>({
  method: 'login',
  args: ['app', 'alice', '_no_need_token'],
  waitMs: 1_000,
});
const stepsWith = (args: Arbitrary<unknown>): Arbitrary<readonly Step[]> =>
  array(oneof({ weight: 6, arbitrary: stepWith(args) }, goodLogin), { maxLength: 25 });

/** Calls a method with whatever it is given. */
const call = (api: AgoraAPI, { method, args }: Step): void => {
  (api[method] as (...given: readonly unknown[]) => unknown).apply(api, [...args]);
};

/** Plays steps; true where nothing was heard inside a call. */
async function play(
  world: SignalingWorld,
  actress: Actress,
  way: readonly Step[],
): Promise<boolean> {
  let isQuiet = true;
  for (const one of way) {
    const before = actress.heard.length;
    call(actress.api, one);
    isQuiet &&= actress.heard.length === before;
    await world.advance(one.waitMs);
  }
  await world.advance('10 min');
  return isQuiet;
}

test.each([
  ['texts and numbers', text],
  ['values of every kind', argument],
])(
  'native: arbitrary calls with %s never throw, now or later',
  async (_, args) => {
    const runs = asyncProperty(stepsWith(args), async (way) => {
      const { world, alice } = await cast(['alice', 'bob']);
      const isQuiet = await play(world, alice, way);
      expect(isQuiet).toBe(true);
      expect(world.errors).toEqual([]);
    });

    await holds(runs, 300);
  },
  60_000,
);

test.each([
  ['texts and numbers', text],
  ['values of every kind', argument],
])(
  'native: after arbitrary calls with %s the trace can be printed',
  async (_, args) => {
    const runs = asyncProperty(stepsWith(args), async (way) => {
      const { world, alice } = await cast(['alice', 'bob']);
      await play(world, alice, way);
      expect([typeof world.trace.toString(), world.trace.hash().length]).toEqual(['string', 64]);
      expect(world.trace.toMermaid()).toMatch(/^sequenceDiagram\n/);
    });

    await holds(runs, 150);
  },
  60_000,
);

const words = constantFrom('login', 'login2', 'logout', 'bad', 'other', 'cut', 'restore', 'kick');
const logins = array(tuple(words, constantFrom(0, 5, 20, 50, 300, 5_000, 45_000)), {
  maxLength: 30,
});

/** Makes one word happen; how many logins it was. */
function happen({ network, service }: SignalingWorld, api: AgoraAPI, word: string): number {
  const isCut = network.isCut('alice');
  if (word === 'login') api.login('app', 'alice', '_no_need_token');
  else if (word === 'login2') api.login2('app', 'alice', '_no_need_token', 0, '', 2, 5);
  else if (word === 'other') api.login('app', 'bob', '_no_need_token');
  else if (word === 'bad') api.login('app', 'a lice', '');
  else if (word === 'logout') api.logout();
  else if (word === 'cut') network.cut('alice');
  else if (word === 'restore' && isCut) network.restore('alice');
  else if (word === 'kick' && service.online.includes('alice')) service.kick('alice');
  return ['login', 'login2', 'other', 'bad'].includes(word) ? 1 : 0;
}

test('native: every login has exactly one answer', async () => {
  const runs = asyncProperty(logins, async (way) => {
    const world = createWorld();
    const { api, heard } = listen(world.createAgoraAPI());
    let asked = 0;
    for (const [word, waitMs] of way) {
      asked += happen(world, api, word);
      await world.advance(waitMs);
    }
    await world.advance('10 min');
    const answers = heard.filter(([name]) => name === 'onLoginSuccess' || name === 'onLoginFailed');
    expect(answers).toHaveLength(asked);
  });

  await holds(runs, 400);
}, 60_000);

test('native: every session that opened ends once', async () => {
  const runs = asyncProperty(logins, async (way) => {
    const world = createWorld();
    const { api, heard } = listen(world.createAgoraAPI());
    for (const [word, waitMs] of way) {
      happen(world, api, word);
      await world.advance(waitMs);
    }
    await world.advance('10 min');
    const opened = heard.filter(([name]) => name === 'onLoginSuccess').length;
    const ended = heard.filter(([name, code]) => name === 'onLogout' && code !== 108).length;
    expect(opened - ended).toBe(api.getStatus() === 0 ? 0 : 1);
  });

  await holds(runs, 400);
}, 60_000);

test.each([
  ['channelInviteUser2', ['lobby', 'bob', '{"_timeout":{"toString":1}}']],
  ['channelInviteUser2', ['lobby', 'bob', '{"_require_peer_online":{"valueOf":1,"toString":1}}']],
  ['channelInviteUser', [Object.create(null), 'bob', 0]],
  ['channelInviteEnd', ['lobby', Object.create(null), 0]],
  [
    'channelInviteAccept',
    [
      {
        toString: () => {
          throw new Error('no');
        },
      },
      'bob',
      0,
    ],
  ],
  ['invoke', ['io.agora.signal.channel_query_userlist_all', '{"num":{"toString":1}}', 'c1']],
  ['setAttr', ['mood', 5n]],
  ['messageInstantSend', ['bob', 0, 'hello', Symbol('id')]],
  ['login', [Symbol('app'), Symbol('account'), Symbol('token')]],
] as const)('native: %s with %o throws nothing, now or later', async (method, args) => {
  const { world, alice } = await cast(['alice', 'bob']);

  expect(() => call(alice.api, { method, args, waitMs: 0 })).not.toThrow();
  alice.api.getAttrAll();

  await expect(world.advance('1 min')).resolves.toBeUndefined();
});

test('native: no method answers inside its own call', async () => {
  const { world, alice } = await cast(['alice', 'bob']);
  const { api, heard } = alice;

  for (const method of methods) call(api, { method, args: ['lobby', 'bob', '{}'], waitMs: 0 });
  expect(heard).toEqual([]);
  await world.advance('1 min');

  expect(heard).not.toEqual([]);
});
