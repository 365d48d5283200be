import type { LoginCall, LoginContext } from '../../../machines/login/machine.ts';
import type { Place } from '../../engine/memo.ts';
import type { Cause } from './actor.ts';

/** The logins of a client that are not settled yet. */
export interface Logins {
  /** The current one. */
  readonly call?: LoginCall;
  /** One that waits for a logout to end. */
  readonly next?: LoginCall;
  /** The `ref`s of those that waited for it and were taken back. */
  readonly takenBack: readonly unknown[];
}

/** No logins. */
export const noLogins: Logins = { takenBack: [] };
/** The current login of a client that has none. */
export const noLogin: LoginCall = { appId: '', account: '', token: '' };

/** A client's logins after an event, as the machine has decided. */
export function followed(logins: Logins, cause: Cause, from: Place, to: Place): Logins {
  const before = from.snapshot.context as LoginContext;
  const after = to.snapshot.context as LoginContext;
  const { call, next, takenBack } = logins;
  const given = cause['call'] as LoginCall;
  if (after.login === null) return noLogins;
  if (before.login === null) return { call: given, takenBack: noLogins.takenBack };
  if (before.next === null && after.next !== null) return { ...logins, next: given };
  if (after.takenBack > before.takenBack) {
    return { ...(call && { call }), takenBack: [...takenBack, next?.ref] };
  }
  // Now it is the turn of the one that waited.
  if (before.next !== null && after.next === null && next) {
    return { call: next, takenBack: noLogins.takenBack };
  }
  return logins;
}
