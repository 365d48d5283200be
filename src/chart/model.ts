// A machine as something to draw: a tree of states, and one arrow for all transitions that lead from
// one state to another. What does not leave its state is written inside it, as UML has it.
import type { AnyStateNode } from 'xstate';
import type { Part, Story } from '../../machines/lifecycle.ts';
import { nodesOf, writtenTransitions, type WrittenTransition } from '../paths/model/written.ts';
import type { SceneLine } from './scene.ts';

/** What is drawn: a machine, what it is called, and the Chinese names of its states where it has some. */
export interface Charted extends Pick<Part, 'name' | 'machine'> {
  readonly story?: Pick<Story, 'names'>;
}

/** A state, before it has a place. */
export interface ChartNode {
  readonly path: string;
  readonly name: string;
  /** The Chinese name, which stands behind the other where Chinese is shown. */
  readonly native: string;
  readonly kind: 'atomic' | 'compound' | 'final' | 'folded';
  /** How many states lie in it, for a folded one. */
  readonly inside?: number;
  /** Where it begins, for a compound one. */
  readonly initial: string | undefined;
  readonly lines: readonly SceneLine[];
  readonly children: readonly ChartNode[];
}

/** All transitions from one state to another. */
export interface ChartEdge {
  readonly from: string;
  readonly to: string;
  readonly events: readonly string[];
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

const isTimer = (event: string): boolean => event.startsWith('after ');

/** One line an event, whatever guards tell its transitions apart; timers last. */
function eventsOf(transitions: readonly WrittenTransition[]): readonly string[] {
  const events = [...new Set(transitions.map(({ event }) => event))];
  return [...events.filter((event) => !isTimer(event)), ...events.filter(isTimer)];
}

/** The states of a part that have others in them, the outermost ones. */
export function compoundsOf({ machine }: Charted): readonly string[] {
  return nodesOf(machine)
    .filter(({ type, path }) => type === 'compound' && path.length === 1)
    .map(({ path }) => path.join('.'));
}

/**
 * Reads what is to be drawn of a part, with some of its states folded to one box each. Where more than `arrowsMax` arrows would lead to one state,
 * only the first is drawn, none to the state in which all begins: the other sources say in words
 * where they lead.
 */
export function chartOf(
  { machine, name, story }: Charted,
  arrowsMax: number,
  folded: readonly string[] = [],
): Chart {
  const nodes = nodesOf(machine);
  /** What a state is drawn as: itself, or what it is folded in. */
  const drawnAs = (path: string): string =>
    folded.find((one) => path === one || path.startsWith(`${one}.`)) ?? path;
  const drawn = writtenTransitions(machine).flatMap((one) => {
    const [source, target] = [drawnAs(one.source), drawnAs(one.target)];
    // What stays inside a folded state is not seen.
    return source === target && folded.includes(source) ? [] : [{ ...one, source, target }];
  });
  const groups = [...grouped(drawn, ({ source, target }) => `${source}>${target}`).values()].map(
    (group) => {
      const [{ source, target }] = group as readonly [WrittenTransition];
      return { from: source, to: target, events: eventsOf(group) };
    },
  );
  const arrows = groups.filter(({ from, to }) => from !== to);
  const start = (machine.root as AnyStateNode).initial?.target?.[0]?.path.join('.');
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
    const native = story?.names[path] ?? '';
    if (folded.includes(path)) {
      const inside = nodes.filter((one) => one.path.join('.').startsWith(`${path}.`)).length;
      const lines = linesOf(path);
      const named = { path, name: node.key, native };
      return { ...named, kind: 'folded', inside, initial: undefined, lines, children: [] };
    }
    const children = nodes.filter(({ parent }) => parent === node).map(toChart);
    return {
      path,
      name: path === '' ? name : node.key,
      native,
      kind: node.type === 'final' ? 'final' : children.length > 0 ? 'compound' : 'atomic',
      initial: node.initial?.target?.[0]?.path.join('.'),
      lines: linesOf(path),
      children,
    };
  };
  return {
    root: toChart(machine.root as AnyStateNode),
    edges: arrows.filter(isDrawn),
  };
}
