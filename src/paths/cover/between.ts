// What can happen between two states: a net in which only those walks count that pass through one and
// end in the other.
import { didYouMean, show, UsageError } from '../../base/errors.ts';
import type { Net } from './criteria.ts';
import { valueOf, type Graph } from '../model/graph.ts';
import { groupedBy, Ints } from '../model/ints.ts';
import type { Timing, Zone } from '../time/timing.ts';

/** From where to where: `'login:loggedIn'`, or `'loggedIn'` if only one statechart has it. */
export interface Span {
  readonly from?: string;
  readonly to?: string;
}

/** Finds a state by its name. @throws {UsageError} if it is unknown or ambiguous */
export function placeNamed(where: string, name: string, places: readonly string[]): string {
  const found = places.filter(
    (place) => place === name || place.endsWith(`:${name}`) || place.endsWith(`.${name}`),
  );
  if (found.length === 1 && found[0] !== undefined) return found[0];
  const near = didYouMean(name, [...places, ...places.map(bare), ...places.map(last)]);
  const what =
    found.length > 1
      ? `state ${show(name)} is in several statecharts. Say which: ${found.join(', ')}.`
      : `there is no state ${show(name)}.${near === '' ? ` Known: ${places.join(', ')}.` : near}`;
  throw new UsageError('paths.state', `${where}: ${what}`);
}

const last = (place: string): string => place.slice(place.lastIndexOf('.') + 1);
const bare = (place: string): string => place.slice(place.indexOf(':') + 1);

/** Whether a state of the graph is in a place. */
function isAt(graph: Graph, place: string): (state: number) => boolean {
  const part = place.slice(0, place.indexOf(':'));
  const value = bare(place);
  const slot = graph.parts.indexOf(part);
  return (state) => {
    const at = valueOf(graph, state, slot);
    return at === value || at.startsWith(`${value}.`);
  };
}

/** A net with a place where its walks end. */
export interface SpanNet extends Net {
  /** Whether a node is the end of a walk. */
  readonly isEnd: (node: number) => boolean;
}

/** The part of a net that lies between two places. Its items are those that some step there covers. */
export function between(net: Net, { from, to }: Span): SpanNet {
  const { graph } = net;
  const stateAt = (node: number): number => net.states?.[node] ?? node;
  const isFrom = from === undefined ? () => true : isAt(graph, from);
  const isTo = to === undefined ? undefined : isAt(graph, to);
  // Three phases: on the way to the first place, between, and at the end.
  const ids = new Map<number, number>();
  const nodes = new Ints();
  const nodeOf = (node: number, phase: number): number => {
    const key = node * 3 + phase;
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, nodes.length);
    nodes.push(key);
    return nodes.length - 1;
  };
  const sources = new Ints();
  const targets = new Ints();
  const steps = new Ints();
  nodeOf(0, isFrom(stateAt(0)) ? 1 : 0);
  for (let id = 0; id < nodes.length; id++) {
    const node = Math.trunc(nodes.at(id) / 3);
    const phase = nodes.at(id) % 3;
    if (phase === 2) continue;
    for (let step = net.first[node] as number; step < (net.first[node + 1] as number); step++) {
      const target = net.to[step] as number;
      const state = stateAt(target);
      const next = phase === 0 ? (isFrom(state) ? 1 : 0) : isTo?.(state) === true ? 2 : 1;
      sources.push(id);
      targets.push(nodeOf(target, next));
      steps.push(step);
    }
  }
  const isEnd = (id: number): boolean => nodes.at(id) % 3 === (isTo === undefined ? 1 : 2);
  const leads = leadingTo(targets.done(), sources, nodes.length, isEnd);
  return assemble(net, { nodes, sources, targets, steps, leads, isEnd });
}

/** The nodes from which the end can be reached. */
function leadingTo(
  targets: Int32Array,
  sources: Ints,
  count: number,
  isEnd: (id: number) => boolean,
): Uint8Array {
  const incoming = groupedBy(targets, count);
  const leads = new Uint8Array(count);
  const queue: number[] = [];
  for (let id = 0; id < count; id++) {
    if (!isEnd(id)) continue;
    leads[id] = 1;
    queue.push(id);
  }
  for (const id of queue) {
    for (let i = incoming.first[id] as number; i < (incoming.first[id + 1] as number); i++) {
      const source = sources.at(incoming.items[i] as number);
      if (leads[source] === 1) continue;
      leads[source] = 1;
      queue.push(source);
    }
  }
  return leads;
}

interface Parts {
  readonly nodes: Ints;
  readonly sources: Ints;
  readonly targets: Ints;
  readonly steps: Ints;
  readonly leads: Uint8Array;
  readonly isEnd: (id: number) => boolean;
}

function assemble(net: Net, { nodes, sources, targets, steps, leads, isEnd }: Parts): SpanNet {
  const kept = Array.from({ length: steps.length }, (_, i) => i).filter(
    (i) => leads[targets.at(i)] === 1,
  );
  const isBetween = (i: number): boolean => nodes.at(sources.at(i)) % 3 === 1;
  const used = new Set(
    kept.flatMap((i) => (isBetween(i) ? (net.lists[net.list[steps.at(i)] as number] ?? []) : [])),
  );
  const items = net.items.filter((_, item) => used.has(item));
  const renumbered = new Map(
    [...net.items.keys()].filter((item) => used.has(item)).map((item, id) => [item, id]),
  );
  // The first list is empty, for steps on the way there.
  const lists = [
    [],
    ...net.lists.map((list) => list.flatMap((item) => renumbered.get(item) ?? [])),
  ];
  const grouped = groupedBy(
    Int32Array.from(kept, (i) => sources.at(i)),
    nodes.length,
  );
  const order = Array.from(grouped.items, (index) => kept[index] as number);
  return {
    graph: net.graph,
    items,
    size: nodes.length,
    states: Int32Array.from({ length: nodes.length }, (_, id) => {
      const node = Math.trunc(nodes.at(id) / 3);
      return net.states?.[node] ?? node;
    }),
    first: grouped.first,
    to: Int32Array.from(order, (i) => targets.at(i)),
    edge: Int32Array.from(order, (i) => net.edge[steps.at(i)] as number),
    list: Int32Array.from(order, (i) => (isBetween(i) ? (net.list[steps.at(i)] as number) + 1 : 0)),
    lists,
    free: [],
    isEnd,
  };
}

/** Extends a walk, within the timing, until it is at the end; undefined if it cannot get there. */
export function finish(
  { first, to, edge, size, isEnd }: SpanNet,
  timing: Timing,
  walk: readonly number[],
): readonly number[] | undefined {
  let node = 0;
  let zone: Zone | undefined = timing.start;
  for (const step of walk) {
    zone = zone && timing.after(zone, edge[step] as number);
    node = to[step] as number;
  }
  if (zone === undefined) return undefined;
  if (isEnd(node)) return walk;
  const by = new Int32Array(size).fill(-1);
  const from = new Int32Array(size).fill(-1);
  const zones = new Map<number, Zone>([[node, zone]]);
  const queue = [node];
  for (const here of queue) {
    for (let step = first[here] as number; step < (first[here + 1] as number); step++) {
      const target = to[step] as number;
      if (zones.has(target)) continue;
      const after = timing.after(zones.get(here) as Zone, edge[step] as number);
      if (after === undefined) continue;
      zones.set(target, after);
      by[target] = step;
      from[target] = here;
      if (isEnd(target)) {
        const rest: number[] = [];
        for (let at = target; at !== node; at = from[at] as number) rest.push(by[at] as number);
        return [...walk, ...rest.toReversed()];
      }
      queue.push(target);
    }
  }
  return undefined;
}
