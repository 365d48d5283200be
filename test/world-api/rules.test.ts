// Which rule has an occasion where several want it, what counts as one, and what close() says of rules
// that had too few.
import { createWorld, type FaultWhen, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

/** Misuse, with exactly this message. */
const saying = (message: string): unknown =>
  expect.objectContaining({ name: 'UsageError', message });

/** Alice asks for the user count so often, one answer after the other; the codes that come. */
async function ask(
  world: SignalingWorld,
  alice: { api: { channelQueryUserNum(c: string): void } },
  n: number,
) {
  for (let i = 0; i < n; i++) {
    alice.api.channelQueryUserNum('lobby');
    await world.advance('20 s');
  }
  return world.trace.codes('alice').map((code) => (code === 'SUCCESS' ? '.' : code.slice(-5)));
}

// --- precedence ------------------------------------------------------------------------------------

test('precedence: of rules whose turn it is, the one made first has the occasion', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('QUERYUSERNUM_E_OTHER', { nth: 2 });
  world.fail('QUERYUSERNUM_E_TIMEOUT', { nth: 1, times: 3 });

  expect(await ask(world, alice, 5)).toEqual(['MEOUT', 'OTHER', 'MEOUT', 'MEOUT', '.']);
});

test('precedence: a fault and a code take turns like two codes', async () => {
  const { world, alice } = await cast(['alice']);
  world.fault('hang', { on: 'query' });
  world.fail('QUERYUSERNUM_E_OTHER');

  expect(await ask(world, alice, 3)).toEqual(['MEOUT', 'OTHER', '.']);
});

test('precedence: every rule counts every occasion, whoever has it', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('QUERYUSERNUM_E_TIMEOUT', { times: 2 });
  world.fail('QUERYUSERNUM_E_OTHER', { every: 3, times: 1 });

  expect(await ask(world, alice, 4)).toEqual(['MEOUT', 'MEOUT', 'OTHER', '.']);
});

test('precedence: a rule comes before what the service was told', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.refuse('query');
  world.fault('hang', { on: 'query' });

  expect(await ask(world, alice, 2)).toEqual(['MEOUT', 'OTHER']);
});

test('precedence: a rule that another leaves nothing is refused', () => {
  const world = createWorld();
  world.fail('LOGIN_E_NET', { every: 1 });

  expect(() => world.fail('LOGIN_E_FAILED', { account: 'alice' })).toThrow(
    saying(
      'world.fail("LOGIN_E_FAILED"): fail("LOGIN_E_NET", {"every":1}) takes every login() that ' +
        'this rule waits for. Make this rule first, or limit that one: with times, until or ' +
        'account.',
    ),
  );
});

test.each<[FaultWhen]>([
  [{ every: 2 }],
  [{ every: 1, times: 5 }],
  [{ every: 1, chance: 0.9 }],
  [{ every: 1, account: 'bob' }],
  [{ every: 1, until: '1 min' }],
  [{ every: 1, nth: 2 }],
  [{ every: 1, while: 'loggedOut' }],
  [{ every: 1, on: 'join' }],
  [{ every: 1, from: '1 s' }],
  [{ every: 1, budget: 'few' }],
])('precedence: a fault %j leaves something for a rule made after it', (when) => {
  const world = createWorld({ budgets: { few: 3 } });
  world.fault('hang', when);

  expect(() => world.fail('LOGIN_E_FAILED')).not.toThrow();
});

test.each<[FaultWhen, FaultWhen]>([
  [{ every: 1, nth: 2 }, { nth: 2 }],
  [{ every: 1, account: 'alice' }, { account: 'alice' }],
  [
    { every: 1, on: 'login' },
    { on: 'login', while: 'loggedOut' },
  ],
])('precedence: a fault %j leaves nothing for one that asks for %j', (first, second) => {
  const world = createWorld();
  world.fault('hang', first);

  expect(() => world.fault('duplicate', second)).toThrow(/Make this rule first/);
});

test('precedence: a rule that has its code in some states only leaves the others to later rules', () => {
  const world = createWorld();
  world.fail('LOGOUT_E_ALREADY_LOGOUT', { every: 1 });

  expect(() => world.fail('LOGIN_E_NET')).not.toThrow();
});

// --- what counts -----------------------------------------------------------------------------------

test('rule: hidden retries of one login meet the same fault and use up one occasion', async () => {
  const world = createWorld();
  const rule = world.fault('dropRequest', { on: 'login' });
  const api = world.createAgoraAPI();
  api.login('app', 'alice', '_no_need_token');
  await world.advance('2 min');
  api.login('app', 'alice', '_no_need_token');
  await world.advance('2 min');

  const lost = world.trace.entries.filter(
    (e) => e.kind === 'packet' && e.name === 'login' && e.arrives === undefined,
  );
  expect(lost.length).toBeGreaterThan(1);
  expect(world.trace.codes('alice')).toEqual(['LOGIN_E_NET']);
  expect([rule.fired, api.getStatus()]).toEqual([1, 2]);
});

test('rule: a fault of a login is gone when the client reconnects later', async () => {
  const world = createWorld();
  world.fault('late', { on: 'login', delay: '3 s' });
  world.createAgoraAPI().login('app', 'alice', '_no_need_token');
  await world.advance('10 s');
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('10 s');

  const ins = world.trace.callbacks('alice').map(({ name, at }) => [name, at]);
  expect(ins[0]).toEqual(['onLoginSuccess', 3060]);
  expect(ins.at(-1)).toEqual(['onReconnected', expect.any(Number)]);
  expect(Number(ins.at(-1)?.[1])).toBeLessThan(11_000);
});

test('rule: several calls in flight together are each an occasion', async () => {
  const { world, alice } = await cast(['alice', 'bob']);
  const rule = world.fail('SENDMESSAGE_E_TIMEOUT', { times: 2 });

  for (const id of ['m1', 'm2', 'm3']) alice.api.messageInstantSend('bob', 0, 'hello', id);
  await world.advance('1 min');

  expect(alice.heard.map(([name, id]) => [name, id])).toEqual([
    ['onMessageSendSuccess', 'm3'],
    ['onMessageSendError', 'm1'],
    ['onMessageSendError', 'm2'],
  ]);
  expect(rule.fired).toBe(2);
});

test('rule: while another state holds, calls go through', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('QUERYUSERNUM_E_OTHER', { while: 'joined', every: 1, optional: true });

  expect(await ask(world, alice, 1)).toEqual(['.']);
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  expect(await ask(world, alice, 1)).toEqual(['.', 'OTHER']);
});

/** How twelve queries fare under a chance of one half, with some other rules beside it. */
const draw = async (seed: number, others: number): Promise<string> => {
  const { world, alice } = await cast(['alice'], { seed });
  world.fail('QUERYUSERNUM_E_OTHER', { chance: 0.5 });
  for (let n = 0; n < others; n++) world.fault('late', { on: 'query', delay: 1, chance: 0.5 });
  return (await ask(world, alice, 12)).join(' ');
};

test('rule: chance depends on the seed and on nothing that other rules draw', async () => {
  const [first, again, crowded, other] = [
    await draw(1, 0),
    await draw(1, 0),
    await draw(1, 3),
    await draw(2, 0),
  ];
  expect(again).toBe(first);
  expect(crowded).toBe(first);
  expect(other).not.toBe(first);
});

test('rule: each rule draws its own chances', async () => {
  const { world, alice } = await cast(['alice']);
  const rules = [
    world.fail('QUERYUSERNUM_E_OTHER', { chance: 0.5 }),
    world.fail('QUERYUSERNUM_E_TIMEOUT', { chance: 0.5 }),
  ];
  await ask(world, alice, 12);

  // Were the draws the same, the second would only ever want what the first has.
  expect(rules.map(({ fired }) => fired > 0)).toEqual([true, true]);
});

test('rule: with a chance, times is how often at most', async () => {
  const { world, alice } = await cast(['alice']);
  const rule = world.fail('QUERYUSERNUM_E_OTHER', { chance: 0.5, times: 9 });
  await ask(world, alice, 6);

  expect(rule.fired).toBeGreaterThan(0);
  expect(rule.fired).toBeLessThan(9);
  expect(() => world.close()).not.toThrow();
});

test('rule: what is no operation of the service is no call for a fault of any call', async () => {
  const { world, alice } = await cast(['alice']);
  world.fault('hang');
  alice.api.channelInviteEnd('lobby', 'bob', 0);

  expect(await ask(world, alice, 2)).toEqual(['MEOUT', '.']);
});

test('rule: a push is known by its channel and by whom it comes from', async () => {
  const { world, alice, bob, carol } = await cast(['alice', 'bob', 'carol']);
  for (const { api } of [alice, bob, carol]) api.channelJoin('lobby');
  await world.advance('1 s');
  bob.heard.length = 0;
  world.fault('dropAnswer', { on: 'push', account: 'bob', channel: 'lobby', times: 2 });
  world.fault('dropAnswer', { on: 'push', account: 'bob', peer: 'carol' });

  alice.api.messageInstantSend('bob', 0, 'from alice');
  alice.api.messageChannelSendForce('lobby', 'lost in the lobby');
  await world.advance('1 s');
  carol.api.messageInstantSend('bob', 0, 'lost from carol');
  await world.advance('1 s');

  const texts = bob.heard.map((call) => call.at(-1));
  expect(texts).toContain('from alice');
  expect(texts.filter((text) => String(text).startsWith('lost'))).toEqual([]);
});

test('rule: a state that began before the time of a rule is its occasion when that comes', async () => {
  const world = createWorld();
  const { api, heard } = listen(world.createAgoraAPI());
  world.fail('LOGOUT_E_NET', { from: '10 s' });
  api.login('app', 'alice', '_no_need_token');
  await world.advance('9 s');
  expect(heard.map(([name]) => name)).toEqual(['onLoginSuccess']);
  await world.advance('2 min');

  expect(heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_NET')]);
});

test('rule: a kick while reconnecting waits for that, and one without waits for a session with a line', async () => {
  for (const when of [{ while: 'reconnecting' }, {}] as const) {
    const { world, alice } = await cast(['alice']);
    const begun = (): readonly number[] =>
      world.trace.entries.flatMap((entry) => (entry.kind === 'rule' ? [entry.at] : []));
    world.network.cut('alice');
    await world.advance('300 ms');
    world.fault('kick', when);
    await world.advance('100 ms');
    expect(begun()).toHaveLength('while' in when ? 1 : 0);

    world.network.restore('alice');
    await world.advance('1 min');
    expect(alice.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_KICKED')]);
  }
});

test('rule: while asks for a state of the login, too', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_FAILED', { while: 'loggedOut' });
  world.createAgoraAPI().login('app', 'alice', '_no_need_token');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LOGIN_E_FAILED']);
});

test('rule: the cause of a code is over with its call, and the next one finds none', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_FAILED', { optional: true });
  const api = world.createAgoraAPI();
  api.login('app', 'alice', '_no_need_token');
  api.logout();
  await world.advance('1 s');
  api.login('app', 'alice', '_no_need_token');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LOGIN_E_CANCEL']);
  expect(api.getStatus()).toBe(2);
});

test('rule: a duplicate request is answered twice and done once where it has an id', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  world.fault('duplicate', { on: 'message' });

  alice.api.messageInstantSend('bob', 0, 'hello', 'm1');
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onMessageInstantReceive', 'alice', 0, 'hello']]);
  expect(alice.heard).toEqual([['onMessageSendSuccess', 'm1']]);
  expect(world.trace.entries.filter(({ kind }) => kind === 'late')).toHaveLength(1);
});

test('rule: a kick at an operation strikes once it has been asked for', async () => {
  const { world, alice } = await cast(['alice']);
  world.fault('kick', { on: 'query', nth: 2 });

  alice.api.channelQueryUserNum('lobby');
  await world.advance('1 s');
  alice.api.channelQueryUserNum('lobby');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual([
    'SUCCESS',
    'QUERYUSERNUM_E_OTHER',
    'LOGOUT_E_KICKED',
  ]);
});

test('rule: what is pushed can be lost, late and out of order', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  world.fault('dropAnswer', { on: 'push', account: 'bob' });
  world.fault('late', { on: 'push', account: 'bob', delay: '30 ms' });

  for (const body of ['one', 'two', 'three']) alice.api.messageInstantSend('bob', 0, body);
  await world.advance('1 s');

  expect(bob.heard.map((call) => call[3])).toEqual(['three', 'two']);
});

// --- rules that never fired ------------------------------------------------------------------------

const unfired: readonly (readonly [string, (world: SignalingWorld) => unknown, string])[] = [
  [
    'a window of time',
    (world) => world.fail('LOGIN_E_NET', { account: 'alice', from: '3 s', times: 2 }),
    'fail("LOGIN_E_NET", {"account":"alice","from":"3 s","times":2}) fired 0 of 2: ' +
      'no login() by alice after 3 s; 1 at 0 ms',
  ],
  [
    'a state',
    (world) => world.fail('QUERYUSERNUM_E_OTHER', { while: 'joined', until: '1 min' }),
    'fail("QUERYUSERNUM_E_OTHER", {"while":"joined","until":"1 min"}) fired 0 of 1: ' +
      'no channelQueryUserNum() while joined before 1 min; 2 while loggedIn',
  ],
  [
    'every k-th',
    (world) => world.fault('hang', { on: 'query', every: 5 }),
    'fault("hang", {"on":"query","every":5}) never fired: only 2 channelQueryUserNum()',
  ],
  [
    'a chance',
    (world) => world.fault('hang', { on: 'query', chance: 0.001 }),
    'fault("hang", {"on":"query","chance":0.001}) never fired: ' +
      'a chance of 0.001 at 2 channelQueryUserNum()',
  ],
  [
    'any call',
    (world) => world.fault('hang', { channel: 'games' }),
    'fault("hang", {"channel":"games"}) fired 0 of 1: no call in games; 2 in lobby',
  ],
  [
    'calls to nobody',
    (world) => world.fault('hang', { peer: 'bob' }),
    'fault("hang", {"peer":"bob"}) fired 0 of 1: no call to bob',
  ],
  [
    'an end, which is no time of it any more',
    (world) => world.fault('hang', { on: 'query', until: '1 s' }),
    'fault("hang", {"on":"query","until":"1 s"}) fired 0 of 1: ' +
      'no channelQueryUserNum() before 1 s; 2 at 1 s',
  ],
  [
    'once is 1 time',
    (world) => world.fail('LOGIN_E_NET', { account: 'alcie' }),
    'fail("LOGIN_E_NET", {"account":"alcie"}) fired 0 of 1: ' +
      'no login() by alcie; alice logged in 1 time. Did you mean alice?',
  ],
];

test.each(unfired)('close: says why a rule never fired: %s', async (_, rule, why) => {
  const world = createWorld();
  rule(world);
  const api = world.createAgoraAPI();
  api.login('app', 'alice', '_no_need_token');
  await world.advance('1 s');
  for (let n = 0; n < 2; n++) api.channelQueryUserNum('lobby');
  await world.advance('1 s');

  expect(() => world.close()).toThrow(
    saying(
      `world.close: ${why}${why.endsWith('?') ? '' : '.'} Mark a rule { optional: true } if that is fine.`,
    ),
  );
});

test('close: of what came instead it names the three most frequent, the first of them first', async () => {
  const { world, alice } = await cast(['alice']);
  world.fault('hang', { on: 'query', channel: 'games' });
  for (const [channel, count] of Object.entries({ a: 1, b: 3, c: 4, d: 2 })) {
    for (let n = 0; n < count; n++) alice.api.channelQueryUserNum(channel);
  }

  expect(() => world.close()).toThrow('no channelQueryUserNum() in games; 4 in c, 3 in b, 2 in d');
});

test('close: counts a state once, however often it is looked at', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('LEAVECHANNEL_E_OTHER', { channel: 'games' });
  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  world.network.cut('alice');
  await world.advance('1 s');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(() => world.close()).toThrow(/ in games; 1 in lobby\./);
});

test('close: says that rules made before had the occasions', async () => {
  const { world, alice } = await cast(['alice']);
  world.fault('late', { on: 'query', delay: '1 s', times: 2 });
  world.fail('QUERYUSERNUM_E_OTHER', { pattern: 'xx' });
  await ask(world, alice, 2);

  expect(() => world.close()).toThrow(
    saying(
      'world.close: fail("QUERYUSERNUM_E_OTHER", {"pattern":"xx"}) fired 0 of 2: ' +
        '2 channelQueryUserNum(), but 2 went to rules made before it. ' +
        'Mark a rule { optional: true } if that is fine.',
    ),
  );
});

test('close: does not mind rules whose budget others used up', async () => {
  const { world, alice } = await cast(['alice'], { budgets: { few: 1 } });
  world.fail('QUERYUSERNUM_E_OTHER', { budget: 'few' });
  world.fail('QUERYUSERNUM_E_TIMEOUT', { budget: 'few' });

  expect(await ask(world, alice, 3)).toEqual(['OTHER', '.', '.']);
  expect(() => world.close()).not.toThrow();
});

test('close: tells of a handler that was set after its code had come', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_FAILED');
  const api = world.createAgoraAPI();
  api.login('app', 'alice', '_no_need_token');
  await world.advance('1 s');
  api.onLoginFailed = () => undefined;

  expect(() => world.close()).toThrow(
    saying(
      'world.close: fail("LOGIN_E_FAILED") reached no handler: onLoginFailed came at 60 ms, ' +
        'before it was set. Mark a rule { optional: true } if that is fine.',
    ),
  );
});

test('close: does not mind that an optional rule was heard by nobody', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_FAILED', { optional: true });
  const api = world.createAgoraAPI();
  api.login('app', 'alice', '_no_need_token');
  await world.advance('1 s');
  api.onLoginFailed = () => undefined;

  expect(() => world.close()).not.toThrow();
});

test('close: does not mind a handler that was never set', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_FAILED');
  world.createAgoraAPI().login('app', 'alice', '_no_need_token');
  await world.advance('1 s');

  expect(() => world.close()).not.toThrow();
});

// --- misuse ----------------------------------------------------------------------------------------

const wrongFails: readonly (readonly [object, string])[] = [
  [{ every: 0 }, 'every is 0. Give a whole number, 1 or more.'],
  [{ chance: 0 }, 'chance is 0. Give a probability above 0, up to 1.'],
  [{ chance: 30 }, 'chance is 30. Give a probability above 0, up to 1.'],
  [
    { pattern: 'fail' },
    'pattern is "fail". Write x for each occasion to take and . for the others.',
  ],
  [{ pattern: 'nx' }, 'pattern is "nx". Write x for each occasion to take and . for the others.'],
  [{ pattern: 'xn' }, 'pattern is "xn". Write x for each occasion to take and . for the others.'],
  [{ pattern: 'x', every: 2 }, 'a pattern already says how often. Leave out every and times.'],
  [{ from: '10 s', until: '10 s' }, 'from 10 s until 10 s is no time at all. Give a later until.'],
  [{ chance: 'x' }, 'chance is "x". Give a probability above 0, up to 1.'],
  [{ pattern: '..' }, 'pattern is "..". Write x for each occasion to take and . for the others.'],
  [{ pattern: 'x', times: 2 }, 'a pattern already says how often. Leave out every and times.'],
  [
    { while: 'logedIn' },
    'no state of a client "logedIn". Known: loggedOut, loggingIn, loggedIn, reconnecting, ' +
      'loggingOut, notJoined, joining, joined, suspended, leaving. Did you mean "loggedIn"?',
  ],
  [{ budget: 'few' }, 'no budget "few". Known: none.'],
  [
    { on: 'login' },
    'no option "on". Known: account, peer, channel, while, from, until, nth, every, times, ' +
      'pattern, chance, budget, optional.',
  ],
  [
    { from: '1 s', until: '2 s' },
    'until is 2 s, but it is 5 s already. Give a later time, or leave it out.',
  ],
  [{ until: '5 s' }, 'until is 5 s, but it is 5 s already. Give a later time, or leave it out.'],
  [{ from: '20 s', until: '10 s' }, 'from 20 s until 10 s is no time at all. Give a later until.'],
];

test.each(wrongFails)('fail: %j cannot be, and says so whole', async (when, why) => {
  const world = createWorld();
  await world.advance('5 s');

  expect(() => world.fail('LOGIN_E_NET', when)).toThrow(
    saying(`world.fail("LOGIN_E_NET"): ${why}`),
  );
});

test('fail: a time without a unit is told the units', () => {
  expect(() => createWorld().fail('LOGIN_E_NET', { from: '3' as never })).toThrow(
    saying(
      'world.fail("LOGIN_E_NET"): from: "3" is not a duration. Give milliseconds, 0 or more, or text ' +
        'with a unit: "250 ms", "30 s", "2 min", "1 h".',
    ),
  );
});

const wrongFaults: readonly (readonly [string, object, string])[] = [
  [
    'hangs',
    {},
    'world.fault: no fault "hangs". Known: hang, late, dropRequest, dropAnswer, duplicate, ' +
      'reorder, kick. Did you mean "hang"?',
  ],
  ['hang', { on: 'lgin' }, 'world.fault("hang"): no operation "lgin". Did you mean "login"?'],
  ['hang', { on: 'push' }, 'world.fault("hang"): nobody asks for a push. Give another operation.'],
  [
    'hang',
    { on: 'message', peer: 'bob', channel: 'lobby' },
    'world.fault("hang") can never fire: no message has both a peer and a channel. Leave one out.',
  ],
  [
    'hang',
    { on: 'status', channel: 'lobby' },
    'world.fault("hang") can never fire: no request for a status has a channel. Leave channel out.',
  ],
  [
    'hang',
    { channel: 'lobby', while: 'loggedOut' },
    'world.fault("hang") can never fire: no call comes while loggedOut. It may come while loggedIn, ' +
      'notJoined, joining, joined, leaving.',
  ],
  [
    'hang',
    { peer: 'bob', while: 'loggedOut' },
    'world.fault("hang") can never fire: no call comes while loggedOut. It may come while loggedIn, ' +
      'notJoined, joining, joined, leaving.',
  ],
  ['late', {}, 'world.fault("late"): no delay. Say how late: { delay: "3 s" }.'],
  [
    'hang',
    { delay: '3 s' },
    'world.fault("hang"): delay is "3 s", but this fault takes no time. Leave it out.',
  ],
];

test.each(wrongFaults)('fault: %s %j cannot be, and says so whole', (kind, when, why) => {
  expect(() => createWorld().fault(kind as never, when)).toThrow(saying(why));
});

test.each([
  [{ few: 0 }, 'createWorld: budgets.few is 0. Give a whole number, 1 or more.'],
  [null, 'createWorld: budgets: null is not an options object. Pass one, or leave it out.'],
])('createWorld: budgets %j are refused', (budgets, why) => {
  expect(() => createWorld({ budgets: budgets as never })).toThrow(saying(why));
});
