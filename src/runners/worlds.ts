// The worlds that tests create, in runners that only have hooks: closed and checked when their test
// ends, so that a test that failed half-way does not break the next one. A world that no test
// created (in a `before` hook, say) ends with its file.
import type { SignalingWorld } from '../create-world.ts';
import { shared } from '../base/shared.ts';
import { watchWorlds } from '../watchers.ts';

interface State {
  /** Worlds that the running test made. */
  readonly own: Set<SignalingWorld>;
  /** Worlds that no test made. */
  readonly others: Set<SignalingWorld>;
  isTesting: boolean;
  isWatching: boolean;
}

const state = shared('runner', (): State => ({
  own: new Set(),
  others: new Set(),
  isTesting: false,
  isWatching: false,
}));

/** Ends worlds; throws what `close` complains about, unless the test has already failed. */
function end(worlds: Set<SignalingWorld>, hasFailed: boolean): void {
  const ending = [...worlds];
  worlds.clear();
  const complaints = ending.flatMap((world) => {
    world[Symbol.dispose]();
    return world.complaint ?? [];
  });
  if (hasFailed || complaints.length === 0) return;
  throw complaints.length === 1 ? complaints[0] : new AggregateError(complaints);
}

/** To be called before each test. */
export function beginTest(): void {
  state.isTesting = true;
  if (!state.isWatching) {
    watchWorlds(
      (world: SignalingWorld) => void (state.isTesting ? state.own : state.others).add(world),
    );
  }
  state.isWatching = true;
}

/** To be called after each test. @throws what `close` of one of its worlds throws */
export function endTest(hasFailed = false): void {
  state.isTesting = false;
  end(state.own, hasFailed);
}

/** To be called when a file's tests are over. @throws what `close` of one of its worlds throws */
export function endFile(): void {
  end(state.others, false);
}
