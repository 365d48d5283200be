import { createWorld, type SignalingWorld } from 'sigsim';
import { backedOff } from 'sigsim/checks';
import 'sigsim/vitest';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { retrying, sentenceOf } from '../support/retrying.ts';

const doubling = (attempt: number): number => 1000 * 2 ** (attempt - 1);

test('checks: waits that double are a back-off by 2', async () => {
  const world = await retrying({ failures: 4, waitMs: doubling });

  expect(backedOff(world, { first: '1 s' }).pass).toBe(true);
  expect(backedOff(world, { first: '1 s', cap: '4 s' }).pass).toBe(false);
  expect(backedOff(world, { first: '1 s', cap: '4 s', jitter: 1 }).pass).toBe(true);
  expect(backedOff(world, { first: '1 s', attemptsMax: 5 }).pass).toBe(true);
  expect(backedOff(world, { first: '1 s', attemptsMax: 4 }).pass).toBe(false);
});

test('checks: waits that stay say which one was too early, and all that were measured', async () => {
  const world = await retrying({ failures: 3 });

  expect(sentenceOf(backedOff(world, { first: '1 s', jitter: 0.5 }))).toBe(
    `alice waited 1 s after LOGIN_E_OTHER, but the policy asks for 2 s to 6 s: attempt 4 at login came too early. The waits do not grow: make each 2 times the one before.

  ✓ alice attempt 2  LOGIN_E_OTHER at 60 ms  waited 1 s  policy 500 ms to 1.5 s
  ✓ alice attempt 3  LOGIN_E_OTHER at 1.12 s  waited 1 s  policy 1 s to 3 s
  ✗ alice attempt 4  LOGIN_E_OTHER at 2.18 s  waited 1 s  policy 2 s to 6 s: too early`,
  );
});

test('checks: a client that tries again at once is told to wait', async () => {
  const world = await rejoining([0, 0]);

  const check = backedOff(world, { first: '1 s' }, { operation: 'channelJoin' });
  expect(sentenceOf(check).split('\n')[0]).toBe(
    'alice waited 0 ms after JOINCHANNEL_E_OTHER, but the policy asks for 1 s: ' +
      'attempt 2 at channelJoin came too early. The client does not wait at all: set a timer.',
  );
});

test('checks: too many attempts in a row are said, though each waited as it was to', async () => {
  const world = await retrying({ failures: 3, waitMs: doubling });

  expect(sentenceOf(backedOff(world, { first: '1 s', attemptsMax: 3 })).split('\n')[0]).toBe(
    '4 attempts in a row failed to end it, but the policy allows 3.',
  );
});

test('checks: a client that never failed has no wait to measure', async () => {
  const world = await retrying({ failures: 0 });

  expect(sentenceOf(backedOff(world, { first: '1 s' }))).toBe(
    'No wait to measure: 1 login, none after a failure, in 5 min. ' +
      'Let one fail more often, or let more time pass.',
  );
});

test('checks: only codes that ask for a back-off are measured', async () => {
  const world = await retrying({ failures: 2, code: 'LOGIN_E_FAILED' }); // few tries, far apart

  expect(backedOff(world, { first: '1 s' }).pass).toBe(false);
  expect(sentenceOf(backedOff(world, { first: '1 s' }))).toContain('No wait to measure');
});

test('checks: a success begins a new row of waits', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_OTHER', { times: 2 });
  world.fail('LOGOUT_E_OTHER', { nth: 1 });
  const alice = world.createAgoraAPI();
  const login = async (afterMs: number): Promise<void> => {
    await world.advance(afterMs);
    alice.login('app', 'alice', '_no_need_token');
    await world.advance(60); // there and back, three times
  };
  for (const ms of [0, 1000, 2000]) await login(ms); // fails, fails, is in and out again
  await login(1000);

  expect(world).toHaveBackedOff({ first: '1 s', factor: 2, attemptsMax: 3 });
  expect(world).not.toHaveBackedOff({ first: '1 s', factor: 2, attemptsMax: 2 });
});

test('checks: calls that a rule makes are no attempts', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_ALREADY_LOGIN');
  world.createAgoraAPI().login('app', 'alice', '_no_need_token');
  await world.advance('1 s');

  expect(sentenceOf(backedOff(world, { first: '1 s' }))).toContain(': 1 login, none after');
});

/** Alice is in the channel again and again; each time it is destroyed. */
async function rejoining(waitsMs: readonly number[]): Promise<SignalingWorld> {
  const world = createWorld();
  const alice = world.createAgoraAPI();
  alice.login('app', 'alice', '_no_need_token');
  await world.advance('1 s');
  world.fail('JOINCHANNEL_E_OTHER', { times: waitsMs.length });
  for (const ms of waitsMs) {
    alice.channelJoin('lobby');
    await world.advance(ms + 20); // 20 ms there and back
  }
  alice.channelJoin('lobby');
  await world.advance('1 s');
  return world;
}

test('checks: joins, messages and calls back off, too', async () => {
  const world = await rejoining([1000, 3000, 9000]);

  const joins = { operation: 'channelJoin', account: 'alice' } as const;
  expect(world).toHaveBackedOff({ first: '1 s', factor: 3 }, joins);
  expect(world).not.toHaveBackedOff({ first: '1 s', factor: 2 }, joins);
});

test('checks: whatever waits within the policy passes, and what doubles it does not', async () => {
  const parts = fc.array(fc.double({ min: 0.5, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(parts, async (jitters) => {
      const waits = jitters.map((part, i) => Math.ceil(1000 * 2 ** i * part));
      const within = await rejoining(waits);
      const late = await rejoining(waits.map((ms, i) => ms + 2000 * 2 ** i));

      const policy = { first: '1 s', jitter: 0.5 } as const;
      const operation = 'channelJoin' as const;
      expect(backedOff(within, policy, { operation }).pass).toBe(true);
      expect(backedOff(late, policy, { operation }).pass).toBe(false);
    }),
    { numRuns: 10, seed: 7 },
  );
});

test.each([
  [{ first: '1 second' }, 'backedOff: first: "1 second" is not a duration.'],
  [{ first: '1 s', factor: 0.5 }, 'backedOff: factor is 0.5. Give a number, 1 or more.'],
  [{ first: '1 s', jitter: 2 }, 'backedOff: jitter is 2. Give a fraction from 0 to 1.'],
  [
    { first: '1 s', attemptsMax: 0 },
    'backedOff: attemptsMax is 0. Give a whole number, 1 or more.',
  ],
  [{ first: '1 s', jiter: 1 }, 'Did you mean "jitter"?'],
])('checks: a policy that cannot be says so (%j)', (policy, message) => {
  expect(() => backedOff(createWorld(), policy as { first: '1 s' })).toThrow(message);
});

test('checks: where the code asks for something else than a back-off, that is said', async () => {
  const world = createWorld();
  const token = world.service.issueToken({ account: 'alice', expiresInS: -1 });
  const alice = world.createAgoraAPI();
  let left = 5000;
  const login = (): void => void alice.login('app', 'alice', token);
  alice.onLoginFailed = () => {
    if (left-- > 0) login();
  };
  login();
  await world.advance('10 min');

  expect(sentenceOf(backedOff(world, { first: '1 s' })).split('\n')[0]).toBe(
    'No wait to measure: 5,000 attempts at login came after LOGIN_E_TOKENEXPIRED (204), which asks for a fresh ' +
      'token. Let it fail with a code that asks for a back-off, or check gaveUp instead.',
  );
});

test.each([
  [{ first: '1 s', operation: 'channelJoin' }, 'operation: "channelJoin"'],
  [{ first: '1 s', account: 'alice' }, 'account: "alice"'],
])('checks: what belongs behind the policy says so (%j)', (policy, where) => {
  expect(() => backedOff(createWorld(), policy as { first: '1 s' })).toThrow(
    `is not part of the policy. Give it after the policy: backedOff(world, { first }, { ${where} }).`,
  );
});

test('checks: time offline is no wait for a channel, however long it is', async () => {
  const world = createWorld();
  const alice = world.createAgoraAPI();
  const login = async (): Promise<void> => {
    alice.login('app', 'alice', '_no_need_token');
    await world.advance('1 s');
  };
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 300_000 }), async (offlineMs) => {
      await login();
      alice.channelJoin('lobby');
      await world.advance('1 s');
      world.network.cut('alice'); // 604, then 102
      await world.advance(40_000 + offlineMs);
      world.network.restore('alice');
    }),
    { numRuns: 10, seed: 21 },
  );
  await login();
  alice.channelJoin('lobby');
  await world.advance('1 s');
  expect(world.trace.codes()).toContain('LEAVECHANNEL_E_DISCONN');
  const joins = { operation: 'channelJoin' } as const;
  expect(sentenceOf(backedOff(world, { first: '1 s' }, joins))).toContain(
    'No wait to measure: 11 ',
  );

  world.service.destroyChannel('lobby');
  await world.advance(2010);
  alice.channelJoin('lobby');
  await world.advance('1 s');

  expect(world).toHaveBackedOff({ first: '2 s' }, joins);
});
