// A machine as something to draw: a tree of states, and one arrow for all transitions that lead from
// one state to another. What does not leave its state is written inside it, as UML has it.
import type { AnyStateNode } from 'xstate';
import type { Part } from '../../../machines/lifecycle.ts';
import { nodesOf, writtenTransitions, type WrittenTransition } from '../../paths/model/written.ts';
import type { SceneEvent, SceneLine } from './scene.ts';

/** A state, before it has a place. */
export interface ChartNode {
  readonly path: string;
  readonly name: string;
  readonly kind: 'atomic' | 'compound' | 'final';
  /** Where it begins, for a compound one. */
  readonly initial: string | undefined;
  readonly lines: readonly SceneLine[];
  readonly children: readonly ChartNode[];
}

/** All transitions from one state to another. */
export interface ChartEdge {
  readonly from: string;
  readonly to: string;
  readonly events: readonly SceneEvent[];
}

/** A statechart without places. */
export interface Chart {
  readonly root: ChartNode;
  readonly edges: readonly ChartEdge[];
}

/** Values by key, in the order of first appearance. */
function grouped<T>(
  values: readonly T[],
  keyOf: (value: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}

const isTimer = ({ event }: SceneEvent): boolean => event.startsWith('after ');

/** One line an event, whatever guards tell its transitions apart; timers last. */
function eventsOf(transitions: readonly WrittenTransition[]): readonly SceneEvent[] {
  const events = grouped(transitions, ({ event }) => event);
  const lines = [...events].map(([event, same]) => ({
    event,
    codes: [...new Set(same.flatMap(({ meta }) => meta?.codes ?? []))],
  }));
  return [...lines.filter((line) => !isTimer(line)), ...lines.filter(isTimer)];
}

/**
 * Reads what is to be drawn of a part. Where more than `arrowsMax` arrows would lead to one state,
 * only the first is drawn, none to the state in which all begins: the other sources say in words
 * where they lead.
 */
export function chartOf({ machine, name }: Part, arrowsMax: number): Chart {
  const nodes = nodesOf(machine);
  const groups = [
    ...grouped(writtenTransitions(machine), ({ source, target }) => `${source}>${target}`).values(),
  ].map((group) => {
    const [{ source, target }] = group as readonly [WrittenTransition];
    return { from: source, to: target, events: eventsOf(group) };
  });
  const arrows = groups.filter(({ from, to }) => from !== to);
  const start = machine.root.initial.target[0]?.path.join('.');
  const isDrawn = (arrow: ChartEdge): boolean => {
    const same = arrows.filter(({ to }) => to === arrow.to);
    return same.length <= arrowsMax || (arrow === same[0] && arrow.to !== start);
  };
  const linesOf = (path: string): readonly SceneLine[] =>
    groups.flatMap((group): readonly SceneLine[] => {
      const { from, to, events } = group;
      if (from !== path) return [];
      if (to === path) return events.map((event) => ({ events: [event] }));
      return isDrawn(group) ? [] : [{ to, events }];
    });
  const toChart = (node: AnyStateNode): ChartNode => {
    const path = node.path.join('.');
    return {
      path,
      name: path === '' ? name : node.key,
      kind: node.type === 'compound' || node.type === 'final' ? node.type : 'atomic',
      initial: node.initial.target?.[0]?.path.join('.'),
      lines: linesOf(path),
      children: nodes.filter(({ parent }) => parent === node).map(toChart),
    };
  };
  return {
    root: toChart(machine.root as AnyStateNode),
    edges: arrows.filter(isDrawn),
  };
}
