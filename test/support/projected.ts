// Machines as @xstate/test 1.0.0-beta.5 can step them: it knows of no action but an assignment.
import {
  createMachine,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
} from 'xstate';
import type { Act, Part } from '../../machines/lifecycle.ts';
import { eventOf } from '../../machines/events.ts';
import { sessionActs } from '../../machines/session.ts';
import { factCases } from '../../src/paths/model/table.ts';
import { begin } from '../../src/engine/step.ts';

type Config = Readonly<Record<string, unknown>>;

const each = (of: unknown, change: (one: unknown) => unknown): Config =>
  Object.fromEntries(Object.entries((of ?? {}) as Config).map(([key, one]) => [key, change(one)]));

/** A transition whose actions are only those that have names: assignments. What it emits is a function. */
function plain(transition: unknown): unknown {
  if (Array.isArray(transition)) return transition.map(plain);
  if (typeof transition === 'string' || transition === undefined) return transition;
  const { actions, ...rest } = transition as Config;
  const named = ((actions ?? []) as readonly unknown[]).filter((one) => typeof one === 'string');
  return { ...rest, actions: named };
}

/** A state in which a timer is an event: XState makes one of actions that start and stop it. */
function project({ on, after, states, ...rest }: Config): Config {
  const timers = Object.fromEntries(
    Object.entries(each(after, plain)).map(([delay, one]) => [`after ${delay}`, one]),
  );
  return {
    ...rest,
    on: { ...each(on, plain), ...timers },
    ...(states !== undefined && { states: each(states, (one) => project(one as Config)) }),
  };
}

/** A statechart without its emissions, and with its context as it begins: no input is passed on. */
export function projected({ machine }: Part): AnyStateMachine {
  const context: unknown = begin(machine, { legacy: false }).context;
  const config = { ...project(machine.config as Config), context };
  return createMachine(config as never, machine.implementations as never) as AnyStateMachine;
}

/**
 * Every event that anybody may give a statechart, with what a client may know when it calls, where the
 * model offers it: it bounds how many logins may be taken back behind one logout.
 */
export function eventsFor({ acts }: Part) {
  const all = [
    ...acts.flatMap(({ event }) => factCases.map((facts) => eventOf(event, facts))),
    ...sessionActs.map(({ event }) => event),
  ];
  const events: readonly EventObject[] = [
    ...new Map(all.map((event) => [JSON.stringify(event), event])).values(),
  ];
  const filterEvents = (snapshot: unknown, { type }: EventObject): boolean => {
    const same = acts.filter(({ event }) => event.type === type);
    const isOffered = ({ when }: Act): boolean => when?.(snapshot as AnyMachineSnapshot) ?? true;
    return same.length === 0 || same.some(isOffered);
  };
  return { events, filterEvents };
}
