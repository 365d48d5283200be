// wire-protocol.md 4 and 10: how a login ends, and in which of its ways nobody is told.
import { expect, test } from 'vitest';
import type { Frame } from '../../src/wire/frame.ts';
import type { SignalingWorld } from 'sigsim';
import { Phone, phones } from '../support/wire.ts';

/** Answers logins with this instead. */
const answering = (world: SignalingWorld, ...frames: readonly Frame[]): (() => void) =>
  world.wire.tap(({ from, frame: [event] }) =>
    from === 'service' && event === 'login_ret' ? frames : undefined,
  );

const refusal = (reason: string): Frame => [
  'login_ret',
  ['', JSON.stringify({ result: 'failed', reason })],
];

test('a good login: onLoginSuccess with the number of the account, state 2, a line', async () => {
  const { world, alice } = phones(['alice']);
  const session = alice.login('alice');

  await world.advance('1 s');

  expect(alice.heard).toEqual(['onLoginSuccess 1001']);
  expect([session.state, session.uid, session.line]).toEqual([2, 1001, '1']);
});

test.each([
  ['kick', 207],
  ['TokenErrorExpired', 204],
  ['TokenErrorWhatever', 206],
  ['wrong account name', 209],
  ['busy', 201],
  ['', 201],
])('L:%s: the reason "%s" is told as %i', async (reason, code) => {
  const { world, alice } = phones(['alice']);
  answering(world, refusal(reason));
  const session = alice.login('alice');

  await world.advance('1 min');

  expect([alice.heard, session.state]).toEqual([[`onLoginFailed ${code}`], 0]);
});

test.each([
  ['LOGIN_E_NET', 201],
  ['LOGIN_E_TOKENEXPIRED', 204],
  ['LOGIN_E_TOKENWRONG', 206],
  ['LOGIN_E_TOKEN_KICKED', 207],
  ['LOGIN_E_INVALID_USER', 209],
  ['LOGIN_E_FAILED', 201],
] as const)('world.fail(%s) reaches the application as %i', async (code, number) => {
  const { world, alice } = phones(['alice']);
  world.fail(code);
  alice.login('alice');

  await world.advance('1 min');

  expect(alice.heard).toEqual([`onLoginFailed ${number}`]);
  world.close();
});

test('a refusal without any reason: no callback, state 1 for ever', async () => {
  const { world, alice } = phones(['alice']);
  answering(world, ['login_ret', ['', '{"result":"failed"}']]);
  const session = alice.login('alice');

  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([[], 1]);
});

test('a garbled reply: an uncaught exception, state 1 for ever', async () => {
  const { world, alice } = phones(['alice']);
  world.service.garble('login');
  const session = alice.login('alice');

  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([[], 1]);
  expect(world.errors.map((error) => (error as Error).name)).toEqual(['SyntaxError']);
});

test('C8: without a handler for it, a refused login stays in state 1', async () => {
  const { world, alice } = phones(['alice']);
  world.fail('LOGIN_E_TOKENWRONG');
  const session = alice.login('alice');
  Object.assign(session, { onLoginFailed: '' });

  await world.advance('1 h');

  expect(session.state).toBe(1);
});

test('a login that is never answered: state 1 for ever', async () => {
  const { world, alice } = phones(['alice']);
  world.service.silence('login');
  const session = alice.login('alice');

  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([[], 1]);
});

test('C9: logout() during a login ends it without a word', async () => {
  const { world, alice } = phones(['alice']);
  const session = alice.login('alice');

  session['logout']?.();
  await world.advance('1 h');

  expect([alice.heard, session.state]).toEqual([[], 0]);
});

test('C10: a good answer that comes after such a logout() raises the session from the dead', async () => {
  const { world, alice } = phones(['alice']);
  const session = alice.login('alice');
  await world.advance('50 ms'); // The login is at the service.

  session['logout']?.();
  expect(session.state).toBe(0);
  await world.advance('1 s');

  expect([alice.heard, session.state]).toEqual([['onLoginSuccess 1001'], 2]);
});

test('C11: before the socket is open a session can only log out and say its status', async () => {
  const { world, alice } = phones(['alice']);
  const session = alice.login('alice');
  const methods = ['messageInstantSend', 'channelJoin', 'channelInviteUser2', 'invoke'];

  expect(methods.map((name) => typeof session[name])).toEqual(methods.map(() => 'undefined'));
  await world.advance('1 s');
  expect(methods.map((name) => typeof session[name])).toEqual(methods.map(() => 'function'));
});

test.each(['kick', '_close'])(
  'C13: a %s frame during a login ends it without a word',
  async (event) => {
    const { world, alice } = phones(['alice']);
    answering(world, [event, '']);
    const session = alice.login('alice');

    await world.advance('1 h');

    expect([alice.heard, session.state]).toEqual([[], 0]);
  },
);

test('a close frame during a login: 201', async () => {
  const { world, alice } = phones(['alice']);
  answering(world, ['close', '']);
  alice.login('alice');

  await world.advance('1 min');

  expect(alice.heard).toEqual(['onLoginFailed 201']);
});

test('C14: without XMLHttpRequest the login goes well, and the error of the telemetry escapes', async () => {
  const { world } = phones([]);
  const alice = new Phone(world, { globals: { XMLHttpRequest: undefined } });
  alice.signal['setup_debugging']?.('ap_url', 'ws://127.0.0.1:8001/');
  const session = alice.login('alice');

  await world.advance('1 min');

  expect([alice.heard, session.state]).toEqual([['onLoginSuccess 1001'], 2]);
  expect(world.errors.map((error) => (error as Error).name)).toContain('TypeError');
});

test('E16: an account that is no text goes as JSON', async () => {
  const { world, alice, bob } = phones(['alice', 'bob']);
  alice.login(42);
  const session = bob.login('bob');
  await world.advance('1 s');

  session['messageInstantSend']?.('42', 'hello');
  await world.advance('1 s');

  expect(alice.heard).toEqual(['onLoginSuccess 1001', 'onMessageInstantReceive bob 0 hello']);
});

test('D23: a session is used once; another login() gives another', async () => {
  const { world, alice } = phones(['alice']);
  const first = alice.login('alice');
  await world.advance('1 s');
  first['logout']?.();
  await world.advance('1 s');

  const second = alice.login('alice');
  await world.advance('1 s');

  expect(alice.heard).toEqual(['onLoginSuccess 1001', 'onLogout 101', 'onLoginSuccess 1001']);
  expect([first.state, second.state]).toEqual([0, 2]);
});

test('H16: a second login() is not ignored: a second session, and the first one is kicked', async () => {
  const { world, alice } = phones(['alice']);
  const first = alice.login('alice');
  await world.advance('1 s');

  const second = alice.login('alice');
  await world.advance('1 s');

  expect(alice.heard).toEqual(['onLoginSuccess 1001', 'onLogout 103', 'onLoginSuccess 1001']);
  expect([first.state, second.state]).toEqual([0, 2]);
});

test('a token of the service is judged: expired 204, of another account 206', async () => {
  const { world, alice } = phones(['alice']);
  const expired = world.service.issueToken({ account: 'alice', appId: 'app', expiresInS: -1 });
  const other = world.service.issueToken({ account: 'bob', appId: 'app' });

  for (const token of [expired, other]) {
    alice.login('alice', token);
    await world.advance('1 s');
  }

  expect(alice.heard).toEqual(['onLoginFailed 204', 'onLoginFailed 206']);
});

test.each(
  ['closed', 'error', 'unknown'].flatMap((cause) =>
    [true, false].flatMap((lookup) => [0, 1, 25, 59].map((ms) => [cause, lookup, ms] as const)),
  ),
)(
  'a cut (%s; by look-up %s) %i ms after login(): 201 at once, and that is the end of it',
  async (cause, lookup, ms) => {
    const { world, alice } = phones(['alice']);
    if (!lookup) alice.signal['setup_debugging']?.('ap_url', 'ws://127.0.0.1:8001/');
    const session = alice.login('alice');
    await world.advance(ms);

    world.network.cut('alice', { cause: cause as 'closed' });
    await world.advance('1 min');
    world.network.restore('alice');
    await world.advance('1 min');

    expect(alice.heard).toEqual(['onLoginFailed 201']);
    expect(alice.times).toEqual([ms]);
    expect(session.state).toBe(0);
  },
);

test.each([
  ['closed', 'onLogout 102 after 15 s', 15_000],
  ['error', 'onLogout 102 at once', 0],
] as const)(
  'a cut (%s) in the moment in which the login is answered: in, then %s',
  async (cause, _, ms) => {
    const { world, alice } = phones(['alice']);
    alice.login('alice');
    await world.advance('60 ms');

    world.network.cut('alice', { cause });
    await world.advance('1 min');

    expect(alice.heard).toEqual(['onLoginSuccess 1001', 'onLogout 102']);
    expect(alice.times).toEqual([60, 60 + ms]);
  },
);
