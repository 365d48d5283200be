// What a machine is told of an event: finite facts, and nothing that merely rides on it. A guard that
// reads an account or a channel does not compile; whoever makes the event has judged them, by the function
// that stands beside the statechart. So the pairs of a state and an event are few, and what XState has
// answered once can be looked up.

/** Named values of a call or an answer. */
export type Args = Readonly<Record<string, unknown>>;

/** What a client knows of itself when it makes a call. */
export interface Known {
  /** Only `loggedIn` counts: not the way in, not reconnecting, not the way out (L19b). */
  readonly loggedIn: boolean;
  /** The channel it is in, `''` for none. */
  readonly channel: string;
}

/** An event as a machine hears it; equal ones are one object, as far as they are remembered. */
export interface FactEvent {
  readonly type: string;
}

/** Makes the event of a type out of what rides on it. */
export type FactsOf = (args: Args, known: Known) => FactEvent;

/** Equal events that are remembered at most; numbers come from applications, and may be any. */
const internedMax = 4096;
const interned = new Map<string, FactEvent>();

/** One object for all events that are equal; above a bound, each is an object of its own. */
export function intern<E extends FactEvent>(event: E): E {
  const key = JSON.stringify(event);
  const known = interned.get(key);
  if (known !== undefined) return known as E;
  const frozen = Object.freeze(event);
  if (interned.size < internedMax) interned.set(key, frozen);
  return frozen;
}

/** The events of a type with so many flags, one for each way in which they can stand. */
export function flagged<const Type extends string, const Flag extends string>(
  type: Type,
  ...flags: readonly Flag[]
) {
  type Event = { readonly type: Type } & Readonly<Record<Flag, boolean>>;
  const all = Array.from({ length: 2 ** flags.length }, (_, bits) =>
    intern({
      type,
      ...Object.fromEntries(flags.map((flag, at) => [flag, (bits & (1 << at)) !== 0])),
    } as Event),
  );
  /** The event, from its flags in their order. */
  return (a: boolean, b = false, c = false): Event =>
    all[(a ? 1 : 0) | (b ? 2 : 0) | (c ? 4 : 0)] as Event;
}

const wordsMax = 64;

/** The event of a type with which one of a few words comes. */
export function worded(type: string, key: string): FactsOf {
  const known = new Map<unknown, FactEvent>();
  return (args) => {
    const word = args[key];
    const event = known.get(word);
    if (event !== undefined) return event;
    const made = intern(word === undefined ? { type } : { type, [key]: word });
    if (known.size < wordsMax) known.set(word, made);
    return made;
  };
}
