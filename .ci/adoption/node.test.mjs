import assert from 'node:assert/strict';
import test from 'node:test';
import { createWorld } from 'sigsim';
import { assertCheck, seenCode } from 'sigsim/checks';

test('node:test: the checks are assertions', async () => {
  const world = createWorld({ seed: 7 });
  world.fail('LOGIN_E_OTHER');
  world.createAgoraAPI().login('my app', 'alice', '_no_need_token');
  await world.advance('10 s');

  assertCheck(seenCode(world, 'LOGIN_E_OTHER', { times: 1 }));
  assert.throws(() => assertCheck(seenCode(world, 'LOGIN_E_NET')), {
    name: 'AssertionError',
    message: /^LOGIN_E_NET \(201\) did not reach anybody in 10 s\./,
  });
});
