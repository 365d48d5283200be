// The checks as a test runner uses them: jest's form, vitest's, and plain assertions.
import { readFileSync } from 'node:fs';
import { createWorld } from 'sigsim';
import {
  assertCheck,
  backedOff,
  CheckError,
  inState,
  matchers,
  noPendingTimers,
  seenCode,
  type Check,
} from 'sigsim/checks';
import 'sigsim/vitest';
import { expect, test } from 'vitest';
import { readTrace } from '../../src/replay/read.ts';
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
      'or let time pass until it has fired.',
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
  const [head = ''] = kept.split('\n');
  const { failed, ...asMade } = JSON.parse(head) as { readonly failed: unknown };
  expect(asMade).toEqual(JSON.parse(traceFile(world).split('\n')[0] ?? ''));
  expect(asMade).toMatchObject({ sigsim: 'trace', version: 1, world: { seed: 5 } });
  expect(failed).toEqual({
    text: 'Expected a pending timer, but there is none.',
    moment: world.trace.entries.length,
  });
  expect(kept).not.toContain('secret');
  expect(kept.split('\n').slice(1)).toEqual(world.trace.toJSONL().split('\n').slice(1));
});

/** The file that a failure kept, and what failed according to it. */
function keptOf(check: Check) {
  const [file = ''] = /node_modules\S+\.jsonl/.exec(check.message()) ?? [];
  return { file, failed: readTrace(readFileSync(file, 'utf8')).failed };
}

test('checks: the kept trace says which check failed, what was expected and what came, and at which entry', async () => {
  const world = await retrying({ failures: 4 });
  const { entries } = world.trace;

  const often = keptOf(seenCode(world, 'LOGIN_E_OTHER', { times: 1 }));
  const waits = keptOf(backedOff(world, { first: '1 s' }));
  const state = keptOf(inState(world, 'reconnecting'));

  expect(often.failed).toMatchObject({
    expected: 'LOGIN_E_OTHER × 1',
    actual: 'LOGIN_E_OTHER × 4',
  });
  expect(
    entries.slice(0, often.failed?.moment).filter(({ kind }) => kind === 'callback'),
  ).toHaveLength(2);
  expect(waits.failed).toMatchObject({ expected: '2 s', actual: '1 s' });
  expect(entries[(waits.failed?.moment ?? 0) - 1]).toMatchObject({ kind: 'call', method: 'login' });
  expect(state.failed).toMatchObject({ expected: 'reconnecting', actual: 'loggedIn' });
  expect(entries[(state.failed?.moment ?? 0) - 1]).toMatchObject({ to: 'loggedIn' });
  expect(new Set([often.file, waits.file, state.file]).size).toBe(3);
});
