// The types of the matchers, for the runners that are given them.
import type { CodeName } from '../../machines/codes.ts';
import type { BackedOffOptions, BackOffPolicy } from './backed-off.ts';
import type { FollowedOptions, PathLike } from './followed-path.ts';
import type { GaveUpOptions } from './gave-up.ts';
import type { LanguageOptions } from './lang.ts';
import type { StateOptions } from './in-state.ts';
import type { SeenOptions } from './seen-code.ts';

/**
 * The matchers of `expect(world)`, each returning `Result`. An undocumented code name does not
 * compile.
 */
export interface WorldMatchers<Result = void> {
  /** A code has reached the application: how often, whom, since when. */
  toHaveSeenCode(code: CodeName, options?: SeenOptions): Result;
  /** The callbacks of a suite's path came in its order. */
  toHaveFollowedPath(path: PathLike, options?: FollowedOptions): Result;
  /** The client waited between its attempts as the policy says. */
  toHaveBackedOff(policy: BackOffPolicy, options?: BackedOffOptions): Result;
  /** After a code that retrying cannot fix, the client did not retry. */
  toHaveGivenUp(options?: GaveUpOptions): Result;
  /** A client is in a state of a lifecycle: `'loggedIn'`, `'joined'` with `{ channel }`, ... */
  toBeInState(state: string, options?: StateOptions): Result;
  /** The client under test has thrown nothing. */
  toHaveNoErrors(options?: LanguageOptions): Result;
  /** The client under test has left no timer. */
  toHaveNoPendingTimers(options?: LanguageOptions): Result;
}
