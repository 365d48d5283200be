// The worlds that tests create: closed and checked when their test ends, and harvested for the
// report. A world belongs to the test that is running when it is created. If tests run
// concurrently, its owner is not known; such worlds, and those that no test created, end with their
// file.
import { afterAll, inject, onTestFinished, TestRunner, type RunnerTestFile } from 'vitest';
import type { SignalingWorld } from '../create-world.ts';
import { addWorld, emptyHarvest } from '../coverage/harvest.ts';
import { UsageError } from '../base/errors.ts';
import { shared } from '../base/shared.ts';
import { watchWorlds } from '../watchers.ts';

interface State {
  /** Worlds that somebody else closes. */
  readonly open: WeakSet<SignalingWorld>;
  /** Worlds that no single test owns. */
  readonly shared: Set<SignalingWorld>;
  isWatching: boolean;
  /** Whether worlds are closed and checked; if not, they are only counted. */
  closes: boolean;
}

// A setup file and an import in a test may load this file twice in one process; a world must still
// be ended, and counted, once.
const state = shared('vitest', (): State => ({
  open: new WeakSet(),
  shared: new Set(),
  isWatching: false,
  closes: false,
}));

/**
 * Leaves a world open at the end of its test, unchecked; it counts in the coverage of codes.
 *
 * @example
 * const world = createWorld();
 * leaveOpen(world); // this test is about a rule that never fires
 */
export function leaveOpen(world: SignalingWorld): void {
  state.open.add(world);
}

/** Ends a world. Returns what `close` complains about, if that should be reported. */
function end(world: SignalingWorld, file: RunnerTestFile | undefined, failed: boolean): void {
  if (file !== undefined && inject('sigsim') === true) {
    addWorld((file.meta.sigsim ??= emptyHarvest()), world);
  }
  if (!state.closes || state.open.has(world)) return;
  const wasOpen = !world.isClosed;
  world[Symbol.dispose]();
  const { complaint } = world;
  // A test that failed half-way has had no chance to stop its client.
  if (failed && (complaint as Partial<UsageError> | undefined)?.id === 'world.timers') return;
  if (complaint !== undefined) throw complaint;
  // Something that another test may have caused is worth mentioning if this test has failed.
  const [hint] = failed && wasOpen ? world.mistakes.hints : [];
  if (hint !== undefined) throw new UsageError('world.hint', `world.close: ${hint}`);
}

/** Assigns a world to the test that creates it. */
function adopt(world: SignalingWorld): void {
  const test = TestRunner.getCurrentTest();
  if (test === undefined || test.concurrent === true) {
    state.shared.add(world);
    return;
  }
  onTestFinished(({ task }) => {
    end(world, task.file, task.result?.state === 'fail');
  });
}

/** Closes and checks worlds, from now on, and watches for them in this test file. */
export function closeWorlds(): void {
  state.closes = true;
  watchFile();
}

/** Watches for worlds, from now on and in this test file. */
export function watchFile(): void {
  if (!state.isWatching) watchWorlds(adopt);
  state.isWatching = true;
  // oxlint-disable-next-line no-empty-pattern -- vitest reads here which fixtures are wanted: none.
  afterAll(({}, { file }) => {
    const errors: unknown[] = [];
    for (const world of state.shared) {
      try {
        end(world, file, false);
      } catch (error) {
        errors.push(error);
      }
    }
    state.shared.clear();
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors);
  });
}
