// One application, one session: where it has, or wants, two.
import type { TraceEntry } from '../trace/entry.ts';
import type { Reaction } from './reaction.ts';

/** The logins that were made while a session of the same application lived, or was on its way. */
export function overlapsIn(reaction: Reaction): {
  readonly live: number;
  readonly onTheWay: number;
} {
  const states = new Map<string, string>();
  const logins = new Set(reaction.logins.map(({ index }) => index));
  let [live, onTheWay] = [0, 0];
  for (const [index, entry] of reaction.entries.entries()) {
    if (isOfLogin(entry) && reaction.isOwn(index)) {
      if (entry.to === 'loggedOut') states.delete(entry.client);
      else states.set(entry.client, entry.to);
    }
    if (!logins.has(index) || reaction.isAsked(index) || entry.kind !== 'call') continue;
    const others = [...states].filter(([client]) => accountOf(client) === accountOf(entry.client));
    if (others.some(([client, to]) => client !== entry.client && to === 'loggedIn')) live += 1;
    if (others.some(([, to]) => to.startsWith('loggingIn'))) onTheWay += 1;
  }
  return { live, onTheWay };
}

/** Whether an entry is a transition of a login. */
export const isOfLogin = (
  entry: TraceEntry,
): entry is TraceEntry & { readonly kind: 'transition' } =>
  entry.kind === 'transition' && entry.part === 'login';
const accountOf = (client: string): string => client.replace(/#\d+$/, '');
