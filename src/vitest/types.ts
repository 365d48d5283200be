// What vitest's own types learn from sigsim: the matchers, and what travels between its processes.
import type { CodeName } from '../../machines/codes.ts';
import type { BackedOffOptions, BackOffPolicy } from '../checks/backed-off.ts';
import type { FollowedOptions, PathLike } from '../checks/followed-path.ts';
import type { StateOptions } from '../checks/in-state.ts';
import type { SeenOptions } from '../checks/seen-code.ts';
import type { Harvest } from '../coverage/harvest.ts';

/** The matchers of `expect(world)`. An undocumented code name does not compile. */
export interface WorldMatchers {
  /** A code has reached the application: how often, whom, since when. */
  toHaveSeenCode(code: CodeName, options?: SeenOptions): void;
  /** The callbacks of a suite's path came in its order. */
  toHaveFollowedPath(path: PathLike, options?: FollowedOptions): void;
  /** The client waited between its attempts as the policy says. */
  toHaveBackedOff(policy: BackOffPolicy, options?: BackedOffOptions): void;
  /** A client is in a state of a lifecycle: `'loggedIn'`, `'joined'` with `{ channel }`, ... */
  toBeInState(state: string, options?: StateOptions): void;
  /** The client under test has thrown nothing. */
  toHaveNoErrors(): void;
  /** The client under test has left no timer. */
  toHaveNoPendingTimers(): void;
}

declare module 'vitest' {
  interface Matchers<T> extends WorldMatchers {}
  interface TaskMeta {
    /** What the worlds of a test file did. */
    sigsim?: Harvest;
  }
  interface ProvidedContext {
    /** There where the reporter of sigsim is. */
    sigsim?: true;
  }
}
