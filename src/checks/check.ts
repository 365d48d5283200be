// What every check gives, whether a matcher asks or a plain test. Jest and vitest take it as it is.

import { checkGiven, isObject } from '../base/given.ts';

/** The result of a check. */
export interface Check {
  readonly pass: boolean;
  /** Says what was found, what was expected, and how it came about. Made when asked for. */
  readonly message: () => string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** A check that did not hold; test runners treat it as a failed assertion. */
export class CheckError extends Error {
  override readonly name = 'AssertionError';
  readonly code = 'ERR_ASSERTION';
  readonly expected: unknown;
  readonly actual: unknown;

  constructor({ message, expected, actual }: Check) {
    super(message());
    this.expected = expected;
    this.actual = actual;
  }
}

/**
 * Throws where a check does not hold: for node:test, and for whatever has no matchers.
 *
 * @throws {CheckError} when it does not
 * @example
 * assertCheck(seenCode(world, 'LOGIN_E_NET', { times: 2 }));
 */
export function assertCheck(check: Check): void {
  const isCheck = isObject(check) && typeof check.message === 'function';
  checkGiven(
    'assertCheck',
    check,
    isCheck,
    'the result of a check',
    "Pass what a check gave: assertCheck(seenCode(world, 'LOGIN_E_NET')).",
  );
  if (!check.pass) throw new CheckError(check);
}
