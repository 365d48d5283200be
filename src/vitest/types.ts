// What vitest's own types learn from sigsim: the matchers, and what travels between its processes.
import type { CodeName } from '../../machines/codes.ts';
import type { BackedOffOptions, BackOffPolicy } from '../checks/backed-off.ts';
import type { FollowedOptions, PathLike } from '../checks/followed-path.ts';
import type { GaveUpOptions } from '../checks/gave-up.ts';
import type { StateOptions } from '../checks/in-state.ts';
import type { SeenOptions } from '../checks/seen-code.ts';
import type { Harvest } from '../coverage/harvest.ts';

/** The matchers of `expect(world)`, each of which gives `Result`. An undocumented code name does not compile. */
export interface WorldMatchers<Result = void> {
  /** A code has reached the application: how often, whom, since when. */
  toHaveSeenCode(code: CodeName, options?: SeenOptions): Result;
  /** The callbacks of a suite's path came in its order. */
  toHaveFollowedPath(path: PathLike, options?: FollowedOptions): Result;
  /** The client waited between its attempts as the policy says. */
  toHaveBackedOff(policy: BackOffPolicy, options?: BackedOffOptions): Result;
  /** After a code that trying again does not help, nothing was tried again. */
  toHaveGivenUp(options?: GaveUpOptions): void;
  /** A client is in a state of a lifecycle: `'loggedIn'`, `'joined'` with `{ channel }`, ... */
  toBeInState(state: string, options?: StateOptions): Result;
  /** The client under test has thrown nothing. */
  toHaveNoErrors(): Result;
  /** The client under test has left no timer. */
  toHaveNoPendingTimers(): Result;
}

// vitest's own `Matchers` has other type parameters in version 4 than in 5, and an interface can be
// added to with the very same ones only. What both are made of has none: Chai's assertion for
// `expect(world)`, with `.not` and without, and this for matchers within others.
declare global {
  namespace Chai {
    interface Assertion extends WorldMatchers {}
  }
}

declare module 'vitest' {
  interface AsymmetricMatchersContaining extends WorldMatchers<unknown> {}
  interface TaskMeta {
    /** What the worlds of a test file did. */
    sigsim?: Harvest;
  }
  interface ProvidedContext {
    /** There where the reporter of sigsim is. */
    sigsim?: true;
  }
}
