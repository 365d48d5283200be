// What a machine is told about an event: a finite set of facts, without the data that it carries. A
// guard that reads an account or a channel does not compile; the function beside the statechart has
// already judged them when the event is created. So there are few pairs of a state and an event,
// and the result that XState gave once can be looked up.

/** Named values of a call or an answer. */
export type Args = Readonly<Record<string, unknown>>;

/** What a client knows about itself when it makes a call. */
export interface Known {
  /** Only `loggedIn` counts: not logging in, reconnecting or logging out (L19b). */
  readonly loggedIn: boolean;
  /** The channel it is in, `''` for none. */
  readonly channel: string;
}

/**
 * An event as a machine hears it; equal events are the same object, as long as they are remembered.
 */
export interface FactEvent {
  readonly type: string;
}

/** Creates the event of a type from its data. */
export type FactsOf = (args: Args, known: Known) => FactEvent;

/** The most events that are remembered: applications may pass any number. */
const internedMax = 4096;
const interned = new Map<string, FactEvent>();

/** One object for all equal events; beyond the limit, each event is an object of its own. */
export function intern<E extends FactEvent>(event: E): E {
  const key = JSON.stringify(event);
  const known = interned.get(key);
  if (known !== undefined) return known as E;
  const frozen = Object.freeze(event);
  if (interned.size < internedMax) interned.set(key, frozen);
  return frozen;
}

/** The events of a type with flags, one event for each combination of the flags. */
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

/** An event of a type that carries one of a few words. */
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
