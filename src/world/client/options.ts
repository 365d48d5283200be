import { checkKeys, show, UsageError } from '../../base/errors.ts';
import { isVersion } from '../service/accounts.ts';

/** Options of a client. */
export interface ClientOptions {
  /** Its name in the trace. @default the account of its first login */
  readonly name?: string;
  /** The version of its SDK. @default '1.4.4' */
  readonly version?: string;
  /** False for an old client that cannot be called (705). @default true */
  readonly canReceiveCalls?: boolean;
  /** The name of the device that it is on; `world.device(name)` makes the clients of one. */
  readonly device?: string;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** Checks the options of a client. @throws {UsageError} when one is unknown or not valid */
export function checkClient(where: string, options: ClientOptions): void {
  checkKeys('world.client', where, options, ['name', 'version', 'canReceiveCalls', 'device']);
  const { name = 'a', version = '1', canReceiveCalls = true, device = 'a' } = options;
  for (const [key, value, isGood, wanted] of [
    ['name', name, isText(name), 'a text'],
    ['device', device, isText(device), 'a text'],
    ['version', version, isVersion(version), 'numbers between dots: "1.4.4"'],
    ['canReceiveCalls', canReceiveCalls, typeof canReceiveCalls === 'boolean', 'true or false'],
  ] as const) {
    if (isGood) continue;
    throw new UsageError('world.client', `${where}: ${key} is ${show(value)}. Give ${wanted}.`);
  }
}
