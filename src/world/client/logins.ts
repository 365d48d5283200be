import type { LoginCall, LoginContext } from '../../../machines/login/machine.ts';
import type { Place } from '../../engine/memo.ts';
import type { Cause } from './actor.ts';

/** The logins that a client has made, as far as something is still to come of them. */
export interface Logins {
  /** The one that it is in. */
  readonly call?: LoginCall;
  /** One that waits for a logout to end. */
  readonly next?: LoginCall;
  /** Whose waited for it, and were taken back. */
  readonly takenBack: readonly unknown[];
}

/** None. */
export const noLogins: Logins = { takenBack: [] };
/** What a client that is in no login has of it. */
export const noLogin: LoginCall = { appId: '', account: '', token: '' };

/** What a client keeps of its logins, as the machine has decided. */
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
  // The one that waited has its turn.
  if (before.next !== null && after.next === null && next) {
    return { call: next, takenBack: noLogins.takenBack };
  }
  return logins;
}
