// Compiled by .ci/first-minute with the types of jest, as a CommonJS and as an ES module project has them.
import { createWorld } from 'sigsim';
import { matchers } from 'sigsim/checks';
import { generate } from 'sigsim/paths';
import Signal from 'sigsim/sdk';
import 'sigsim/jest';

test('the matchers stand where those of jest stand', () => {
  const world = createWorld();

  expect(world).not.toHaveSeenCode('LOGIN_E_NET', { times: 1 });
  expect({ world }).toEqual({ world: expect.not.toHaveSeenCode('LOGIN_E_NET') });
  // @ts-expect-error -- misspelt
  expect(() => expect(world).toHaveSeenCode('LOGIN_E_NETT')).toThrow('LOGIN_E_NETT');
  expect([matchers, generate, Signal]).toHaveLength(3);
});
