// The transitions of a machine as they are written in it, whether or not anything reaches them.
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import type { RowMeta } from '../../../machines/row.ts';
import { eventText } from '../../engine/wording.ts';

/** A transition as written: `login.loggedIn —line.lost→ login.reconnecting`. */
export interface WrittenTransition {
  /** Unique within its machine: source, event, and its index among those for the same event. */
  readonly id: string;
  /** Path of the state it is written in, `''` for the machine itself. */
  readonly source: string;
  readonly event: string;
  /** The event's type as XState has it. */
  readonly type: string;
  /** Path of the target; of the source if it stays. */
  readonly target: string;
  /** It has no target: the machine stays where it is. */
  readonly stays: boolean;
  /** The innermost state that it leads to: if the target is compound, its initial one. */
  readonly leaf: string | undefined;
  readonly guard: string;
  readonly meta: RowMeta | undefined;
  /** What its actions emit, read from the actions themselves. */
  readonly emits: readonly unknown[];
}

/** A state as written. */
export interface WrittenState {
  /** `'loggingIn.resolving'`. */
  readonly path: string;
  readonly kind: AnyStateNode['type'];
}

const pathOf = (node: AnyStateNode): string => node.path.join('.');

/** Every state node of a machine except the root, parents first. */
export function nodesOf(machine: AnyStateMachine): readonly AnyStateNode[] {
  const below = (node: AnyStateNode): readonly AnyStateNode[] =>
    Object.values(node.states).flatMap((child) => [child, ...below(child)]);
  return below(machine.root as AnyStateNode);
}

/** The states of a machine, including compound ones. */
export const writtenStates = (machine: AnyStateMachine): readonly WrittenState[] =>
  nodesOf(machine).map((node) => ({ path: pathOf(node), kind: node.type }));

/** The innermost state that entering a state leads to. */
function leafOf(node: AnyStateNode): AnyStateNode {
  const initial = node.initial?.target?.[0];
  return initial === undefined ? node : leafOf(initial);
}

/** XState's built-in emit action carries its event, so the meta can be checked against it. */
function emittedBy(action: unknown): readonly unknown[] {
  const emit = action as { readonly type?: string; readonly event?: unknown };
  return emit.type === 'xstate.emit' ? [emit.event] : [];
}

const known = new WeakMap<AnyStateMachine, ReadonlyMap<unknown, WrittenTransition>>();

/** The transitions of a machine by XState's own definitions, in the order in which they are written. */
export function placesOf(machine: AnyStateMachine): ReadonlyMap<unknown, WrittenTransition> {
  const before = known.get(machine);
  if (before !== undefined) return before;
  const places = new Map<unknown, WrittenTransition>();
  for (const node of [machine.root as AnyStateNode, ...nodesOf(machine)]) {
    const source = pathOf(node);
    for (const definitions of [...node.transitions.values(), node.always ?? []]) {
      for (const [place, definition] of definitions.entries()) {
        const event = eventText(String(definition.eventType)) || 'always';
        const target = definition.target?.[0];
        places.set(definition, {
          id: `${source}|${event}|${place}`,
          source,
          event,
          type: String(definition.eventType),
          target: target === undefined ? source : pathOf(target),
          stays: target === undefined,
          // XState looks for initial states only when asked.
          get leaf() {
            return target === undefined ? undefined : pathOf(leafOf(target));
          },
          guard: typeof definition.guard === 'string' ? definition.guard : '',
          meta: definition.meta as RowMeta | undefined,
          emits: definition.actions.flatMap(emittedBy),
        });
      }
    }
  }
  known.set(machine, places);
  return places;
}

/** The transitions of a machine, in the order in which they are written. */
export const writtenTransitions = (machine: AnyStateMachine): readonly WrittenTransition[] => [
  ...placesOf(machine).values(),
];
