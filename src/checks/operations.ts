// What a client tries, and how it ends: the calls in the trace with the callbacks that answer them.
// Back-off, and recovery from a code, are measured from it.
import type { Callback } from '../../machines/callbacks.ts';
import type { Call } from '../../machines/calls.ts';
import type { CodeName } from '../../machines/codes.ts';
import { callbacks, calls, callsByMethod, type OperationName } from '../../machines/lifecycles.ts';
import type { TraceEntry } from '../trace/entry.ts';

/**
 * The operations, each with one call that performs it; calls of the same operation are told apart
 * in the same way.
 */
const tried = new Map(
  Object.values<Call>(calls).flatMap((call) =>
    call.tries === undefined ? [] : [[call.tries as OperationName, call] as const],
  ),
);

/** The names of all operations. */
export const operationNames: readonly OperationName[] = [...tried.keys()];

/** One call that a client made, or one answer that it received. */
export interface Attempt {
  readonly at: number;
  /** Its place in the trace. */
  readonly index: number;
  /** The client by its name in the trace: `alice#2`. */
  readonly client: string;
  /** Its account: `alice`. */
  readonly account: string;
  /** `other` is everything that only onError answers: attributes, status, DTMF, ... */
  readonly operation: OperationName | 'other';
  /**
   * What distinguishes it from others of its kind: the channel, the peer, the message; `''` for a
   * login.
   */
  readonly about: string;
  readonly did: 'calls' | 'fails' | 'succeeds';
  /** The code that came with a failure. */
  readonly code?: CodeName;
  /** True if a rule of `world.fail` made the call. */
  readonly byRule?: true;
  /** The place of the call that an answer belongs to, if an id was generated for it. */
  readonly begun?: number;
}

/** `alice` for `alice` and for `alice#2`. */
const accountOf = (client: string): string => client.replace(/#\d+$/, '');

const byCallback = new Map(
  Object.entries<Callback>(callbacks).flatMap(([name, { answers }]) =>
    answers === undefined ? [] : [[name, answers as OperationName] as const],
  ),
);

/** The operation that a call begins. */
export const operationOf = (method: string): OperationName | 'other' =>
  (callsByMethod.get(method)?.tries as OperationName | undefined) ?? 'other';

const join = (...parts: readonly unknown[]): string => JSON.stringify(parts);

/** What distinguishes one attempt from another; for a message with an id, the id. */
const aboutOf = (operation: OperationName): NonNullable<Call['about']> =>
  tried.get(operation)?.about ?? [];

/**
 * What a call is about, from its arguments. If an id was generated for it, that is the last
 * argument.
 */
function aboutCall(operation: OperationName | 'other', method: string, args: readonly unknown[]) {
  if (operation === 'other') return method;
  const about = aboutOf(operation);
  if ('made' in about) return join(method, ...args.slice(0, -1));
  const { args: names = [] } = callsByMethod.get(method) ?? {};
  return about.length === 0 ? '' : join(...about.map((name) => args[names.indexOf(name)]));
}

/** What a callback is about, from its details. */
function aboutCallback(
  operation: OperationName,
  account: string,
  details: Readonly<Record<string, unknown>>,
  made: ReadonlyMap<string, Made>,
): Partial<Made> & Pick<Made, 'about'> {
  const about = aboutOf(operation);
  if ('made' in about) return made.get(join(account, details[about.made])) ?? { about: '' };
  return { about: about.length === 0 ? '' : join(...about.map((name) => details[name])) };
}

/** An attempt that is identified by a generated id: what it is about, and the place of its call. */
type Made = Required<Pick<Attempt, 'about' | 'begun'>>;

/** Whether an attempt is identified by an id that is generated for it. */
const isMade = (operation: OperationName | 'other'): boolean =>
  operation !== 'other' && 'made' in aboutOf(operation);

/** Follows a trace, and knows what the clients tried and how it ended. */
export class AttemptReader {
  readonly #entries: readonly TraceEntry[];
  readonly #isMeant: (entry: TraceEntry) => boolean;
  /** What the messages of an account are about, by their ids. */
  readonly #messages = new Map<string, Made>();
  readonly #attempts: Attempt[] = [];
  #read = 0;

  /** @param isMeant the entries to look at; the others are as if they were not there */
  constructor(
    entries: readonly TraceEntry[],
    isMeant: (entry: TraceEntry) => boolean = () => true,
  ) {
    this.#entries = entries;
    this.#isMeant = isMeant;
  }

  /** What there is by now, in the order of the trace; the list grows with the next reading. */
  get attempts(): readonly Attempt[] {
    for (; this.#read < this.#entries.length; this.#read++) {
      const entry = this.#entries[this.#read] as TraceEntry;
      if ((entry.kind !== 'call' && entry.kind !== 'callback') || !this.#isMeant(entry)) continue;
      const attempt = entry.kind === 'call' ? this.#ofCall(entry) : this.#ofCallback(entry);
      if (attempt !== undefined) this.#attempts.push(attempt);
    }
    return this.#attempts;
  }

  #ofCall({ at, client, method, args, by }: TraceEntry & { readonly kind: 'call' }): Attempt {
    const index = this.#read;
    const account = accountOf(client);
    const operation = operationOf(method);
    const about = aboutCall(operation, method, args);
    if (isMade(operation)) this.#messages.set(join(account, args.at(-1)), { about, begun: index });
    const rule = by === 'rule' ? ({ byRule: true } as const) : {};
    return { at, index, client, account, operation, about, did: 'calls', ...rule };
  }

  #ofCallback(entry: TraceEntry & { readonly kind: 'callback' }): Attempt | undefined {
    const { at, client, name, code, details } = entry;
    const account = accountOf(client);
    const who = { at, index: this.#read, client, account };
    const coded = code === undefined ? {} : { code };
    if (name === 'onError') {
      const about = details['method'] as string; // machines/callbacks.ts gives a text.
      return { ...who, operation: 'other', about, did: 'fails', ...coded };
    }
    const operation = byCallback.get(name);
    if (operation === undefined) return undefined;
    const made = aboutCallback(operation, account, details, this.#messages);
    const did = code === undefined || code === 'SUCCESS' ? 'succeeds' : 'fails';
    return { ...who, operation, ...made, did, ...coded };
  }
}

/**
 * What the clients tried and how it ended, in the order of the trace.
 *
 * @param isMeant the entries to look at; the others are as if they were not there
 */
export const attemptsOf = (
  entries: readonly TraceEntry[],
  isMeant?: (entry: TraceEntry) => boolean,
): readonly Attempt[] => new AttemptReader(entries, isMeant).attempts;

/**
 * The attempts of a part of a trace, as `attemptsOf` gives them for that part alone: what was sent before
 * it is unknown there.
 *
 * @param from the first place of the part
 * @param to the first place that is no part of it any more
 */
export const attemptsWithin = (
  attempts: readonly Attempt[],
  from: number,
  to: number,
): readonly Attempt[] =>
  attempts
    .filter(({ index }) => index >= from && index < to)
    .map((one) => {
      const { begun, ...rest } = one;
      const placed = { ...rest, index: one.index - from };
      if (begun === undefined) return placed;
      return begun < from ? { ...placed, about: '' } : { ...placed, begun: begun - from };
    });
