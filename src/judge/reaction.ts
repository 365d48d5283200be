// What a client did when a code came: the facts by which the rules judge. They are about calls, callbacks,
// time and what the subject shows, and nothing else.
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

/** A login of the client under test, and the token that it used, as far as that is known. */
export interface Login {
  readonly at: number;
  readonly index: number;
  readonly client: string;
  /** Two logins with the same text here used the same token; undefined if nobody knows. */
  readonly token: string | undefined;
}

/** The state of the client when all had been well again for ten minutes. */
export interface End {
  readonly isIn: boolean;
  /** The channel that it is in, if it is in one. */
  readonly channel: string | undefined;
  readonly shows: string | undefined;
}

/** Whether a user knows what has happened: told, shown something other than usual, or left in the dark. */
export type Knows = 'told' | 'shown' | 'not told' | 'unknown';

/** What is used of a client and its world: a play has it, and so does a part of a longer story. */
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
  /** What it tried, if that is known from a longer story. */
  readonly attempts?: readonly Attempt[];
  readonly world: Pick<World, 'now' | 'thrown'> & {
    readonly trace: Pick<Trace, 'entries'>;
    readonly journal: Pick<World['journal'], 'inputs'>;
  };
}

/** What caused a code: a case of an audit, or anything else. */
export type Cause = Pick<Case, 'code' | 'moment' | 'trouble' | 'isWanted'>;

/** The facts about one case. */
export class Reaction {
  readonly code: CodeName;
  readonly moment: Moment;
  readonly trouble: Case['trouble'];
  /** Whether a person wanted what happened. */
  readonly isWanted: boolean;
  readonly shape: Learned['shape'];
  /** Set if it ran on the published Web SDK, or on the double in its manner. */
  readonly sdk: Subject['sdk'];
  readonly names: Names;
  /** What a client should do about the code: as the table says, or the subject itself. */
  readonly policy: Policy;
  /** Everything that happened, including to others. */
  readonly entries: readonly TraceEntry[];
  /** Where in the trace the code first came; -1 if it never did. */
  readonly index: number;
  /** When it came; if it never did, when it should have. */
  readonly at: number;
  /** When nothing stood in the client's way any more. */
  readonly healedAt: number;
  readonly endedAt: number;
  /** Set if it was ended early. */
  readonly stopped: Stopped | undefined;
  readonly asked: readonly Asked[];
  readonly end: End;
  readonly learned: Learned;
  /** What it threw, and where. */
  readonly threw: string[];
  /** The timers that still ran after it was disposed of; undefined if it was not. */
  readonly left: readonly string[] | undefined;
  readonly #toldSince: number;
  readonly #reached: readonly Reached[] | undefined;
  readonly #isOwn: (entry: TraceEntry) => boolean;
  /** What the world was given until then: handlers that are called later may give it more. */
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

  /** Each of those calls, with the failure before it. */
  get tries(): readonly Try[] {
    return (this.#tries ??= triesOf(this.attempts));
  }

  /** The logins of the client under test. */
  get logins(): readonly Login[] {
    return (this.#logins ??= this.#readLogins());
  }

  /** When the client fetched tokens from the service. */
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

  /** Whether a call was made while a person asked for something, and so is that person's. */
  isAsked(index: number): boolean {
    return this.asked.some(({ from, to }) => index >= from && index < to);
  }

  /** How many logins were made while a session of the same application was alive, or on its way. */
  get overlaps(): Overlaps {
    return (this.#overlaps ??= overlapsIn(this));
  }

  /** The calls of one kind that the client made by itself after the code came. */
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

  /** The logins that it made by itself after the code came. */
  get loginsAfter(): readonly Login[] {
    return this.logins.filter(({ index }) => index > this.index && !this.isAsked(index));
  }

  /** The login that the code ended, or whose session it ended. */
  get failedLogin(): Login | undefined {
    return this.logins.findLast(({ index }) => index < this.index);
  }

  /** Whether a handler was set for the code, and whether it reached somebody, if the subject says so. */
  get isHeard(): boolean {
    const handled = this.entries.some(
      (entry) =>
        entry.kind === 'callback' &&
        entry.code === this.code &&
        entry.handled &&
        this.#isOwn(entry),
    );
    // If it lost its channel with its line, it learns the rest from the end of its session.
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

  /** Whether its user was told about the code, by more than what it shows. */
  get isToldInWords(): boolean {
    return (
      this.#toldSince > 0 ||
      this.asked.some(({ outcome }) => outcome === 'rejected') ||
      (this.#reached !== undefined && this.#hasReached(this.code))
    );
  }

  /** Whether its user knows about the code at the end. */
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

  /** Calls that were asked for and whose promise is still pending at the end. */
  get pending(): readonly CallName[] {
    return this.asked.flatMap(({ call, outcome }) =>
      outcome === 'pending' && call !== 'dispose' ? [call] : [],
    );
  }

  #hasReached(code: CodeName): boolean {
    return (this.#reached ?? []).some((one) => isCode(one, code));
  }
}

/** Asks only once for each client, since only its name decides. */
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
    // 1.4.0 parses what a socket delivers without catching errors: no client can do anything about that.
    .filter(({ name }) => subject.sdk !== '1.4.0' || !name.startsWith('socket '))
    .map(thrownText),
];

/** What was observed in a play besides its trace. */
export interface Seen {
  readonly causedAt: number;
  readonly end: End;
  readonly left: readonly string[] | undefined;
  /** The place in the trace from which to look for the code. @default 0 */
  readonly from?: number;
}
