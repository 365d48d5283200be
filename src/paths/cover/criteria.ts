// What a suite must cover, and what covers it.
import type { CodeName } from '../../../machines/codes.ts';
import { didYouMean, show, UsageError } from '../../base/errors.ts';
import { edgeOf, valueOf, type Graph } from '../model/graph.ts';
import { Ints } from '../model/ints.ts';
import { Lists } from '../model/lists.ts';
import { kindsOf } from '../time/timing.ts';

/**
 * What a suite covers: `states` of the lifecycles, `transitions` as written, documented `codes`, `pairs`
 * and `triples` of transitions of one statechart in a row (1- and 2-switch coverage), or `edges`, which is
 * every event in every state of the explored graph.
 */
export const criteria = ['states', 'transitions', 'codes', 'pairs', 'triples', 'edges'] as const;

/** One of `criteria`. */
export type Criterion = (typeof criteria)[number];

/** Checks a criterion. @throws {UsageError} if it is unknown */
export function checkCriterion(where: string, cover: unknown): asserts cover is Criterion {
  if ((criteria as readonly unknown[]).includes(cover)) return;
  throw new UsageError(
    'paths.cover',
    `${where}: there is no criterion ${show(cover)}. Known: ${criteria.join(', ')}.` +
      didYouMean(cover, criteria),
  );
}

/**
 * A graph whose walks cover items: the explored graph itself, or one whose nodes also remember the last
 * transitions. Steps whose differences do not matter here are kept once.
 */
export interface Net {
  readonly graph: Graph;
  readonly items: readonly string[];
  readonly size: number;
  /** The state of the graph that each node stands for, if nodes are not states. */
  readonly states?: Int32Array;
  /** What each node remembers of earlier transitions, if anything. */
  readonly pasts?: Int32Array;
  readonly first: Int32Array;
  readonly to: Int32Array;
  /** The edge of the graph that each step stands for. */
  readonly edge: Int32Array;
  /** For each step, the number of its list of items. */
  readonly list: Int32Array;
  readonly lists: readonly (readonly number[])[];
  /** Items that are covered before the first step. */
  readonly free: readonly number[];
}

const distinct = (items: readonly number[]): readonly number[] =>
  items.length < 2 ? items : [...new Set(items)].sort((a, b) => a - b);

/** A net in which a step's items depend on its label alone, on the state that it leads to, or on both. */
export function plainNet(
  graph: Graph,
  items: readonly string[],
  itemsOf: (label: number, to: number) => readonly number[],
  free: readonly number[] = [],
  hangOn: 'label' | 'state' | 'edge' = 'label',
): Net {
  const lists = new Lists();
  const kindsOfAt = { label: graph.labels.length, state: graph.stateCount, edge: graph.edgeCount };
  const cache = new Int32Array(kindsOfAt[hangOn]).fill(-1);
  const first = new Ints(graph.stateCount + 1);
  const to = new Ints();
  const edge = new Ints();
  const list = new Ints();
  const kinds = kindsOf(graph);
  for (let state = 0; state < graph.stateCount; state++) {
    first.push(to.length);
    const seen = new Set<number>();
    for (let e = graph.first[state] as number; e < (graph.first[state + 1] as number); e++) {
      const label = graph.label[e] as number;
      const target = graph.to[e] as number;
      const at = hangOn === 'label' ? label : hangOn === 'state' ? target : e;
      if (cache[at] === -1) cache[at] = lists.of(distinct(itemsOf(label, target)));
      const own = cache[at] as number;
      const key = (own * graph.stateCount + target) * kinds.count + (kinds.of[label] as number);
      if (seen.has(key) || (target === state && own === 0)) continue;
      seen.add(key);
      to.push(target);
      edge.push(e);
      list.push(own);
    }
  }
  first.push(to.length);
  return {
    graph,
    items,
    size: graph.stateCount,
    first: first.done(),
    to: to.done(),
    edge: edge.done(),
    list: list.done(),
    lists: lists.all,
    free,
  };
}

const numbered = (items: readonly string[]): ReadonlyMap<string, number> =>
  new Map(items.map((item, index) => [item, index]));

/** Documented codes, in documented order. */
export function codesNet(graph: Graph, names: readonly CodeName[]): Net {
  const ids = numbered(names);
  return plainNet(graph, names, (label) =>
    (graph.labels[label]?.codes ?? []).flatMap((code) => ids.get(code) ?? []),
  );
}

/** Transitions as written. */
export function transitionsNet(graph: Graph): Net {
  const ids = numbered(graph.written);
  return plainNet(graph, graph.written, (label) =>
    (graph.labels[label]?.transitions ?? []).flatMap((id) => ids.get(id) ?? []),
  );
}

/** States as written, including compound ones. */
export function statesNet(graph: Graph): Net {
  const ids = numbered(graph.places);
  const itemsAt = (state: number): readonly number[] =>
    graph.parts.flatMap((part, slot) =>
      valueOf(graph, state, slot)
        .split('.')
        .map((_, depth, path) => ids.get(`${part}:${path.slice(0, depth + 1).join('.')}`))
        .filter((id) => id !== undefined),
    );
  // A place that is left at once to make room is only passed through, but its transition does lead there.
  const passed = graph.labels.map(({ passes, through = [] }) =>
    [...passes, ...through].flatMap((place) => ids.get(place) ?? []),
  );
  return plainNet(
    graph,
    graph.places,
    (label, to) => [...itemsAt(to), ...(passed[label] ?? [])],
    itemsAt(0),
  );
}

/** Every edge of the graph. */
export function edgesNet(graph: Graph): Net {
  const all = Int32Array.from({ length: graph.edgeCount }, (_, edge) => edge);
  return {
    graph,
    items: Array.from(all, (edge) => tellEdge(graph, edge)),
    size: graph.stateCount,
    first: graph.first,
    to: graph.to,
    edge: all,
    list: all,
    lists: Array.from(all, (edge) => [edge]),
    free: [],
  };
}

/**
 * An edge in words, `out#12 —channelJoin {"channel":"lobby"}→ joining#30`: the states of its statechart,
 * each with the number of the explored state, since many of those share it.
 */
function tellEdge(graph: Graph, edge: number): string {
  const { from, to, part, event, args } = edgeOf(graph, edge);
  const given = Object.keys(args).length === 0 ? [] : [' ', JSON.stringify(args)];
  const slot = Math.max(0, graph.parts.indexOf(part));
  const place = (state: number) => [valueOf(graph, state, slot), '#', state];
  // Joined, not added up: there are many, and a text that was added up keeps its pieces in memory.
  return [...place(from), ' —', part, ' ', event, ...given, '→ ', ...place(to)].join('');
}
