// A run, as the rules of the judge see it: one client under test, and the parts of its story in which a code
// came and only that code can be the reason for what the client did.
import type { CodeName } from '../../machines/codes.ts';
import { attemptsWithin, type Attempt } from '../checks/operations.ts';
import type { Learned } from '../judge/learned.ts';
import type { Asked } from '../judge/asked.ts';
import { Reaction, type Cause, type Witnessed } from '../judge/reaction.ts';
import type { Subject } from '../run/index.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { Arena, Person } from './arena.ts';
import { isHeardIn140 } from './hearing.ts';
import { rooms } from './kinds.ts';
import { missesItsEnd } from './lost-end.ts';

/** A part of a story, by places in the trace. */
export interface Part {
  readonly code: CodeName;
  /** Where the code came; -1 if the part is about none. */
  readonly first: number;
  readonly from: number;
  /** The first place after it. */
  readonly to: number;
  /** How often the code came in it. */
  readonly count: number;
}

/** A call within this time after a person asked for it is made for that person, not by the client itself. */
const owedMs = 5_000;

/** The operations by which a client tries what a person asks for. */
const operationOf: Readonly<Record<string, readonly string[]>> = {
  channelJoin: ['channelJoin'],
  channelLeave: ['channelJoin'],
  channelQueryUserNum: ['channelQueryUserNum'],
  channelInviteUser2: ['invite'],
  channelInviteEnd: ['invite'],
  queryUserStatus: ['other'],
  setAttr: ['other'],
};
const endsAll: ReadonlySet<string> = new Set(['login', 'logout', 'dispose']);

/** Calls that answer an invitation: the next call is about the next invitation, not a retry. */
const answersCall: ReadonlySet<string> = new Set(['channelInviteAccept', 'channelInviteRefuse']);

interface Row {
  readonly code: CodeName;
  readonly first: number;
  readonly from: number;
  count: number;
}

/** The story of one client. */
export class Story {
  readonly person: Person;
  readonly entries: readonly TraceEntry[];
  /** What it tried by itself or for a person, and how that ended. */
  readonly attempts: readonly Attempt[];
  readonly #arena: Arena;
  readonly #learned: Learned;
  readonly #asked: readonly Asked[];

  constructor(arena: Arena, person: Person, learned: Learned) {
    this.#arena = arena;
    this.#learned = learned;
    this.person = person;
    this.entries = arena.world.trace.entries;
    this.attempts = arena.attempts.filter(({ client }) => arena.isOf(client, person.name));
    this.#asked = [...person.asked, ...this.#owed()].toSorted((a, b) => a.from - b.from);
  }

  /** Whether it was ended early, because it never came to rest. */
  get isStopped(): boolean {
    return this.#arena.stopped !== undefined;
  }

  /** Set if it runs on the published SDK, or in its manner. */
  get sdk(): Subject['sdk'] {
    return this.#arena.subject.sdk;
  }

  /** The parts in which one code alone is the reason for what comes after it. */
  get parts(): readonly Part[] {
    const parts: Part[] = [];
    const rows = new Map<string, Row>();
    const calls = new Map<string, number>();
    /** How often each was asked for since it last succeeded: what is asked for twice is tried side by side. */
    const asks = new Map<string, number>();
    const close = (key: string, to: number): void => {
      const row = rows.get(key);
      rows.delete(key);
      const isAlone = (asks.get(key.split(' ')[0] ?? '') ?? 0) < 2;
      if (row !== undefined && isAlone) parts.push({ ...row, to });
    };
    const closeAll = (to: number, isMeant: (operation: string) => boolean): void => {
      for (const key of rows.keys()) if (isMeant(key.split(' ')[0] ?? '')) close(key, to);
    };
    const asked = this.person.asked.filter(({ call }) => call in operationOf || endsAll.has(call));
    let next = 0;
    for (const one of this.attempts) {
      for (; (asked[next]?.from ?? Infinity) <= one.index; next++) {
        const { call, from } = asked[next] as Asked;
        for (const operation of operationOf[call] ?? []) {
          asks.set(operation, (asks.get(operation) ?? 0) + 1);
        }
        closeAll(from, (operation) =>
          endsAll.has(call) ? true : (operationOf[call]?.includes(operation) ?? false),
        );
      }
      const { operation, about, did, index, code } = one;
      const key = `${operation} ${about}`;
      // What is tried in another session was waiting for that session.
      if (operation === 'login' && did !== 'calls')
        closeAll(index + 1, (other) => other !== 'login');
      if (did === 'calls') {
        // Another invitation has come: that is the reason for the call, not what failed before.
        if (answersCall.has(about)) closeAll(index, (other) => other === operation);
        calls.set(key, index);
        continue;
      }
      if (did === 'succeeds' || code === undefined) {
        close(key, index + 1);
        asks.delete(operation);
        continue;
      }
      const row = rows.get(key);
      if (row?.code === code) {
        row.count += 1;
        continue;
      }
      close(key, index + 1);
      rows.set(key, { code, first: index, from: calls.get(key) ?? index, count: 1 });
    }
    closeAll(this.entries.length, () => true);
    // After a logout, 1.4.0 may come back by itself: what it does then is not the client's doing.
    return this.sdk === undefined ? parts : parts.filter(({ first }) => this.#isWantedAt(first));
  }

  /** The parts after a person logged out, until the next login that was asked for. */
  get afterLogouts(): readonly Part[] {
    const { asked } = this.person;
    return asked.flatMap(({ call, from }, at) => {
      if (call !== 'logout') return [];
      const next = asked.slice(at + 1).find(({ call: other }) => other === 'login');
      const to = next?.from ?? this.entries.length;
      if (this.sdk !== undefined && this.#comesBack(from, to)) return [];
      return [{ code: 'LOGOUT_E_USER' as const, first: -1, from, to, count: 1 }];
    });
  }

  /**
   * Whether a client is logged in again without having heard that its session is over: 1.4.0 comes back by itself
   * then, whatever the client does. It ignores a logout while it reconnects, and reconnects where the answer to one
   * is lost.
   */
  #comesBack(from: number, to: number): boolean {
    const first = this.entries.find(
      (entry, at) =>
        at >= from &&
        at < to &&
        (entry.kind === 'callback'
          ? entry.name === 'onLogout' && this.#hears(at)
          : entry.kind === 'call' && entry.method.startsWith('login')) &&
        this.#isOwn(entry.client),
    );
    return first?.kind === 'call';
  }

  /** Whether a person wants the client to be logged in at a place in the trace. */
  #isWantedAt(place: number): boolean {
    const last = this.person.asked.findLast(
      ({ call, from }) => (call === 'login' || call === 'logout') && from <= place,
    );
    return last?.call === 'login';
  }

  /** Whether the client hears anything in the moment in which the code of a part comes: 1.4.0 leaves much out. */
  isHeard({ first, to }: Part): boolean {
    const at = this.entries[first]?.at;
    for (let index = first; index < to && this.entries[index]?.at === at; index++) {
      const entry = this.entries[index];
      if (entry?.kind === 'callback' && this.#isOwn(entry.client) && this.#hears(index))
        return true;
    }
    return false;
  }

  /** Whether a session may still come back by itself, although a person or the service has ended it. */
  get isLeftBehind(): boolean {
    const { entries } = this;
    return (
      this.person.asked.some(
        ({ call, from }) =>
          (call === 'logout' || call === 'dispose') && this.#comesBack(from, entries.length),
      ) ||
      entries.some(
        (entry, at) =>
          entry.kind === 'callback' &&
          entry.name === 'onLogout' &&
          this.#isOwn(entry.client) &&
          !this.#hears(at),
      )
    );
  }

  #hears(place: number): boolean {
    return isHeardIn140(this.entries, place);
  }

  #isOwn(client: string | undefined): boolean {
    return client !== undefined && this.#arena.isOf(client, this.person.name);
  }

  /** Whether packets were lost without a word: then the service and its client may not know the same. */
  get isLossy(): boolean {
    const { network } = this.#arena.setting;
    return (
      (network?.loss ?? 0) > 0 ||
      this.entries.some((entry) => entry.kind === 'act' && entry.did === 'partition')
    );
  }

  /** Whether the service does not go down in a part, and is not down when it begins. */
  isUpIn({ from, to }: Part): boolean {
    const acts = this.entries
      .slice(0, to)
      .flatMap((entry, at) =>
        entry.kind === 'act' && (entry.did === 'goDown' || entry.did === 'comeUp')
          ? [{ at, isDown: entry.did === 'goDown' }]
          : [],
      );
    return !acts.some(
      ({ at, isDown }, n) => isDown && (acts[n + 1]?.at ?? Infinity) >= from && at < to,
    );
  }

  /** The whole story, about no code. */
  get whole(): Part {
    return { code: 'SUCCESS', first: -1, from: 0, to: this.entries.length, count: 1 };
  }

  /**
   * The part about the code that ended the last session, or kept the client out; undefined if a person has
   * asked for something else since.
   */
  get lastEnd(): Part | undefined {
    const last = this.attempts.findLast(
      ({ operation, did }) => operation === 'login' && did === 'fails',
    );
    if (last?.code === undefined || !this.#isWanted('login', 'logout', last.index))
      return undefined;
    // What ended while another session of its was alive keeps nobody out.
    const own = this.#arena.client(this.person.name);
    if (own?.state === 'loggedIn' && own.name !== last.client) return undefined;
    return this.#partOf(last);
  }

  /** The same for the channel that it was in. */
  get lastLeave(): readonly Part[] {
    const room = this.room;
    if (room === undefined) return [];
    const left = this.attempts.findLast(
      ({ operation, did, about }) =>
        operation === 'channelJoin' && did === 'fails' && about === JSON.stringify([room]),
    );
    const { lastEnd } = this;
    // If it was out already when its session ended, or came back afterwards, that end is not why it is out.
    const end = lastEnd?.first ?? 0;
    const ofChannel = this.attempts.filter(
      ({ operation, did, code }) =>
        operation === 'channelJoin' &&
        did !== 'calls' &&
        code !== 'LEAVECHANNEL_E_LOGOUT' &&
        code !== 'LEAVECHANNEL_E_DISCONN',
    );
    const isElse =
      ofChannel.findLast(({ index }) => index < end)?.did === 'fails' ||
      ofChannel.some(({ did, index }) => did === 'succeeds' && index > end);
    return [
      isElse ? undefined : lastEnd,
      left === undefined ? undefined : this.#partOf(left),
    ].filter((part): part is Part => part !== undefined && !this.#wasOutBefore(part));
  }

  /** Whether the word that it is out was lost before: it may have found that out, and have told its user. */
  #wasOutBefore({ first }: Part): boolean {
    const joined = this.attempts.findLast(
      ({ operation, did, index }) =>
        operation === 'channelJoin' && did === 'succeeds' && index < first,
    );
    const since = this.entries.slice(joined?.index ?? first, first);
    return joined !== undefined && missesItsEnd(since, joined.client);
  }

  /** The channel that a person wants it to be in, and that it was in; undefined if there is none. */
  get room(): string | undefined {
    const { entries } = this;
    const ask = this.person.asked.findLast(
      ({ call }) => call === 'channelJoin' || call === 'channelLeave',
    );
    if (ask?.call !== 'channelJoin') return undefined;
    const joined = this.attempts.findLast(
      ({ operation, did, index }) =>
        operation === 'channelJoin' && did === 'succeeds' && index >= ask.from,
    );
    const isRemoved = this.attempts.some(
      ({ code, index }) => code === 'LEAVECHANNEL_E_KICKED' && index >= ask.from,
    );
    // An answer may come to a join that was asked for before: then it says nothing of what is wanted now.
    const wanted = this.attempts.find(
      ({ operation, did, index }) =>
        operation === 'channelJoin' && did === 'calls' && index >= ask.from,
    );
    if (joined === undefined || isRemoved || entries.length === 0) return undefined;
    if (wanted !== undefined && wanted.about !== joined.about) return undefined;
    return rooms.find((name) => joined.about === JSON.stringify([name]));
  }

  /** The part about a wanted join that failed last, with nothing else asked for since. */
  get failedJoin(): Part | undefined {
    const { asked } = this.person;
    const ask = asked.findLast(({ call }) => call === 'channelJoin' || call === 'channelLeave');
    const last = this.attempts.findLast(({ operation }) => operation === 'channelJoin');
    if (ask?.call !== 'channelJoin' || last?.did !== 'fails' || last.index < ask.from) {
      return undefined;
    }
    const isLeft = asked.some(({ call, from }) => endsAll.has(call) && from >= ask.from);
    return last.code === undefined || isLeft ? undefined : this.#partOf(last);
  }

  /** The parts in which a message failed, unless a person has since asked for something that gives it up. */
  get failedMessages(): readonly Part[] {
    const failed = new Map<CodeName, Part>();
    for (const one of this.attempts) {
      const { operation, did, code, index } = one;
      if (operation !== 'message' || did !== 'fails' || code === undefined) continue;
      if (failed.has(code)) continue;
      const isLetGo = this.person.asked.some(
        ({ call, from }) =>
          from >= index &&
          ['logout', 'login', 'channelLeave', 'channelJoin', 'dispose'].includes(call),
      );
      if (!isLetGo) failed.set(code, this.#partOf(one));
    }
    return [...failed.values()];
  }

  /** A part in the form that rules are asked about. */
  reaction(part: Part, isEnd = false): Reaction {
    const { from, to, first, code, count } = part;
    const arena = this.#arena;
    const { world } = arena;
    const isAll = from === 0 && to === this.entries.length;
    const at = first < 0 ? world.now : (this.entries[first]?.at ?? world.now);
    const own = arena.client(this.person.name);
    const isIn = own?.state === 'loggedIn';
    const cause: Cause = {
      code,
      moment: 'in a channel',
      trouble: count > 1 ? 'lasting' : 'once',
    };
    return new Reaction(cause, this.#witnessed(part, isAll && !isEnd), this.#learned, {
      causedAt: at,
      end: {
        isIn,
        channel: isIn && own.channel.state === 'joined' ? own.channel.name : undefined,
        shows: arena.shows(this.person),
      },
      left: isAll && !isEnd ? this.person.left : undefined,
      from: Math.max(0, first - from),
    });
  }

  #partOf({ index, code }: Attempt): Part {
    return {
      code: code as CodeName, // Only failed attempts are passed in.
      first: index,
      from: 0,
      to: this.entries.length,
      count: this.attempts.filter((one) => one.code === code && one.index >= index).length,
    };
  }

  /** Whether, of two things, a person last asked for the wanted one, before a place in the trace. */
  #isWanted(wanted: string, unwanted: string, place: number): boolean {
    const last = this.person.asked.findLast(({ call }) => call === wanted || call === unwanted);
    return last?.call === wanted && last.from <= place;
  }

  /** A client may fetch a token before it does what a person asked for: the call still counts as that person's. */
  #owed(): readonly Asked[] {
    const calls = this.attempts.filter(({ did, byRule }) => did === 'calls' && byRule !== true);
    return this.person.asked.flatMap((ask, at) => {
      const next = this.person.asked[at + 1]?.from ?? Infinity;
      const wanted = ask.call === 'login' ? 'login' : operationOf[ask.call]?.[0];
      if (wanted === undefined || ask.call === 'channelLeave') return [];
      const found = calls.find(
        ({ index, at: when, operation }) =>
          index >= ask.from && index < next && operation === wanted && when - ask.at <= owedMs,
      );
      const isAnswered = this.attempts.some(
        ({ did, operation, index }) =>
          did !== 'calls' &&
          operation === wanted &&
          index >= ask.from &&
          index < (found?.index ?? 0),
      );
      return found === undefined || found.index < ask.to || isAnswered
        ? []
        : [{ ...ask, from: found.index, to: found.index + 1, outcome: 'none' as const }];
    });
  }

  #witnessed({ from, to, first }: Part, isAll: boolean): Witnessed {
    const { subject, world, stopped, tokens } = this.#arena;
    const { person } = this;
    const { name } = person;
    const { inputs } = world.journal;
    const last = this.entries[to - 1];
    // What a person asks for at the end of the part does not belong to it, nor does the token for it.
    const nextAskedAt = person.asked.find((ask) => ask.from >= to)?.at ?? Infinity;
    const own = inputs.filter(
      (input) =>
        input.place >= from &&
        (input.place < to || to === this.entries.length) &&
        !(
          'token' in input &&
          (input.place < first || input.at >= nextAskedAt || input.token['account'] !== name)
        ),
    );
    const ownTokens = new Set(
      own.filter((input) => 'token' in input).flatMap((input, n) => (tokens.has(input) ? [n] : [])),
    );
    return {
      subject,
      app: person.app,
      names: { account: name, peer: '', channel: this.room ?? rooms[0] },
      asked: this.#asked
        .filter((ask) => ask.to >= from && ask.from < to)
        .map((ask) => ({ ...ask, from: ask.from - from, to: ask.to - from })),
      told: person.told.map(({ index, count }) => ({ index: index - from, count })),
      toldCount: this.#arena.toldCount(person),
      threw: isAll ? person.threw : [],
      tokens: ownTokens,
      stopped: isAll ? stopped : undefined,
      attempts: attemptsWithin(this.attempts, from, to),
      ownership: () => (entry) => 'client' in entry && this.#arena.isOf(entry.client, name),
      world: {
        now: to === this.entries.length ? world.now : (last?.at ?? world.now),
        thrown: isAll
          ? world.thrown.filter(
              ({ client }) => client === undefined || this.#arena.isOf(client, name),
            )
          : [],
        trace: { entries: this.entries.slice(from, to) },
        journal: { inputs: own },
      },
    };
  }
}
