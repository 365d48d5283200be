// Who may come in: names, tokens, bans, versions; and what becomes of those who are in already.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createWorld, type ClientOptions, type WorldOptions } from 'sigsim';
import { cast, listen, value } from '../support/cast.ts';

const noToken = '_no_need_token';

/** A world with one client that nobody has logged in yet. */
function outside(options: WorldOptions = {}, client: ClientOptions = {}) {
  const world = createWorld(options);
  return { world, alice: listen(world.createAgoraAPI(client)) };
}

test.each([
  ['is empty', ''],
  ['has a space', 'alice smith'],
  ['has 129 bytes', 'a'.repeat(129)],
  ['has 129 bytes in 43 characters', '文'.repeat(43)],
  ['has a character that cannot be seen', 'ali\u200bce'],
])('LOGIN_E_INVALID_USER: an account that %s', async (_what, account) => {
  const { world, alice } = outside();

  alice.api.login('app', account, noToken);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_INVALID_USER')]]);
  expect(world.trace.entries.filter(({ kind }) => kind === 'packet')).toEqual([]);
});

test.each([
  ['an App ID that is empty', '', noToken],
  ['a token that is empty', 'app', ''],
  ['a token that is missing', 'app', undefined as unknown as string],
])('LOGIN_E_NET: %s is found without the network', async (_what, appId, token) => {
  const { world, alice } = outside();

  alice.api.login(appId, 'alice', token);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
  expect(world.trace.entries.filter(({ kind }) => kind === 'packet')).toEqual([]);
});

test('credentials: the account is looked at before the token', async () => {
  const { world, alice } = outside();

  alice.api.login('', '', '');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_INVALID_USER')]]);
});

test('credentials: an account of 128 bytes comes in', async () => {
  const { world, alice } = outside();

  alice.api.login('app', 'a'.repeat(128), noToken);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('LOGIN_E_TOKENEXPIRED: a token issued in the past', async () => {
  const { world, alice } = outside();

  alice.api.login('app', 'alice', world.service.issueToken({ account: 'alice', expiresInS: -1 }));
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_TOKENEXPIRED')]]);
});

test('LOGIN_E_TOKENEXPIRED: a token whose time has come', async () => {
  const { world, alice } = outside();
  const token = world.service.issueToken({ account: 'alice', expiresInS: 60 });
  await world.advance('60 s');

  alice.api.login('app', 'alice', token);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_TOKENEXPIRED')]]);
});

test.each([
  ['for another account', { account: 'bob' }],
  ['for another App ID', { account: 'alice', appId: 'other app' }],
])('LOGIN_E_TOKENWRONG: a token %s', async (_whose, claim) => {
  const { world, alice } = outside();

  alice.api.login('app', 'alice', world.service.issueToken(claim));
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_TOKENWRONG')]]);
});

test.each(['x', '1:app:60:abc', '1:app:1561939260:00000000000000000000000000000000'])(
  'LOGIN_E_TOKENWRONG: a token that reads %s',
  async (token) => {
    const { world, alice } = outside();

    alice.api.login('app', 'alice', token);
    await world.advance('1 s');

    expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_TOKENWRONG')]]);
  },
);

test.each([
  [59_999, []],
  [60_000, ['LOGIN_E_TOKENEXPIRED']],
])('credentials: a token of 60 s that arrives after %d ms gives %j', async (ms, codes) => {
  const { world, alice } = outside({ network: { latencyMs: 0 } });
  const token = world.service.issueToken({ account: 'alice', expiresInS: 60 });
  await world.advance(ms);

  alice.api.login('app', 'alice', token);
  await world.advance(0);

  expect(world.trace.codes('alice')).toEqual(codes);
});

test('LOGIN_E_TOKENWRONG: a token signed before the certificate changed', async () => {
  const { world, alice } = outside();
  const token = world.service.issueToken({ account: 'alice' });

  world.service.rotateCertificate();
  alice.api.login('app', 'alice', token);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_TOKENWRONG')]]);
});

test('credentials: a token of the own token server comes in', async () => {
  const [one, other] = [outside({ certificate: 'tea' }), outside({ certificate: 'tea' })];

  other.alice.api.login('app', 'alice', one.world.service.issueToken({ account: 'alice' }));
  await other.world.advance('1 s');

  expect(other.alice.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('credentials: a token that runs out throws nobody out', async () => {
  const { world, alice } = outside();

  alice.api.login('app', 'alice', world.service.issueToken({ account: 'alice', expiresInS: 60 }));
  await world.advance('1 h');

  expect(alice.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test('LOGOUT_E_TOKENEXPIRED: a token that ran out is found on coming back', async () => {
  const { world, alice } = outside();
  alice.api.login('app', 'alice', world.service.issueToken({ account: 'alice', expiresInS: 60 }));
  await world.advance('61 s');

  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LOGOUT_E_TOKENEXPIRED']);
});

test('LOGOUT_E_TOKENEXPIRED: pushed at the very second where the world says so', async () => {
  const { world, alice } = outside({ pushTokenExpiry: true });
  alice.api.login('app', 'alice', world.service.issueToken({ account: 'alice', expiresInS: 60 }));
  await world.advance('1 s');
  alice.api.channelJoin('lobby');

  await world.advance('59 s');
  expect(world.trace.codes('alice')).toEqual([]);
  await world.advance(10); // On its way to alice.

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_LOGOUT', 'LOGOUT_E_TOKENEXPIRED']);
});

test('LOGOUT_E_TOKENEXPIRED: pushed to whoever had to show no token, too', async () => {
  const { world, alice } = await cast(['alice'], { pushTokenExpiry: true });

  world.service.expireToken('alice');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLogout', value('LOGOUT_E_TOKENEXPIRED')]]);
});

test('credentials: one who logged out in time hears of no expiry', async () => {
  const { world, alice } = outside({ pushTokenExpiry: true });
  alice.api.login('app', 'alice', world.service.issueToken({ account: 'alice', expiresInS: 60 }));
  await world.advance('1 s');

  alice.api.logout();
  await world.advance('5 min');

  expect(alice.heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_USER')]);
});

test.each([
  ['LOGOUT_E_TOKENWRONG', true],
  ['LOGOUT_E_OTHER', false],
] as const)('%s: the certificate changed meanwhile (legacy: %s)', async (code, legacy) => {
  const { world, alice } = outside({ legacy });
  alice.api.login('app', 'alice', world.service.issueToken({ account: 'alice' }));
  await world.advance('1 s');

  world.service.rotateCertificate();
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual([code]);
});

test('LOGIN_E_INVALID_USER: an account that is banned', async () => {
  const { world, alice } = outside();
  world.service.ban('alice');

  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_INVALID_USER')]]);
});

test('credentials: a ban throws nobody out before the next login', async () => {
  const { world, alice } = await cast(['alice']);
  alice.api.channelJoin('lobby');

  world.service.ban('alice');
  await world.advance('1 h');
  expect(world.trace.codes('alice')).toEqual([]);
  world.network.cut('alice');
  world.network.restore('alice');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_LOGOUT', 'LOGOUT_E_OTHER']);
});

test('credentials: an account whose ban is taken back comes in', async () => {
  const { world, alice } = outside();

  world.service.ban('alice');
  world.service.unban('alice');
  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test.each([
  ['LOGIN_E_OLDVERSION', true],
  ['LOGIN_E_FAILED', false],
] as const)('%s: a client too old (legacy: %s)', async (code, legacy) => {
  const { world, alice } = outside({ legacy }, { version: '1.3.9' });
  world.service.requireVersion('1.4.0');

  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value(code)]]);
});

test.each([
  ['LOGOUT_E_OLDVERSION', true],
  ['LOGOUT_E_OTHER', false],
] as const)('%s: a client becomes too old while online (legacy: %s)', async (code, legacy) => {
  const { world, alice } = await cast(['alice'], { legacy });
  alice.api.channelJoin('lobby');
  await world.advance('1 s');

  world.service.requireVersion('2');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LEAVECHANNEL_E_LOGOUT', code]);
});

test.each([
  ['LOGOUT_E_OLDVERSION', true],
  ['LOGOUT_E_OTHER', false],
] as const)('%s: a client became too old while away (legacy: %s)', async (code, legacy) => {
  const { world } = await cast(['alice'], { legacy });

  world.network.cut('alice');
  world.service.requireVersion('2');
  world.network.restore('alice');
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual([code]);
});

test('credentials: versions compare number by number', async () => {
  const { world, alice } = outside({}, { version: '1.10.0' });
  world.service.requireVersion('1.9');

  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test.each([
  ['1.4.0', '1.4', true],
  ['1.4', '1.4.0', true],
  ['1.4.0.1', '1.4.0', true],
  ['1.4.0', '1.4.0.1', false],
  ['2', '1.99', true],
  ['1.99', '2', false],
  ['10.0', '9', true],
])('credentials: where the version must be %s, then %s comes in: %s', async (own, least, comes) => {
  const { world, alice } = outside({}, { version: own });
  world.service.requireVersion(least);

  alice.api.login('app', 'alice', noToken);
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(comes ? [] : ['LOGIN_E_FAILED']);
});

test.each(['v1.4.4', '1.4.4-beta', '1..4', '', '.4'])(
  'credentials: %j is not a version that could be required',
  (version) => {
    const { world } = outside();

    expect(() => world.service.requireVersion(version)).toThrow(/is not a version/);
  },
);

test.each([
  ['tea', []],
  ['coffee', ['LOGIN_E_TOKENWRONG']],
])(
  'credentials: a token that an own server signed with tea, in a world of %s',
  async (certificate, codes) => {
    const { world, alice } = outside({ certificate });
    const digest = createHash('md5').update('aliceapptea4102444800').digest('hex');

    alice.api.login('app', 'alice', `1:app:4102444800:${digest}`);
    await world.advance('1 s');

    expect(world.trace.codes('alice')).toEqual(codes);
  },
);

test('credentials: the seconds of a token run from when it was issued', async () => {
  const { world, alice } = outside();
  await world.advance('1 h');
  const token = world.service.issueToken({ account: 'alice', expiresInS: 60 });
  await world.advance('50 s');

  alice.api.login('app', 'alice', token);
  await world.advance('1 s');
  alice.api.logout();
  await world.advance('10 s');
  alice.api.login('app', 'alice', token);
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LOGOUT_E_USER', 'LOGIN_E_TOKENEXPIRED']);
});

test('credentials: a token issued in the second in which all were spoilt is a fresh one', async () => {
  const { world, alice } = outside();
  const old = world.service.issueToken({ account: 'alice' });
  world.service.expireToken('alice');
  const fresh = world.service.issueToken({ account: 'alice' });

  alice.api.login('app', 'alice', old);
  await world.advance('1 s');
  alice.api.login('app', 'alice', fresh);
  await world.advance('1 s');

  expect(fresh).not.toBe(old);
  expect(alice.heard).toEqual([
    ['onLoginFailed', value('LOGIN_E_TOKENEXPIRED')],
    ['onLoginSuccess', 0, 0],
  ]);
});

test('credentials: every token that an account has is spoilt, and of no other', async () => {
  const { world, alice } = outside();
  const bob = listen(world.createAgoraAPI());
  const [one, two] = [10, 20].map((expiresInS) =>
    world.service.issueToken({ account: 'alice', expiresInS: expiresInS * 1000 }),
  );
  const other = world.service.issueToken({ account: 'bob' });
  world.service.expireToken('alice');

  for (const token of [one, two]) {
    alice.api.login('app', 'alice', token ?? '');
    await world.advance('1 s');
  }
  bob.api.login('app', 'bob', other);
  await world.advance('1 s');

  expect(world.trace.codes('alice')).toEqual(['LOGIN_E_TOKENEXPIRED', 'LOGIN_E_TOKENEXPIRED']);
  expect(bob.heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test.each(['login', 'login2'] as const)(
  'tokens: a project that needs them refuses _no_need_token with 206 (%s)',
  async (method) => {
    const world = createWorld({ tokens: 'required' });
    const { api, heard } = listen(world.createAgoraAPI());
    const login = (token: string): void => {
      if (method === 'login') api.login('app', 'alice', token);
      else api.login2('app', 'alice', token, 0, '', 30, 3);
    };
    login('_no_need_token');
    await world.advance('1 s');
    login(world.service.issueToken({ account: 'alice' }));
    await world.advance('1 s');

    expect(heard).toEqual([
      ['onLoginFailed', value('LOGIN_E_TOKENWRONG')],
      ['onLoginSuccess', 0, 0],
    ]);
  },
);

test('tokens: the web shape is refused so, too, and a project that needs none lets it in', async () => {
  const heard: unknown[] = [];
  for (const tokens of ['required', 'optional'] as const) {
    const world = createWorld({ tokens });
    const session = world.Signal('app').login('alice', '_no_need_token');
    session.onLoginFailed = (ecode) => void heard.push(ecode);
    session.onLoginSuccess = () => void heard.push('in');
    await world.advance('1 s');
  }

  expect(heard).toEqual([206, 'in']);
});
