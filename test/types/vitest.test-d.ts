// An undocumented code name in a test file does not compile.
import { seenCode, type PathLike } from 'sigsim/checks';
import 'sigsim/vitest';
import { createWorld } from 'sigsim';
import { expect, test } from 'vitest';

declare const path: PathLike;
const world = createWorld();

test('types: the matchers of expect take documented codes, and no others', () => {
  expect(world).toHaveSeenCode('LOGIN_E_NET', { times: 2, account: 'alice', since: '30 s' });
  expect(world).not.toHaveSeenCode('QUERYUSERNUM_E_BYUSER');
  // @ts-expect-error -- misspelt
  expect(world).toHaveSeenCode('LOGIN_E_NETT');
  // @ts-expect-error -- a number is no key: 501 has two names
  expect(world).toHaveSeenCode(201);
  // @ts-expect-error -- misspelt
  expect(world).toHaveSeenCode('LOGIN_E_NET', { time: 2 });
  // @ts-expect-error -- misspelt, also within another matcher
  expect({ world }).toEqual({ world: expect.toHaveSeenCode('LOGIN_E_NETT') });
  expect({ world }).toEqual({ world: expect.not.toHaveSeenCode('LOGIN_E_NET') });
  // @ts-expect-error -- misspelt, also where it is not to be
  expect(world).not.toHaveSeenCode('LOGIN_E_NETT');
  // @ts-expect-error -- misspelt, in the plain function, too
  seenCode(world, 'LOGIN_E_NETT');
});

test('types: the other matchers take what they know', () => {
  expect(world).toHaveFollowedPath(path, { account: 'alice' });
  expect(world).toHaveBackedOff({ first: '1 s', factor: 2, cap: '60 s', jitter: 0.5 });
  expect(world).toBeInState('loggedIn', { account: 'alice' });
  expect(world).toHaveGivenUp();
  expect(world).toHaveGivenUp({ after: ['LOGOUT_E_KICKED'], account: 'alice' });
  // @ts-expect-error -- misspelt
  expect(world).toHaveGivenUp({ after: 'LOGOUT_E_KICKD' });
  expect(world).toHaveNoErrors();
  expect(world).toHaveNoPendingTimers();
  // @ts-expect-error -- a duration has a unit
  expect(world).toHaveBackedOff({ first: '1' });
  // @ts-expect-error -- misspelt
  expect(world).toHaveBackedOff({ first: '1 s' }, { operation: 'logn' });
});
