// Which application a client is of, and which of its account were there at the same time. A subject
// says whose a client is, and so does a device of the world; without them the account must do, and
// then a second live session of it may be another device or the application's own new client.
import type { World } from '../world/world.ts';

/** Adds a value to one of several lists. */
export function pushTo<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** What is looked at of a world. */
export type Watched = Pick<World, 'trace' | 'now' | 'audience' | 'clients'>;

/** A span of the trace in which a client was not logged out. */
interface Stay {
  readonly client: string;
  /** App ID and account. */
  readonly account: string;
  readonly from: number;
  /** The place in the trace at which it ended; the end of the trace where it did not. */
  to: number;
}

/** The applications and the stays of a world's clients. */
export class Presence {
  readonly #audience: Watched['audience'];
  /** The accounts of a client: from which place in the trace, and which. */
  readonly #accounts = new Map<string, { readonly from: number; readonly account: string }[]>();
  /** The devices of the clients that have one, by name. */
  readonly #devices = new Map<string, string>();
  readonly #stays = new Map<string, Stay[]>();

  constructor({ trace, audience, clients }: Watched) {
    this.#audience = audience;
    for (const { nameYet, device } of clients) {
      if (nameYet !== undefined && device !== '') this.#devices.set(nameYet, device);
    }
    const { entries } = trace;
    const open = new Map<string, Stay>();
    for (const [index, entry] of entries.entries()) {
      if (entry.kind === 'call' && (entry.method === 'login' || entry.method === 'login2')) {
        // A login while one is logged in is refused (208), and changes nothing.
        if (open.has(entry.client)) continue;
        const account = JSON.stringify(entry.args.slice(0, 2));
        pushTo(this.#accounts, entry.client, { from: index, account });
      } else if (entry.kind === 'transition' && entry.part === 'login') {
        const { client, to } = entry;
        const stay = open.get(client);
        if (to === 'loggedOut' && stay !== undefined) {
          stay.to = index;
          open.delete(client);
        } else if (to !== 'loggedOut' && stay === undefined) {
          const account = this.#accountOf(client, index);
          const begun = { client, account, from: index, to: entries.length };
          open.set(client, begun);
          pushTo(this.#stays, account, begun);
        }
      }
    }
  }

  /** Whose a client is at a place of the trace: an application, or the account, as one text. */
  unitOf(client: string, index: number): string {
    return this.#known(client) ?? this.#accountOf(client, index);
  }

  /**
   * Whether what happened to a client in a span of the trace is its application's beyond doubt: it is
   * known whose it is, or never were two clients of its account there at once, nor another at first.
   */
  isAlone(client: string, from: number, to: number): boolean {
    if (this.#known(client) !== undefined) return true;
    const stays = (this.#stays.get(this.#accountOf(client, from)) ?? []).filter(
      (stay) => stay.from < to && stay.to > from && this.#known(stay.client) === undefined,
    );
    if (stays.some((stay) => stay.client !== client && stay.from < from)) return false;
    return stays.every((stay, i) => {
      const next = stays[i + 1];
      return next === undefined || next.client === stay.client || next.from >= stay.to;
    });
  }

  /**
   * Whether a client may be another device than its account's others: nobody says whose it is, and it
   * was logged in, or on its way in or out, at a place of the trace.
   */
  isThere(client: string, index: number): boolean {
    if (this.#known(client) !== undefined) return false;
    const stays = this.#stays.get(this.#accountOf(client, index)) ?? [];
    return stays.some((stay) => stay.client === client && stay.from < index && stay.to > index);
  }

  /** The application or the device that a client is known to be of. */
  #known(client: string): string | undefined {
    const application = this.#audience.applicationOf(client);
    if (application !== undefined) return `application ${application}`;
    const device = this.#devices.get(client);
    return device === undefined ? undefined : `device ${device} of ${client.replace(/#\d+$/, '')}`;
  }

  /** The account of a client's login before a place of the trace, or its first, with its App ID. */
  #accountOf(client: string, index: number): string {
    const known = this.#accounts.get(client);
    const last = known?.findLast(({ from }) => from <= index) ?? known?.[0];
    return last?.account ?? client.replace(/#\d+$/, '');
  }
}
