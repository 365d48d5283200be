// A client that leaves it at that where trying again does not help, and one that does not.
import { array, assert, asyncProperty, boolean, integer } from 'fast-check';
import { createWorld, type SignalingWorld } from 'sigsim';
import { gaveUp } from 'sigsim/checks';
import 'sigsim/vitest';
import { expect, test } from 'vitest';
import { naive, sentenceOf, stubborn } from '../support/retrying.ts';

const none = '_no_need_token';
const first = (world: SignalingWorld, options?: Parameters<typeof gaveUp>[1]): string =>
  sentenceOf(gaveUp(world, options)).split('\n')[0] ?? '';

const hopeless = [
  'LOGOUT_E_KICKED',
  'LOGOUT_E_TOKENEXPIRED',
  'LOGOUT_E_OLDVERSION',
  'LOGIN_E_TOKENEXPIRED',
  'LOGIN_E_OLDVERSION',
  'LOGIN_E_TOKENWRONG',
  'LOGIN_E_TOKEN_KICKED',
  'LOGIN_E_INVALID_USER',
] as const;

test.each(hopeless)('gaveUp: a client that logs in again after %s has not', async (code) => {
  const legacy = code.endsWith('OLDVERSION');
  expect(await stubborn(code, { legacy })).not.toHaveGivenUp();
  expect(await stubborn(code, { legacy, times: 0 })).toHaveGivenUp();
});

test('gaveUp: after a code that passes by itself a client may go on, unless it is named', async () => {
  const world = await stubborn('LOGIN_E_OTHER');

  expect(first(world)).toBe(
    'None of the codes after which to give up reached anybody in 10 min. ' +
      'Make one happen: world.fail("LOGOUT_E_KICKED").',
  );
  expect(gaveUp(world).pass).toBe(false);
  expect(first(world, { after: 'LOGIN_E_OTHER', account: 'alice' })).toBe(
    'alice tried login again 2 s after LOGIN_E_OTHER (200). It did so 3 times in all.',
  );
});

test('gaveUp: a hot loop is called one', async () => {
  const world = createWorld();
  const alice = world.createAgoraAPI();
  let left = 50;
  alice.onLoginFailed = () => {
    if (left-- > 0) alice.login('app', 'alice', 'no token at all');
  };
  alice.login('app', 'alice', 'no token at all');
  await world.advance('5 min');

  expect(first(world)).toBe(
    'alice tried login again 0 ms after LOGIN_E_TOKENWRONG (206). ' +
      'It did so 50 times in all. It does not wait at all.',
  );
});

/** A world in which a login fails with 204, and alice tries again with this token or another. */
async function tokens(second: 'same' | 'other'): Promise<SignalingWorld> {
  const world = createWorld();
  const old = world.service.issueToken({ account: 'alice', expiresInS: -1 });
  const fresh = world.service.issueToken({ account: 'alice' });
  const alice = world.createAgoraAPI();
  alice.login('app', 'alice', old);
  await world.advance('1 s');
  alice.login('app', 'alice', second === 'same' ? old : fresh);
  await world.advance('5 min');
  return world;
}

test('gaveUp: after a token has run out another one may be tried, and the same may not', async () => {
  expect(await tokens('other')).toHaveGivenUp();
  expect(first(await tokens('same'))).toBe(
    'alice tried login again 940 ms after LOGIN_E_TOKENEXPIRED (204), with the token that had expired.',
  );
});

test('gaveUp: two devices that kick each other are said to', async () => {
  const world = createWorld();
  world.install();
  naive(world);
  await world.advance('1 s');
  const second = naive(world);
  await world.advance('1 min');
  second.onLogout = null;
  await world.advance('2 min');
  world.uninstall();

  expect(first(world)).toMatch(
    /^alice tried login again 1 s after LOGOUT_E_KICKED \(103\)\. It did so \d\d times in all\. Two devices of alice kick each other: \d\d kicks so far\.$/,
  );
});

test('gaveUp: what the other device does that kicked it is no trying again', async () => {
  const world = createWorld();
  const [one, other] = [world.createAgoraAPI(), world.createAgoraAPI()];
  one.login('app', 'alice', none);
  await world.advance('1 s');
  other.login('app', 'alice', none);
  await world.advance('1 s');
  other.logout();
  await world.advance('1 s');
  other.login('app', 'alice', none);
  await world.advance('5 min');

  expect(world).toHaveGivenUp({ after: 'LOGOUT_E_KICKED' });
});

test('gaveUp: a new client of the account that comes later counts as the same application', async () => {
  const world = createWorld();
  world.fail('LOGOUT_E_KICKED');
  world.Signal('app').login('alice', none);
  await world.advance('1 s');
  world.Signal('app').login('alice', none);
  await world.advance('5 min');

  expect(first(world)).toBe(
    'alice#2 tried login again 930 ms after LOGOUT_E_KICKED (103). alice#2 counts as the same ' +
      'application. If it is another device, make it with world.device(name).',
  );
});

test('gaveUp: what was seen for too short a time has not been given up', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_INVALID_USER');
  world.createAgoraAPI().login('app', 'alice', none);
  await world.advance('10 s');

  expect(first(world)).toBe(
    'Nothing was retried after LOGIN_E_INVALID_USER so far, but only 9.94 s have passed. ' +
      'Let 1 min pass.',
  );
});

test.each([
  [{ after: 'LOGOUT_E_KICKD' as 'LOGOUT_E_KICKED' }, 'Did you mean "LOGOUT_E_KICKED"?'],
  [{ after: [] }, 'gaveUp: after is an empty list. Give a code, or leave it out.'],
  [{ account: 'alcie' }, 'gaveUp: no account "alcie".'],
  [{ afer: 'LOGOUT_E_KICKED' }, 'Did you mean "after"?'],
])('gaveUp: an option that cannot be says so (%j)', (options, message) => {
  expect(() => gaveUp(createWorld(), options as { after: [] })).toThrow(message);
});

test('gaveUp: whenever something is tried again after a kick it is seen, and else it is not', async () => {
  await assert(
    asyncProperty(
      array(integer({ min: 0, max: 100_000 }), { maxLength: 4 }),
      boolean(),
      async (waits, isWeb) => {
        const world = createWorld();
        world.fail('LOGOUT_E_KICKED');
        const signal = world.Signal('app');
        const alice = world.createAgoraAPI();
        const login = (): void =>
          void (isWeb ? signal.login('alice', none) : alice.login('app', 'alice', none));
        login();
        await world.advance('1 s');
        for (const ms of waits) {
          await world.advance(ms);
          login();
        }
        await world.advance('2 min');

        expect(gaveUp(world).pass).toBe(waits.length === 0);
        world.close();
      },
    ),
    { seed: 22, numRuns: 30 },
  );
});
