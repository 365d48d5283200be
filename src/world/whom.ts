// Whom an act by hand is for. An account stands for one client only as long as nobody else logs in with
// it: under another App ID, or from another device.
import { checkKeys, show, unknownName, UsageError } from '../base/errors.ts';

/** Which client of an account an act is for. @default all, if all are under one App ID */
export interface Whom {
  /** The one under this App ID. */
  readonly appId?: string;
  /** The one on this device, by its name: see `world.device`. */
  readonly device?: string;
}

/** A client, with what acts tell clients apart by. */
export interface Addressed {
  readonly appId: string;
  readonly account: string;
  /** The name of its device, `''` if it has none. */
  readonly device: string;
}

/** The keys of `Whom`. */
export const whomNames = ['appId', 'device'] as const satisfies (keyof Whom)[];

/** The part of some options that says whom they are for. */
export const whomOf = ({ appId, device }: Whom): Whom => ({
  ...(appId !== undefined && { appId }),
  ...(device !== undefined && { device }),
});

/** Options of an act as the trace keeps them: not at all if they are empty. */
export const told = (options: object): readonly object[] =>
  Object.keys(options).length === 0 ? [] : [options];

/** Whether an act for an account is for this client. */
export const isFor = (
  account: string,
  { appId, device }: Whom,
  { appId: app, account: name, device: on }: Addressed,
): boolean => account === name && (appId ?? app) === app && (device === undefined || device === on);

/** Checks whom an act is for. @throws {UsageError} when a key is unknown or a value is not a name */
export function checkWhom(
  id: string,
  where: string,
  whom: Whom,
  more: readonly string[] = [],
): void {
  checkKeys(id, where, whom, [...more, ...whomNames]);
  for (const key of whomNames) {
    const value: unknown = whom[key];
    if (value === undefined || (typeof value === 'string' && value !== '')) continue;
    throw new UsageError(id, `${where}: ${key} is ${show(value)}. Give a name, or leave it out.`);
  }
}

/**
 * Those of the clients that an act is for.
 *
 * @throws {UsageError} when they are under several App IDs, and the act does not say under which
 */
export function pick<One extends Addressed>(
  id: string,
  where: string,
  account: string,
  whom: Whom,
  clients: readonly One[],
): readonly One[] {
  const meant = clients.filter((one) => isFor(account, whom, one));
  const apps = [...new Set(meant.map(({ appId }) => appId))];
  if (apps.length < 2) return meant;
  throw new UsageError(
    id,
    `${where}: ${show(account)} is there under ${apps.length} App IDs: ${apps.join(', ')}. ` +
      `Say which: { appId: ${show(apps[0])} }.`,
  );
}

/**
 * The error of an act that fits no client, though there are others.
 *
 * @param what what was looked for: `'online account'`
 */
export function nobody(
  id: string,
  where: string,
  what: string,
  account: string,
  whom: Whom,
  clients: readonly Addressed[],
): UsageError {
  const own = clients.filter((one) => one.account === account);
  if (own.length === 0) {
    return unknownName(id, where, what, account, [...new Set(clients.map((one) => one.account))]);
  }
  const isAppUnknown = whom.appId !== undefined && own.every(({ appId }) => appId !== whom.appId);
  const [word, value, known] = isAppUnknown
    ? ['App ID', whom.appId, own.map(({ appId }) => appId)]
    : ['device', whom.device, own.map(({ device }) => device).filter(Boolean)];
  return unknownName(id, where, `${word} of ${show(account)}`, value, [...new Set(known)]);
}
