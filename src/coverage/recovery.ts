// Whether a client got back to where it was before a code. The code says that something ended; the
// client recovered where the same account had it again later in the same world:
//
//   login, logout   it was logged in again
//   join, leave     it was in that channel again
//   message         the same message, to the same address, arrived
//   query           the user count of that channel came
//   invite          that peer rang again, in that channel
//   general         what onError named was called again, and no error answered
//
// It is the callbacks that count, never what the client says of itself: that is its own opinion.
// Only some codes ask for it: what a person must settle (a kick, a ban, a call that failed) is not
// to be mended by the client, and a wanted end needs no mending. The catalogue's `policy` decides.
import { byName, type CodeName } from '../../machines/codes.ts';
import { attemptsOf, operationOf } from '../checks/operations.ts';
import type { TraceEntry } from '../trace.ts';

/** Whether a client should get back to where it was, by itself, after a code. */
export function asksForRecovery(code: CodeName): boolean {
  const { policy } = byName(code);
  return policy === 'backOff' || policy === 'refreshToken' || policy === 'longDelay';
}

/** The codes after which an account got back to where it was, one entry an occasion. */
export function recoveredCodes(entries: readonly TraceEntry[]): readonly CodeName[] {
  const recovered: CodeName[] = [];
  /** What went well later than where we are. */
  const good = new Set<string>();
  /** Methods whose last call, seen from the end, was answered by onError. */
  const refused = new Set<string>();
  // From the end: whatever went well after a code has been met before the code is.
  for (const one of attemptsOf(entries).toReversed()) {
    const { account, operation, about, did, code } = one;
    const any = `${account} ${operation}`;
    const same = `${any} ${about}`;
    if (did === 'succeeds') good.add(any).add(same);
    if (did === 'calls' && operation === 'other') {
      const isRefused = refused.delete(same);
      if (!isRefused && one.byRule === undefined) good.add(same);
    }
    if (did !== 'fails') continue;
    if (operation === 'other') {
      const named = operationOf(about);
      // An error that names a call of an operation does not say which channel or peer it was about.
      const key = named === 'other' ? same : `${account} ${named}`;
      if (code !== undefined && good.has(key)) recovered.push(code);
      refused.add(same);
    } else if (code !== undefined && good.has(same)) recovered.push(code);
  }
  return recovered;
}
