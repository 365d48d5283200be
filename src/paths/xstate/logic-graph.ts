// What can happen to the user's own logic: any machine, or other logic of XState. XState itself answers
// every event in every state; the result is a graph like that of the models.
import { progress } from '../../base/progress.ts';
import type { EventObject, Snapshot } from 'xstate';
import { UsageError } from '../../base/errors.ts';
import { createStepper, type Step, type Taken } from '../../engine/step.ts';
import type { Graph, Label } from '../model/graph.ts';
import { Ints } from '../model/ints.ts';
import { placesOf, type WrittenTransition } from '../model/written.ts';
import { besideAfter, besideText, nothingBeside, type Beside } from './children.ts';
import { givenIn, typesIn, type Given, type GivenIn } from './given.ts';
import { Identity } from './identity.ts';
import { codesIn, machineOf, nameOf, tellState, text, told, where } from './logic.ts';
import type { Logic, LogicOptions } from './logic.ts';

/** An event that threw, or ended the logic with an error. */
export interface LogicFailure {
  /** The state, as text; empty for the beginning. */
  readonly state: string;
  readonly event: EventObject;
  readonly message: string;
}

/** What a step does, apart from where it leads. */
export interface LogicEffect extends Pick<Label, 'transitions' | 'codes'> {
  readonly taken: readonly Taken[];
}

/** A logic, explored. */
export interface LogicGraph {
  readonly graph: Graph;
  /** A snapshot of each state of the graph. */
  readonly snapshots: readonly Snapshot<unknown>[];
  /** The event of each label. */
  readonly events: readonly EventObject[];
  /** By label, the transitions taken. */
  readonly taken: readonly (readonly Taken[])[];
  /** What happens before the first event. */
  readonly start: LogicEffect;
  /** The events that threw, each once. */
  readonly failures: readonly LogicFailure[];
  /** The events that a state was given. */
  givenAt(state: number): readonly EventObject[];
  /** Takes a step again; undefined if it throws. */
  stepAt(state: number, event: EventObject): Step<Snapshot<unknown>> | undefined;
  /** Follows edges from the beginning and returns the actual snapshots, one for each. */
  follow(walk: readonly number[]): readonly Snapshot<unknown>[];
}

/** A snapshot, and what it does not say. */
interface Place {
  readonly snapshot: Snapshot<unknown>;
  readonly beside: Beside;
}

/** A step, and the place that it leads to. */
interface Done extends Place {
  readonly step: Step<Snapshot<unknown>>;
  readonly key: string;
}

/** How often a step is taken in all, the first time that its kind is seen, to find out what is random. */
const trials = 8;

/**
 * Explores a logic.
 *
 * @throws {UsageError} if it fails on start, its events are not known, or its states cannot be told
 * apart
 */
export const exploreLogic = (logic: Logic, options: LogicOptions = {}): LogicGraph =>
  new LogicExploration(logic, options);

class LogicExploration implements LogicGraph {
  readonly graph: Graph;
  readonly snapshots: Snapshot<unknown>[] = [];
  readonly events: EventObject[] = [];
  readonly taken: (readonly Taken[])[] = [];
  readonly start: LogicEffect;
  readonly failures: LogicFailure[] = [];
  readonly #logic: Logic;
  readonly #options: LogicOptions;
  readonly #name: string;
  readonly #isMachine: boolean;
  /** If it starts from a given state, nobody knows how long the timers have been running. */
  readonly #isTimed: boolean;
  readonly #places: ReadonlyMap<unknown, WrittenTransition>;
  readonly #stepper = createStepper();
  readonly #identity: Identity;
  readonly #givenIn: GivenIn;
  readonly #origin: Place;
  readonly #besides: Beside[] = [];
  readonly #ids = new Map<string, number>();
  readonly #labels: Label[] = [];
  readonly #labelIds = new Map<string, number>();
  /** The text of each context, which stays the same as long as nothing is assigned. */
  readonly #contexts = new WeakMap<object, string>();
  /** By label, the id of the timer, if it is one. */
  readonly #timers: (string | undefined)[] = [];
  readonly #seen = new Set<string>();
  /** By edge, the place that taking its step led to. */
  readonly #followed = new Map<number, Place>();
  #complete = true;

  constructor(logic: Logic, options: LogicOptions) {
    const machine = machineOf(logic);
    this.#logic = logic;
    this.#options = options;
    this.#name = nameOf(logic);
    this.#isMachine = machine !== undefined;
    this.#isTimed = options.fromState === undefined;
    this.#places = machine === undefined ? new Map() : placesOf(machine);
    this.#identity = new Identity(`${where}: ${this.#name}`);
    this.#givenIn = givenIn(options, machine);
    const begun = this.#begin();
    this.#origin = begun;
    this.start = this.#effectOf(begun.step);
    this.#stateOf(begun);
    this.graph = this.#explore(begun.step);
  }

  /** The start. @throws {UsageError} if it fails */
  #begin(): Done {
    const { fromState, input } = this.#options;
    if (fromState !== undefined) {
      const step = { snapshot: fromState, taken: [], effects: [], timers: [] };
      const timers = typesIn(fromState).filter((type) => type.startsWith('xstate.after.'));
      const running = timers.map((id) => [id, { id, event: { type: id }, ms: 0 }] as const);
      const beside = { ...nothingBeside, timers: new Map(running) };
      return { step, ...this.#at(fromState, beside) };
    }
    let step: Step<Snapshot<unknown>>;
    try {
      step = this.#stepper.begin(this.#logic, input);
    } catch (error) {
      throw this.#noBeginning(error);
    }
    const { snapshot } = step;
    if (snapshot.status === 'error') throw this.#noBeginning(snapshot.error);
    const beside = besideAfter(nothingBeside, { type: 'xstate.init' }, undefined, snapshot, step);
    const done = { step, ...this.#at(snapshot, beside) };
    const again = this.#stepper.begin(this.#logic, input).snapshot;
    this.#checkSame(done, again, 'as it begins');
    return done;
  }

  #noBeginning(error: unknown): UsageError {
    const advice =
      this.#options.input === undefined
        ? 'Give `input`, if it needs one.'
        : `It was given the input ${text(this.#options.input)}: fix it, or give another.`;
    return new UsageError(
      'paths.input',
      `${where}: ${this.#name} fails on start: ${told(error)}. ${advice}`,
    );
  }

  /** Every event in every state. */
  #explore(begun: Step<Snapshot<unknown>>): Graph {
    const { limit = Number.POSITIVE_INFINITY } = this.#options;
    const first = new Ints();
    const to = new Ints();
    const label = new Ints();
    let tried = 0;
    for (let id = 0; id < this.snapshots.length; id++) {
      progress('exploring states', id);
      first.push(to.length);
      const place = this.#placeOf(id);
      for (const given of this.#allowedAt(place)) {
        if (tried >= limit) this.#complete = false;
        if (tried++ >= limit) break;
        const done = this.#try(place, given);
        const target = done === undefined ? -1 : this.#stateOf(done);
        if (done === undefined || target < 0 || this.#isIgnored(place, given, done)) continue;
        to.push(target);
        label.push(this.#labelOf(given, done.step));
      }
      this.#checkUntouched(place);
    }
    first.push(to.length);
    return {
      model: this.#name,
      legacy: false,
      complete: this.#complete,
      parts: [this.#name],
      tables: [],
      stateCount: this.snapshots.length,
      edgeCount: to.length,
      locals: Int32Array.from(this.snapshots.keys()),
      first: first.done(),
      to: to.done(),
      label: label.done(),
      labels: this.#labels,
      begins: this.#timersOf(begun),
      written: [],
      places: [],
    };
  }

  #allowedAt(place: Place): readonly Given[] {
    if (this.#isEnd(place.snapshot)) return [];
    const given = this.#givenIn(place.snapshot, place.beside);
    const { filterEvents } = this.#options;
    if (filterEvents === undefined) return given;
    return given.filter(({ event }) => filterEvents(place.snapshot, event));
  }

  givenAt(state: number): readonly EventObject[] {
    return this.#allowedAt(this.#placeOf(state)).map(({ event }) => event);
  }

  stepAt(state: number, event: EventObject): Step<Snapshot<unknown>> | undefined {
    try {
      return this.#stepper.step(this.#logic, this.#placeOf(state).snapshot, event);
    } catch {
      return undefined;
    }
  }

  #placeOf(id: number): Place {
    return {
      snapshot: this.snapshots[id] as Snapshot<unknown>,
      beside: this.#besides[id] as Beside,
    };
  }

  #isEnd(snapshot: Snapshot<unknown>): boolean {
    const { stopWhen, toState } = this.#options;
    return snapshot.status !== 'active' || (stopWhen ?? toState)?.(snapshot) === true;
  }

  /** Whether a step leads nowhere. A timer without effect still counts as a step: it does not come again. */
  #isIgnored(from: Place, { timer }: Given, { step, key, snapshot }: Done): boolean {
    if (step.taken.length > 0 || timer !== undefined) return false;
    return this.#isMachine ? key === this.#keyOf(from) : snapshot === from.snapshot;
  }

  /** Takes a step; undefined if it throws, which is recorded. */
  #try(from: Place, given: Given): Done | undefined {
    const { event } = given;
    let done: Done;
    try {
      done = this.#step(from, given);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      this.#noteFailure(from.snapshot, event, error);
      return undefined;
    }
    if (done.snapshot.status === 'error') {
      this.#noteFailure(from.snapshot, event, done.snapshot.error);
    }
    this.#checkDetermined(from, given, done);
    return done;
  }

  #step(from: Place, { event, timer }: Given): Done {
    const step = this.#stepper.step(this.#logic, from.snapshot, event);
    const beside = this.#isMachine
      ? besideAfter(from.beside, event, timer, from.snapshot, step)
      : nothingBeside;
    return { step, ...this.#at(step.snapshot, beside) };
  }

  #at(snapshot: Snapshot<unknown>, beside: Beside): Place & { readonly key: string } {
    return { snapshot, beside, key: this.#keyOf({ snapshot, beside }) };
  }

  #noteFailure(snapshot: Snapshot<unknown>, event: EventObject, error: unknown): void {
    const failure = { state: tellState(snapshot), event, message: told(error) };
    const isKnown = this.failures.some(
      (one) => one.event.type === event.type && one.message === failure.message,
    );
    if (!isKnown) this.failures.push(failure);
  }

  /**
   * What makes two places the same state. `serializeState` is called without an event: reaching a state
   * another way is covered as a transition, and does not make it another state.
   */
  #keyOf({ snapshot, beside }: Place): string {
    const { value, context, historyValue, status, output } = snapshot as Whole;
    const own = this.#options.serializeState?.(snapshot, undefined, undefined);
    if (!this.#isMachine) return own ?? this.#identity.of(snapshot, 'snapshot');
    const state = own ?? `${JSON.stringify(value)} ${this.#contextText(context)}`;
    // What a history state would return to, which xstate/graph ignores.
    const past = Object.entries(historyValue ?? {}).map(([id, nodes]) => {
      const ids = nodes.map((node) => node.id);
      return `${id}=${ids.sort().join()}`;
    });
    const result = output === undefined ? '' : this.#identity.of(output, 'output');
    return `${status} ${state} ${past.sort().join(' ')} ${besideText(snapshot, beside)} ${result}`;
  }

  #contextText(context: unknown): string {
    if (typeof context !== 'object' || context === null)
      return this.#identity.of(context, 'context');
    const known = this.#contexts.get(context);
    if (known !== undefined) return known;
    const made = this.#identity.of(context, 'context');
    this.#contexts.set(context, made);
    return made;
  }

  #stateOf({ snapshot, beside, key }: Place & { readonly key: string }): number {
    const { statesMax = 10_000 } = this.#options;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    if (this.snapshots.length >= statesMax) {
      this.#complete = false;
      return -1;
    }
    this.#ids.set(key, this.snapshots.length);
    this.#besides.push(beside);
    return this.snapshots.push(snapshot) - 1;
  }

  #effectOf({ taken, effects }: Step<Snapshot<unknown>>): LogicEffect {
    return {
      taken,
      transitions: taken.flatMap((one) => this.#places.get(one)?.id ?? []),
      codes: codesIn(effects) as Label['codes'], // The user's own codes, not those of the catalogue.
    };
  }

  /** The timers that a step starts and stops; none if time is ignored. */
  #timersOf({ timers }: Step<Snapshot<unknown>>): Label['timers'] {
    if (!this.#isTimed) return [];
    return timers.map((change) => {
      const id = change.id ?? ('event' in change ? `raise ${change.event.type}` : '');
      return { id: `${clock} ${id}`, type: id, ms: change.ms };
    });
  }

  #labelOf({ event, timer }: Given, step: Step<Snapshot<unknown>>): number {
    const { taken, transitions, codes } = this.#effectOf(step);
    const timers = this.#timersOf(step);
    const given = this.#options.serializeEvent?.(event) ?? this.#identity.of(event, event.type);
    const key = [given, timer, ...transitions, '|', ...codes, JSON.stringify(timers)].join(' ');
    const known = this.#labelIds.get(key);
    if (known !== undefined) return known;
    this.#labelIds.set(key, this.#labels.length);
    this.events.push(event);
    this.taken.push(taken);
    this.#timers.push(timer);
    const { type, ...args } = event;
    return (
      this.#labels.push({
        by: timer === undefined ? 'client' : 'time',
        part: this.#name,
        event: type,
        args,
        transitions,
        rows: [],
        callbacks: [],
        codes,
        primary: [],
        timers,
        ...(timer !== undefined && this.#isTimed && { timer: `${clock} ${timer}` }),
        passes: [],
        swaps: false,
      }) - 1
    );
  }

  /** Takes a step again, the first time that its kind is seen. @throws {UsageError} if the result differs */
  #checkDetermined(from: Place, given: Given, done: Done): void {
    const transitions = done.step.taken.map((one) => this.#places.get(one)?.id ?? '').join(' ');
    const kind = `${given.event.type} ${transitions}`;
    if (this.#seen.has(kind)) return;
    this.#seen.add(kind);
    this.#checkUntouched(from);
    const what = `at ${text(given.event)} in ${tellState(from.snapshot)}`;
    for (let i = 1; i < trials; i++) {
      const { step, snapshot } = this.#step(from, given);
      const isOther = step.taken.some((one, at) => done.step.taken[at] !== one);
      if (isOther || step.taken.length !== done.step.taken.length) {
        throw this.#random(what, 'takes other transitions');
      }
      this.#checkSame(done, snapshot, what);
    }
  }

  #checkSame(
    done: Place & { readonly key: string },
    snapshot: Snapshot<unknown>,
    what: string,
  ): void {
    if (this.#keyOf({ snapshot, beside: done.beside }) === done.key) return;
    const [one, other] = [contextOf(done.snapshot), contextOf(snapshot)];
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    const textsOf = (key: string) => [one, other].map((at) => this.#identity.of(at[key], key));
    const places = keys.filter((key) => new Set(textsOf(key)).size > 1);
    for (const key of places) {
      const alike = textsOf(key).map((written) => written.replaceAll(/(?<![\w"])f\d+/g, 'f'));
      if (new Set(alike).size === 1) throw this.#identity.anotherFunction(`context.${key}`);
    }
    const found = places.map(
      (key) => `context.${key} is ${text(one[key])}, then ${text(other[key])}`,
    );
    throw this.#random(what, found.join('; ') || 'leads to another state');
  }

  #random(what: string, found: string): UsageError {
    return new UsageError(
      'paths.random',
      `${where}: ${this.#name} is not deterministic: ${what}, taken again, ${found}. Pass randomness ` +
        'and time in with events or `input`, or leave them out of serializeState.',
    );
  }

  /** @throws {UsageError} if a step changed the context that it came from instead of a copy */
  #checkUntouched({ snapshot }: Place): void {
    const { context } = snapshot as Whole;
    if (typeof context !== 'object' || context === null) return;
    const known = this.#contexts.get(context);
    if (known === undefined || this.#identity.of(context, 'context') === known) return;
    throw new UsageError(
      'paths.touched',
      `${where}: ${this.#name} changes its context in place: in ${JSON.stringify((snapshot as Whole).value)} it is ` +
        `${text(context)} after its events have been tried. Make assign return new values.`,
    );
  }

  follow(walk: readonly number[]): readonly Snapshot<unknown>[] {
    let place: Place = this.#origin;
    return walk.map((edge) => {
      place = this.#followed.get(edge) ?? this.#goAlong(edge, place);
      return place.snapshot;
    });
  }

  /** Takes the step of an edge from a place. @throws {UsageError} if it leads to another state than explored */
  #goAlong(edge: number, from: Place): Place {
    const label = this.graph.label[edge] as number;
    const event = this.events[label] as EventObject;
    const timer = this.#timers[label];
    const done = this.#step(from, timer === undefined ? { event } : { event, timer });
    const isOwn = this.#options.serializeState !== undefined;
    if (this.#ids.get(done.key) === this.graph.to[edge]) {
      // Places that are identified by all their contents need the step only once.
      if (!isOwn) this.#followed.set(edge, done);
      return done;
    }
    const what = `at ${text(event)} in ${tellState(from.snapshot)}`;
    if (!isOwn) throw this.#random(what, 'leads to another state');
    throw new UsageError(
      'paths.serialize',
      `${where}: serializeState treats different states of ${this.#name} as the same: ${what}, ` +
        'the next state differs. Make it tell them apart.',
    );
  }
}

/** The part that timers of a logic belong to. */
const clock = 'timer';

/** The fields of a snapshot that are read. */
interface Whole {
  readonly status: string;
  readonly value?: unknown;
  readonly context?: unknown;
  readonly output?: unknown;
  readonly historyValue?: Readonly<Record<string, readonly { readonly id: string }[]>>;
}

const contextOf = (snapshot: Snapshot<unknown>): Readonly<Record<string, unknown>> =>
  Object((snapshot as Whole).context) as Readonly<Record<string, unknown>>;
