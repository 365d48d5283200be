// The history of the service's own state, read from a trace: what clients and the service did that affects
// who is online and who is in which channel, when, and what they were told about it. A moment is a place in
// the trace.
import type { SignalingWorld } from '../create-world.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { Operation } from './linearize.ts';
import type { Deed } from './roster.ts';

type Of<Kind extends TraceEntry['kind']> = Extract<TraceEntry, { readonly kind: Kind }>;

/** An operation whose end may not be known yet. */
interface Open extends Operation<Deed> {
  deed: Deed;
  to: number;
  isOptional: boolean;
}

/** A query that was made and is not answered yet. */
interface Query {
  readonly method: string;
  readonly about: string;
  readonly from: number;
}

/** One client, as far as the trace has been read. */
class Reader {
  /** The account of the login that it makes or made. */
  account = '';
  /** The session that it has, asks for, or had last; 0 before the first. */
  session = 0;
  /** When its session began. */
  since = 0;
  /** The channel that it is in, joining or leaving. */
  channel = '';
  /** The arguments of its last call. */
  args: readonly unknown[] = [];
  /** What it asked the service for and waits for. */
  attempt: Open | undefined;
  logout: Open | undefined;
  join: Open | undefined;
  leave: Open | undefined;
  queries: Query[] = [];
  /** Its last return to a session. */
  resume: Open | undefined;
  /** The end of its session, if the service may cause it. */
  drop: Open | undefined;
  /** What may still take effect, but no longer can once it has a new line. */
  loose: Open[] = [];
  /** How many rules have begun for it and not ended. */
  rules = 0;
}

/** The service's events that end a session. */
const ends: ReadonlySet<string> = new Set([
  'service.kicked',
  'service.closed',
  'service.expiredToken',
  'service.refusedVersion',
]);
/** Acts after which the service may end the sessions of one account, or all. */
const troubles: ReadonlySet<string> = new Set(['cut', 'partition', 'corrupt']);
const troublesOfAll: ReadonlySet<string> = new Set(['goDown', 'requireVersion']);

/** Rows that ask the service to join a channel. */
const joins: ReadonlySet<string> = new Set(['C1', 'C8', 'C8b', 'C8c']);
/** Rows that ask the service to leave a channel without waiting for the answer. */
const leavesBehind: ReadonlySet<string> = new Set(['C6', 'C8', 'C8b']);

/** Queries by the callbacks that answer them. */
const answers: Readonly<Record<string, string>> = {
  onChannelQueryUserNumResult: 'channelQueryUserNum',
  onQueryUserStatusResult: 'queryUserStatus',
  onChannelQueryUserIsIn: 'channelQueryUserIsIn',
};
const queries: ReadonlySet<string> = new Set(Object.values(answers));

/** Reads a trace, entry by entry. */
class Historian {
  readonly history = new Set<Open>();
  readonly #readers = new Map<string, Reader>();
  /** Whether a session may end at any time without an entry that says so. */
  readonly #isShaky: boolean;
  /** Clients that speak the wire protocol: for them each reconnect is a login of its own (LC 2.1). */
  readonly #wired: ReadonlySet<string>;
  #sessions = 0;

  constructor(isShaky: boolean, wired: ReadonlySet<string>) {
    this.#isShaky = isShaky;
    this.#wired = wired;
  }

  hear(entry: TraceEntry, at: number): void {
    if (entry.kind === 'act') this.#hearAct(entry, at);
    if (!('client' in entry) || entry.client === undefined) return;
    const reader = this.#readers.get(entry.client) ?? new Reader();
    this.#readers.set(entry.client, reader);
    if (entry.kind === 'call') {
      const { method, args } = entry;
      reader.args = args;
      if (queries.has(method)) reader.queries.push({ method, about: String(args[0]), from: at });
    } else if (entry.kind === 'transition') {
      if (entry.part === 'login') this.#hearLogin(reader, entry, at);
      if (entry.part === 'channel') this.#hearChannel(reader, entry, at);
    } else if (entry.kind === 'rule') this.#hearRule(reader, entry, at);
    else if (entry.kind === 'callback') this.#hearCallback(reader, entry, at);
  }

  #hearLogin(reader: Reader, { client, event, from, to }: Of<'transition'>, at: number): void {
    if (from === to) return;
    if (event === 'login') reader.account = String(reader.args[1]);
    const { account, attempt } = reader;
    const isAgain = to === 'reconnecting.authenticating';
    if (to === 'loggingIn.authenticating' || (isAgain && this.#wired.has(client))) {
      const session = ++this.#sessions;
      Object.assign(reader, { session, drop: undefined, queries: [], resume: undefined });
      reader.attempt = this.#add({ does: 'login', account, session }, at);
    } else if (isAgain) {
      const { session } = reader;
      reader.attempt = this.#add({ does: 'resume', account, session, channel: undefined }, at);
    } else if (attempt !== undefined) {
      reader.attempt = undefined;
      if (event === 'reply.accepted') this.#comeIn(reader, attempt, at);
      else if (event.startsWith('reply.')) this.history.delete(attempt);
      else {
        reader.loose.push(attempt);
        this.#shake(reader, at);
      }
    } else if (to.startsWith('loggingOut') && !from.startsWith('loggingOut')) {
      reader.logout = this.#add({ does: 'logout', account, session: reader.session }, at);
      this.#shake(reader, at);
    } else if (from === 'loggedIn' || from.startsWith('loggingOut')) {
      this.#goOut(reader, event, at);
    }
  }

  /** A client is logged in: what it sent over earlier lines has no more effect. */
  #comeIn(reader: Reader, attempt: Open, at: number): void {
    const { account } = reader;
    end(attempt, at);
    for (const one of reader.loose)
      if ('account' in one.deed && one.deed.account === account) one.to = at;
    Object.assign(reader, { loose: [], drop: undefined });
    if (attempt.deed.does === 'resume') {
      attempt.deed = { ...attempt.deed, channel: '' };
      reader.resume = attempt;
    } else reader.since = at;
    if (this.#isShaky || reader.rules > 0) this.#shake(reader, at);
  }

  /** A client is logged out, or has lost its line. */
  #goOut(reader: Reader, event: string, at: number): void {
    const { account, session, since, logout } = reader;
    const isAcknowledged = event === 'logout.acknowledged';
    if (logout !== undefined && isAcknowledged) end(logout, at);
    else if (logout !== undefined) this.history.delete(logout);
    reader.logout = undefined;
    this.#shake(reader, at);
    if (ends.has(event)) end(this.#add({ does: 'learn', account, session }, since), at);
    // The session is over by now, and cannot end again.
    else if (!isAcknowledged) return;
    if (reader.drop !== undefined) reader.drop.to = at;
  }

  #hearChannel(reader: Reader, { event, from, to, rows }: Of<'transition'>, at: number): void {
    const { account, session, channel: before, join, leave } = reader;
    const isJoin = rows.some((row) => joins.has(row));
    if (!isJoin && from === to) return;
    for (const one of [join, leave]) {
      if (one === undefined || !one.isOptional) continue;
      if (event === 'reply.ok') end(one, at);
      else if (event.startsWith('reply.')) this.history.delete(one);
      else reader.loose.push(one);
    }
    if (event !== 'reply.ok') reader.join = undefined;
    reader.leave = undefined;
    if (rows.some((row) => leavesBehind.has(row))) {
      reader.loose.push(this.#add({ does: 'leave', account, session, channel: before }, at));
    }
    if (isJoin) {
      const channel = String(reader.args[0]);
      reader.channel = channel;
      reader.join = this.#add({ does: 'join', account, session, channel, users: undefined }, at);
    } else if (to === 'leaving') {
      reader.leave = this.#add({ does: 'leave', account, session, channel: reader.channel }, at);
    } else if (from === 'suspended' && to === 'joined' && reader.resume !== undefined) {
      reader.resume.deed = { does: 'resume', account, session, channel: reader.channel };
    }
  }

  #hearAct({ did, args, client }: Of<'act'>, at: number): void {
    // If a rule did it, the trace has already said that the rule began.
    if (client !== undefined) return;
    const [account = '', channel = ''] = args.map(String);
    if (did === 'kick' || did === 'orderClose') end(this.#add({ does: 'kick', account }, at), at);
    else if (did === 'destroyChannel') {
      end(this.#add({ does: 'destroy', channel: account }, at), at);
    } else if (did === 'removeFromChannel') {
      end(this.#add({ does: 'remove', account, channel }, at), at);
    }
    for (const reader of this.#readers.values()) {
      const isMeant = troubles.has(did) && reader.account === account;
      if (isMeant || troublesOfAll.has(did)) this.#shake(reader, at);
    }
  }

  #hearRule(reader: Reader, { did, code }: Of<'rule'>, at: number): void {
    reader.rules += did === 'begins' ? 1 : -1;
    if (did === 'ends' || reader.session === 0) return;
    this.#shake(reader, at);
    if (code?.startsWith('LEAVECHANNEL') !== true) return;
    const { account, session } = reader;
    reader.loose.push(this.#add({ does: 'evict', account, session }, at));
  }

  #hearCallback(reader: Reader, { name, code, details }: Of<'callback'>, at: number): void {
    const { account, session, join } = reader;
    if (name === 'onChannelUserList' && join?.deed.does === 'join' && !join.isOptional) {
      join.deed = { ...join.deed, users: details['users'] as readonly string[] };
      reader.join = undefined;
    }
    const method = answers[name];
    if (method === undefined) return;
    const channel = String(details['channel']);
    const of = String(details['account'] ?? details['name']);
    const about = method === 'queryUserStatus' ? of : channel;
    const open = reader.queries.filter((one) => one.method === method && one.about === about);
    // Two queries that ask the same cannot be told apart: this may be the answer to the first of them.
    const from = open[0]?.from;
    reader.queries = reader.queries.filter((one) => one !== open.at(-1));
    if (from === undefined) return;
    if (method === 'queryUserStatus') {
      const isOnline = String(details['status']) === '1';
      end(this.#add({ does: 'status', account, session, of, isOnline }, from), at);
    } else if (method === 'channelQueryUserIsIn') {
      const isIn = Number(details['isIn']) === 1;
      end(this.#add({ does: 'isIn', account, session, channel, of, isIn }, from), at);
    } else if (code === 'SUCCESS') {
      const count = Number(details['count']);
      end(this.#add({ does: 'count', account, session, channel, count }, from), at);
    }
  }

  /** From now on the service may end the session of a client: its line or its presence may be lost. */
  #shake(reader: Reader, at: number): void {
    const { account, session, drop } = reader;
    if (session === 0 || drop !== undefined) return;
    reader.drop = this.#add({ does: 'drop', account, session }, at);
    reader.loose.push(reader.drop);
  }

  /** Adds an operation that may take effect from now on, until it is known to have done so. */
  #add(deed: Deed, from: number): Open {
    const one: Open = { deed, from, to: Number.POSITIVE_INFINITY, isOptional: true };
    this.history.add(one);
    return one;
  }
}

/** Marks an operation as known to have taken effect by now. */
function end(one: Open, at: number): void {
  one.to = at;
  one.isOptional = false;
}

/**
 * The history of a world: logins, joins, queries, and what the service did by itself.
 *
 * What a line may do to a session is read from what was done to the line, not from how the service took it:
 * a presence that runs out is an operation that may take effect from then on.
 */
export function historyOf({
  trace,
  settings,
  clients,
}: SignalingWorld): readonly Operation<Deed>[] {
  const { network, pushTokenExpiry } = settings;
  const loses = trace.entries.some(
    (entry) =>
      entry.kind === 'act' &&
      entry.did === 'set' &&
      ((entry.args[0] as { readonly loss?: number } | undefined)?.loss ?? 0) > 0,
  );
  const wired = clients.filter(({ dialer }) => dialer !== undefined).map(({ name }) => name);
  const isShaky = network.loss > 0 || loses || pushTokenExpiry;
  const historian = new Historian(isShaky, new Set(wired));
  for (const [at, entry] of trace.entries.entries()) historian.hear(entry, at);
  return [...historian.history];
}
