// A rule belongs to one call, of one client (decisions.md E.1, E.2): it touches the requests of that
// call, or that one session; it ends with it; and it undoes only what it did.
import { createWorld, type CodeName, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen, value, type Actress } from '../support/cast.ts';

const none = '_no_need_token';

/** The names and codes that somebody heard, without the arguments. */
const told = ({ heard }: Actress): readonly unknown[] =>
  heard.map(([name, ...rest]) =>
    [name, ...rest.filter((one) => typeof one === 'string')].join(' '),
  );

const codesOf = (world: SignalingWorld, who: string): readonly CodeName[] => world.trace.codes(who);

/** What closing a world says of its rules. */
function closing(world: SignalingWorld): string {
  try {
    world.close();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

// --- the requests of that call, and no others ------------------------------------------------------

test('JOINCHANNEL_E_OTHER: a refused join leaves the automatic leave of the old channel alone', async () => {
  const { world, a, b } = await cast(['a', 'b']);
  for (const { api } of [a, b]) api.channelJoin('c');
  await world.advance('1 s');
  b.heard.length = 0;
  world.fail('JOINCHANNEL_E_OTHER', { channel: 'd' });

  a.api.channelJoin('d');
  await world.advance('1 s');

  expect(codesOf(world, 'a')).toEqual(['LEAVECHANNEL_E_BYUSER', 'JOINCHANNEL_E_OTHER']);
  expect(b.heard).toEqual([['onChannelUserLeaved', 'a', 0]]);
  expect(world.service.members('c')).toEqual(['b']);
});

test('JOINCHANNEL_E_OTHER: a refused join leaves the leave that follows it alone', async () => {
  const { world, a } = await cast(['a']);
  const rule = world.fail('JOINCHANNEL_E_OTHER', { channel: 'c' });

  a.api.channelJoin('c');
  a.api.channelLeave('c');
  await world.advance('1 min');

  expect(a.heard).toEqual([
    ['onChannelJoinFailed', 'c', 300],
    ['onChannelLeaved', 'c', value('LEAVECHANNEL_E_BYUSER')],
  ]);
  expect(rule.fired).toBe(1);
});

test.each(['hang', 'dropRequest', 'dropAnswer', 'late'] as const)(
  'rule: a fault %s of one join leaves the leave and the join after it alone',
  async (kind) => {
    const { world, a } = await cast(['a']);
    world.fault(kind, { on: 'join', ...(kind === 'late' && { delay: '5 s' }) });

    a.api.channelJoin('c');
    a.api.channelLeave('c');
    a.api.channelJoin('d');
    await world.advance('2 s');

    expect(a.heard.at(-2)).toEqual(['onChannelJoined', 'd']);
    expect(world.service.members('d')).toEqual(['a']);
  },
);

/** Two calls of a kind, each told from the other by where it goes. */
const pairs: readonly (readonly [CodeName, (a: Actress, to: string) => void])[] = [
  ['SENDMESSAGE_E_OTHER', ({ api }, to) => api.messageInstantSend(to, 0, 'hello', to)],
  ['SENDMESSAGE_E_TIMEOUT', ({ api }, to) => api.messageInstantSend(to, 0, 'hello', to)],
  ['QUERYUSERNUM_E_OTHER', ({ api }, to) => api.channelQueryUserNum(to)],
  ['QUERYUSERNUM_E_TIMEOUT', ({ api }, to) => api.channelQueryUserNum(to)],
  ['INVITE_E_OTHER', ({ api }, to) => api.channelInviteUser('c', to)],
  ['INVITE_E_PEEROFFLINE', ({ api }, to) => api.channelInviteUser('c', to)],
  ['INVITE_E_TIMEOUT', ({ api }, to) => api.channelInviteUser('c', to)],
  ['GENERAL_E_FAILED', ({ api }, to) => api.channelSetAttr(to, 'topic', 'tea')],
  ['GENERAL_E_UNKNOWN', ({ api }, to) => api.channelSetAttr(to, 'topic', 'tea')],
];

test.each(pairs)(
  '%s: befalls one of two calls in one tick, whichever it was for',
  async (code, act) => {
    for (const nth of [1, 2]) {
      const { world, a } = await cast(['a', 'b', 'z']);
      const rule = world.fail(code, { nth });

      act(a, 'b');
      act(a, 'z');
      await world.advance('1 min');

      expect(codesOf(world, 'a').filter((one) => one === code)).toEqual([code]);
      const failed = a.heard.find((call) => call.includes(value(code)));
      // Of an error without an address the trace alone says whose it was: the first or the second.
      if (!code.startsWith('GENERAL')) expect(failed).toContain(nth === 1 ? 'b' : 'z');
      expect(rule.fired).toBe(1);
      expect(closing(world)).toBe('');
    }
  },
);

test('rule: a code that comes by another call is not its doing', async () => {
  const { world, a } = await cast(['a', 'b', 'z']);
  const rule = world.fail('SENDMESSAGE_E_TIMEOUT', { peer: 'z' });
  world.service.silence('message', { account: 'a', times: 1 });

  a.api.messageInstantSend('b', 0, 'hello', 'to b');
  await world.advance('5 s');
  a.api.messageInstantSend('z', 0, 'hello', 'to z');
  await world.advance('6 s');
  expect(a.heard).toEqual([['onMessageSendError', 'to b', 401]]);
  expect(rule.fired).toBe(0);
  await world.advance('10 s');
  expect(rule.fired).toBe(1);
});

// --- it ends with the call -------------------------------------------------------------------------

test('LOGIN_E_NET: web: a client that gives up first has used the rule up, and gets in next time', async () => {
  const world = createWorld();
  const rule = world.fail('LOGIN_E_NET', { account: 'alice' });
  const signal = world.Signal('app');
  const first = signal.login('alice', none);
  await world.advance('10 s');
  first.logout();
  await world.advance('1 s');
  const second = signal.login('alice', none);
  await world.advance('1 s');

  expect(second.getStatus()).toBe(2);
  expect(rule.fired).toBe(0);
  expect(closing(world)).toBe(
    'world.close: fail("LOGIN_E_NET", {"account":"alice"}) fired 0 of 1: the client ended the call ' +
      'first (after 10 s, but the code needs up to 30 s). ' +
      'Mark a rule { optional: true } if that is fine.',
  );
});

test('LOGIN_E_NET: a login in the tick in which the client gave up finds a healthy line', async () => {
  const { world, a } = await cast(['a']);
  a.api.logout();
  await world.advance('1 s');
  world.fail('LOGIN_E_NET', { optional: true });

  a.api.login('app', 'a', none);
  await world.advance('1 s');
  a.api.logout();
  a.api.login('app', 'a', none);
  await world.advance(100);

  expect(a.api.getStatus()).toBe(2);
});

/** How a client ends by itself what a rule has begun, before its code can have come. */
const endings: readonly (readonly [CodeName, (a: Actress) => void, (a: Actress) => void])[] = [
  ['LOGIN_E_FAILED', ({ api }) => api.login('app', 'a', none), ({ api }) => api.logout()],
  ['LOGIN_E_OTHER', ({ api }) => api.login('app', 'a', none), ({ api }) => api.logout()],
  ['LOGIN_E_TOKEN_KICKED', ({ api }) => api.login('app', 'a', none), ({ api }) => api.logout()],
  ['LOGIN_E_INVALID_USER', ({ api }) => api.login('app', 'a', none), ({ api }) => api.logout()],
  ['LOGOUT_E_NET', ({ api }) => api.login('app', 'a', none), ({ api }) => api.logout()],
  [
    'LEAVECHANNEL_E_DISCONN',
    ({ api }) => {
      api.onLoginSuccess = () => api.channelJoin('c');
      api.login('app', 'a', none);
    },
    ({ api }) => api.logout(),
  ],
];

test.each(endings)(
  '%s: a turn that the client ends first is used up, and the next call meets a healthy world',
  async (code, begin, end) => {
    const { world } = await cast([]);
    const a = listen(world.createAgoraAPI());
    const rule = world.fail(code, { account: 'a' });

    begin(a);
    const isSession = code.startsWith('LOGOUT') || code.startsWith('LEAVE');
    await world.advance(isSession ? '500 ms' : 20);
    end(a);
    await world.advance('1 min');
    a.api.login('app', 'a', none);
    await world.advance('1 min');

    expect([rule.fired, codesOf(world, 'a').includes(code)]).toEqual([0, false]);
    expect(a.api.getStatus()).toBe(2);
    expect(closing(world)).toContain('the client ended the call first (after ');
  },
);

test.each([
  ['SENDMESSAGE_E_TIMEOUT', (a: Actress) => a.api.messageInstantSend('b', 0, 'hello', 'm')],
  ['QUERYUSERNUM_E_TIMEOUT', (a: Actress) => a.api.channelQueryUserNum('c')],
  ['INVITE_E_TIMEOUT', (a: Actress) => a.api.channelInviteUser('c', 'b')],
] as const)('%s: close says that a logout ended the call first', async (code, act) => {
  const { world, a } = await cast(['a', 'b']);
  world.fail(code);
  act(a);
  await world.advance('2 s');
  a.api.logout();
  await world.advance('1 min');

  // The logout has taken its way to the service and back.
  expect(closing(world)).toContain(
    `fired 0 of 1: the client ended the call first (after 2.02 s, but the code needs up to 10 s)`,
  );
});

test.each([
  [30, 'the client ended the call first (after 100 ms, but the code needs up to 30 s)'],
  [5, 'the client ended the call first (after 100 ms, but the code needs up to 5 s)'],
] as const)(
  'LOGIN_E_NET: with retry_time_in_s %j close says how long the login would have tried',
  async (seconds, why) => {
    const { world } = await cast([]);
    const a = listen(world.createAgoraAPI());
    world.fail('LOGIN_E_NET');
    a.api.login2('app', 'a', none, 0, '', seconds, 3);
    await world.advance('100 ms');
    a.api.logout();
    await world.advance('1 min');

    expect(closing(world)).toContain(why);
  },
);

test('LOGIN_E_TOKEN_KICKED: where a code needs no time, close names none', async () => {
  const { world } = await cast([]);
  const a = listen(world.createAgoraAPI());
  world.fail('LOGIN_E_TOKEN_KICKED');
  a.api.login('app', 'a', none);
  await world.advance('20 ms');
  a.api.logout();
  await world.advance('1 min');

  expect(closing(world)).toMatch(/ended the call first \(after [^,]*\)/);
});

test('rule: what ended a call otherwise is no doing of the client', async () => {
  const { world, a } = await cast(['a']);
  world.fail('QUERYUSERNUM_E_TIMEOUT');
  a.api.channelQueryUserNum('c');
  await world.advance('2 s');
  world.network.cut('a');
  await world.advance('1 min');

  expect(codesOf(world, 'a')).toEqual(['QUERYUSERNUM_E_OTHER', 'LOGOUT_E_NET']);
  expect(closing(world)).toContain('something else ended the call first (after 2 s, but the code');
});

test('INVITE_E_TIMEOUT: a call that the caller ends first leaves the next one alone', async () => {
  const { world, a, b } = await cast(['a', 'b']);
  world.fail('INVITE_E_TIMEOUT', { optional: true });
  a.api.channelInviteUser('c', 'b');
  await world.advance('1 s');
  a.api.channelInviteEnd('c', 'b', 0);
  await world.advance('1 s');
  a.heard.length = 0;

  a.api.channelInviteUser('c', 'b');
  await world.advance('1 s');
  b.api.channelInviteAccept('c', 'a', 0);
  await world.advance('1 min');

  expect(told(a)).toEqual(['onInviteReceivedByPeer c b', 'onInviteAcceptedByPeer c b ']);
});

test('LOGIN_E_NET: a remembered login that is taken back does not hold the one after it', async () => {
  const { world, a } = await cast(['a']);
  world.fail('LOGIN_E_FAILED', { optional: true });

  a.api.logout();
  a.api.login('app', 'a', none);
  a.api.logout();
  await world.advance('1 s');
  a.api.login('app', 'a', none);
  await world.advance('1 s');

  expect(codesOf(world, 'a')).toEqual(['LOGOUT_E_USER', 'LOGIN_E_CANCEL']);
  expect(a.api.getStatus()).toBe(2);
});

test('LOGIN_E_FAILED: the turn of a remembered login is over when a logout takes it back', async () => {
  const { world, a } = await cast(['a']);
  const rule = world.fail('LOGIN_E_FAILED', { optional: true });

  a.api.logout();
  a.api.login('app', 'a', none);
  expect(rule.open).toBe(1);
  a.api.logout();

  expect([rule.open, rule.fired]).toEqual([0, 0]);
  await world.advance('1 s');
  expect(codesOf(world, 'a')).toEqual(['LOGOUT_E_USER', 'LOGIN_E_CANCEL']);
});

test('LOGIN_E_FAILED: a login that is remembered meets its rule when it is made', async () => {
  const { world, a } = await cast(['a']);
  const rule = world.fail('LOGIN_E_FAILED');

  a.api.logout();
  a.api.login('app', 'a', none);
  await world.advance('1 s');

  expect(codesOf(world, 'a')).toEqual(['LOGOUT_E_USER', 'LOGIN_E_FAILED']);
  expect(rule.fired).toBe(1);
});

// --- calls of all clients, at the same moment, too ---------------------------------------------------

/** What four clients call in one tick, logged in but for a login. */
const chorus: readonly (readonly [CodeName, (a: Actress, name: string) => void])[] = [
  ['LOGIN_E_NET', ({ api }, name) => api.login('app', name, none)],
  ['LOGIN_E_FAILED', ({ api }, name) => api.login('app', name, none)],
  ['LOGIN_E_CANCEL', ({ api }, name) => api.login('app', name, none)],
  ['LOGIN_E_TOKENEXPIRED', ({ api }, name) => api.login('app', name, none)],
  ['LOGOUT_E_NET', ({ api }, name) => api.login('app', name, none)],
  ['LOGOUT_E_OTHER', ({ api }, name) => api.login('app', name, none)],
  ['LOGOUT_E_KICKED', ({ api }, name) => api.login('app', name, none)],
  ['LOGOUT_E_TOKENEXPIRED', ({ api }, name) => api.login('app', name, none)],
  ['LEAVECHANNEL_E_DISCONN', ({ api }) => api.channelJoin('c')],
  ['LEAVECHANNEL_E_LOGOUT', ({ api }) => api.channelJoin('c')],
  ['JOINCHANNEL_E_OTHER', ({ api }) => api.channelJoin('c')],
  ['SENDMESSAGE_E_OTHER', ({ api }) => api.messageInstantSend('z', 0, 'hello')],
  ['INVITE_E_NET', ({ api }) => api.channelInviteUser('c', 'z')],
  ['INVITE_E_TIMEOUT', ({ api }) => api.channelInviteUser('c', 'z')],
  ['QUERYUSERNUM_E_TIMEOUT', ({ api }) => api.channelQueryUserNum('c')],
];

test.each(
  chorus.flatMap(([code, act]) =>
    (
      [
        [{ times: 2 }, [true, true, false, false]],
        [{ every: 2 }, [false, true, false, true]],
        [{ pattern: '.xx' }, [false, true, true, false]],
      ] as const
    ).map(([when, wanted]) => [code, when, wanted, act] as const),
  ),
)('%s: %j counts the calls of four clients in one tick', async (code, when, wanted, act) => {
  const world = createWorld();
  const names = ['a', 'b', 'c', 'd'];
  const people = names.map(() => listen(world.createAgoraAPI()));
  const isLogin = code.startsWith('LOG');
  if (!isLogin) people.forEach(({ api }, i) => api.login('app', String(names[i]), none));
  await world.advance('1 s');
  const rule = world.fail(code, when);

  people.forEach((one, i) => act(one, String(names[i])));
  await world.advance('1 min');

  expect(names.map((name) => codesOf(world, name).includes(code))).toEqual(wanted);
  expect(rule.fired).toBe(2);
  expect(closing(world)).toBe('');
});

// --- it undoes only what it did --------------------------------------------------------------------

test('LOGIN_E_NET: a rule does not heal a line that the test has cut', async () => {
  const world = createWorld();
  const a = listen(world.createAgoraAPI());
  world.network.cut('a');
  world.fail('LOGIN_E_NET', { account: 'a' });

  for (let n = 0; n < 2; n++) {
    a.api.login('app', 'a', none);
    await world.advance('1 min');
  }
  expect(codesOf(world, 'a')).toEqual(['LOGIN_E_NET', 'LOGIN_E_NET']);
  world.network.restore('a');
  a.api.login('app', 'a', none);
  await world.advance('1 s');
  expect(a.api.getStatus()).toBe(2);
});

test('restore: where only a rule holds the line it names the rule, and heals nothing', async () => {
  const world = createWorld();
  const a = listen(world.createAgoraAPI());
  world.fail('LOGIN_E_NET', { account: 'a' });
  a.api.login('app', 'a', none);
  await world.advance('500 ms');

  expect(() => world.network.restore('a')).toThrow(
    'network.restore: the line of "a" is held by fail("LOGIN_E_NET", {"account":"a"}), which lifts ' +
      'it by itself. Only what network.cut or network.partition did can be restored.',
  );
  world.network.cut('a');
  world.network.restore('a');
  await world.advance('1 min');
  expect(codesOf(world, 'a')).toEqual(['LOGIN_E_NET']);
});

test('LOGOUT_E_NET: a rule under a partition of the test leaves it as it is', async () => {
  const { world, a } = await cast(['a']);
  world.network.partition('a');
  world.fail('LOGOUT_E_NET');
  await world.advance('1 min');
  expect(codesOf(world, 'a')).toEqual(['LOGOUT_E_NET']);

  a.api.login('app', 'a', none);
  await world.advance('20 s');
  expect(a.api.getStatus()).toBe(1);
  world.network.restore('a');
  await world.advance('20 s');
  expect(a.api.getStatus()).toBe(2);
});

// --- one client ------------------------------------------------------------------------------------

/** What befalls a session, its channel or its line; each is told to one client. */
const befalls: readonly CodeName[] = [
  'LOGOUT_E_OTHER',
  'LOGOUT_E_USER',
  'LOGOUT_E_NET',
  'LOGOUT_E_KICKED',
  'LOGOUT_E_PACKET',
  'LOGOUT_E_TOKENEXPIRED',
  'LOGOUT_E_OLDVERSION',
  'LOGOUT_E_TOKENWRONG',
  'LEAVECHANNEL_E_OTHER',
  'LEAVECHANNEL_E_KICKED',
  'LEAVECHANNEL_E_BYUSER',
  'LEAVECHANNEL_E_LOGOUT',
  'LEAVECHANNEL_E_DISCONN',
  'GENERAL_E',
];

test.each(befalls)(
  '%s: befalls one of two clients of an account under two App IDs',
  async (code) => {
    const world = createWorld({ legacy: true });
    const [first, second] = [listen(world.createAgoraAPI()), listen(world.createAgoraAPI())];
    first.api.onLoginSuccess = () => first.api.channelJoin('c');
    first.api.login('app', 'a', none);
    await world.advance('1 s');
    first.heard.length = 0;
    const rule = world.fail(code, { nth: 2 });
    second.api.onLoginSuccess = () => second.api.channelJoin('c');
    second.api.login('other', 'a', none);
    await world.advance('1 min');

    expect(first.heard).toEqual([]);
    expect(first.api.getStatus()).toBe(2);
    expect(second.heard.some((call) => call.includes(value(code)))).toBe(true);
    expect(rule.fired).toBe(1);
    // A token of the same text stays good under the other App ID.
    first.api.logout();
    await world.advance('1 s');
    first.api.login('app', 'a', none);
    await world.advance('1 s');
    expect(first.api.getStatus()).toBe(2);
  },
);

test('LOGIN_E_NET: a second device that cannot get in leaves the line of the first alone', async () => {
  const world = createWorld();
  const phone = listen(world.device('phone').createAgoraAPI());
  const laptop = listen(world.device('laptop').createAgoraAPI());
  phone.api.login('app', 'a', none);
  await world.advance('1 s');
  world.fail('LOGIN_E_NET');
  laptop.api.login('app', 'a', none);
  await world.advance('500 ms');
  phone.api.channelQueryUserNum('c'); // While the line of the laptop is held.
  await world.advance('1 min');

  expect(laptop.heard).toEqual([['onLoginFailed', 201]]);
  expect(phone.heard).toEqual([
    ['onLoginSuccess', 0, 0],
    ['onChannelQueryUserNumResult', 'c', value('SUCCESS'), 0],
  ]);
});

// --- the four that were wrong by themselves ----------------------------------------------------------

test('SUCCESS: a rule goes before what the service was told to refuse', async () => {
  const { world, a } = await cast(['a']);
  world.service.refuse('query');
  world.fail('SUCCESS');

  a.api.channelQueryUserNum('c');
  a.api.channelQueryUserNum('c');
  await world.advance('1 s');

  expect(codesOf(world, 'a')).toEqual(['SUCCESS', 'QUERYUSERNUM_E_OTHER']);
});

test('INVITE_E_REINVITE: web: the rule brings it to the call that the application has made', async () => {
  const world = createWorld();
  const [a, b] = [world.Signal('app').login('a', none), world.Signal('app').login('b', none)];
  const heard: unknown[] = [];
  b.onInviteReceived = (call) => {
    heard.push('b: received');
    call.onInviteEndByPeer = () => heard.push('b: ended');
  };
  await world.advance('1 s');
  world.fail('INVITE_E_REINVITE');

  const call = a.channelInviteUser2('c', 'b', '{"a":1}');
  call.onInviteFailed = (_, { value: code }) => {
    heard.push(code);
    // What the rule had under way is gone: the next one is the application's alone.
    const next = a.channelInviteUser2('c', 'b');
    next.onInviteReceivedByPeer = () => heard.push('next rings');
    next.onInviteFailed = (_text, info) => heard.push(`next ${info.value}`);
  };
  call.onInviteReceivedByPeer = () => heard.push('rings');
  await world.advance('5 s');

  expect(heard).toEqual([701, 'b: received', 'b: ended', 'b: received', 'next rings']);
});

test('INVITE_E_REINVITE: native: the call at that address goes on, as it was made', async () => {
  const { world, a, b } = await cast(['a', 'b']);
  world.fail('INVITE_E_REINVITE');
  a.api.channelInviteUser2('c', 'b', '{"a":1}');
  await world.advance('1 s');
  b.api.channelInviteAccept('c', 'a', 0);
  await world.advance('1 s');

  expect(b.heard).toEqual([['onInviteReceived', 'c', 'a', 0, '{"a":1}']]);
  expect(told(a)).toEqual([
    'onInviteFailed c b {"a":1}',
    'onInviteReceivedByPeer c b',
    'onInviteAcceptedByPeer c b ',
  ]);
});

test.each(['[1]', '{"a":1}', '5', 'null', '', undefined])(
  'INVITE_E_TIMEOUT: an extra of %j reaches the peer as it was',
  async (extra) => {
    const { world, a, b } = await cast(['a', 'b']);
    world.fail('INVITE_E_TIMEOUT');
    if (extra === undefined) a.api.channelInviteUser('c', 'b');
    else a.api.channelInviteUser2('c', 'b', extra);
    await world.advance('11 s');

    expect(b.heard).toEqual([['onInviteReceived', 'c', 'a', 0, extra ?? '']]);
    expect(codesOf(world, 'a')).toEqual(['INVITE_E_TIMEOUT']);
  },
);

test('INVITE_E_NET: the callee hears that the call is over', async () => {
  const { world, a, b } = await cast(['a', 'b']);
  world.fail('INVITE_E_NET');
  a.api.channelInviteUser('c', 'b');
  await world.advance('1 min');

  expect(codesOf(world, 'a')).toEqual(['INVITE_E_NET']);
  expect(told(b)).toEqual(['onInviteReceived c a ', 'onInviteEndByPeer c a ']);
  expect(a.api.getStatus()).toBe(2);
});
