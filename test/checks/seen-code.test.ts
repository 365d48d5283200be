import { createWorld } from 'sigsim';
import { seenCode } from 'sigsim/checks';
import 'sigsim/vitest';
import { expect, test } from 'vitest';
import { replayOf, retrying, sentenceOf } from '../support/retrying.ts';

const words = `

  200 LOGIN_E_OTHER
  means  The service answered the login, but not in a way that the client understands.
  to do  Try a few more times with growing pauses, then report the fault.`;

test('checks: a code is counted by account, and between two moments', async () => {
  const world = await retrying({ failures: 2 });

  const passes = [
    seenCode(world, 'LOGIN_E_OTHER'),
    seenCode(world, 'LOGIN_E_OTHER', { times: 2, account: 'alice' }),
    seenCode(world, 'LOGIN_E_OTHER', { times: 1, since: '1 s' }),
    seenCode(world, 'LOGIN_E_OTHER', { times: 1, until: '1 s' }),
    seenCode(world, 'LOGIN_E_NET', { times: 0 }),
  ];

  expect(passes.map(({ pass }) => pass)).toEqual([true, true, true, true, true]);
  expect(seenCode(world, 'LOGIN_E_OTHER', { times: 1 }).pass).toBe(false);
});

test('checks: a code that was missed says the sentence, the code, the lanes and the replay', async () => {
  const world = createWorld({ seed: 3 });
  world.fail('LOGIN_E_OTHER', { account: 'alice', optional: true });
  world.createAgoraAPI({ name: 'alice' }).logout();
  await world.advance('1 s');

  const check = seenCode(world, 'LOGIN_E_OTHER', { account: 'alice' });

  expect(check.message()).toBe(
    `LOGIN_E_OTHER (200) did not reach alice in 1 s. Only LOGOUT_E_ALREADY_LOGOUT did. world.fail("LOGIN_E_OTHER") makes it happen, if called beforehand.${words}

all 2 events
          time  alice                                   service
          0 ms  logout()                                │
                ◁ onLogout 108 LOGOUT_E_ALREADY_LOGOUT  │

seed    3
${replayOf(check)}`,
  );
});

test('checks: a code that was missed says which rule did not fire', async () => {
  const world = await retrying({ failures: 0 });
  world.fail('LOGIN_E_OTHER', { account: 'alice', times: 2 });

  expect(sentenceOf(seenCode(world, 'LOGIN_E_OTHER', { times: 2 }))).toBe(
    'LOGIN_E_OTHER (200) did not reach anybody in 5 min. ' +
      `world.fail("LOGIN_E_OTHER", {"account":"alice","times":2}) fired 0 of 2: no login() by alice.${words}`,
  );
  expect(() => world.close()).toThrow('fired 0 of 2');
});

test('checks: a code that came too often says when', async () => {
  const world = await retrying({ failures: 3 });

  expect(sentenceOf(seenCode(world, 'LOGIN_E_OTHER', { times: 1 }))).toBe(
    'LOGIN_E_OTHER (200) reached the clients 3 times, at 60 ms, 1.12 s, 2.18 s, not once. ' +
      `Let less time pass, stop the client, or expect that many.${words}`,
  );
});

test('checks: a code outside of the span says where it was', async () => {
  const world = await retrying({ failures: 1 });

  expect(sentenceOf(seenCode(world, 'LOGIN_E_OTHER', { since: '1 s' }))).toBe(
    'LOGIN_E_OTHER (200) did not reach anybody from 1 s to 5 min. ' +
      `It reached alice at 60 ms, which does not count here.${words}`,
  );
});

test('checks: a code that was not to be seen says when it was', async () => {
  const world = await retrying({ failures: 1 });

  expect(sentenceOf(seenCode(world, 'LOGIN_E_OTHER'))).toBe(
    `LOGIN_E_OTHER (200) reached the clients once, at 60 ms, but it should not have.${words}`,
  );
});

test('checks: a deprecated code says what world it needs', () => {
  const message = sentenceOf(seenCode(createWorld(), 'LOGIN_E_OLDVERSION'));

  expect(message.split('\n')[0]).toBe(
    'LOGIN_E_OLDVERSION (205) did not reach anybody in 0 ms. It is deprecated, ' +
      'and this world emits no deprecated codes: createWorld({ legacy: true }).',
  );
});

test.each([
  [
    () => seenCode(createWorld(), 'LOGIN_E_NETT' as 'LOGIN_E_NET'),
    'seenCode: "LOGIN_E_NETT" is not a documented code. Did you mean "LOGIN_E_NET"? npx sigsim codes lists all 42.',
  ],
  [
    () => seenCode(createWorld(), 'LOGIN_E_NET', { times: -1 }),
    'seenCode: times is -1. Give a whole number, 0 or more.',
  ],
  [
    () => seenCode(createWorld(), 'LOGIN_E_NET', { account: 'alice' }),
    'seenCode: no account "alice". Known: none.',
  ],
  [
    () => seenCode(createWorld(), 'LOGIN_E_NET', { sinse: 1 } as object),
    'seenCode: no option "sinse". Known: times, account, since, until, handled, lang. Did you mean "since"?',
  ],
  [
    () => seenCode(42, 'LOGIN_E_NET'),
    'seenCode: 42 is not a world. Pass what createWorld returned.',
  ],
])('checks: wrong use of seenCode says so (%#)', (run, message) => {
  expect(run).toThrow(message);
});
