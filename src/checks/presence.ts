// Which application a client belongs to, and which clients of its account were there at the same
// time. A subject says which application a client belongs to, and so does a device of the world.
// Without either there is only the account, and then a second live session may be another device or
// a new client of the same application.
import type { World } from '../world/world.ts';

/** Adds a value to one of several lists. */
export function pushTo<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The parts of a world that are read. */
export type Watched = Pick<World, 'trace' | 'now' | 'audience' | 'clients'>;

/** A span of the trace in which a client was not logged out. */
interface Stay {
  readonly client: string;
  /** App ID and account. */
  readonly account: string;
  readonly from: number;
  /** The place in the trace at which it ended; the end of the trace if it did not. */
  to: number;
}

/** The applications and the stays of a world's clients. */
export class Presence {
  readonly #audience: Watched['audience'];
  /** The accounts of a client, each with the place in the trace from which it holds. */
  readonly #accounts = new Map<string, { readonly from: number; readonly account: string }[]>();
  /** The devices of those clients that have one, by client name. */
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
        // A login while already logged in is refused (208), and changes nothing.
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

  /** The owner of a client at a place in the trace, as one text: an application, or the account. */
  unitOf(client: string, index: number): string {
    return this.#known(client) ?? this.#accountOf(client, index);
  }

  /**
   * Whether what happened to a client in a span of the trace certainly concerns its application:
   * its owner is known, or its account never had two clients there at once, nor another one at the
   * start.
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
   * Whether a client may be a different device from the other clients of its account: its owner is
   * not known, and it was logged in, or logging in or out, at a place in the trace.
   */
  isThere(client: string, index: number): boolean {
    if (this.#known(client) !== undefined) return false;
    const stays = this.#stays.get(this.#accountOf(client, index)) ?? [];
    return stays.some((stay) => stay.client === client && stay.from < index && stay.to > index);
  }

  /** The application or the device that a client is known to belong to. */
  #known(client: string): string | undefined {
    const application = this.#audience.applicationOf(client);
    if (application !== undefined) return `application ${application}`;
    const device = this.#devices.get(client);
    return device === undefined ? undefined : `device ${device} of ${client.replace(/#\d+$/, '')}`;
  }

  /**
   * The account, with its App ID, of a client's last login before a place in the trace, or of its
   * first login.
   */
  #accountOf(client: string, index: number): string {
    const known = this.#accounts.get(client);
    const last = known?.findLast(({ from }) => from <= index) ?? known?.[0];
    return last?.account ?? client.replace(/#\d+$/, '');
  }
}
