export { traceFile } from '../world/keep.ts';
export { backedOff, type BackedOffOptions, type BackOffPolicy } from './backed-off.ts';
export { assertCheck, CheckError, type Check } from './check.ts';
export { followedPath, type FollowedOptions, type PathLike } from './followed-path.ts';
export { inState, type StateOptions } from './in-state.ts';
export { matchers } from './matchers.ts';
export type { OperationName } from './operations.ts';
export { noPendingTimers } from './pending-timers.ts';
export { seenCode, type SeenOptions } from './seen-code.ts';
