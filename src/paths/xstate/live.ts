// A model as live XState snapshots side by side, stepped by XState itself: what explore.ts does with
// tables, in the open. A test holds the two against each other.
import type { AnyMachineSnapshot, EventObject, StateValue } from 'xstate';
import type { Callback, Effect, Part } from '../../../machines/lifecycle.ts';
import {
  brief,
  hear,
  isFollowed,
  isWord,
  listeners,
  phaseAfter,
  phaseOf,
  type SessionPhase,
} from '../../../machines/session.ts';
import { memberships, type Membership } from '../../../machines/membership.ts';
import { begin, step } from '../../step.ts';
import { stateText } from '../../wording.ts';
import type { System } from '../explore.ts';
import { factCases } from '../table.ts';
import { writtenTransitions } from '../written.ts';

/** Where every part is, and the session where no login is among them. */
export interface Live {
  readonly parts: readonly AnyMachineSnapshot[];
  readonly phase: SessionPhase;
}

/** A callback that a step gives the application, and the part that it comes from. */
export type LiveCallback = Callback & { readonly part: string };

/** What a step has done. */
export interface LiveStep {
  readonly live: Live;
  readonly said: readonly LiveCallback[];
}

/** A model's parts, wired by machines/session.ts. */
export interface Wiring {
  readonly start: Live;
  /** The slot of a part; -1 where there is none such. */
  slotOf(part: string): number;
  /** The phase of the session, its own or that of the login. */
  phase(live: Live): SessionPhase;
  /** Where a part is, from its state's text and its context. */
  resolve(slot: number, value: string, context: unknown): AnyMachineSnapshot;
  /** What the service may say of a membership with this event, where somebody listens. */
  answersTo(live: Live, slot: number, event: EventObject): readonly Membership[];
  /** Somebody does something to a part; undefined where that is ignored. */
  act(live: Live, slot: number, event: EventObject, more: Given): LiveStep | undefined;
  /** The session says a word, where no login is among the parts; undefined where it cannot. */
  say(live: Live, word: EventObject): LiveStep | undefined;
}

/** What goes with an event. */
export interface Given {
  readonly by: 'client' | 'world' | 'time';
  readonly membership?: Membership | undefined;
}

/** Wires the parts of a system. */
export function wire({ parts, reuses }: System, legacy: boolean): Wiring {
  const slotOf = (name: string): number => parts.findIndex((part) => part.name === name);
  const [login, channel, request] = ['login', 'channel', 'request'].map(slotOf) as [
    number,
    number,
    number,
  ];
  const hearing = listeners.map(slotOf).filter((slot) => slot >= 0);
  const start: Live = {
    parts: parts.map(({ machine }) => begin(machine, { legacy })),
    phase: 'out',
  };
  const restoring = new Set(login < 0 ? [] : restoringTypes(parts[login] as Part));

  const phase = (live: Live): SessionPhase =>
    login < 0 ? live.phase : phaseOf(stateText(live.parts[login]?.value));
  /** What the client knows of itself, in the words of the tables. */
  const factsAt = (live: Live) => {
    const loggedIn =
      login < 0 ? live.phase === 'in' : stateText(live.parts[login]?.value) === 'loggedIn';
    const inChannel = channel < 0 || live.parts[channel]?.value === 'joined';
    return factCases[loggedIn ? (inChannel ? 2 : 1) : 0] as (typeof factCases)[number];
  };

  /** Does what an event does, in a copy of the parts; false where it is ignored. */
  const move = (
    at: AnyMachineSnapshot[],
    said: LiveCallback[],
    slot: number,
    event: EventObject,
    membership?: Membership,
  ): boolean => {
    const { name, machine } = parts[slot] as Part;
    const before = at[slot] as AnyMachineSnapshot;
    const done = before.status === 'active' ? step(machine, before, event) : undefined;
    if (done === undefined || done.taken.length === 0) return false;
    const isOver = done.snapshot.status === 'done' || done.snapshot.hasTag('over');
    at[slot] =
      reuses && isOver
        ? (start.parts[slot] as AnyMachineSnapshot)
        : canonical(parts[slot] as Part, done.snapshot);
    for (const effect of done.effects) {
      if (isWord(effect)) {
        for (const other of hearing) move(at, said, other, hear(effect, membership));
      } else if (effect.type === 'callback') said.push({ part: name, ...effect });
      else if (request >= 0 && slot !== request && isFollowed(effect.name)) {
        move(at, said, request, requested(parts[request] as Part));
      }
    }
    return true;
  };

  /** Whether a step needs a place that is taken: there is one for a request that goes with a call. */
  const isCrowded = (live: Live, slot: number, event: EventObject): boolean =>
    request >= 0 &&
    !isSame(live.parts[request], start.parts[request] as AnyMachineSnapshot) &&
    effectsOf(live, slot, event).some(
      (effect) => effect.type === 'request' && isFollowed(effect.name),
    );
  const effectsOf = (live: Live, slot: number, event: EventObject): readonly Effect[] =>
    step((parts[slot] as Part).machine, live.parts[slot] as AnyMachineSnapshot, event).effects;

  return {
    start,
    slotOf,
    phase,
    resolve: (slot, value, context) =>
      (parts[slot] as Part).machine.resolveState({ value: valueOf(value), context }),
    answersTo: (live, slot, event) => {
      if (slot !== login || channel < 0 || !restoring.has(event.type)) return [];
      const effects = effectsOf(live, slot, event);
      if (!effects.some(({ type }) => type === 'session.restored')) return [];
      const { machine } = parts[channel] as Part;
      const at = live.parts[channel] as AnyMachineSnapshot;
      return memberships.filter(
        (membership) =>
          step(machine, at, hear({ type: 'session.restored' }, membership)).taken.length > 0,
      );
    },
    act: (live, slot, event, { by, membership }) => {
      const given = by === 'client' ? brief(event, factsAt(live)) : event;
      const at = [...live.parts];
      const said: LiveCallback[] = [];
      if (by !== 'time' && isCrowded(live, slot, given)) return undefined;
      if (move(at, said, slot, given, membership)) return { live: { ...live, parts: at }, said };
      // There may be room for another one, which takes it and is as before: where messages arrive.
      const fresh = start.parts[slot] as AnyMachineSnapshot;
      if (by !== 'world' || !reuses || at[slot] === fresh) return undefined;
      at[slot] = fresh;
      if (!move(at, said, slot, given) || !isSame(at[slot], fresh)) return undefined;
      at[slot] = live.parts[slot] as AnyMachineSnapshot;
      return { live: { ...live, parts: at }, said };
    },
    say: (live, word) => {
      const after = phaseAfter(live.phase, word.type as Parameters<typeof phaseAfter>[1]);
      if (after === undefined) return undefined;
      const at = [...live.parts];
      const said: LiveCallback[] = [];
      for (const slot of hearing) move(at, said, slot, word);
      return { live: { parts: at, phase: after }, said };
    },
  };
}

/** The call that makes a request of the login lifecycle. */
const requested = ({ acts }: Part): EventObject =>
  brief(acts.find(({ by }) => by === 'client')?.event ?? { type: 'request' }, {
    loggedIn: true,
    channel: '',
  });

/** The events by which a session may be back. */
const restoringTypes = ({ machine }: Part): readonly string[] =>
  writtenTransitions(machine).flatMap(({ type, meta }) =>
    meta?.effects.some((one) => one.type === 'session.restored') === true ? [type] : [],
  );

/** One of two names that are alike stands for both: whoever is in the other is in this one. */
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
