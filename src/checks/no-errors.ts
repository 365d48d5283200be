import { formatMs } from '../base/duration.ts';
import { thrownText } from '../world/thrown.ts';
import type { Check } from './check.ts';
import { tell } from './evidence.ts';
import { worldOf } from './world-of.ts';

/** Errors that a failure lists. */
const errorsShown = 10;

/**
 * Whether the client under test has thrown nothing so far: in a handler, in a timer that it set while
 * the world's clock was installed, or in a promise that one of them gave back. `world.close()` asks
 * the same, unless the world was made with `errors: 'allow'`.
 *
 * @throws {UsageError} when it is no world
 * @example
 * assertCheck(noErrors(world));
 */
export function noErrors(received: unknown): Check {
  const world = worldOf('noErrors', received);
  const { thrown } = world;
  const message = (): string => {
    if (thrown.length === 0) return tell(world, 'Expected your client to throw, but it has not.');
    const count = thrown.length === 1 ? '1 error' : `${thrown.length} errors`;
    return tell(
      world,
      [
        `Your client threw ${count} up to ${formatMs(world.now)}.`,
        '',
        ...thrown.slice(0, errorsShown).map((one) => `  ${thrownText(one)}`),
        ...(thrown.length > errorsShown ? [`  and ${thrown.length - errorsShown} more`] : []),
      ].join('\n'),
    );
  };
  return { pass: thrown.length === 0, message };
}
