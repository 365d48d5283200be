// The states that transitions enter, including those that are left at once.
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import type { Taken } from '../../engine/step.ts';

/** The fields of a transition that are read. */
interface Definition {
  readonly target?: readonly AnyStateNode[];
}

/** A state with those around it and those that entering it leads to. */
function around(node: AnyStateNode): readonly AnyStateNode[] {
  const outer: AnyStateNode[] = [];
  for (let at = node.parent; at !== undefined && at.parent !== undefined; at = at.parent) {
    outer.push(at);
  }
  return [...outer, ...within(node)];
}

function within(node: AnyStateNode): readonly AnyStateNode[] {
  const { type, initial } = node;
  if (type === 'parallel') return [node, ...Object.values(node.states).flatMap(within)];
  const first = initial?.target?.[0];
  return first === undefined ? [node] : [node, ...within(first)];
}

/** The states that transitions enter as written; the snapshot shows where history leads. */
export const enteredBy = (taken: readonly Taken[]): readonly AnyStateNode[] =>
  taken.flatMap((one) =>
    ((one as Definition).target ?? []).flatMap((node) =>
      node.type === 'history' ? [] : around(node),
    ),
  );

/** The states in which a machine begins, including those that it leaves at once. */
export const beginsIn = (machine: AnyStateMachine): readonly AnyStateNode[] =>
  within(machine.root as AnyStateNode).slice(1);

/**
 * The states that a snapshot is in. XState goes by its value; after a history state without a past leads
 * into a parallel state, its list of nodes lacks some of them.
 */
export function activeIn(snapshot: AnyMachineSnapshot): readonly AnyStateNode[] {
  const nodes = snapshot._nodes as readonly AnyStateNode[];
  const below = (node: AnyStateNode | undefined, value: unknown): readonly AnyStateNode[] => {
    if (node === undefined) return [];
    if (typeof value === 'string') return [node, ...below(node.states[value], {})];
    return [
      node,
      ...Object.entries(Object(value) as object).flatMap(([key, inner]) =>
        below(node.states[key], inner),
      ),
    ];
  };
  const all = below(snapshot.machine.root as AnyStateNode, snapshot.value);
  return all.every((node) => nodes.includes(node)) ? nodes : all;
}
