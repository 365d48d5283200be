// What was tried again: each call with the failure of the same call before it.
import { byName } from '../../machines/codes.ts';
import type { Attempt } from '../checks/operations.ts';

/** A call of an application, in the row of attempts at the same thing since it last succeeded. */
export interface Try {
  readonly call: Attempt;
  /** The failure of the call before it; undefined if nothing was heard since. */
  readonly failure: Attempt | undefined;
  /** Its place in the row, from 1. */
  readonly calls: number;
  /** What the row began with: a call, or the end of something that had succeeded. */
  readonly first: Attempt;
}

/** Whether a row is over: it succeeded, or its end was wanted. */
const isOver = ({ did, code }: Attempt): boolean =>
  did === 'succeeds' || (code !== undefined && byName(code).policy === 'none');

/** The calls that applications made, in order; those that a rule made do not count. */
export function triesOf(attempts: readonly Attempt[]): readonly Try[] {
  const rows = new Map<string, { first: Attempt; calls: number; failure: Attempt | undefined }>();
  const tries: Try[] = [];
  const forget = (account: string): void => {
    for (const [key, row] of rows) {
      if (row.first.account === account && row.first.operation !== 'login') rows.delete(key);
    }
  };
  for (const one of attempts) {
    if (one.byRule) continue;
    const key = JSON.stringify([one.account, one.operation, one.about]);
    // What is tried in a new session was waiting for that session, not to be tried again.
    if (one.operation === 'login' && one.did === 'succeeds') forget(one.account);
    if (isOver(one)) {
      rows.delete(key);
      continue;
    }
    const row = rows.get(key) ?? { first: one, calls: 0, failure: undefined };
    rows.set(key, row);
    if (one.did === 'fails') row.failure = one;
    if (one.did !== 'calls') continue;
    const { failure, first } = row;
    row.failure = undefined;
    row.calls += 1;
    tries.push({ call: one, failure, calls: row.calls, first });
  }
  return tries;
}
