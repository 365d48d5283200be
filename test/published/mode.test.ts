// createWorld({ web: '1.4.0' }): what an application meets that was written against the published SDK.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assertCheck, seenCode } from 'sigsim/checks';
import { createWorld, type SignalingWorld, type WorldOptions } from 'sigsim';
import type { Sdk } from '../support/wire.ts';
import { insteadOf } from '../../src/world/rules/instead.ts';

/** A session of the double in the manner of 1.4.0, and what is heard of it. */
function login(
  world: SignalingWorld,
  account = 'alice',
  token = '_no_need_token',
): { readonly session: Sdk; readonly heard: string[] } {
  const session = world.Signal('app').login(account, token) as unknown as Sdk;
  const heard: string[] = [];
  for (const name of ['onLoginSuccess', 'onLoginFailed', 'onLogout', 'onMessageInstantReceive']) {
    Object.assign(session, {
      [name]: (...args: readonly unknown[]) => heard.push([name, ...args].join(' ')),
    });
  }
  return { session, heard };
}

const published = (options: WorldOptions = {}): SignalingWorld =>
  createWorld({ web: '1.4.0', ...options });

test.each<[string, string, (world: SignalingWorld) => void]>([
  ['onLogout 101', 'its own logout', () => undefined],
  ['onLogout 102', 'an ordered close', (world) => void world.service.orderClose('alice')],
  ['onLogout 103', 'a kick', (world) => void world.service.kick('alice')],
])('%s: %s', async (last, _why, act) => {
  const world = published();
  const { session, heard } = login(world);
  await world.advance('1 s');

  act(world);
  session['logout']?.();
  await world.advance('1 s');

  expect(heard).toEqual(['onLoginSuccess 1001', last]);
  world.close();
});

test.each([
  ['LOGIN_E_NET', 201],
  ['LOGIN_E_FAILED', 201],
  ['LOGIN_E_TOKENEXPIRED', 204],
  ['LOGIN_E_TOKENWRONG', 206],
  ['LOGIN_E_TOKEN_KICKED', 207],
  ['LOGIN_E_INVALID_USER', 209],
] as const)('world.fail(%j): onLoginFailed(%i)', async (code, ecode) => {
  const world = published();
  world.fail(code);
  const { session, heard } = login(world);
  await world.advance('1 min');

  expect(heard).toEqual([`onLoginFailed ${ecode}`]);
  expect(session.state).toBe(0);
  world.close();
});

test('logout() before every login recovers; 108 and 203 never come', async () => {
  const world = published();
  const first = login(world);
  first.session['logout']?.();
  await world.advance('1 s');
  const second = login(world);
  await world.advance('1 s');
  second.session['logout']?.();
  second.session['logout']?.();
  await world.advance('1 s');

  expect([first.heard, second.heard]).toEqual([[], ['onLoginSuccess 1001', 'onLogout 101']]);
  world.close();
});

test('a second login opens a second session, and the service throws the first one out', async () => {
  const world = published();
  const first = login(world);
  await world.advance('1 s');
  const second = login(world);
  await world.advance('1 s');

  expect(first.heard).toEqual(['onLoginSuccess 1001', 'onLogout 103']);
  expect(second.heard).toEqual(['onLoginSuccess 1001']);
  world.close();
});

test('methods do not exist before the socket is open', () => {
  const { session } = login(published());

  expect([session['channelJoin'], session['invoke'], typeof session['logout']]).toEqual([
    undefined,
    undefined,
    'function',
  ]);
});

test('a line that comes back is fetched back in silence, with a second onLoginSuccess', async () => {
  const world = published();
  const { session, heard } = login(world);
  await world.advance('1 s');
  world.network.cut('alice');
  await world.advance('1 s');
  expect(session.state).toBe(3);
  world.network.restore('alice');
  await world.advance('10 s');

  expect(heard).toEqual(['onLoginSuccess 1001', 'onLoginSuccess 1001']);
  world.close();
});

test('a line that does not come back: 102 after 15 s', async () => {
  const world = published();
  const { heard } = login(world);
  await world.advance('1 s');
  world.network.cut('alice');
  await world.advance('14 s');
  expect(heard).toEqual(['onLoginSuccess 1001']);
  await world.advance('2 s');

  expect(heard).toEqual(['onLoginSuccess 1001', 'onLogout 102']);
  world.close();
});

test('a token that has expired meanwhile: no callback, and state 0', async () => {
  const world = published();
  const { session, heard } = login(world);
  await world.advance('1 s');
  world.service.expireToken('alice');
  world.network.cut('alice');
  await world.advance('100 ms');
  world.network.restore('alice');
  await world.advance('1 h');

  expect([heard, session.state]).toEqual([['onLoginSuccess 1001'], 0]);
  world.close();
});

test('the trace tells what the application hears, not what the service knows', async () => {
  const world = published();
  const { session } = login(world);
  await world.advance('1 s');
  world.fail('SENDMESSAGE_E_TIMEOUT');
  session['messageInstantSend']?.('bob', 'hello', () => undefined);
  await world.advance('1 min');

  expect(world.trace.callbacks().map(({ name, code }) => [name, code])).toEqual([
    ['onLoginSuccess', undefined],
  ]);
  world.close();
});

test('a matcher that waits for a code that never comes here names the manner', async () => {
  const world = published();
  login(world);
  await world.advance('1 s');

  expect(() => assertCheck(seenCode(world, 'SENDMESSAGE_E_TIMEOUT'))).toThrow(
    /web {5}1\.4\.0: .* npx sigsim compare SENDMESSAGE_E_TIMEOUT/,
  );
});

test('a session shows its own fields, and can be written down', async () => {
  const world = published();
  const { session } = login(world);
  await world.advance('1 s');

  expect(Object.keys(session)).not.toContain('around');
  expect(JSON.parse(JSON.stringify(session))).toMatchObject({
    account: 'alice',
    state: 2,
    uid: 1001,
  });
  world.close();
});

test('a handler that throws stops nothing, and close says so', async () => {
  const world = published();
  const { session, heard } = login(world);
  Object.assign(session, {
    onLoginSuccess: () => {
      throw new RangeError('no such room');
    },
  });
  await world.advance('1 s');
  session['logout']?.();
  await world.advance('1 s');

  expect(heard).toEqual(['onLogout 101']);
  expect(() => world.close()).toThrow(/no such room/);
});

test('a handler by a name that the SDK does not know is told of', async () => {
  const world = published();
  const session = world.Signal('app').login('alice', 'not a token') as unknown as Sdk;
  Object.assign(session, { onLoginFail: () => undefined });
  await world.advance('1 s');

  expect(() => world.close()).toThrow(/onLoginFailed/);
});

test('idle hours are passed over; what happens in them is not', async () => {
  const world = published();
  const { heard } = login(world);
  await world.advance('1 s');
  const friend = world.createAgoraAPI();
  friend.login('app', 'bob', '_no_need_token');
  await world.advance('100 h');
  friend.messageInstantSend('alice', 0, 'hello', '');
  await world.advance('100 h');

  expect(heard).toEqual(['onLoginSuccess 1001', 'onMessageInstantReceive bob 0 hello']);
  world.close();
});

test.each(['LOGOUT_E_USER', 'LOGIN_E_CANCEL', 'GENERAL_E_NOT_LOGIN'] as const)(
  'world.fail(%j) is refused: a rule cannot make that call here',
  (code) => {
    expect(() => published().fail(code)).toThrow(/Make it in your client; npx sigsim compare/);
  },
);

test('world.close says what is heard in place of a code that never comes in this manner', async () => {
  const world = published();
  login(world);
  world.fail('LOGOUT_E_OTHER');
  await world.advance('1 min');

  expect(() => world.close()).toThrow(
    /fail\("LOGOUT_E_OTHER"\) fired 0 of 1: .*never hears this code; it hears: onLogout\(102\)\)/,
  );
});

test('world.fail says what is heard where its cause is a call of the client', () => {
  expect(() => published().fail('LOGIN_E_CANCEL')).toThrow(/shows what is heard then: nothing\./);
  expect(() => published().fail('LOGOUT_E_USER')).toThrow(/shows what is heard then\. A world/);
});

test('what messages name in place of a code is what the runs give', () => {
  const page = readFileSync(new URL('../../docs/published.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| +\d+ \| (\S+) +\| no +\| (.*?) +\| status/gm);
  const heard = [...rows].map(([, code, what = '']) => [code, what.replaceAll('`', '')]);

  expect(insteadOf).toEqual(Object.fromEntries(heard));
});

test.each(['SENDMESSAGE_E_TIMEOUT', 'QUERYUSERNUM_E_TIMEOUT', 'JOINCHANNEL_E_OTHER'] as const)(
  'world.fail(%j) sets its cause going, though the code never comes',
  (code) => {
    expect(() => published().fail(code, { optional: true })).not.toThrow();
  },
);

test('1.4.0: what a handler leaves to run comes before time passes', async () => {
  const world = createWorld({ web: '1.4.0' });
  const times: number[] = [];
  const session = world.Signal('app').login('alice', '_no_need_token');
  session.onLoginSuccess = () => {
    void Promise.resolve()
      .then(() => Promise.resolve())
      .then(() => times.push(world.now));
  };
  await world.advance('1 h');

  expect(times).toHaveLength(1);
  expect(times[0]).toBeLessThan(1_000);
});
