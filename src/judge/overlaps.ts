// One application, one session: counts when it has, or wants, two.
import type { TraceEntry } from '../trace/entry.ts';

/** How many logins were made while a session of the same application was alive, or on its way. */
export interface Overlaps {
  readonly live: number;
  readonly onTheWay: number;
}

/** The parts of a reaction that are used. */
interface Watched {
  readonly entries: readonly TraceEntry[];
  readonly logins: readonly { readonly index: number }[];
  isOwn(index: number): boolean;
  isAsked(index: number): boolean;
}

/** Counts the logins of a reaction that overlap. */
export function overlapsIn(reaction: Watched): Overlaps {
  const states = new Map<string, string>();
  const logins = new Set(reaction.logins.map(({ index }) => index));
  let [live, onTheWay] = [0, 0];
  let index = -1;
  for (const entry of reaction.entries) {
    index += 1;
    if (isOfLogin(entry) && reaction.isOwn(index)) {
      if (entry.to === 'loggedOut') states.delete(entry.client);
      else states.set(entry.client, entry.to);
    }
    if (entry.kind !== 'call' || !logins.has(index) || reaction.isAsked(index)) continue;
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
