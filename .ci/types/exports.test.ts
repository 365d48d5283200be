// Compiled by .ci/first-minute in a stranger's project, strictly and without skipLibCheck: every export
// with types, and the matchers wherever vitest lets them stand.
import { createWorld, UsageError } from 'sigsim';
import { matchers, seenCode } from 'sigsim/checks';
import { byName } from 'sigsim/codes';
import * as machines from 'sigsim/machines';
import { generate, subject } from 'sigsim/paths';
import { readScenario } from 'sigsim/scenario';
import Signal from 'sigsim/sdk';
import { leaveOpen } from 'sigsim/vitest';
import CodesReporter from 'sigsim/vitest/reporter';
import { expect, test } from 'vitest';

test('every export is there', () => {
  for (const one of [matchers, seenCode, byName, machines, generate, subject, readScenario]) {
    expect(one).toBeDefined();
  }
  for (const one of [Signal, leaveOpen, CodesReporter]) expect(one).toBeTypeOf('function');
});

test('the matchers stand where those of vitest stand', async () => {
  const world = createWorld();

  expect(world).not.toHaveSeenCode('LOGIN_E_NET', { times: 1 });
  expect.soft(world).toHaveNoPendingTimers();
  expect({ world }).toEqual({ world: expect.not.toHaveSeenCode('LOGIN_E_NET') });
  expect({ world }).not.toEqual({ world: expect.toHaveSeenCode('LOGIN_E_NET') });
  await expect(Promise.resolve(world)).resolves.toHaveNoPendingTimers();
  // @ts-expect-error -- misspelt
  expect(() => expect(world).toHaveSeenCode('LOGIN_E_NETT')).toThrow(UsageError);
});
