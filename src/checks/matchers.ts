// The checks as matchers, in the form that both vitest and jest accept: `expect.extend(matchers)`.
import { backedOff } from './backed-off.ts';
import type { Check } from './check.ts';
import { followedPath } from './followed-path.ts';
import { gaveUp } from './gave-up.ts';
import { inState } from './in-state.ts';
import { noErrors } from './no-errors.ts';
import { noPendingTimers } from './pending-timers.ts';
import { seenCode } from './seen-code.ts';
import { isWorld, noWorld } from './world-of.ts';

/** What a runner tells a matcher. */
interface Context {
  readonly isNot?: boolean;
}

/** A check as a matcher. A value that is not a world never passes, with or without `.not`. */
function matcher<Args extends readonly unknown[]>(
  name: string,
  check: (world: unknown, ...args: Args) => Check,
) {
  return function matches(this: Context | void, world: unknown, ...args: Args): Check {
    if (isWorld(world)) return check(world, ...args);
    return { pass: this?.isNot === true, message: () => noWorld(name, world) };
  };
}

/**
 * The matchers. They are synchronous, and also work as asymmetric matchers.
 *
 * @example
 * import { matchers } from 'sigsim/checks';
 * expect.extend(matchers); // jest; with vitest, import 'sigsim/vitest'
 */
export const matchers = {
  toHaveSeenCode: matcher('toHaveSeenCode', seenCode),
  toHaveFollowedPath: matcher('toHaveFollowedPath', followedPath),
  toHaveBackedOff: matcher('toHaveBackedOff', backedOff),
  toHaveGivenUp: matcher('toHaveGivenUp', gaveUp),
  toBeInState: matcher('toBeInState', inState),
  toHaveNoErrors: matcher('toHaveNoErrors', noErrors),
  toHaveNoPendingTimers: matcher('toHaveNoPendingTimers', noPendingTimers),
};
