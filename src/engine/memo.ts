// Caches what one machine does. XState is asked once for each pair of a place and an event; after that a
// step is a lookup (about 0.05 µs instead of 5). A test checks every cached step against XState.
import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import type { CodeName } from '../../machines/codes.ts';
import type { Effect } from '../../machines/row.ts';
import { begin, step, type Taken, type TimerChange } from './step.ts';
import { eventText, stateText } from './wording.ts';

/** A place that a machine can be in: a state and its context. */
export interface Place {
  readonly snapshot: AnyMachineSnapshot;
  /** Its state as text: `'loggingIn.resolving'`. */
  readonly state: string;
  readonly isDone: boolean;
  /** The outcomes of events here that have been cached so far. */
  readonly outcomes: Map<EventObject, Outcome>;
}

/** What one event does to a machine. */
export interface Outcome {
  readonly to: Place;
  /** The event as people read it. */
  readonly event: string;
  /** The transitions taken, in order; none if the event is ignored. */
  readonly taken: readonly Taken[];
  /** Their rows and their codes, in order. */
  readonly rows: readonly string[];
  readonly codes: readonly CodeName[];
  readonly effects: readonly Effect[];
  /** Timers that stop and start, in the order in which they run if they are due together. */
  readonly timers: readonly TimerChange[];
}

/**
 * The most places, and the most outcomes, cached for one machine; beyond that it asks each time.
 */
const rememberedMax = 4096;

const lists = new Map<string, readonly string[]>();

/** Returns one shared list for equal rows: the trace of a large world holds millions of them. */
function shared(rows: readonly string[]): readonly string[] {
  const key = rows.join(' ');
  const known = lists.get(key);
  if (known === undefined) lists.set(key, rows);
  return known ?? rows;
}

/** Looks up what a machine does. */
export class Memo {
  readonly machine: AnyStateMachine;
  /** Where the machine begins. */
  readonly initial: Place;
  readonly #places = new Map<string, Place>();
  readonly #max: number;
  #outcomes = 0;

  constructor(machine: AnyStateMachine, input: unknown, max = rememberedMax) {
    this.machine = machine;
    this.#max = max;
    this.initial = this.#placeOf(begin(machine, input));
  }

  /** The places cached so far. */
  get places(): readonly Place[] {
    return [...this.#places.values()];
  }

  /** What an event does in a place. Pass the same object for equal events. */
  step(from: Place, event: EventObject): Outcome {
    return from.outcomes.get(event) ?? this.#ask(from, event);
  }

  #ask(from: Place, event: EventObject): Outcome {
    const { snapshot, taken, effects, timers } = step(this.machine, from.snapshot, event);
    const outcome: Outcome = {
      to: snapshot === from.snapshot ? from : this.#placeOf(snapshot),
      event: eventText(event.type),
      taken,
      rows: shared(taken.flatMap(({ meta }) => meta?.row ?? [])),
      codes: taken.flatMap(({ meta }) => meta?.codes ?? []),
      effects,
      timers: innermostFirst(timers),
    };
    if (this.#outcomes < this.#max) {
      this.#outcomes += 1;
      from.outcomes.set(event, outcome);
    }
    return outcome;
  }

  #placeOf(snapshot: AnyMachineSnapshot): Place {
    const state = stateText(snapshot.value);
    const key = `${state} ${JSON.stringify(snapshot.context)}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const isDone = snapshot.status === 'done';
    const place: Place = { snapshot, state, isDone, outcomes: new Map() };
    if (this.#places.size < this.#max) this.#places.set(key, place);
    return place;
  }
}

/**
 * The timers of one step, in the order in which they run if they are due together: as with events, the
 * inner state goes before the outer one. If a timer changes several times, the last change counts.
 *
 * @source SCXML, "selecting transitions"; decisions.md A: I9 from inviting is dead for a `_timeout` that
 * is as long as the wait for an acknowledgement
 */
function innermostFirst(timers: readonly TimerChange[]): readonly TimerChange[] {
  if (timers.length < 2) return timers;
  return timers
    .filter(({ id }, at) => timers.findLastIndex((later) => later.id === id) === at)
    .toReversed();
}
