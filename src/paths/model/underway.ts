// Events on their way between the two ends of a call, as two numbers of a state. What they are and when they
// arrive is up to machines/invite/relay.ts.
import {
  asked,
  hears,
  leftBy,
  lostWith,
  underwayMax,
  wordsOf,
  type CallEnd,
  type Underway,
} from '../../../machines/invite/relay.ts';
import type { SessionPhase } from '../../../machines/session.ts';

/** Where to find the ends of a call in a state, and what to read from it. */
export interface Ends {
  /** The slots for events on their way to each end. */
  readonly to: Readonly<Record<CallEnd, number>>;
  /** The phase of an end's session in a state. */
  readonly phaseOf: (state: Int32Array, end: CallEnd) => SessionPhase;
  readonly isPending: (state: Int32Array) => boolean;
}

/** Reads and changes the events on their way in states. */
export interface Wire {
  /** What may be on its way to each end, by number. */
  readonly contents: Readonly<Record<CallEnd, readonly { readonly value: string }[]>>;
  /** An end asks for something. False if there is no room for one more event on its way. */
  ask(state: Int32Array, from: CallEnd, request: string): boolean;
  /** The session of an end is over; `before` is the phase it was in. */
  end(state: Int32Array, whose: CallEnd, before: SessionPhase): void;
  /** An end hears an event, if it may; returns whether it did. */
  hear(state: Int32Array, end: CallEnd, word: string): boolean;
}

const other = (end: CallEnd): CallEnd => (end === 'caller' ? 'callee' : 'caller');

/** Every sequence of events up to a length. */
function sequences(words: readonly string[], length: number): readonly Underway[] {
  if (length === 0) return [[]];
  const shorter = sequences(words, length - 1);
  const longest = shorter.filter((one) => one.length === length - 1);
  return [...shorter, ...longest.flatMap((one) => words.map((word) => [...one, word]))];
}

/** What may be on its way to an end, and the number of each. */
function underwayTo(end: CallEnd) {
  const all = sequences(wordsOf(other(end)), underwayMax);
  return { all, ids: new Map(all.map((one, id) => [one.join(' '), id])) };
}

/** Makes the wire between the ends of a call. */
export function createWire({ to, phaseOf, isPending }: Ends): Wire {
  const underway = { caller: underwayTo('caller'), callee: underwayTo('callee') };
  const get = (state: Int32Array, end: CallEnd): Underway =>
    underway[end].all[state[to[end]] as number] ?? [];
  const set = (state: Int32Array, end: CallEnd, words: Underway): boolean => {
    const id = underway[end].ids.get(words.join(' '));
    if (id !== undefined) state[to[end]] = id;
    return id !== undefined;
  };
  const told = (end: CallEnd) => underway[end].all.map((words) => ({ value: words.join(' ') }));
  return {
    contents: { caller: told('caller'), callee: told('callee') },
    ask(state, from, request) {
      const hearer = other(from);
      return set(state, hearer, asked(get(state, hearer), from, request, phaseOf(state, hearer)));
    },
    end(state, whose, before) {
      const peer = other(whose);
      set(state, whose, lostWith(get(state, whose), before));
      set(state, peer, leftBy(get(state, peer), phaseOf(state, peer)));
    },
    hear(state, end, word) {
      const after = hears(end, word, {
        toCaller: get(state, 'caller'),
        toCallee: get(state, 'callee'),
        callee: phaseOf(state, 'callee'),
        isPending: isPending(state),
      });
      if (after === undefined) return false;
      set(state, 'caller', after.toCaller);
      return set(state, 'callee', after.toCallee);
    },
  };
}
