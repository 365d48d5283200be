// Which events a logic is given in a state: its own events that may come there, the cases that the user
// gives, and running timers.
import {
  getNextTransitions,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
  type Snapshot,
} from 'xstate';
import { UsageError, unknownName } from '../../base/errors.ts';
import { writtenTransitions } from '../model/written.ts';
import { mayCome, type Beside } from './children.ts';
import { activeIn } from './entered.ts';
import { text, where, type LogicOptions } from './logic.ts';

/** An event as it is given; `timer` is the id of the timer that sends it. */
export interface Given {
  readonly event: EventObject;
  readonly timer?: string;
}

/** Returns the events of a state. */
export type GivenIn = (snapshot: Snapshot<unknown>, beside: Beside) => readonly Given[];

/**
 * The events of a state. A machine's own are known, and those that the user gives replace the ones of the
 * same type, as cases; other logic does not say which events it handles.
 *
 * @throws {UsageError} if logic that is not a machine comes without events, or an event is unknown
 */
export function givenIn({ events }: LogicOptions, machine: AnyStateMachine | undefined): GivenIn {
  if (machine === undefined) {
    if (typeof events === 'function') return (at) => events(at).map((event) => ({ event }));
    if (events !== undefined && events.length > 0) return () => events.map((event) => ({ event }));
    throw new UsageError(
      'paths.events',
      `${where}: the events of this logic are not known, since it is not a machine. ` +
        'Give them as `events`: a list, or a function from a snapshot to a list.',
    );
  }
  const list = typeof events === 'function' ? [] : (events ?? []);
  const own: (at: Snapshot<unknown>) => readonly EventObject[] =
    typeof events === 'function'
      ? events
      : (at) => typesIn(at).flatMap((type) => casesOf(type, list));
  return (snapshot, beside) => {
    const comes = own(snapshot).filter(({ type }) => mayCome(type, snapshot, beside));
    const timers = [...beside.timers.values()].map(({ id, event }) => ({ event, timer: id }));
    return [...[...new Set(comes)].map((event) => ({ event })), ...timers];
  };
}

/** Whether an event has nothing but its type. */
export const isBare = (event: EventObject): boolean => Object.keys(event).length === 1;

/** The types of events that a state has transitions for, in the order in which they are written. */
export function typesIn(snapshot: Snapshot<unknown>): readonly string[] {
  const at = snapshot as AnyMachineSnapshot;
  const nodes = activeIn(at);
  const listed = getNextTransitions(at).map(({ eventType }) => String(eventType));
  const types =
    nodes === at._nodes
      ? listed
      : [...listed, ...nodes.flatMap((node) => [...node.transitions.keys()].map(String))];
  return [...new Set(types)].filter((type) => type !== ''); // Eventless transitions are taken by themselves.
}

/** Whether a transition's event descriptor matches events of a type. */
export const means = (descriptor: string, type: string): boolean => {
  if (descriptor === type || descriptor === '*') return true;
  if (!descriptor.endsWith('.*')) return false;
  const prefix = descriptor.slice(0, -2);
  return type === prefix || type.startsWith(`${prefix}.`);
};

function casesOf(descriptor: string, given: readonly EventObject[]): readonly EventObject[] {
  const cases = given.filter(({ type }) => means(descriptor, type));
  return cases.length > 0 || descriptor.endsWith('*') ? cases : [{ type: descriptor }];
}

/**
 * Checks events that are given for a machine.
 *
 * @throws {UsageError} if one is not an event, or is unknown to the machine, with the closest name
 */
export function checkEvents(machine: AnyStateMachine, events: readonly EventObject[]): void {
  const known = [...new Set(writtenTransitions(machine).map(({ type }) => type))].filter(Boolean);
  for (const event of events) {
    const { type } = Object(event) as Partial<EventObject>;
    if (typeof type !== 'string') {
      throw new UsageError(
        'paths.events',
        `${where}: events: ${text(event)} is not an event. Give { type: 'NAME', … }.`,
      );
    }
    if (known.some((descriptor) => means(descriptor, type))) continue;
    throw unknownName('paths.events', `${where}: events`, `event of ${machine.id}`, type, known);
  }
}
