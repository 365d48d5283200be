// The native double: logging in and out, what getStatus says on the way, and handlers.
import { createWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { callbackNames } from '../../../src/sdk/native/callbacks.ts';
import { cast, listen, value } from '../../support/cast.ts';

const none = '_no_need_token';

/** Bytes of a name: n times an ASCII letter. */
const letters = (n: number): string => 'a'.repeat(n);

/** Logs in with these arguments and gives what comes of it. */
async function loginWith(appId: unknown, account: unknown, token: unknown): Promise<unknown[][]> {
  const world = createWorld();
  const { api, heard } = listen(world.createAgoraAPI());
  api.login(appId as string, account as string, token as string);
  await world.advance('1 min');
  return heard;
}

test('native: a fresh double has every callback, unset', () => {
  const api = createWorld().createAgoraAPI();

  expect(callbackNames.map((name) => api[name])).toEqual(callbackNames.map(() => null));
});

test('native: login answers later with uid and fd', async () => {
  const world = createWorld();
  const { api, heard } = listen(world.createAgoraAPI());

  api.login('app', 'alice', none, 0, '');
  expect(heard).toEqual([]);
  await world.advance('1 s');

  expect(heard).toEqual([['onLoginSuccess', 0, 0]]);
});

test.each([
  ['128 bytes', letters(128)],
  ['42 Chinese characters and two letters, 128 bytes', `${'中'.repeat(42)}ab`],
  ['32 emoji, 128 bytes', '😀'.repeat(32)],
  ['one character', 'a'],
  ['punctuation', '!#$%&()+-:;<=.>?@[]^_{}|~,'],
])('native: an account of %s is in', async (_, account) => {
  expect(await loginWith('app', account, none)).toEqual([['onLoginSuccess', 0, 0]]);
});

test.each([
  ['129 bytes', letters(129)],
  ['43 Chinese characters, 129 bytes', '中'.repeat(43)],
  ['33 emoji, 132 bytes', '😀'.repeat(33)],
  ['nothing', ''],
  ['a space', 'a lice'],
  ['a space at its end', 'alice '],
  ['a no-break space', 'a\u00A0lice'],
  ['an ideographic space', '小\u3000明'],
  ['a zero-width space', 'a\u200Blice'],
  ['a zero-width joiner', 'a\u200Dlice'],
  ['a byte order mark', '\uFEFFalice'],
  ['a line break', 'a\nlice'],
  ['a NUL', 'a\0lice'],
  ['half a surrogate pair', 'a\uD83Dlice'],
  ['undefined', undefined],
  ['null', null],
  ['a number', 5],
])('LOGIN_E_INVALID_USER: an account of %s', async (_, account) => {
  expect(await loginWith('app', account, none)).toEqual([
    ['onLoginFailed', value('LOGIN_E_INVALID_USER')],
  ]);
});

test.each([
  ['no App ID', '', none],
  ['an App ID of null', null, none],
  ['no token', 'app', ''],
  ['a token of undefined', 'app', undefined],
  ['a token that is a number', 'app', 5],
])('LOGIN_E_NET: %s', async (_, appId, token) => {
  expect(await loginWith(appId, 'alice', token)).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
});

test('LOGIN_E_INVALID_USER: the account is looked at before App ID and token', async () => {
  expect(await loginWith('', 'a lice', '')).toEqual([
    ['onLoginFailed', value('LOGIN_E_INVALID_USER')],
  ]);
});

test.each([['nonsense'], ['1:app:123:0'], ['1:other:1600000000:00000000000000000000000000000000']])(
  'LOGIN_E_TOKENWRONG: the token %s goes to the service, which refuses it',
  async (token) => {
    expect(await loginWith('app', 'alice', token)).toEqual([
      ['onLoginFailed', value('LOGIN_E_TOKENWRONG')],
    ]);
  },
);

test('native: getStatus and isOnline in every state of a session', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  const seen: unknown[] = [];
  const look = (): unknown => seen.push([api.client.state, api.getStatus(), api.isOnline()]);

  look();
  api.login('app', 'alice', none);
  for (let n = 0; n < 3; n++) {
    look();
    await world.advance(20);
  }
  look();
  world.network.cut('alice');
  look();
  world.network.restore('alice');
  await world.advance('1 s');
  look();
  api.logout();
  look();
  await world.advance('1 s');
  look();

  expect(seen).toEqual([
    ['loggedOut', 0, 0],
    ['loggingIn.resolving', 1, 0],
    ['loggingIn.connecting', 1, 0],
    ['loggingIn.authenticating', 1, 0],
    ['loggedIn', 2, 1],
    ['reconnecting.backoff', 3, 0],
    ['loggedIn', 2, 1],
    ['loggingOut.plain', 2, 1],
    ['loggedOut', 0, 0],
  ]);
});

test('native: onReconnecting counts from 1, onReconnected gives an fd', async () => {
  const { world, alice } = await cast(['alice']);

  world.network.cut('alice');
  await world.advance('300 ms');
  world.network.restore('alice');
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onReconnecting', 1],
    ['onReconnecting', 2],
    ['onReconnected', 0],
  ]);
});

test('native: login2 sets the number of retries', async () => {
  const world = createWorld();
  world.network.cut('alice');
  const { api, heard } = listen(world.createAgoraAPI());

  api.login2('app', 'alice', none, 0, '', 30, 1);
  await world.advance('1 min');

  const lookups = world.trace.entries.filter((e) => e.kind === 'packet' && e.name === 'lookup');
  expect(lookups.map(({ at }) => at)).toEqual([0, 200]);
  expect(heard).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
});

test('native: login2 sets the seconds within which the retries must succeed', async () => {
  const world = createWorld();
  world.network.cut('alice');
  const { api, heard } = listen(world.createAgoraAPI());

  api.login2('app', 'alice', none, 0, '', 5, 100);
  await world.advance('4999 ms');
  expect(heard).toEqual([]);
  await world.advance('1 ms');

  expect(heard).toEqual([['onLoginFailed', value('LOGIN_E_NET')]]);
});

test('LOGIN_E_ALREADY_LOGIN: comes to onLoginFailed, and the session stays', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.login('app', 'alice', none);
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onLoginFailed', value('LOGIN_E_ALREADY_LOGIN')]]);
  expect(alice.api.getStatus()).toBe(2);
});

test('native: login right after logout is answered after the logout', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.logout();
  alice.api.login('app', 'alice', none);
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onLogout', value('LOGOUT_E_USER')],
    ['onLoginSuccess', 0, 0],
  ]);
});

test('native: a login remembered during logout is the new account in everything', async () => {
  const { world, alice } = await cast(['alice']);
  const { api, heard } = alice;
  api.setAttr('mood', 'old');
  await world.advance('1 s');

  api.logout();
  api.login('app', 'bob', none);
  await world.advance('1 s');
  api.getAttr('mood');
  await world.advance('1 s');
  world.network.cut('bob');
  await world.advance('10 s');

  expect(heard).toContainEqual(['onUserAttrResult', 'bob', 'mood', '']);
  expect(heard.at(-1)).toEqual(['onLogout', value('LOGOUT_E_NET')]);
});

test('native: a login remembered during logout is a new login, and kicks like one', async () => {
  const { world, alice } = await cast(['alice']);
  const other = listen(world.createAgoraAPI({ name: 'alice elsewhere' }));

  alice.api.logout();
  alice.api.login('app', 'alice', none);
  other.api.login('app', 'alice', none); // Gets in first: it need not wait for a logout.
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onLogout', value('LOGOUT_E_USER')],
    ['onLoginSuccess', 0, 0],
  ]);
  expect(other.heard).toEqual([
    ['onLoginSuccess', 0, 0],
    ['onLogout', value('LOGOUT_E_KICKED')],
  ]);
});

test('native: a login that follows an unanswered logout leaves no ghost behind', async () => {
  const { world, alice } = await cast(['alice']);
  world.service.silence('logout');

  alice.api.logout();
  alice.api.login('app', 'bob', none);
  await world.advance('10 min');

  expect(world.service.online).toEqual(['bob']);
});

test('native: a handler that is set late hears what comes after it', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  const codes: number[] = [];

  api.login('app', 'alice', none);
  await world.advance('1 s');
  api.onLogout = (ecode) => codes.push(ecode);
  api.logout();
  await world.advance('1 s');

  expect(codes).toEqual([value('LOGOUT_E_USER')]);
});

test('native: a handler set between a call and its answer hears the answer', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  const codes: number[] = [];

  api.logout();
  api.onLogout = (ecode) => codes.push(ecode);
  await world.advance(0);

  expect(codes).toEqual([value('LOGOUT_E_ALREADY_LOGOUT')]);
});

test('native: a handler that is null, or no function, is skipped and the trace says so', async () => {
  const world = createWorld();
  const api = world.createAgoraAPI();
  api.onLoginSuccess = null;
  api.onLogout = 'not a function' as never;

  api.login('app', 'alice', none);
  await world.advance('1 s');
  api.logout();
  await world.advance('1 s');

  expect(world.trace.callbacks('alice').map(({ name, handled }) => [name, handled])).toEqual([
    ['onLoginSuccess', false],
    ['onLogout', false],
  ]);
  expect(world.errors).toEqual([]);
});

test('native: getSdkVersion is the version that it was made with', () => {
  const world = createWorld();

  expect(world.createAgoraAPI().getSdkVersion()).toBe('1.4.4');
  expect(world.createAgoraAPI({ version: '1.3.0' }).getSdkVersion()).toBe('1.3.0');
});

test('native: two doubles of one account have names of their own in the trace', async () => {
  const world = createWorld();
  const [one, two] = [world.createAgoraAPI(), world.createAgoraAPI()];

  one.login('app', 'alice', none);
  two.login('app', 'alice', none);
  await world.advance('1 s');

  expect([one.client.name, two.client.name]).toEqual(['alice', 'alice#2']);
});

test('native: one account under two App IDs is two people', async () => {
  const world = createWorld();
  const [one, two] = [listen(world.createAgoraAPI()), listen(world.createAgoraAPI())];

  one.api.login('app', 'alice', none);
  two.api.login('other app', 'alice', none);
  await world.advance('1 s');

  expect([one.heard, two.heard]).toEqual([[['onLoginSuccess', 0, 0]], [['onLoginSuccess', 0, 0]]]);
});
