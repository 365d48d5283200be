// What a client did when a code came: the facts on which the rules are judged. They are of calls,
// callbacks, time and what the subject shows, and of nothing else.
import { byName, type CodeName, type Policy } from '../../machines/codes.ts';
import type { OperationName } from '../../machines/lifecycles.ts';
import { attemptsOf, type Attempt } from '../checks/operations.ts';
import { triesOf, type Try } from './tries.ts';
import type { CallName } from '../run/index.ts';
import type { Subject } from '../run/subject.ts';
import { hintNames } from '../sdk/native/extras.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { Trace } from '../trace/trace.ts';
import type { Input } from '../world/journal.ts';
import { isCode, type Reached } from '../world/audience.ts';
import { thrownText } from '../world/thrown.ts';
import type { World } from '../world/world.ts';
import { troubleMs, type Case } from './cases.ts';
import type { Learned } from './learned.ts';
import { isStop, type Stopped } from './leash.ts';
import type { Moment } from './moments.ts';
import type { Names } from './names.ts';
import { overlapsIn, type Overlaps } from './overlaps.ts';
import type { Asked } from './asked.ts';
import type { Play } from './play.ts';

/** A login of the client under test, and the token that it came with, as far as that is known. */
export interface Login {
  readonly at: number;
  readonly index: number;
  readonly client: string;
  /** Two logins with the same text here came with the same token; undefined where nobody knows. */
  readonly token: string | undefined;
}

/** How things stood when all had been well again for ten minutes. */
export interface End {
  readonly isIn: boolean;
  /** The channel that it is in, if it is in one. */
  readonly channel: string | undefined;
  readonly shows: string | undefined;
}

/** Whether a user knows what has happened: told, left in the dark, or shown something of its own. */
export type Knows = 'told' | 'shown' | 'not told' | 'unknown';

/** What is looked at of a client and its world: a play has it, and so has a part of a longer story. */
export interface Witnessed extends Pick<
  Play,
  | 'subject'
  | 'app'
  | 'names'
  | 'asked'
  | 'told'
  | 'toldCount'
  | 'threw'
  | 'tokens'
  | 'stopped'
  | 'ownership'
> {
  /** What it tried, where that is known from a longer story. */
  readonly attempts?: readonly Attempt[];
  readonly world: Pick<World, 'now' | 'thrown'> & {
    readonly trace: Pick<Trace, 'entries'>;
    readonly journal: Pick<World['journal'], 'inputs'>;
  };
}

/** What a code came of: a case of an audit, or anything else that brought it about. */
export type Cause = Pick<Case, 'code' | 'moment' | 'trouble' | 'isWanted'>;

/** What came of one case. */
export class Reaction {
  readonly code: CodeName;
  readonly moment: Moment;
  readonly trouble: Case['trouble'];
  /** Whether a person wanted what happened. */
  readonly isWanted: boolean;
  readonly shape: Learned['shape'];
  /** Set where it ran on the published Web SDK, or the double in its manner. */
  readonly sdk: Subject['sdk'];
  readonly names: Names;
  /** What a client should do about the code: by the table, or by the subject's own word. */
  readonly policy: Policy;
  /** Everything that happened, to others, too. */
  readonly entries: readonly TraceEntry[];
  /** Where the code first came, in the trace; -1 where it never did. */
  readonly index: number;
  /** When it came; where it never did, when it should have. */
  readonly at: number;
  /** When nothing stood in the client's way any more. */
  readonly healedAt: number;
  readonly endedAt: number;
  /** Set where it was ended before its time. */
  readonly stopped: Stopped | undefined;
  readonly asked: readonly Asked[];
  readonly end: End;
  readonly learned: Learned;
  /** What it threw, and where. */
  readonly threw: string[];
  /** What was still to run when it had been disposed of; undefined where it was not. */
  readonly left: readonly string[] | undefined;
  readonly #toldSince: number;
  readonly #reached: readonly Reached[] | undefined;
  readonly #isOwn: (entry: TraceEntry) => boolean;
  /** What the world was given until then: its handlers may give it more. */
  readonly #inputs: readonly Input[];
  readonly #tokens: ReadonlySet<number>;
  #attempts: readonly Attempt[] | undefined;
  #tries: readonly Try[] | undefined;
  #logins: readonly Login[] | undefined;
  #overlaps: Overlaps | undefined;

  constructor(one: Cause, play: Witnessed, learned: Learned, seen: Seen) {
    const { trace, journal, now } = play.world;
    this.code = one.code;
    this.moment = one.moment;
    this.trouble = one.trouble;
    this.isWanted = one.isWanted === true;
    this.shape = learned.shape;
    this.sdk = play.subject.sdk;
    this.names = play.names;
    this.policy = play.subject.policy?.[one.code]?.policy ?? byName(one.code).policy;
    this.learned = learned;
    this.entries = [...trace.entries];
    this.#isOwn = byClient(play.ownership());
    this.#attempts = play.attempts?.filter(isNoHint);
    this.#inputs = [...journal.inputs];
    this.#tokens = play.tokens;
    const { from = 0 } = seen;
    this.index = this.entries.findIndex(
      (entry, index) =>
        index >= from && entry.kind === 'callback' && entry.code === one.code && this.#isOwn(entry),
    );
    this.at = this.entries[this.index]?.at ?? seen.causedAt;
    const longest = Math.max(seen.causedAt, this.at) + troubleMs[one.trouble];
    this.healedAt = one.trouble === 'once' ? this.at : Math.min(longest, now);
    this.endedAt = now;
    this.stopped = play.stopped;
    this.asked = play.asked.map((asked) => ({ ...asked }));
    this.end = seen.end;
    this.left = seen.left;
    this.threw = threwIn(play);
    const before = play.told.find(({ index }) => index === this.index)?.count ?? Infinity;
    this.#toldSince = play.toldCount - before;
    this.#reached = play.subject.reached?.(play.app);
  }

  /** What the client under test tried, by calls of its own. */
  get attempts(): readonly Attempt[] {
    return (this.#attempts ??= attemptsOf(this.entries, this.#isOwn).filter(isNoHint));
  }

  /** Each of those calls, beside the failure before it. */
  get tries(): readonly Try[] {
    return (this.#tries ??= triesOf(this.attempts));
  }

  /** The logins of the client under test. */
  get logins(): readonly Login[] {
    return (this.#logins ??= this.#readLogins());
  }

  /** When tokens were fetched, of the service, by the client. */
  get fetched(): readonly number[] {
    return this.#inputs
      .filter((input) => 'token' in input)
      .filter((_, n) => !this.#tokens.has(n))
      .map(({ at }) => at);
  }

  #readLogins(): readonly Login[] {
    const given = this.#inputs.flatMap((input) => ('call' in input ? [input.call.token] : []));
    const logins: Login[] = [];
    let [index, calls] = [-1, -1];
    for (const entry of this.entries) {
      index += 1;
      if (entry.kind !== 'call' || entry.by !== undefined) continue;
      calls += 1;
      if (!entry.method.startsWith('login') || !this.#isOwn(entry)) continue;
      const { at, client, args } = entry;
      const [, , written] = args;
      const token = given[calls] ?? (written === '<token>' ? undefined : String(written));
      logins.push({ at, index, client, token: token === undefined ? token : String(token) });
    }
    return logins;
  }

  /** Whether an entry of the trace is the client's own. */
  isOwn(index: number): boolean {
    const entry = this.entries[index];
    return entry !== undefined && this.#isOwn(entry);
  }

  /** Whether a call was made while a person asked for something: it is that person's. */
  isAsked(index: number): boolean {
    return this.asked.some(({ from, to }) => index >= from && index < to);
  }

  /** The logins that were made while a session of the same application lived, or was on its way. */
  get overlaps(): Overlaps {
    return (this.#overlaps ??= overlapsIn(this));
  }

  /** What the client did by itself after the code had come, of one kind. */
  after(operation: OperationName | 'other'): readonly Attempt[] {
    return this.attempts.filter(
      ({ index, did, byRule, operation: own }) =>
        did === 'calls' &&
        !byRule &&
        own === operation &&
        index > this.index &&
        !this.isAsked(index),
    );
  }

  /** The logins that it made by itself after the code had come. */
  get loginsAfter(): readonly Login[] {
    return this.logins.filter(({ index }) => index > this.index && !this.isAsked(index));
  }

  /** The login that the code ended, or whose session it ended. */
  get failedLogin(): Login | undefined {
    return this.logins.findLast(({ index }) => index < this.index);
  }

  /** Whether a handler was set for the code, and it reached somebody, as far as the subject says so. */
  get isHeard(): boolean {
    const handled = this.entries.some(
      (entry) =>
        entry.kind === 'callback' &&
        entry.code === this.code &&
        entry.handled &&
        this.#isOwn(entry),
    );
    // Out of its channel by a loss, it learns the rest from the end of its session.
    if (this.code === 'LEAVECHANNEL_E_DISCONN' && !this.#hearsLogout) return false;
    return handled && (this.#reached === undefined || this.#hasReached(this.code));
  }

  get #hearsLogout(): boolean {
    return this.entries.some(
      (entry) =>
        entry.kind === 'callback' &&
        entry.name === 'onLogout' &&
        entry.handled &&
        this.#isOwn(entry),
    );
  }

  /** Whether its user was told of the code, by more than what it shows. */
  get isToldInWords(): boolean {
    return (
      this.#toldSince > 0 ||
      this.asked.some(({ outcome }) => outcome === 'rejected') ||
      (this.#reached !== undefined && this.#hasReached(this.code))
    );
  }

  /** Whether its user knows of the code at the end. */
  get knows(): Knows {
    const { value } = byName(this.code);
    if (this.isToldInWords) return 'told';
    const { shows } = this.end;
    if (shows === undefined) return 'unknown';
    if (shows.includes(String(value)) || shows.includes(this.code)) return 'told';
    const { out, onItsWay, in: online } = this.learned.shows;
    if (shows === online || shows === onItsWay) return 'not told';
    return shows === out ? 'told' : 'shown';
  }

  /** Calls that were asked for and whose promise is pending at the end. */
  get pending(): readonly CallName[] {
    return this.asked.flatMap(({ call, outcome }) =>
      outcome === 'pending' && call !== 'dispose' ? [call] : [],
    );
  }

  #hasReached(code: CodeName): boolean {
    return (this.#reached ?? []).some((one) => isCode(one, code));
  }
}

/** The same question, asked once for each client: its name alone decides. */
function byClient(isOwn: (entry: TraceEntry) => boolean): (entry: TraceEntry) => boolean {
  const known = new Map<string | undefined, boolean>();
  return (entry) => {
    if (!('client' in entry)) return false;
    const { client } = entry;
    let answer = known.get(client);
    if (answer === undefined) known.set(client, (answer = isOwn(entry)));
    return answer;
  };
}

/** Whether an attempt is more than a hint that a call may come. */
const isNoHint = ({ about }: Attempt): boolean => !hintNames.has(about);

/** What a client threw, in its own calls and in handlers. */
const threwIn = ({ threw, names, subject, world }: Witnessed): string[] => [
  ...threw,
  ...world.thrown
    .filter(({ client }) => client === undefined || client !== names.peer)
    .filter(({ error }) => !isStop(error))
    // 1.4.0 parses what a socket brings unguarded: no client can do anything about that.
    .filter(({ name }) => subject.sdk !== '1.4.0' || !name.startsWith('socket '))
    .map(thrownText),
];

/** What was seen of a play besides its trace. */
export interface Seen {
  readonly causedAt: number;
  readonly end: End;
  readonly left: readonly string[] | undefined;
  /** The place in the trace from which the code is looked for. @default 0 */
  readonly from?: number;
}
