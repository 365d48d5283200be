// The checks as a test runner uses them: jest's form, vitest's, and plain assertions.
import { readFileSync } from 'node:fs';
import { createWorld } from 'sigsim';
import { assertCheck, CheckError, matchers, noPendingTimers, seenCode } from 'sigsim/checks';
import 'sigsim/vitest';
import { expect, test } from 'vitest';
import { traceFile } from '../../src/world/keep.ts';
import { retrying, sentenceOf } from '../support/retrying.ts';

test('matchers: within another matcher they stand for a value', async () => {
  const world = await retrying({ failures: 1 });

  expect({ world }).toEqual({ world: expect.toHaveSeenCode('LOGIN_E_OTHER', { times: 1 }) });
  expect({ world }).not.toEqual({ world: expect.toHaveSeenCode('LOGIN_E_OTHER', { times: 2 }) });
  expect([1, world]).toContainEqual(expect.toBeInState('loggedIn'));
});

test('matchers: what is no world passes neither way', () => {
  const message = 'toHaveNoPendingTimers: 42 is not a world. Pass what createWorld returned.';

  expect(() => expect(42).toHaveNoPendingTimers()).toThrow(message);
  expect(() => expect(42).not.toHaveNoPendingTimers()).toThrow(message);
});

test('matchers: jest takes the same object', async () => {
  const world = await retrying({ failures: 1 });

  const { pass } = matchers.toHaveSeenCode.call(undefined, world, 'LOGIN_E_OTHER', { times: 1 });

  expect(pass).toBe(true);
});

test('checks: a plain test throws an assertion error with the same message', async () => {
  const world = await retrying({ failures: 1 });
  const check = seenCode(world, 'LOGIN_E_OTHER', { times: 2 });

  expect(() => assertCheck(check)).toThrow(CheckError);
  expect(() => assertCheck(check)).toThrow(check.message());
  expect(new CheckError(check)).toMatchObject({ name: 'AssertionError', code: 'ERR_ASSERTION' });
});

test('checks: a timer that is left is named with the line that set it', async () => {
  const world = await retrying({ failures: 1, waitMs: () => 600_000 });

  const sentence = sentenceOf(noPendingTimers(world));

  expect(sentence.split('\n')[0]).toBe(
    'Your client has 1 timer pending at 5 min. Stop it when the client is disposed of, ' +
      'or let time pass until it has run.',
  );
  expect(sentence).toMatch(/due at 10 min 0\.06 s, set at .*retrying\.ts:\d+:\d+/);
  await world.advance('10 min');
  expect(world).toHaveNoPendingTimers();
});

test('checks: the trace of a failure is kept, with the options of its world', () => {
  const world = createWorld({ seed: 5, certificate: 'secret' });
  world.createAgoraAPI({ name: 'alice' }).logout();

  const [, file = ''] =
    /replay {2}npx sigsim replay (.*)$/m.exec(noPendingTimers(world).message()) ?? [];

  const kept = readFileSync(file, 'utf8');
  expect(kept).toBe(traceFile(world));
  const [head = ''] = kept.split('\n');
  expect(JSON.parse(head)).toMatchObject({ sigsim: 'trace', version: 1, world: { seed: 5 } });
  expect(kept).not.toContain('secret');
  expect(kept.split('\n').slice(1)).toEqual(world.trace.toJSONL().split('\n').slice(1));
});
