import { createWorld } from 'sigsim';
import { followedPath, type PathLike } from 'sigsim/checks';
import 'sigsim/vitest';
import { expect, test } from 'vitest';
import { retrying, sentenceOf } from '../support/retrying.ts';

const path = (...callbacks: readonly (readonly [string, string?])[]): PathLike => ({
  id: 'codes/LOGIN_E_OTHER',
  steps: [
    { by: 'client', do: 'login' },
    ...callbacks.map(([name, code]) => ({
      by: 'world',
      do: 'reply.garbled',
      expect: { callbacks: [{ name, ...(code !== undefined && { code }) }] },
    })),
  ],
});

test('checks: a path is followed though others come between', async () => {
  const world = await retrying({ failures: 2 });

  expect(world).toHaveFollowedPath(path(['onLoginFailed', 'LOGIN_E_OTHER'], ['onLoginSuccess']));
  expect(world).toHaveFollowedPath(path(['onLoginSuccess']), { account: 'alice' });
});

test('checks: a path is not followed backwards', async () => {
  const world = await retrying({ failures: 1 });

  expect(world).not.toHaveFollowedPath(
    path(['onLoginSuccess'], ['onLoginFailed', 'LOGIN_E_OTHER']),
  );
});

test('checks: a path that was left says the step, what is missing and what came', async () => {
  const world = await retrying({ failures: 2 });

  const left = path(['onLoginFailed', 'LOGIN_E_OTHER'], ['onLoginFailed', 'LOGIN_E_NET']);
  expect(sentenceOf(followedPath(world, left))).toBe(
    'Path codes/LOGIN_E_OTHER was followed for 1 of 2 callbacks: onLoginFailed LOGIN_E_NET of ' +
      'step 3 (world reply.garbled) is missing; what came instead: onLoginFailed LOGIN_E_OTHER at 1.12 s, ' +
      'onLoginSuccess at 2.18 s.',
  );
});

test('checks: a path after which nothing comes says until when', async () => {
  const world = await retrying({ failures: 0 });

  const left = path(['onLoginSuccess'], ['onLogout', 'LOGOUT_E_USER']);
  expect(sentenceOf(followedPath(world, left))).toContain('is missing; nothing came until 5 min.');
});

test.each([
  [{} as PathLike, 'followedPath: [object Object] is not a path. Give one of a suite'],
  [path(), 'followedPath: path "codes/LOGIN_E_OTHER" expects no callback'],
])('checks: what cannot be followed says so (%#)', (wrong, message) => {
  expect(() => followedPath(createWorld(), wrong)).toThrow(message);
});
