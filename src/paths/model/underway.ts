// What is under way between the two ends of a call, as two numbers of a state. What it is and when it
// arrives machines/invite/relay.ts says.
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

/** Where the ends of a call stand in a state, and what is asked of it. */
export interface Ends {
  /** Slots of what is under way to each end. */
  readonly to: Readonly<Record<CallEnd, number>>;
  /** How the session of an end stands in a state. */
  readonly phaseOf: (state: Int32Array, end: CallEnd) => SessionPhase;
  readonly isPending: (state: Int32Array) => boolean;
}

/** The words under way, in states. */
export interface Wire {
  /** What may be under way to each end, by number. */
  readonly contents: Readonly<Record<CallEnd, readonly { readonly value: string }[]>>;
  /** An end asks for something. False where there is no room for one more word. */
  ask(state: Int32Array, from: CallEnd, request: string): boolean;
  /** The session of an end is over, which stood as `before` says. */
  end(state: Int32Array, whose: CallEnd, before: SessionPhase): void;
  /** An end hears a word, if it may. */
  hear(state: Int32Array, end: CallEnd, word: string): boolean;
}

const other = (end: CallEnd): CallEnd => (end === 'caller' ? 'callee' : 'caller');

/** Every sequence of words up to a length. */
function sequences(words: readonly string[], length: number): readonly Underway[] {
  if (length === 0) return [[]];
  const shorter = sequences(words, length - 1);
  const longest = shorter.filter((one) => one.length === length - 1);
  return [...shorter, ...longest.flatMap((one) => words.map((word) => [...one, word]))];
}

/** What may be under way to an end, and its number. */
function underwayTo(end: CallEnd) {
  const all = sequences(wordsOf(other(end)), underwayMax);
  return { all, ids: new Map(all.map((one, id) => [one.join(' '), id])) };
}

/** Makes what is under way between the ends of a call. */
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
