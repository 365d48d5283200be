import { show, unknownName, UsageError } from '../base/errors.ts';
import type { World } from '../world/world.ts';

/** Whether a value is a world; one of another copy of the package counts. */
export function isWorld(value: unknown): value is World {
  const world = value as Partial<World> | null | undefined;
  return Array.isArray(world?.trace?.entries) && world.settings !== undefined;
}

/** What is said of a value that is no world. */
export const noWorld = (where: string, value: unknown): string =>
  `${where}: ${show(value)} is not a world. Pass what createWorld returned.`;

/**
 * A value as a world.
 *
 * @throws {UsageError} when it is none, or time is to pass in it and has not, because nobody waits for it
 */
export function worldOf(where: string, value: unknown): World {
  if (isWorld(value)) {
    (value as Partial<World>).mistakes?.checkAwaited(where);
    return value;
  }
  throw new UsageError('check.world', noWorld(where, value));
}

/** Whether a client's name in the trace is an account's: `alice`, or `alice#2` where it has several. */
export const isOf = (client: string, account: string | undefined): boolean =>
  account === undefined || client === account || client.startsWith(`${account}#`);

/**
 * The account that a check is about, checked: somebody must have it.
 *
 * @throws {UsageError} when it is no name, or no client of the world has it
 */
export function accountOf(where: string, world: World, account: unknown): string | undefined {
  if (account === undefined) return undefined;
  const names = world.clients.flatMap(({ nameYet }) => nameYet ?? []);
  if (typeof account === 'string' && names.some((name) => isOf(name, account))) return account;
  throw unknownName('check.account', where, 'account', account, names);
}
