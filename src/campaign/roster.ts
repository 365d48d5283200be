// The service's own state, as it would be if the service served one request at a time: who is online, and who
// is in which channel.
import type { Specification } from './linearize.ts';

/** Somebody who is online. */
interface Seat {
  /** The session that holds the account. */
  readonly session: number;
  /** The channel it is in, `''` for none: an account is in one at a time. */
  readonly channel: string;
}

/** Who is online, by account. */
export type Roster = ReadonlyMap<string, Seat>;

/** Who does something: an account, and the session that it has or makes. */
interface Whose {
  readonly account: string;
  readonly session: number;
}

/** What changes or reads the roster, with its outcome. */
export type Deed =
  /** A login that was let in: it replaces whoever held the account. */
  | (Whose & { readonly does: 'login' })
  /** A session that came back, with the channel that it still has; undefined if nobody was told. */
  | (Whose & { readonly does: 'resume'; readonly channel: string | undefined })
  | (Whose & { readonly does: 'logout' })
  /** The service ends a session: its presence ran out, its client was thrown out or closed its line. */
  | (Whose & { readonly does: 'drop' })
  /** A client was told that its session is over. */
  | (Whose & { readonly does: 'learn' })
  /** The service throws out whoever holds an account. */
  | { readonly does: 'kick'; readonly account: string }
  /** A join, with the members that the joiner was told. */
  | (Whose & {
      readonly does: 'join';
      readonly channel: string;
      users: readonly string[] | undefined;
    })
  | (Whose & { readonly does: 'leave'; readonly channel: string })
  | { readonly does: 'remove'; readonly account: string; readonly channel: string }
  /** The service takes a session out of whatever channel it is in. */
  | (Whose & { readonly does: 'evict' })
  | { readonly does: 'destroy'; readonly channel: string }
  | (Whose & { readonly does: 'count'; readonly channel: string; readonly count: number })
  | (Whose & { readonly does: 'status'; readonly of: string; readonly isOnline: boolean })
  | (Whose & {
      readonly does: 'isIn';
      readonly channel: string;
      readonly of: string;
      readonly isIn: boolean;
    });

/** The most members that a joiner is told. @source LC 2.6 */
const listMax = 200;

/** Deeds that change nothing. */
const readers: ReadonlySet<Deed['does']> = new Set(['learn', 'count', 'status', 'isIn']);

const none: readonly Roster[] = [];
const seat = (roster: Roster, account: string, session: number, channel: string): Roster =>
  new Map([...roster, [account, { session, channel }]]);
const without = (roster: Roster, account: string): Roster =>
  new Map([...roster].filter(([name]) => name !== account));
/** Who is in a channel; nobody is in `''`, which is no channel. */
const members = (roster: Roster, channel: string): readonly string[] =>
  [...roster].flatMap(([account, one]) =>
    channel !== '' && one.channel === channel ? [account] : [],
  );

/** The rosters that a deed can lead to; none if it cannot have had this outcome. */
function step(roster: Roster, deed: Deed): readonly Roster[] {
  if (deed.does === 'kick') {
    return roster.has(deed.account) ? [without(roster, deed.account)] : none;
  }
  if (deed.does === 'destroy') {
    const { channel } = deed;
    const emptied = [...roster].map(
      ([account, one]) =>
        [account, one.channel === channel ? { ...one, channel: '' } : one] as const,
    );
    return members(roster, channel).length > 0 ? [new Map(emptied)] : none;
  }
  const { account } = deed;
  const holder = roster.get(account);
  if (deed.does === 'remove') {
    return holder?.channel === deed.channel ? [seat(roster, account, holder.session, '')] : none;
  }
  const { session } = deed;
  if (deed.does === 'login') return [seat(roster, account, session, '')];
  const isHeld = holder?.session === session;
  if (deed.does === 'learn') return isHeld ? none : [roster];
  if (deed.does === 'logout') return [isHeld ? without(roster, account) : roster];
  if (deed.does === 'resume') {
    const { channel } = deed;
    if (holder !== undefined && !isHeld) return none;
    const emptied = seat(roster, account, session, '');
    if (channel === undefined) return isHeld ? [roster, emptied] : [emptied];
    if (channel === '') return [emptied];
    return holder?.channel === channel ? [roster] : none;
  }
  // Only a session that is online can do the rest.
  if (!isHeld) return none;
  switch (deed.does) {
    case 'drop':
      return [without(roster, account)];
    case 'evict':
      return holder.channel === '' ? none : [seat(roster, account, session, '')];
    case 'leave':
      return [holder.channel === deed.channel ? seat(roster, account, session, '') : roster];
    case 'join': {
      const after = seat(roster, account, session, deed.channel);
      return isTold(deed.users, members(after, deed.channel)) ? [after] : none;
    }
    case 'count':
      return members(roster, deed.channel).length === deed.count ? [roster] : none;
    case 'status':
      return roster.has(deed.of) === deed.isOnline ? [roster] : none;
    case 'isIn':
      return members(roster, deed.channel).includes(deed.of) === deed.isIn ? [roster] : none;
  }
}

/** Whether a list is what a joiner is told about the members; true if nobody was told. */
function isTold(users: readonly string[] | undefined, inside: readonly string[]): boolean {
  if (users === undefined) return true;
  const isWhole = users.length === Math.min(inside.length, listMax);
  return isWhole && users.every((user) => inside.includes(user));
}

/**
 * The service, one request at a time.
 *
 * @source LC 5.1 for one session to an account; LC 2.2 (C8) for one channel to a session; LC 5.5, 5.6
 */
export const roster: Specification<Roster, Deed> = {
  start: new Map(),
  step,
  reads: ({ does }) => readers.has(does),
  key: (state) =>
    [...state]
      .map(([account, { session, channel }]) => JSON.stringify([account, session, channel]))
      .sort()
      .join(),
};
