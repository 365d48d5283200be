// What becomes of the worlds that a test makes; each test here looks at the ones before.
import { createWorld, type SignalingWorld } from 'sigsim';
import { leaveOpen } from 'sigsim/vitest';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

const made: Record<string, SignalingWorld> = {};
const keep = (name: string): SignalingWorld => (made[name] = createWorld());

beforeAll(() => void keep('of the file'));
beforeEach(() => void (made['of a hook'] ??= createWorld()));
let isOpenAfterwards: boolean | undefined;
afterEach(() => {
  isOpenAfterwards ??= made['of a test']?.isClosed === false;
});

test('vitest: a test makes a world', () => {
  keep('of a test').install();
  keep('closed').close();
  leaveOpen(keep('left open'));

  expect(made['of a test']?.isClosed).toBe(false);
});

test('vitest: the world of a test is closed when the test is over, behind its hooks', () => {
  expect(isOpenAfterwards).toBe(true);
  expect(made['of a test']?.isClosed).toBe(true);
  expect(made['of a hook']?.isClosed).toBe(true);
});

test('vitest: a world that is left open, or is of the whole file, goes on', () => {
  expect(made['left open']?.isClosed).toBe(false);
  expect(made['of the file']?.isClosed).toBe(false);
});

test.fails('vitest: a rule that never fired fails its test, though the test closes nothing', () => {
  createWorld().fail('LOGIN_E_NET');
});
