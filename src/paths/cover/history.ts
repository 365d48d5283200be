// Two or three transitions of one statechart in a row: 1- and 2-switch coverage.
import { progress } from '../../base/progress.ts';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import type { Part } from '../../../machines/lifecycle.ts';
import type { Net } from './criteria.ts';
import type { Graph } from '../model/graph.ts';
import { Ints } from '../model/ints.ts';
import { Lists } from '../model/lists.ts';
import { nodesOf, writtenTransitions, type WrittenTransition } from '../model/written.ts';

/** Between the transitions of a sequence: `login.a|x|0 → login.b|y|0`. */
export const arrow = ' → ';

const isWithin = (path: string, ancestor: string): boolean =>
  ancestor === '' || path === ancestor || path.startsWith(`${ancestor}.`);

/** The innermost states that entering a state leads to. */
function leavesOf(node: AnyStateNode): readonly AnyStateNode[] {
  const { type, parent, initial } = node;
  // A history state leads to whatever its parent was in.
  if (type === 'history') return parent === undefined ? [] : leavesBelow(parent);
  if (type === 'parallel') return Object.values(node.states).flatMap(leavesOf);
  const first = initial?.target?.[0];
  return first === undefined ? [node] : leavesOf(first);
}

const leavesBelow = (node: AnyStateNode): readonly AnyStateNode[] => {
  const inner = Object.values(node.states).filter(({ type }) => type !== 'history');
  return inner.length === 0 ? [node] : inner.flatMap(leavesBelow);
};

const pathsOf = (some: readonly AnyStateNode[]): readonly string[] =>
  some.map(({ path }) => path.join('.'));

/**
 * Every sequence of `length` transitions that a machine as drawn allows: each leaves a state that the one
 * before may lead to, or one of a parallel region beside it. Guards and timing, which make some infeasible,
 * are ignored. Transitions are named by `prefix` and their ids.
 */
export function sequencesOf(
  machine: AnyStateMachine,
  length: 2 | 3,
  prefix = '',
): readonly string[] {
  const transitions = writtenTransitions(machine);
  const nodes = new Map(nodesOf(machine).map((node) => [node.path.join('.'), node]));
  const root = machine.root as AnyStateNode;
  const nodeAt = (path: string): AnyStateNode => nodes.get(path) ?? root;
  const leadsTo = ({ target, source, stays }: WrittenTransition): readonly string[] =>
    pathsOf(stays ? leavesBelow(nodeAt(source)) : leavesOf(nodeAt(target)));
  const isBeside = (one: string, other: string): boolean => {
    const [a, b] = [one.split('.'), other.split('.')];
    const depth = a.findIndex((key, i) => key !== b[i]);
    const common = a.slice(0, depth < 0 ? a.length : depth).join('.');
    return nodeAt(common).type === 'parallel';
  };
  const follow = new Map(
    transitions.map((one) => {
      const after = leadsTo(one);
      const mayFollow = ({ source }: WrittenTransition): boolean =>
        after.some((path) => isWithin(path, source) || isBeside(path, source));
      return [one.id, transitions.filter(mayFollow)] as const;
    }),
  );
  const extend = (rows: readonly (readonly WrittenTransition[])[]) =>
    rows.flatMap((row) => (follow.get(row.at(-1)?.id ?? '') ?? []).map((next) => [...row, next]));
  const pairs = extend(transitions.map((one) => [one]));
  return (length === 2 ? pairs : extend(pairs)).map((row) =>
    row.map(({ id }) => prefix + id).join(arrow),
  );
}

/** Sequences of transitions, and which transitions each label of a graph takes. */
export interface Sequences {
  readonly items: readonly string[];
  readonly length: 2 | 3;
  /** The transitions that are taken before the first step. */
  readonly begin: readonly string[];
  /** By label: the transitions that are taken, and whether the past is forgotten then. */
  readonly own: readonly (readonly string[])[];
  readonly forgets: readonly boolean[];
  /**
   * Whether a sequence that is taken but not among the items becomes one more item: a drawing does not show
   * them all, for example if XState starts over because a history state has no past. @default false
   */
  readonly grows?: boolean;
}

/** The sequences of one part, in a graph that has it. */
export const sequencesIn = (graph: Graph, { name, machine }: Part, length: 2 | 3): Sequences => ({
  items: sequencesOf(machine, length, `${name}.`),
  length,
  begin: [],
  own: graph.labels.map(({ transitions }) => transitions.filter((id) => id.startsWith(`${name}.`))),
  // When a part makes room for the next, the next begins without a past.
  forgets: graph.labels.map(({ passes }) => passes.some((place) => place.startsWith(`${name}:`))),
});

/** A net whose nodes remember the last transitions of one part, and whose items are sequences. */
export const historyNet = (graph: Graph, part: Part, length: 2 | 3): Net =>
  sequenceNet(graph, sequencesIn(graph, part, length));

/** A net whose nodes remember the last transitions, and whose items are sequences. */
export function sequenceNet(graph: Graph, sequences: Sequences): Net {
  const pasts = new Pasts(sequences);
  const nodes = new Map<number, number>();
  const states = new Ints();
  const nodePasts = new Ints();
  const nodeOf = (state: number, past: number): number => {
    const key = past * graph.stateCount + state;
    const known = nodes.get(key);
    if (known !== undefined) return known;
    nodes.set(key, states.length);
    states.push(state);
    nodePasts.push(past);
    return states.length - 1;
  };
  const first = new Ints();
  const to = new Ints();
  const edge = new Ints();
  const listed = new Ints();
  nodeOf(0, 0);
  for (let node = 0; node < states.length; node++) {
    if (node % 1_024 === 0) progress('exploring sequences', node);
    first.push(to.length);
    const state = states.at(node);
    for (let e = graph.first[state] as number; e < (graph.first[state + 1] as number); e++) {
      const { past, list } = pasts.after(nodePasts.at(node), graph.label[e] as number);
      const target = nodeOf(graph.to[e] as number, past);
      if (target === node && list === 0) continue;
      to.push(target);
      edge.push(e);
      listed.push(list);
    }
  }
  first.push(to.length);
  return {
    graph,
    items: pasts.items,
    size: states.length,
    states: states.done(),
    pasts: nodePasts.done(),
    first: first.done(),
    to: to.done(),
    edge: edge.done(),
    list: listed.done(),
    lists: pasts.lists.all,
    free: [],
  };
}

/** What a step leads to: the number of a past, and of the list of items that it covers. */
export interface Next {
  readonly past: number;
  readonly list: number;
}

/** What nodes remember: the last transitions of one part, by number; 0 is what the start remembers. */
export class Pasts {
  readonly lists = new Lists();
  readonly items: string[];
  readonly #sequences: Sequences;
  readonly #numbers: Map<string, number>;
  readonly #pasts: (readonly string[])[];
  readonly #ids: Map<string, number>;
  readonly #known = new Map<number, Next>();

  constructor(sequences: Sequences) {
    const begin = sequences.begin.slice(-(sequences.length - 1));
    this.#sequences = sequences;
    this.items = [...sequences.items];
    this.#numbers = new Map(sequences.items.map((item, id) => [item, id]));
    this.#pasts = [begin];
    this.#ids = new Map([[begin.join(arrow), 0]]);
  }

  /** What a step leads to after a past. */
  after(past: number, label: number): Next {
    const { own, forgets, length } = this.#sequences;
    const key = past * own.length + label;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let row = this.#pasts[past] ?? [];
    const list: number[] = [];
    for (const id of own[label] ?? []) {
      const whole = [...row, id];
      const item = whole.length === length ? this.#itemOf(whole.join(arrow)) : undefined;
      if (item !== undefined) list.push(item);
      row = whole.slice(-(length - 1));
    }
    const isForgotten = forgets[label] === true;
    const next = { past: this.#pastOf(isForgotten ? [] : row), list: this.lists.of(list) };
    this.#known.set(key, next);
    return next;
  }

  #itemOf(name: string): number | undefined {
    const known = this.#numbers.get(name);
    if (known !== undefined || this.#sequences.grows !== true) return known;
    this.#numbers.set(name, this.items.length);
    return this.items.push(name) - 1;
  }

  #pastOf(past: readonly string[]): number {
    const key = past.join(arrow);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#pasts.length);
    return this.#pasts.push(past) - 1;
  }
}
