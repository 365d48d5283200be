// What a suite for the user's own logic must cover.
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import { unknownName, UsageError } from '../../base/errors.ts';
import { edgesNet, plainNet, type Net } from '../cover/criteria.ts';
import { sequenceNet, sequencesOf } from '../cover/history.ts';
import type { Graph } from '../model/graph.ts';
import { nodesOf, writtenTransitions } from '../model/written.ts';
import { activeIn, beginsIn, enteredBy } from './entered.ts';
import { codesIn, logicCriteria, machineOf, nameOf, where } from './logic.ts';
import type { Logic, LogicCriterion } from './logic.ts';
import type { LogicGraph } from './logic-graph.ts';

/** A net over an explored logic. @throws {UsageError} if the criterion is unknown */
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
        `${where}: ${nameOf(logic)} emits nothing with a code, as emit({ type, code }) does. ` +
          "Cover 'transitions' instead.",
      );
    }
    case 'pairs':
    case 'triples':
      return inARow(logic, explored, cover === 'pairs' ? 2 : 3);
    case 'edges':
      return edgesNet(graph);
    default:
      throw unknownName('paths.cover', where, 'criterion', cover, logicCriteria);
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

/** States as written, including those that are left at once; history states only stand for others. */
function statesNet(machine: AnyStateMachine, { graph, snapshots, taken, start }: LogicGraph): Net {
  const items = nodesOf(machine)
    .filter(({ type }) => type !== 'history')
    .map(({ path }) => path.join('.'));
  const idsOf = placed(items);
  const pathsOf = (nodes: readonly AnyStateNode[]) =>
    idsOf(nodes.map(({ path }) => path.join('.')));
  const at = snapshots.map((snapshot) => pathsOf(activeIn(snapshot as AnyMachineSnapshot)));
  const by = taken.map((one) => pathsOf(enteredBy(one)));
  const free = [...(at[0] ?? []), ...pathsOf([...beginsIn(machine), ...enteredBy(start.taken)])];
  // What a step enters depends on its transitions, and on history.
  const itemsOf = (label: number, to: number) => [...(by[label] ?? []), ...(at[to] ?? [])];
  return plainNet(graph, items, itemsOf, free, 'edge');
}

/** Every explored state. */
function visitsNet(graph: Graph): Net {
  const items = Array.from({ length: graph.stateCount }, (_, state) => `state ${state}`);
  return plainNet(graph, items, (_, to) => [to], [0], 'state');
}

/** Transitions in a row. */
function inARow(logic: Logic, { graph, start }: LogicGraph, length: 2 | 3): Net {
  const machine = machineOf(logic);
  if (machine === undefined) {
    throw new UsageError(
      'paths.cover',
      `${where}: logic that is not a machine has no transitions in a row. Cover 'edges' instead.`,
    );
  }
  return sequenceNet(graph, {
    items: sequencesOf(machine, length),
    length,
    begin: start.transitions,
    own: graph.labels.map(({ transitions }) => transitions),
    forgets: graph.labels.map(() => false),
    grows: true,
  });
}

/** The codes that a machine declares it emits: in transitions, and on entering and leaving states. */
function writtenCodes(machine: AnyStateMachine): readonly string[] {
  const own = [machine.root, ...nodesOf(machine)].flatMap(({ entry, exit }) => [...entry, ...exit]);
  const emitted = own.map((action) => (action as { readonly event?: unknown }).event ?? {});
  return codesIn([...writtenTransitions(machine).flatMap(({ emits }) => emits), ...emitted]);
}
