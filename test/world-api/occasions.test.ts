// A rule that can never fire is refused when it is made; what can fire does. Every code with every word
// of `when`: for each pair this says which it is, and where it can fire, brings its occasion about.
import { createWorld, type AgoraAPI, type CodeName, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { codes } from '../../machines/codes.ts';
import { clientStates, type ClientState, type FailOptions } from '../../src/world/rules/when.ts';

const none = '_no_need_token';

/** What a rule of a code waits for. */
type Kind = 'login' | 'session' | 'stay' | 'join' | 'message' | 'query' | 'invite' | 'request';

const kinds: Readonly<Record<CodeName, Kind>> = {
  SUCCESS: 'query',
  LOGOUT_E_OTHER: 'session',
  LOGOUT_E_USER: 'session',
  LOGOUT_E_NET: 'session',
  LOGOUT_E_KICKED: 'session',
  LOGOUT_E_PACKET: 'session',
  LOGOUT_E_TOKENEXPIRED: 'session',
  LOGOUT_E_OLDVERSION: 'session',
  LOGOUT_E_TOKENWRONG: 'session',
  LOGOUT_E_ALREADY_LOGOUT: 'login',
  LOGIN_E_OTHER: 'login',
  LOGIN_E_NET: 'login',
  LOGIN_E_FAILED: 'login',
  LOGIN_E_CANCEL: 'login',
  LOGIN_E_TOKENEXPIRED: 'login',
  LOGIN_E_OLDVERSION: 'login',
  LOGIN_E_TOKENWRONG: 'login',
  LOGIN_E_TOKEN_KICKED: 'login',
  LOGIN_E_ALREADY_LOGIN: 'session',
  LOGIN_E_INVALID_USER: 'login',
  JOINCHANNEL_E_OTHER: 'join',
  SENDMESSAGE_E_OTHER: 'message',
  SENDMESSAGE_E_TIMEOUT: 'message',
  QUERYUSERNUM_E_OTHER: 'query',
  QUERYUSERNUM_E_TIMEOUT: 'query',
  QUERYUSERNUM_E_BYUSER: 'query',
  LEAVECHANNEL_E_OTHER: 'stay',
  LEAVECHANNEL_E_KICKED: 'stay',
  LEAVECHANNEL_E_BYUSER: 'stay',
  LEAVECHANNEL_E_LOGOUT: 'stay',
  LEAVECHANNEL_E_DISCONN: 'stay',
  INVITE_E_OTHER: 'invite',
  INVITE_E_REINVITE: 'invite',
  INVITE_E_NET: 'invite',
  INVITE_E_PEEROFFLINE: 'invite',
  INVITE_E_TIMEOUT: 'invite',
  INVITE_E_CANTRECV: 'invite',
  GENERAL_E: 'session',
  GENERAL_E_FAILED: 'request',
  GENERAL_E_UNKNOWN: 'request',
  GENERAL_E_NOT_LOGIN: 'login',
  GENERAL_E_WRONG_PARAM: 'session',
};

/** The call that is an occasion of a kind; a session and a stay come by themselves. */
const calls: Readonly<Partial<Record<Kind, (api: AgoraAPI) => void>>> = {
  login: (api) => api.login('app', 'alice', none),
  join: (api) => api.channelJoin('games'),
  message: (api) => {
    api.messageInstantSend('bob', 0, 'hello');
    api.messageChannelSendForce('games', 'hello');
  },
  query: (api) => api.channelQueryUserNum('games'),
  invite: (api) => api.channelInviteUser('games', 'bob'),
  request: (api) => {
    api.queryUserStatus('bob');
    api.channelSetAttr('games', 'topic', 'chess');
  },
};

/** Which names an occasion of a kind has. */
const names: Readonly<Record<Kind, readonly string[]>> = {
  login: ['account'],
  session: ['account'],
  stay: ['account', 'channel'],
  join: ['account', 'channel'],
  message: ['account', 'peer', 'channel'],
  query: ['account', 'channel'],
  invite: ['account', 'peer', 'channel'],
  request: ['account', 'peer', 'channel'],
};

/** In which states an occasion of a kind may come. */
const within: readonly ClientState[] = ['loggedIn', 'notJoined', 'joining', 'joined', 'leaving'];
const states: Readonly<Record<Kind, readonly ClientState[]>> = {
  login: ['loggedOut', 'loggingOut', 'notJoined', 'joining', 'joined', 'leaving'],
  session: within,
  stay: ['loggedIn', 'joined'],
  join: within,
  message: within,
  query: within,
  invite: within,
  request: within,
};

/** Causes that work while the session fights for its line, too. */
const lineless: ReadonlySet<CodeName> = new Set([
  'LOGOUT_E_USER',
  'LOGOUT_E_NET',
  'LOGOUT_E_KICKED',
  'LOGOUT_E_TOKENEXPIRED',
  'LOGOUT_E_TOKENWRONG',
  'LOGIN_E_ALREADY_LOGIN',
  'LEAVECHANNEL_E_OTHER',
  'LEAVECHANNEL_E_KICKED',
  'LEAVECHANNEL_E_LOGOUT',
  'LEAVECHANNEL_E_DISCONN',
  'GENERAL_E',
]);

function canBe(code: CodeName, state: ClientState): boolean {
  // On the way out, a second logout has no answer of its own.
  if (code === 'LOGOUT_E_ALREADY_LOGOUT') return ['loggedOut', 'notJoined'].includes(state);
  if (['reconnecting', 'suspended'].includes(state)) return lineless.has(code);
  return states[kinds[code]].includes(state);
}

/** Brings alice into a state. */
const ways: Readonly<Record<ClientState, (world: SignalingWorld, api: AgoraAPI) => Promise<void>>> =
  {
    loggedOut: async () => undefined,
    notJoined: async () => undefined,
    loggingIn: async (_, api) => {
      api.login('app', 'alice', none);
    },
    loggedIn: async (world, api) => {
      api.login('app', 'alice', none);
      await world.advance('1 s');
    },
    joining: async (world, api) => {
      await ways.loggedIn(world, api);
      api.channelJoin('lobby');
    },
    joined: async (world, api) => {
      await ways.joining(world, api);
      await world.advance('1 s');
    },
    leaving: async (world, api) => {
      await ways.joined(world, api);
      api.channelLeave('lobby');
    },
    loggingOut: async (world, api) => {
      await ways.loggedIn(world, api);
      api.logout();
    },
    reconnecting: async (world, api) => {
      await ways.joined(world, api);
      world.network.cut('alice');
    },
    suspended: async (world, api) => {
      await ways.reconnecting(world, api);
    },
  };

/** Two clients in a world of all codes; bob is there to be called. */
async function stage(): Promise<{ world: SignalingWorld; api: AgoraAPI }> {
  const world = createWorld({ legacy: true });
  world.createAgoraAPI().login('app', 'bob', none);
  await world.advance('1 s');
  return { world, api: world.createAgoraAPI() };
}

/** The state to make a call of a kind in, and to have a rule made in, where none is asked for. */
const usual = (kind: Kind): ClientState =>
  kind === 'login' ? 'loggedOut' : kind === 'stay' ? 'joined' : 'loggedIn';

const story = async (code: CodeName, state: ClientState, when: FailOptions, isLate: boolean) => {
  const { world, api } = await stage();
  const kind = kinds[code];
  const make = () => world.fail(code, { account: 'alice', ...when });
  const early = isLate ? undefined : make();
  const isOut = kind === 'login';
  if (isOut && ['joining', 'joined', 'leaving'].includes(state)) {
    await ways[state](world, api);
    api.logout(); // Only on its way out can a client in a channel log in.
  } else if (!isOut && state === 'notJoined') await ways.loggedIn(world, api);
  else if (kind === 'stay' && state === 'loggedIn') await ways.joined(world, api);
  else await ways[state](world, api);
  const rule = early ?? make();
  // A state that is over in a moment is looked at in this one.
  await world.advance(0);
  calls[kind]?.(api);
  if (['reconnecting', 'suspended'].includes(state)) {
    await world.advance('100 ms');
    world.network.restore('alice');
  }
  await world.advance('2 min');
  return { world, rule };
};

const all = codes.map(({ name }) => name);

test.each(all.flatMap((code) => clientStates.map((state) => [code, state] as const)))(
  '%s: with { while: %j } is refused where it can never fire, and fires where it can',
  async (code, state) => {
    if (!canBe(code, state)) {
      expect(() => createWorld({ legacy: true }).fail(code, { while: state })).toThrow(
        `world.fail("${code}") can never fire: no `,
      );
      return;
    }
    const { world, rule } = await story(code, state, { while: state }, true);
    expect(rule.fired).toBe(1);
    expect(world.trace.codes('alice')).toContain(code);
    expect(() => world.close()).not.toThrow();
  },
);

test.each(
  all.flatMap((code) =>
    (['account', 'peer', 'channel'] as const).map((word) => [code, word] as const),
  ),
)(
  '%s: with a name of %s is refused where no occasion has one, and fires where one has',
  async (code, word) => {
    const kind = kinds[code];
    const name = { account: 'alice', peer: 'bob', channel: kind === 'stay' ? 'lobby' : 'games' }[
      word
    ];
    if (!names[kind].includes(word)) {
      expect(() => createWorld({ legacy: true }).fail(code, { [word]: name })).toThrow(
        new RegExp(
          `^world\\.fail\\("${code}"\\) can never fire: no .* has a ${word}\\. Leave ${word} out\\.$`,
        ),
      );
      return;
    }
    const { world, rule } = await story(code, usual(kind), { [word]: name }, false);
    expect(rule.fired).toBe(1);
    expect(() => world.close()).not.toThrow();
  },
);

/** The words that say when and how often; each of them lets the first occasion of the story through. */
const others: readonly FailOptions[] = [
  { from: '500 ms' },
  { until: '1 h' },
  { from: 0, until: '1 h' },
  { nth: 1 },
  { every: 1 },
  { times: 1 },
  { pattern: 'x' },
  { chance: 1 },
  { budget: 'few' },
  { optional: true },
];

test.each(all)('%s: with every other word of when it fires', async (code) => {
  for (const when of others) {
    const world = createWorld({ legacy: true, budgets: { few: 3 } });
    world.createAgoraAPI().login('app', 'bob', none);
    await world.advance('1 s');
    const api = world.createAgoraAPI();
    const kind = kinds[code];
    const rule = world.fail(code, { account: 'alice', ...when });
    await ways[usual(kind)](world, api);
    await world.advance(0);
    calls[kind]?.(api);
    await world.advance('2 min');

    expect([when, rule.fired > 0]).toEqual([when, true]);
    expect(() => world.close()).not.toThrow();
  }
});

test.each(all.filter((code) => ['session', 'stay'].includes(kinds[code])))(
  '%s: fires at the first moment at which all holds, though the state began before the rule',
  async (code) => {
    const { world, api } = await stage();
    await ways.joined(world, api);
    const rule = world.fail(code, { account: 'alice', while: 'loggedIn', from: '10 s' });
    await world.advance(10_000 - world.now - 1);
    expect(rule.begun).toBe(0);
    await world.advance(1);

    expect(rule.begun).toBe(1);
    await world.advance('2 min');
    expect(rule.fired).toBe(1);
    expect(() => world.close()).not.toThrow();
  },
);

test('fail: a session is one occasion, however often its state is looked at', async () => {
  const { world, api } = await stage();
  const rule = world.fail('GENERAL_E', { account: 'alice', nth: 2 });
  await ways.joined(world, api);
  api.channelLeave('lobby');
  await world.advance('1 s');
  api.channelJoin('lobby');
  await world.advance('1 min');
  expect([rule.seen, rule.fired]).toEqual([1, 0]);

  api.logout();
  await world.advance('1 s');
  await ways.loggedIn(world, api);
  expect([rule.seen, rule.fired]).toEqual([2, 1]);
});

test('fail: a from in the past is of the future, too; an until in the past is not', async () => {
  const world = createWorld();
  await world.advance('5 s');
  const rule = world.fail('LOGIN_E_FAILED', { from: '1 s' });
  world.createAgoraAPI().login('app', 'alice', none);
  await world.advance('1 s');

  expect(rule.fired).toBe(1);
  expect(() => world.fail('LOGIN_E_FAILED', { until: '1 s' })).toThrow(
    'until is 1 s, but it is 6 s',
  );
});

// --- what came instead -----------------------------------------------------------------------------

const missed: readonly (readonly [string, CodeName, FailOptions, string])[] = [
  [
    'an account',
    'LOGIN_E_NET',
    { account: 'alcie' },
    'no login() by alcie; alice logged in 2 times. Did you mean alice?',
  ],
  [
    'the account of a session',
    'LOGOUT_E_NET',
    { account: 'alcie' },
    'no successful login by alcie; alice logged in 2 times. Did you mean alice?',
  ],
  [
    'a peer',
    'SENDMESSAGE_E_OTHER',
    { peer: 'bbo' },
    'no message to bbo; 2 to bob. Did you mean bob?',
  ],
  [
    'a channel',
    'QUERYUSERNUM_E_OTHER',
    { channel: 'gmes' },
    'no channelQueryUserNum() in gmes; 2 in games. Did you mean games?',
  ],
  [
    'a state',
    'QUERYUSERNUM_E_OTHER',
    { while: 'joined' },
    'no channelQueryUserNum() while joined; 2 while loggedIn.',
  ],
  [
    'a time',
    'QUERYUSERNUM_E_OTHER',
    { from: '1 min' },
    'no channelQueryUserNum() after 1 min; 1 at 1 s, 1 at 3 s.',
  ],
];

test.each(missed)('close: says what came where a rule missed %s', async (_, code, when, why) => {
  const world = createWorld();
  world.fail(code, when);
  const api = world.createAgoraAPI();
  for (let n = 0; n < 2; n++) {
    api.login('app', 'alice', none);
    await world.advance('1 s');
    api.messageInstantSend('bob', 0, 'hello');
    api.channelQueryUserNum('games');
    await world.advance('500 ms');
    api.logout();
    await world.advance('500 ms');
  }

  expect(() => world.close()).toThrow(`fired 0 of 1: ${why} Mark a rule { optional: true }`);
});
