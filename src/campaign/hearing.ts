// What a client hears in the manner of 1.4.0 of what the service says: a trace has the service's side.
import type { TraceEntry } from '../trace/entry.ts';

/** What ends a session without a word: a lost line on its way out, a reconnect that is refused or fails. */
const wordless = /^(reply|line|connect)\./;

/**
 * Whether 1.4.0 calls its application when a callback of the documentation is due.
 *
 * @source wire 8 for the channel; wire 10 [D14] for a reconnect that is refused
 */
export function isHeardIn140(entries: readonly TraceEntry[], place: number): boolean {
  const entry = entries[place];
  if (entry?.kind !== 'callback' || !entry.handled) return false;
  if (entry.name === 'onChannelLeaved') return entry.code === 'LEAVECHANNEL_E_BYUSER';
  if (entry.name === 'onReconnecting') return false;
  if (entry.name !== 'onLogout') return true;
  const cause = entries
    .slice(0, place)
    .findLast(
      (one) => one.kind === 'transition' && one.part === 'login' && one.client === entry.client,
    );
  return cause?.kind !== 'transition' || !wordless.test(cause.event);
}
