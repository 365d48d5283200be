// What every check returns, to a matcher as to a plain test. Jest and vitest accept it as it is.

import { checkGiven, isObject } from '../base/given.ts';

/** The result of a check. */
export interface Check {
  readonly pass: boolean;
  /** Says what was found, what was expected, and how it came about. Built only when it is needed. */
  readonly message: () => string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** A failed check; test runners treat it as a failed assertion. */
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
 * Throws if a check failed: for node:test, and for any runner without matchers.
 *
 * @throws {CheckError} if the check failed
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
    "Pass what a check returned: assertCheck(seenCode(world, 'LOGIN_E_NET')).",
  );
  if (!check.pass) throw new CheckError(check);
}
