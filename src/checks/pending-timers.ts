import { formatMs } from '../base/duration.ts';
import type { Check } from './check.ts';
import { tell } from './evidence.ts';
import { worldOf } from './world-of.ts';

/**
 * Whether the client under test has no timer left that waits, of those that it set while the world's
 * clock was installed.
 *
 * @throws {UsageError} when it is no world
 */
export function noPendingTimers(received: unknown): Check {
  const world = worldOf('noPendingTimers', received);
  const timers = world.pendingTimers;
  const message = (): string => {
    if (timers.length === 0) return tell(world, 'Expected a pending timer, but there is none.');
    const lines = timers.map((timer) => `  ${timer}`);
    const [count, it] =
      timers.length === 1 ? ['1 timer', 'it'] : [`${timers.length} timers`, 'them'];
    return tell(
      world,
      [
        `Your client has ${count} pending at ${formatMs(world.now)}. Stop ${it} when the client is ` +
          `disposed of, or let time pass until ${timers.length === 1 ? 'it has' : 'they have'} run.`,
        '',
        ...lines,
      ].join('\n'),
    );
  };
  return { pass: timers.length === 0, message };
}
