import { show, unknownName, UsageError } from '../base/errors.ts';
import type { World } from '../world/world.ts';

/** Whether a value is a world; one from another copy of the package counts. */
export function isWorld(value: unknown): value is World {
  const world = value as Partial<World> | null | undefined;
  return Array.isArray(world?.trace?.entries) && world.settings !== undefined;
}

/** The message about a value that is not a world. */
export const noWorld = (where: string, value: unknown): string =>
  `${where}: ${show(value)} is not a world. Pass what createWorld returned.`;

/**
 * A value as a world.
 *
 * @throws {UsageError} if it is not a world, or if time was advanced in it without `await`, so that
 * it has not passed yet
 */
export function worldOf(where: string, value: unknown): World {
  if (isWorld(value)) {
    (value as Partial<World>).mistakes?.checkAwaited(where);
    return value;
  }
  throw new UsageError('check.world', noWorld(where, value));
}

/**
 * Whether a client's name in the trace belongs to an account: `alice`, or `alice#2` if it has
 * several clients.
 */
export const isOf = (client: string, account: string | undefined): boolean =>
  account === undefined || client === account || client.startsWith(`${account}#`);

/**
 * The account that a check is about, checked: a client must have it.
 *
 * @throws {UsageError} if it is not a name, or no client of the world has it
 */
export function accountOf(where: string, world: World, account: unknown): string | undefined {
  if (account === undefined) return undefined;
  const names = world.clients.flatMap(({ nameYet }) => nameYet ?? []);
  if (typeof account === 'string' && names.some((name) => isOf(name, account))) return account;
  throw unknownName('check.account', where, 'account', account, names);
}
