// A model as live XState snapshots side by side, stepped by XState itself: what explore.ts does with
// tables. A test compares the two.
import type { AnyMachineSnapshot, EventObject, StateValue } from 'xstate';
import type { Part } from '../../../machines/lifecycle.ts';
import type { Callback, Effect } from '../../../machines/row.ts';
import { eventOf } from '../../../machines/events.ts';
import type { Known } from '../../../machines/facts.ts';
import {
  hear,
  isFollowed,
  isWord,
  listeners,
  phaseAfter,
  phaseOf,
  type SessionPhase,
} from '../../../machines/session.ts';
import { memberships, type Membership } from '../../../machines/membership.ts';
import { begin, step } from '../../engine/step.ts';
import { stateText } from '../../engine/wording.ts';
import type { System } from '../model/board.ts';
import { factCases } from '../model/table.ts';
import { writtenTransitions } from '../model/written.ts';

/** Where every part is, and the phase of the session if no login is among them. */
export interface Live {
  readonly parts: readonly AnyMachineSnapshot[];
  readonly phase: SessionPhase;
}

/** A callback that a step gives the application, and the part that it comes from. */
export type LiveCallback = Callback & { readonly part: string };

/** The result of a step. */
export interface LiveStep {
  readonly live: Live;
  readonly said: readonly LiveCallback[];
}

/** A model's parts, wired by machines/session.ts. */
export interface Wiring {
  readonly start: Live;
  /** The slot of a part; -1 if there is none. */
  slotOf(part: string): number;
  /** The phase of the session, from the login or, without one, its own. */
  phase(live: Live): SessionPhase;
  /** The snapshot of a part, from its state's text and its context. */
  resolve(slot: number, value: string, context: unknown): AnyMachineSnapshot;
  /** What the service may say about a membership with this event, if a part listens. */
  answersTo(live: Live, slot: number, event: EventObject): readonly Membership[];
  /** Gives a part an event; undefined if it is ignored. */
  act(live: Live, slot: number, event: EventObject, more: Given): LiveStep | undefined;
  /** Sends an event of the session, if no login is among the parts; undefined if it cannot come now. */
  say(live: Live, word: EventObject): LiveStep | undefined;
}

/** Who sends an event, and what is said about the membership. */
export interface Given {
  readonly by: 'client' | 'world' | 'time';
  readonly membership?: Membership | undefined;
}

/** Wires the parts of a system. */
export const wire = (system: System, legacy: boolean): Wiring => new LiveWiring(system, legacy);

class LiveWiring implements Wiring {
  readonly start: Live;
  readonly #parts: readonly Part[];
  readonly #reuses: boolean;
  readonly #login: number;
  readonly #channel: number;
  readonly #request: number;
  readonly #hearing: readonly number[];
  /** The login's events that may bring a session back. */
  readonly #restoring: ReadonlySet<string>;

  constructor({ parts, reuses }: System, legacy: boolean) {
    this.#parts = parts;
    this.#reuses = reuses;
    this.#login = this.slotOf('login');
    this.#channel = this.slotOf('channel');
    this.#request = this.slotOf('request');
    this.#hearing = listeners.map((part) => this.slotOf(part)).filter((slot) => slot >= 0);
    this.#restoring = new Set(this.#login < 0 ? [] : restoringTypes(parts[this.#login] as Part));
    this.start = { parts: parts.map(({ machine }) => begin(machine, { legacy })), phase: 'out' };
  }

  slotOf(part: string): number {
    return this.#parts.findIndex(({ name }) => name === part);
  }

  phase(live: Live): SessionPhase {
    return this.#login < 0 ? live.phase : phaseOf(stateText(live.parts[this.#login]?.value));
  }

  resolve(slot: number, value: string, context: unknown): AnyMachineSnapshot {
    return this.#part(slot).machine.resolveState({ value: valueOf(value), context });
  }

  answersTo(live: Live, slot: number, event: EventObject): readonly Membership[] {
    if (slot !== this.#login || this.#channel < 0 || !this.#restoring.has(event.type)) return [];
    const effects = this.#effectsOf(live, slot, event);
    if (!effects.some(({ type }) => type === 'session.restored')) return [];
    const { machine } = this.#part(this.#channel);
    const at = live.parts[this.#channel] as AnyMachineSnapshot;
    return memberships.filter(
      (membership) =>
        step(machine, at, hear({ type: 'session.restored' }, membership)).taken.length > 0,
    );
  }

  act(live: Live, slot: number, event: EventObject, { by, membership }: Given) {
    const given = by === 'client' ? eventOf(event, this.#factsAt(live)) : event;
    const at = [...live.parts];
    const said: LiveCallback[] = [];
    if (by !== 'time' && this.#isCrowded(live, slot, given)) return undefined;
    if (this.#move(at, said, slot, given, membership))
      return { live: { ...live, parts: at }, said };
    // There may be room for another one, which takes the event and stays as it was: messages arrive this way.
    const fresh = this.start.parts[slot] as AnyMachineSnapshot;
    if (by !== 'world' || !this.#reuses || at[slot] === fresh) return undefined;
    at[slot] = fresh;
    if (!this.#move(at, said, slot, given) || !isSame(at[slot], fresh)) return undefined;
    at[slot] = live.parts[slot] as AnyMachineSnapshot;
    return { live: { ...live, parts: at }, said };
  }

  say(live: Live, word: EventObject): LiveStep | undefined {
    const after = phaseAfter(live.phase, word.type as Parameters<typeof phaseAfter>[1]);
    if (after === undefined) return undefined;
    const at = [...live.parts];
    const said: LiveCallback[] = [];
    for (const slot of this.#hearing) this.#move(at, said, slot, word);
    return { live: { parts: at, phase: after }, said };
  }

  #part(slot: number): Part {
    return this.#parts[slot] as Part;
  }

  /** What the client knows about itself, as one of the cases of the tables. */
  #factsAt(live: Live): Known {
    const login: unknown = live.parts[this.#login]?.value;
    const loggedIn = this.#login < 0 ? live.phase === 'in' : stateText(login) === 'loggedIn';
    const inChannel = this.#channel < 0 || live.parts[this.#channel]?.value === 'joined';
    return factCases[loggedIn ? (inChannel ? 2 : 1) : 0] as Known;
  }

  /** Applies an event to a copy of the parts; false if it is ignored. */
  #move(
    at: AnyMachineSnapshot[],
    said: LiveCallback[],
    slot: number,
    event: EventObject,
    membership?: Membership,
  ): boolean {
    const { name, machine } = this.#part(slot);
    const before = at[slot] as AnyMachineSnapshot;
    const done = before.status === 'active' ? step(machine, before, event) : undefined;
    if (done === undefined || done.taken.length === 0) return false;
    const isOver = done.snapshot.status === 'done' || done.snapshot.hasTag('over');
    at[slot] =
      this.#reuses && isOver
        ? (this.start.parts[slot] as AnyMachineSnapshot)
        : canonical(this.#part(slot), done.snapshot);
    const request = this.#request;
    for (const effect of done.effects) {
      if (isWord(effect)) {
        for (const other of this.#hearing) this.#move(at, said, other, hear(effect, membership));
      } else if (effect.type === 'callback') said.push({ part: name, ...effect });
      else if (request >= 0 && slot !== request && isFollowed(effect.name)) {
        this.#move(at, said, request, requested(this.#part(request)));
      }
    }
    return true;
  }

  /** Whether a step needs a slot that is taken: there is one for a request that accompanies a call. */
  #isCrowded(live: Live, slot: number, event: EventObject): boolean {
    const fresh = this.start.parts[this.#request];
    if (fresh === undefined || isSame(live.parts[this.#request], fresh)) return false;
    return this.#effectsOf(live, slot, event).some(
      (effect) => effect.type === 'request' && isFollowed(effect.name),
    );
  }

  #effectsOf(live: Live, slot: number, event: EventObject): readonly Effect[] {
    return step(this.#part(slot).machine, live.parts[slot] as AnyMachineSnapshot, event).effects;
  }
}

/** The call that makes a request of the login lifecycle. */
const requested = ({ acts }: Part): EventObject =>
  eventOf(acts.find(({ by }) => by === 'client')?.event ?? { type: 'request' }, {
    loggedIn: true,
    channel: '',
  });

/** The events that may bring a session back. */
const restoringTypes = ({ machine }: Part): readonly string[] =>
  writtenTransitions(machine).flatMap(({ type, meta }) =>
    meta?.effects.some((one) => one.type === 'session.restored') === true ? [type] : [],
  );

/** One of two interchangeable names stands for both: a state with the other becomes one with this. */
function canonical({ machine, alike }: Part, snapshot: AnyMachineSnapshot): AnyMachineSnapshot {
  const context = snapshot.context as Readonly<Record<string, unknown>>;
  if (alike === undefined || context[alike.key] !== alike.names[1]) return snapshot;
  const named = { ...context, [alike.key]: alike.names[0] };
  return machine.resolveState({ value: snapshot.value as StateValue, context: named });
}

/** `'loggingIn.resolving'` as XState has it. */
const valueOf = (text: string): StateValue =>
  text
    .split('.')
    .reduceRight<StateValue | undefined>(
      (inner, key) => (inner === undefined ? key : { [key]: inner }),
      undefined,
    ) ?? text;

const isSame = (a: AnyMachineSnapshot | undefined, b: AnyMachineSnapshot): boolean =>
  a === b ||
  (stateText(a?.value) === stateText(b.value) &&
    JSON.stringify(a?.context) === JSON.stringify(b.context));
