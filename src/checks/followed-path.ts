import { formatMs } from '../base/duration.ts';
import { checkKeys, show, UsageError } from '../base/errors.ts';
import type { Check } from './check.ts';
import { tell } from './evidence.ts';
import { accountOf, isOf, worldOf } from './world-of.ts';

/** A path of a suite, as far as this check reads it. */
export interface PathLike {
  readonly id: string;
  readonly steps: readonly {
    readonly by: string;
    /** Whose callbacks they are, where a path is of several clients. */
    readonly client?: string;
    readonly do: string;
    readonly expect?: {
      readonly callbacks?: readonly { readonly name: string; readonly code?: string }[];
    };
  }[];
}

/** Whose callbacks are to follow the path. */
export interface FollowedOptions {
  /** Only those of clients of this account. */
  readonly account?: string;
}

interface Heard {
  readonly name: string;
  readonly code?: string;
}

const told = ({ name, code }: Heard): string => (code === undefined ? name : `${name} ${code}`);

/**
 * Whether the callbacks of a path came in its order. Others may stand between them: a client that
 * tries again hears more than a path says.
 *
 * @throws {UsageError} when it is no path, an option is unknown, nobody has the account, or it is no
 * world
 */
export function followedPath(
  received: unknown,
  path: PathLike,
  options: FollowedOptions = {},
): Check {
  const where = 'followedPath';
  const world = worldOf(where, received);
  if (typeof path?.id !== 'string' || typeof path.steps?.flatMap !== 'function') {
    throw new UsageError(
      'check.path',
      `${where}: ${show(path)} is not a path. Give one of a suite's paths: { id, steps }.`,
    );
  }
  checkKeys('check.option', where, options, ['account']);
  const account = accountOf(where, world, options.account);
  const wanted = path.steps.flatMap((step, index) =>
    (step.expect?.callbacks ?? []).map((callback) => ({ callback, step, number: index + 1 })),
  );
  if (wanted.length === 0) {
    throw new UsageError(
      'check.path',
      `${where}: path ${show(path.id)} expects no callback, so that nothing can be compared. ` +
        'Check the state instead.',
    );
  }
  const heard = world.trace.callbacks().filter(({ client }) => isOf(client, account));
  let next = 0;
  let from = 0;
  for (const [index, { client, name, code }] of heard.entries()) {
    const { callback, step } = wanted[next] ?? {};
    if (callback === undefined) break;
    if (callback.name !== name || callback.code !== code || !isOf(client, step?.client)) continue;
    next += 1;
    from = index + 1;
  }
  const missing = wanted[next];
  const message = (): string => {
    const all = `${wanted.length} callback${wanted.length === 1 ? '' : 's'}`;
    if (missing === undefined) {
      return tell(world, `Path ${path.id} was followed, all ${all}, but it should not have been.`);
    }
    const { callback, step, number } = missing;
    const rest = heard.slice(from).map((entry) => `${told(entry)} at ${formatMs(entry.at)}`);
    const instead =
      rest.length === 0
        ? `nothing came until ${formatMs(world.now)}`
        : `instead came ${rest.slice(0, 3).join(', ')}${rest.length > 3 ? ', ...' : ''}`;
    return tell(
      world,
      `Path ${path.id} was followed for ${next} of ${all}: ${told(callback)} of step ${number} ` +
        `(${step.by} ${step.do}) is missing; ${instead}.`,
    );
  };
  return {
    pass: missing === undefined,
    message,
    expected: wanted.map(({ callback }) => told(callback)),
    actual: heard.map(told),
  };
}
