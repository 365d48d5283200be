// What a suite for a logic of the user's own must cover.
import type { AnyMachineSnapshot, AnyStateMachine, Snapshot } from 'xstate';
import { unknownName, UsageError } from '../../errors.ts';
import { edgesNet, plainNet, type Criterion, type Net } from '../cover/criteria.ts';
import type { Graph } from '../model/graph.ts';
import { nodesOf, writtenTransitions } from '../model/written.ts';
import { codesIn, machineOf, nameOf, type Logic, type LogicGraph } from './logic-graph.ts';

/**
 * What a suite for a logic covers: the `states` and `transitions` of a machine as they are written in it,
 * the `codes` that emitted events carry, or `edges`, which is every event in every explored state. Logic
 * that is no machine has no transitions but its edges, and no states but the explored ones.
 */
export const logicCriteria = [
  'states',
  'transitions',
  'codes',
  'edges',
] as const satisfies Criterion[];

/** A word of `logicCriteria`. */
export type LogicCriterion = (typeof logicCriteria)[number];

/** A net over an explored logic. @throws {UsageError} when there is no such criterion */
export function logicNet(logic: Logic, explored: LogicGraph, cover: LogicCriterion): Net {
  const machine = machineOf(logic);
  const { graph, start } = explored;
  switch (cover) {
    case 'states':
      return machine === undefined ? visitsNet(graph) : statesNet(machine, explored);
    case 'transitions': {
      if (machine === undefined) return edgesNet(graph);
      const items = writtenTransitions(machine).map(({ id }) => id);
      return labelsNet(graph, items, 'transitions', start.transitions);
    }
    case 'codes': {
      const seen = graph.labels.flatMap(({ codes }): readonly string[] => codes);
      const items = new Set([...(machine ? writtenCodes(machine) : []), ...start.codes, ...seen]);
      if (items.size > 0) return labelsNet(graph, [...items], 'codes', start.codes);
      throw new UsageError(
        'paths.codes',
        `sigsimPaths: ${nameOf(logic)} emits nothing with a code, as emit({ type, code }) does. ` +
          "Cover 'transitions' instead.",
      );
    }
    case 'edges':
      return edgesNet(graph);
    default:
      throw unknownName('paths.cover', 'sigsimPaths', 'criterion', cover, logicCriteria);
  }
}

const placed = (items: readonly string[]) => {
  const ids = new Map(items.map((item, id) => [item, id]));
  return (names: readonly string[]): readonly number[] =>
    names.flatMap((name) => ids.get(name) ?? []);
};

function labelsNet(
  graph: Graph,
  items: readonly string[],
  key: 'transitions' | 'codes',
  free: readonly string[],
): Net {
  const idsOf = placed(items);
  return plainNet(graph, items, (label) => idsOf(graph.labels[label]?.[key] ?? []), idsOf(free));
}

/** States as written; those that only stand for another, as history does, cannot be been in. */
function statesNet(machine: AnyStateMachine, { graph, snapshots }: LogicGraph): Net {
  const items = nodesOf(machine)
    .filter(({ type }) => type !== 'history')
    .map(({ path }) => path.join('.'));
  const idsOf = placed(items);
  const at = snapshots.map((snapshot) => idsOf(pathsIn(snapshot)));
  return plainNet(graph, items, (_, to) => at[to] ?? [], at[0], true);
}

/** The states that a machine is in, compound ones too. */
function pathsIn(snapshot: Snapshot<unknown>): readonly string[] {
  const below = (value: unknown, prefix: string): readonly string[] =>
    typeof value === 'string'
      ? [prefix + value]
      : Object.entries(value as object).flatMap(([key, inner]) => [
          prefix + key,
          ...below(inner, `${prefix}${key}.`),
        ]);
  return below((snapshot as AnyMachineSnapshot).value, '');
}

/** Every explored state. */
function visitsNet(graph: Graph): Net {
  const items = Array.from({ length: graph.stateCount }, (_, state) => `state ${state}`);
  return plainNet(graph, items, (_, to) => [to], [0], true);
}

/** The codes that a machine says it emits: in transitions, and where states are entered and left. */
function writtenCodes(machine: AnyStateMachine): readonly string[] {
  const own = [machine.root, ...nodesOf(machine)].flatMap(({ entry, exit }) => [...entry, ...exit]);
  const emitted = own.map((action) => (action as { readonly event?: unknown }).event ?? {});
  return codesIn([...writtenTransitions(machine).flatMap(({ emits }) => emits), ...emitted]);
}
