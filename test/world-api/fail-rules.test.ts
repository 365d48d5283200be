// When a rule of world.fail applies, how often, what it leaves behind, and what close() says of one
// that never fired.
import { createWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { cast, listen, value } from '../support/cast.ts';

/** Misuse, with exactly this message. */
const saying = (message: string): unknown =>
  expect.objectContaining({ name: 'UsageError', message });

const none = '_no_need_token';

test('fail: times is how many logins fail before one succeeds', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_FAILED', { times: 2 });
  const { api, heard } = listen(world.createAgoraAPI());

  for (let n = 0; n < 3; n++) {
    api.login('app', 'alice', none);
    await world.advance('1 s');
  }

  expect(heard).toEqual([
    ['onLoginFailed', value('LOGIN_E_FAILED')],
    ['onLoginFailed', value('LOGIN_E_FAILED')],
    ['onLoginSuccess', 0, 0],
  ]);
});

test('fail: nth lets the joins before it through', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('JOINCHANNEL_E_OTHER', { nth: 2 });

  for (const channel of ['lobby', 'games', 'garden']) {
    alice.api.channelJoin(channel);
    await world.advance('1 s');
  }

  expect(
    world.trace
      .callbacks('alice')
      .flatMap(({ name, details }) =>
        name === 'onChannelJoined' || name === 'onChannelJoinFailed'
          ? [[name, details['channel']]]
          : [],
      ),
  ).toEqual([
    ['onChannelJoined', 'lobby'],
    ['onChannelJoinFailed', 'games'],
    ['onChannelJoined', 'garden'],
  ]);
});

test('fail: nth and times together are a run of failures in the middle', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('QUERYUSERNUM_E_OTHER', { nth: 2, times: 2 });

  for (let n = 0; n < 4; n++) {
    alice.api.channelQueryUserNum('lobby');
    await world.advance('1 s');
  }

  expect(alice.heard.map((call) => call[2])).toEqual([0, 500, 500, 0]);
});

test('fail: account leaves other accounts alone', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_NET', { account: 'alice' });
  const [alice, bob] = [listen(world.createAgoraAPI()), listen(world.createAgoraAPI())];

  bob.api.login('app', 'bob', none);
  alice.api.login('app', 'alice', none);
  await world.advance('1 min');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
  expect(bob.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('fail: peer leaves messages to other peers alone', async () => {
  const { world, alice } = await cast(['alice', 'bob', 'carol']);
  world.fail('SENDMESSAGE_E_OTHER', { peer: 'bob' });

  alice.api.messageInstantSend('carol', 0, 'hello', 'to carol');
  await world.advance('1 s');
  alice.api.messageInstantSend('bob', 0, 'hello', 'to bob');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onMessageSendSuccess', 'to carol'],
    ['onMessageSendError', 'to bob', value('SENDMESSAGE_E_OTHER')],
  ]);
});

test('fail: channel leaves queries of other channels alone', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('QUERYUSERNUM_E_OTHER', { channel: 'games' });

  for (const channel of ['lobby', 'games', 'garden']) {
    alice.api.channelQueryUserNum(channel);
    await world.advance('1 s');
  }

  expect(alice.heard.map((call) => call.slice(1, 3))).toEqual([
    ['lobby', value('SUCCESS')],
    ['games', value('QUERYUSERNUM_E_OTHER')],
    ['garden', value('SUCCESS')],
  ]);
});

test('fail: channel counts for a state that was reached, too', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('LEAVECHANNEL_E_KICKED', { channel: 'games' });

  alice.api.channelJoin('lobby');
  await world.advance('1 s');
  alice.api.channelJoin('games');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_BYUSER', 'LEAVECHANNEL_E_KICKED']);
});

test('fail: channel counts for requests that only onError speaks for', async () => {
  const { world, alice } = await cast(['alice']);
  const rule = world.fail('GENERAL_E_FAILED', { channel: 'games' });

  alice.api.channelSetAttr('lobby', 'topic', 'tea');
  await world.advance('1 s');
  alice.api.channelSetAttr('games', 'topic', 'chess');
  await world.advance('1 s');

  expect(alice.heard.map(([name, method, ecode]) => [name, method, ecode])).toEqual([
    ['onError', 'channelSetAttr', value('GENERAL_E_FAILED')],
  ]);
  expect(rule.fired).toBe(1);
});

test('fail: a rule spoils one of two messages in flight together', async () => {
  const { world, alice } = await cast(['alice', 'bob']);
  world.fail('SENDMESSAGE_E_OTHER');

  alice.api.messageInstantSend('bob', 0, 'one', 'm1');
  alice.api.messageInstantSend('bob', 0, 'two', 'm2');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onMessageSendError', 'm1', value('SENDMESSAGE_E_OTHER')],
    ['onMessageSendSuccess', 'm2'],
  ]);
});

test('fail: a rule for one peer spares a message to another in flight with it', async () => {
  const { world, alice } = await cast(['alice', 'bob', 'carol']);
  world.fail('SENDMESSAGE_E_OTHER', { peer: 'bob' });

  alice.api.messageInstantSend('carol', 0, 'hello', 'to carol');
  alice.api.messageInstantSend('bob', 0, 'hello', 'to bob');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onMessageSendSuccess', 'to carol'],
    ['onMessageSendError', 'to bob', value('SENDMESSAGE_E_OTHER')],
  ]);
});

test('fail: nth spares the call before it although both are in flight', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('QUERYUSERNUM_E_OTHER', { nth: 2 });

  alice.api.channelQueryUserNum('lobby');
  alice.api.channelQueryUserNum('games');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onChannelQueryUserNumResult', 'lobby', value('SUCCESS'), 0],
    ['onChannelQueryUserNumResult', 'games', value('QUERYUSERNUM_E_OTHER'), 0],
  ]);
});

test('fail: two codes for two queries in flight each come to their own', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('QUERYUSERNUM_E_TIMEOUT', { channel: 'lobby' });
  world.fail('QUERYUSERNUM_E_OTHER', { channel: 'games' });

  alice.api.channelQueryUserNum('lobby');
  alice.api.channelQueryUserNum('games');
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onChannelQueryUserNumResult', 'games', value('QUERYUSERNUM_E_OTHER'), 0],
    ['onChannelQueryUserNumResult', 'lobby', value('QUERYUSERNUM_E_TIMEOUT'), 0],
  ]);
});

test('fail: the hidden retries of one login use up one rule, not four', async () => {
  const world = createWorld();
  const rule = world.fail('LOGIN_E_NET', { times: 2 });
  const { api, heard } = listen(world.createAgoraAPI());

  api.login('app', 'alice', none);
  await world.advance('1 min');

  const attempts = world.trace.entries.filter((e) => e.kind === 'packet' && e.name === 'lookup');
  expect(attempts).toHaveLength(4);
  expect(heard).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
  expect(rule.fired).toBe(1);
});

test('fail: the line is back once the code has been delivered', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_NET');
  const { api, heard } = listen(world.createAgoraAPI());

  api.login('app', 'alice', none);
  await world.advance('1 min');
  api.login('app', 'alice', none);
  await world.advance('1 s');

  expect(heard).toEqual([
    ['onLoginFailed', 201],
    ['onLoginSuccess', 0, 0],
  ]);
  expect(world.trace.entries.filter(({ kind }) => kind === 'rule')).toEqual([
    { kind: 'rule', at: 0, client: 'alice', code: 'LOGIN_E_NET', did: 'begins' },
    { kind: 'rule', at: 1400, client: 'alice', code: 'LOGIN_E_NET', did: 'ends' },
  ]);
});

test('fail: a login made inside the handler of the code finds the line healed', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_NET', { times: 2 });
  const api = world.createAgoraAPI();
  const outcomes: string[] = [];
  api.onLoginFailed = (ecode) => {
    outcomes.push(String(ecode));
    api.login('app', 'alice', none);
  };
  api.onLoginSuccess = () => outcomes.push('in');

  api.login('app', 'alice', none);
  await world.advance('1 min');

  expect(outcomes).toEqual(['201', '201', 'in']);
});

test('fail: a token that a rule judged expired stays so, a new one is good', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_TOKENEXPIRED');
  const { api, heard } = listen(world.createAgoraAPI());
  const old = world.service.issueToken({ account: 'alice' });

  for (const token of [old, old, world.service.issueToken({ account: 'alice', expiresInS: 60 })]) {
    api.login('app', 'alice', token);
    await world.advance('1 s');
  }

  expect(heard).toEqual([
    ['onLoginFailed', 204],
    ['onLoginFailed', 204],
    ['onLoginSuccess', 0, 0],
  ]);
});

test('fail: two rules for one code run one after the other', async () => {
  const { world, alice } = await cast(['alice']);
  const rules = [world.fail('QUERYUSERNUM_E_OTHER'), world.fail('QUERYUSERNUM_E_OTHER')];

  for (let n = 0; n < 3; n++) {
    alice.api.channelQueryUserNum('lobby');
    await world.advance('1 s');
  }

  expect(alice.heard.map((call) => call[2])).toEqual([500, 500, 0]);
  expect(rules.map(({ fired }) => fired)).toEqual([1, 1]);
});

test('fail: two codes for one occasion take turns, the one made first going first', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_FAILED');
  world.fail('LOGIN_E_OTHER');
  const { api, heard } = listen(world.createAgoraAPI());

  for (let n = 0; n < 3; n++) {
    api.login('app', 'alice', none);
    await world.advance('1 s');
  }

  expect(heard).toEqual([
    ['onLoginFailed', 202],
    ['onLoginFailed', 200],
    ['onLoginSuccess', 0, 0],
  ]);
});

test('fail: a call that the client refuses by itself does not stop the rule for good', async () => {
  const world = createWorld();
  world.fail('QUERYUSERNUM_E_OTHER');
  const { api, heard } = listen(world.createAgoraAPI());

  api.channelQueryUserNum('lobby'); // Too early: 1003, nothing goes out.
  api.login('app', 'alice', none);
  await world.advance('1 s');
  api.channelQueryUserNum('lobby');
  await world.advance('1 s');

  expect(heard.at(-1)).toEqual(['onChannelQueryUserNumResult', 'lobby', 500, 0]);
});

test('fail: a rule at a login without an account throws nothing at the application', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_NET', { optional: true });
  const { api, heard } = listen(world.createAgoraAPI());

  expect(() => api.login('app', '', none)).not.toThrow();
  await world.advance('1 min');

  expect(heard).toEqual([['onLoginFailed', value('LOGIN_E_INVALID_USER')]]);
});

test('GENERAL_E_FAILED: world.fail reaches every function of invoke', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('GENERAL_E_FAILED');

  alice.api.invoke('io.agora.signal.channel_query_num', '{"name":"lobby"}', 'c1');
  await world.advance('1 s');

  expect(alice.heard.map(([name, method, ecode]) => [name, method, ecode])).toEqual([
    ['onError', 'invoke', value('GENERAL_E_FAILED')],
    ['onInvokeRet', 'c1', 'GENERAL_E_FAILED'],
  ]);
});

test('fail: a call that a rule makes is marked so in the trace', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_CANCEL');
  const { api } = listen(world.createAgoraAPI());

  api.login('app', 'alice', none);
  await world.advance('1 s');

  expect(world.trace.entries.filter(({ kind }) => kind === 'call')).toEqual([
    { kind: 'call', at: 0, client: 'alice', method: 'login', args: ['app', 'alice', none] },
    { kind: 'call', at: 0, client: 'alice', method: 'logout', args: [], by: 'rule' },
  ]);
});

// --- rules that never fired ----------------------------------------------------------------------

test('close: names a rule whose occasion never came', () => {
  const world = createWorld();
  world.fail('LOGIN_E_NET', { account: 'alice' });

  expect(() => world.close()).toThrow(
    saying(
      'world.close: fail("LOGIN_E_NET", {"account":"alice"}) fired 0 of 1: no login() by alice. ' +
        'Mark a rule { optional: true } if that is fine.',
    ),
  );
});

test('close: says how many occasions there were, of how many', async () => {
  const { world, alice } = await cast(['alice']);
  world.fail('JOINCHANNEL_E_OTHER', { nth: 3 });
  world.fail('QUERYUSERNUM_E_OTHER', { times: 2 });

  alice.api.channelJoin('lobby');
  alice.api.channelQueryUserNum('lobby');
  await world.advance('1 s');

  expect(() => world.close()).toThrow(
    saying(
      'world.close: fail("JOINCHANNEL_E_OTHER", {"nth":3}) fired 0 of 1: only 1 channelJoin(); ' +
        'fail("QUERYUSERNUM_E_OTHER", {"times":2}) fired 1 of 2: only 1 channelQueryUserNum(). ' +
        'Mark a rule { optional: true } if that is fine.',
    ),
  );
});

test('close: says that a cause is under way', async () => {
  const { world, alice } = await cast(['alice', 'bob']);
  world.fail('INVITE_E_OTHER');

  alice.api.channelInviteUser('lobby', 'bob');
  await world.advance('5 s');

  expect(() => world.close()).toThrow(
    saying(
      'world.close: fail("INVITE_E_OTHER") fired 0 of 1: ' +
        'its cause was started, but the code has not been delivered yet. ' +
        'Mark a rule { optional: true } if that is fine.',
    ),
  );
});

test.each([
  ['LOGOUT_E_NET', 'no successful login'],
  ['LEAVECHANNEL_E_KICKED', 'no channel joined'],
  ['SENDMESSAGE_E_OTHER', 'no message'],
  ['INVITE_E_NET', 'no invitation'],
  ['GENERAL_E_FAILED', 'no request for attributes, status or membership'],
] as const)('%s: close calls its occasion by name: %s', (code, why) => {
  const world = createWorld();
  world.fail(code);

  expect(() => world.close()).toThrow(
    saying(
      `world.close: fail("${code}") fired 0 of 1: ${why}. ` +
        'Mark a rule { optional: true } if that is fine.',
    ),
  );
});

test('close: does not mind an optional rule that never fired', () => {
  const world = createWorld();
  world.fail('LOGIN_E_NET', { optional: true });

  expect(() => world.close()).not.toThrow();
});

test('close: complains once; a second close is quiet', () => {
  const world = createWorld();
  world.fail('LOGIN_E_NET');

  expect(() => world.close()).toThrow('fired 0 of 1');
  expect(() => world.close()).not.toThrow();
});

// --- misuse ----------------------------------------------------------------------------------------

test('fail: a misspelt code is told the nearest one', () => {
  const world = createWorld();

  expect(() => world.fail('LOGIN_E_NETT' as never)).toThrow(
    saying(
      'world.fail: "LOGIN_E_NETT" is not a documented code. Did you mean "LOGIN_E_NET"? ' +
        'npx sigsim codes lists all 42.',
    ),
  );
  expect(() => world.fail('invite_e_timeout' as never)).toThrow(
    saying(
      'world.fail: "invite_e_timeout" is not a documented code. Did you mean "INVITE_E_TIMEOUT"? ' +
        'npx sigsim codes lists all 42.',
    ),
  );
});

test.each([
  [undefined, 'undefined'],
  [201, '201'],
  ['', '""'],
  ['toString', '"toString"'],
])('fail: %s is not a documented code and resembles none', (code, shown) => {
  const world = createWorld();

  expect(() => world.fail(code as never)).toThrow(
    saying(`world.fail: ${shown} is not a documented code. npx sigsim codes lists all 42.`),
  );
});

test.each([
  [{ acount: 'alice' }, 'no option "acount". Did you mean "account"?'],
  [{ nth: 0 }, 'nth is 0. Give a whole number, 1 or more.'],
  [{ nth: 1.5 }, 'nth is 1.5. Give a whole number, 1 or more.'],
  [{ times: -1 }, 'times is -1. Give a whole number, 1 or more.'],
  [{ times: Number.POSITIVE_INFINITY }, 'times is Infinity. Give a whole number, 1 or more.'],
  [{ times: '2' }, 'times is "2". Give a whole number, 1 or more.'],
  [{ account: '' }, 'account is "". Give a name.'],
  [{ peer: 5 }, 'peer is 5. Give a name.'],
])('fail: option %o is refused', (when, why) => {
  const world = createWorld();

  expect(() => world.fail('LOGIN_E_NET', when as never)).toThrow(
    saying(`world.fail("LOGIN_E_NET"): ${why}`),
  );
});
