// Which of the transitions that an event enables are taken. The regions of a parallel state all respond
// to an event; if two of them would leave the same state, XState takes one and drops the other, but its
// inspection names both. This file applies the same rule (SCXML's removeConflictingTransitions).
import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';

/** The fields of a transition that are used here. */
interface Enabled {
  readonly source: AnyStateNode;
  readonly target?: readonly AnyStateNode[];
  readonly reenter?: boolean;
}

const isBelow = (node: AnyStateNode, ancestor: AnyStateNode): boolean => {
  for (let at = node.parent; at !== undefined; at = at.parent) if (at === ancestor) return true;
  return false;
};

/** The states a transition leads to; for a history state, the states it returns to. */
const targetsOf = (
  { target = [] }: Enabled,
  { historyValue }: AnyMachineSnapshot,
): readonly AnyStateNode[] =>
  target.flatMap((node): readonly AnyStateNode[] => {
    if (node.type !== 'history') return [node];
    const past = (historyValue as Readonly<Record<string, readonly AnyStateNode[]>>)[node.id];
    return past ?? (node.parent === undefined ? [node] : [node.parent as AnyStateNode]);
  });

/** The innermost state that contains all of these; undefined if one of them is the machine itself. */
function around(nodes: readonly AnyStateNode[]): AnyStateNode | undefined {
  const [first, ...others] = nodes;
  for (let at = first?.parent; at !== undefined; at = at.parent) {
    const ancestor = at as AnyStateNode;
    if (others.every((node) => isBelow(node, ancestor))) return ancestor;
  }
  return undefined;
}

/** The active states that a transition leaves. */
function leaves(one: Enabled, snapshot: AnyMachineSnapshot): ReadonlySet<AnyStateNode> {
  const targets = targetsOf(one, snapshot);
  if (targets.length === 0) return new Set();
  const { source, reenter = false } = one;
  const isInner = targets.every((target) => target === source || isBelow(target, source));
  const domain = !reenter && isInner ? source : around([source, ...targets]);
  const nodes = snapshot._nodes as readonly AnyStateNode[];
  return new Set(nodes.filter((node) => domain === undefined || isBelow(node, domain)));
}

/** The transitions that are taken, of those that are enabled in a snapshot. */
export function takenOf<T>(enabled: readonly T[], snapshot: AnyMachineSnapshot): readonly T[] {
  if (enabled.length < 2) return enabled;
  const left = new Map(enabled.map((one) => [one, leaves(one as unknown as Enabled, snapshot)]));
  let taken: readonly T[] = [];
  for (const one of enabled) {
    const own = left.get(one) ?? new Set();
    const rivals = taken.filter((other) => [...own].some((node) => left.get(other)?.has(node)));
    const { source } = one as unknown as Enabled;
    // A transition of an inner state wins over that of an outer one; otherwise the first one stays.
    if (rivals.every((other) => isBelow(source, (other as unknown as Enabled).source))) {
      taken = [...taken.filter((other) => !rivals.includes(other)), one];
    }
  }
  return taken;
}
