// What a client tries, and how it ends: the calls of the trace beside the callbacks that answer them.
// Back-off is measured on it, and whether a client recovered from a code.
import type { Callback } from '../../machines/callbacks.ts';
import type { Call } from '../../machines/calls.ts';
import type { CodeName } from '../../machines/codes.ts';
import { callbacks, calls, callsByMethod, type OperationName } from '../../machines/lifecycles.ts';
import type { TraceEntry } from '../trace/entry.ts';

/** What is tried, each with a call that does; those that try the same are told apart alike. */
const tried = new Map(
  Object.values<Call>(calls).flatMap((call) =>
    call.tries === undefined ? [] : [[call.tries as OperationName, call] as const],
  ),
);

/** The names of all that is tried. */
export const operationNames: readonly OperationName[] = [...tried.keys()];

/** One thing that a client did or heard about what it tries. */
export interface Attempt {
  readonly at: number;
  /** Its place in the trace. */
  readonly index: number;
  /** The client by its name in the trace: `alice#2`. */
  readonly client: string;
  /** Its account: `alice`. */
  readonly account: string;
  /** `other` is what only onError answers: attributes, status, DTMF, ... */
  readonly operation: OperationName | 'other';
  /** What tells it from others of its kind: the channel, the peer, the message; `''` for a login. */
  readonly about: string;
  readonly did: 'calls' | 'fails' | 'succeeds';
  /** The code that came with a failure. */
  readonly code?: CodeName;
  /** True where a rule of `world.fail` made the call. */
  readonly byRule?: true;
  /** The place of the call that an answer is told by, where an id was made for it. */
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

/** What tells one try from another; a message that is made by an id is told by that. */
const aboutOf = (operation: OperationName): NonNullable<Call['about']> =>
  tried.get(operation)?.about ?? [];

/** What a call is about, from its arguments. Where an id is made for it, that is the last of them. */
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

/** A try that is told by an id that was made for it: what it is about, and the place of its call. */
type Made = Required<Pick<Attempt, 'about' | 'begun'>>;

/** Whether a try is told by an id that is made for it. */
const isMade = (operation: OperationName | 'other'): boolean =>
  operation !== 'other' && 'made' in aboutOf(operation);

/**
 * What the clients tried and how it ended, in the order of the trace.
 *
 * @param isMeant the entries to look at; the others are as if they were not there
 */
export function attemptsOf(
  entries: readonly TraceEntry[],
  isMeant: (entry: TraceEntry) => boolean = () => true,
): readonly Attempt[] {
  /** What the messages of an account are about, by their ids. */
  const messages = new Map<string, Made>();
  const attempts: Attempt[] = [];
  let index = -1;
  for (const entry of entries) {
    index += 1;
    if ((entry.kind !== 'call' && entry.kind !== 'callback') || !isMeant(entry)) continue;
    const { at, client } = entry;
    const account = accountOf(client);
    const who = { at, index, client, account };
    if (entry.kind === 'call') {
      const { method, args, by } = entry;
      const operation = operationOf(method);
      const about = aboutCall(operation, method, args);
      if (isMade(operation)) messages.set(join(account, args.at(-1)), { about, begun: index });
      const rule = by === 'rule' ? ({ byRule: true } as const) : {};
      attempts.push({ ...who, operation, about, did: 'calls', ...rule });
      continue;
    }
    const { name, code, details } = entry;
    const coded = code === undefined ? {} : { code };
    if (name === 'onError') {
      const about = details['method'] as string; // machines/callbacks.ts gives a text.
      attempts.push({ ...who, operation: 'other', about, did: 'fails', ...coded });
      continue;
    }
    const operation = byCallback.get(name);
    if (operation === undefined) continue;
    const made = aboutCallback(operation, account, details, messages);
    const did = code === undefined || code === 'SUCCESS' ? 'succeeds' : 'fails';
    attempts.push({ ...who, operation, ...made, did, ...coded });
  }
  return attempts;
}

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
  attempts.flatMap(({ begun, ...one }) => {
    const { index } = one;
    if (index < from || index >= to) return [];
    const placed = { ...one, index: index - from };
    if (begun === undefined) return [placed];
    return [begun < from ? { ...placed, about: '' } : { ...placed, begun: begun - from }];
  });
