// Whether a walk through a graph is feasible within the timing, and when each of its steps must come. The graph
// itself ignores time; a walk is feasible if the moments of its steps can be chosen so that a timer fires
// exactly its delay after the step that started it, and every other step comes while no running timer is
// due (1 ms before it at the latest). In a machine of the user's, timers that are due together fire in the
// order in which they began; in the models, none are due together.
//
// Along a walk these constraints are kept as a zone: bounds on the differences between the running
// timers, as a matrix in its closed (canonical) form, known from timed automata.
import type { Graph, Label } from '../model/graph.ts';
import type { TimerStep } from '../model/table.ts';
import { Ints } from '../model/ints.ts';
import { progress } from '../../base/progress.ts';

const never = 1 << 30;
const sum = (a: number, b: number): number => (a >= never || b >= never ? never : a + b);

/**
 * What is known about the running timers after a walk, however long the wait then. `bounds[i][j]` is the
 * most that moment i may come after moment j; moment 0 is now, the others are when the timers are due.
 */
export interface Zone {
  /**
   * Numbers of the running timers: in the order in which they began if ties count, else rising. The last may
   * be the moment at which the line was lost.
   */
  readonly running: readonly number[];
  readonly bounds: Int32Array;
}

/** The timing constraints of a graph. */
export interface Timing {
  readonly start: Zone;
  /** How many kinds of steps there are, as far as time is concerned. */
  readonly kinds: number;
  /** The kind of an edge; kind 0 does not affect time. */
  kindOf(edge: number): number;
  /** Whether an edge is a timer that fires. */
  isTimer(edge: number): boolean;
  /** The zone after an edge; undefined if that edge is infeasible within the timing. */
  after(zone: Zone, edge: number): Zone | undefined;
}

interface Change {
  readonly timer: number;
  readonly ms: number | undefined;
}

/** Reads the timing constraints of a graph. */
export function createTiming(graph: Graph): Timing {
  const { labels, to, label } = graph;
  const numberOf = numbering();
  /** Whether timers may be due together. */
  const ties = graph.begins !== undefined;
  const fires = labels.map(({ timer }) => (timer === undefined ? -1 : numberOf(timer)));
  const hasPresence = labels.some(({ sinceLostMs }) => sinceLostMs !== undefined);
  /** Larger than every timer's number, so that it comes last. */
  const lost = never;
  const kinds = kindsOf(graph);
  const changes = labels.map(({ timers }) => changesOf(timers, numberOf));
  const begun = changesOf(graph.begins ?? [], numberOf).flatMap(({ timer, ms }) =>
    ms === undefined ? [] : [{ timer, index: 0, ms }],
  );

  const firing = firingIn(graph, fires);
  const after = (zone: Zone, edge: number): Zone | undefined => {
    const id = label[edge] as number;
    const { line, sinceLostMs } = labels[id] as Label;
    const fired = fires[id] ?? -1;
    const { running } = zone;
    // If no timer runs and none begins, nothing is known before or after.
    if (running.length === 0 && kinds.of[id] === 0) return zone;
    const size = running.length + 1;
    const bounds = boundsAt(zone, fired, { lost, sinceLostMs, ties });
    if (bounds === undefined) return undefined;
    if (fired >= 0 && !running.includes(fired)) return undefined;

    const target = firing[to[edge] as number] as ReadonlySet<number>;
    const stopped = new Set(changes[id]?.map(({ timer }) => timer));
    stopped.add(fired);
    if (line !== undefined) stopped.add(lost);
    const kept = running.flatMap((timer, index) =>
      stopped.has(timer) || (timer !== lost && !target.has(timer))
        ? []
        : [{ timer, index: index + 1, ms: 0 }],
    );
    const begin = (changes[id] ?? []).flatMap(({ timer, ms }) =>
      ms !== undefined && target.has(timer) ? [{ timer, index: 0, ms }] : [],
    );
    if (hasPresence && line === 'lost') begin.push({ timer: lost, index: 0, ms: 0 });
    return elapse(compose(bounds, size, [...kept, ...begin], ties), lost);
  };
  return {
    start: elapse(compose(Int32Array.of(0), 1, begun, ties), lost),
    kinds: kinds.count,
    kindOf: (edge) => kinds.of[label[edge] as number] as number,
    isTimer: (edge) => (fires[label[edge] as number] ?? -1) >= 0,
    after,
  };
}

/** What else is known when a step comes. */
interface Coming {
  /** The number of the moment at which the line was lost. */
  readonly lost: number;
  readonly sinceLostMs: number | undefined;
  /** Whether timers that are due together fire one after the other. */
  readonly ties: boolean;
}

/** What is known about the running timers when a step comes; undefined if it cannot come. */
function boundsAt(zone: Zone, fired: number, coming: Coming): Int32Array | undefined {
  const { running } = zone;
  const { lost, sinceLostMs, ties } = coming;
  const size = running.length + 1;
  const bounds = zone.bounds.slice();
  const own = running.indexOf(fired) + 1;
  /** Whether a timer may be due together with the one that fires: one that began later then fires after it. */
  const isNext = (i: number): boolean => ties && own > 0 && own < i;
  let isSound = true;
  const limit = (i: number, j: number, most: number): void => {
    isSound &&= tighten(bounds, size, i, j, most);
  };
  for (const [index, timer] of running.entries()) {
    const i = index + 1;
    if (timer === fired) {
      limit(i, 0, 0);
      limit(0, i, 0);
    } else if (timer !== lost) limit(0, i, isNext(i) ? 0 : -1);
    else if (sinceLostMs !== undefined) limit(i, 0, -sinceLostMs);
    if (!isSound) return undefined;
  }
  return bounds;
}

/** Gives each name a number, in order. */
function numbering(): (name: string) => number {
  const numbers = new Map<string, number>();
  return (name) => {
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  };
}

/** The timers that may fire in each state: a timer whose event is ignored there limits nothing. */
function firingIn(
  { first, label, stateCount }: Graph,
  fires: readonly number[],
): readonly ReadonlySet<number>[] {
  return Array.from({ length: stateCount }, (_, state) => {
    const found = new Set<number>();
    for (let e = first[state] as number; e < (first[state + 1] as number); e++) {
      const timer = fires[label[e] as number] as number;
      if (timer >= 0) found.add(timer);
    }
    return found;
  });
}

/** The kinds of steps that a graph has, as far as time is concerned; 0 does not affect it. */
export function kindsOf({ labels }: Graph): { readonly of: Int32Array; readonly count: number } {
  const ids = new Map([['[[],null,null,null]', 0]]);
  const of = Int32Array.from(labels, ({ timers, timer, line, sinceLostMs }) => {
    const key = JSON.stringify([timers, timer ?? null, line ?? null, sinceLostMs ?? null]);
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, ids.size);
    return ids.size - 1;
  });
  return { of, count: ids.size };
}

/** What a step does to the timers: the last change of each counts. */
function changesOf(
  timers: readonly TimerStep[],
  numberOf: (name: string) => number,
): readonly Change[] {
  const last = new Map<number, Change>();
  for (const { id, type, ms } of timers) {
    const part = id.slice(0, id.indexOf(' '));
    // XState gives a timer's send id and its event the same name; a step is identified by the event.
    const timer = numberOf(`${part} ${type}`);
    // A timer that begins again comes after those that began meanwhile.
    last.delete(timer);
    last.set(timer, { timer, ms });
  }
  return [...last.values()];
}

/** Adds one bound to a closed matrix and closes it again; false if nothing is left. */
function tighten(bounds: Int32Array, size: number, i: number, j: number, most: number): boolean {
  const at = i * size + j;
  if (most >= (bounds[at] ?? never)) return true;
  if (sum(most, bounds[j * size + i] ?? never) < 0) return false;
  bounds[at] = most;
  for (let a = 0; a < size; a++) {
    const toI = bounds[a * size + i] ?? never;
    if (toI >= never) continue;
    for (let b = 0; b < size; b++) {
      const way = sum(sum(toI, most), bounds[j * size + b] ?? never);
      if (way < (bounds[a * size + b] ?? never)) bounds[a * size + b] = way;
    }
  }
  return true;
}

/** A timer after a step: one that keeps running, by its place among those before, or one that begins, at 0. */
interface Kept {
  readonly timer: number;
  readonly index: number;
  readonly ms: number;
}

/** The timers that keep running and those that begin, in one matrix. */
function compose(
  bounds: Int32Array,
  size: number,
  timers: readonly Kept[],
  isInOrder: boolean,
): Zone {
  const all = isInOrder ? timers : timers.toSorted((a, b) => a.timer - b.timer);
  // A timer that begins is due a fixed time from now, so its distances follow from those of now.
  const columns = [{ index: 0, ms: 0 }, ...all];
  const width = columns.length;
  const next = new Int32Array(width * width);
  for (const [i, a] of columns.entries()) {
    for (const [j, b] of columns.entries()) {
      const between = bounds[a.index * size + b.index] ?? never;
      next[i * width + j] = i === j ? 0 : between >= never ? never : between + a.ms - b.ms;
    }
  }
  return { running: all.map(({ timer }) => timer), bounds: next };
}

/** Lets time pass: now may come later, but not after a running timer is due. */
function elapse({ running, bounds }: Zone, lost: number): Zone {
  const size = running.length + 1;
  for (let j = 1; j < size; j++) bounds[j] = running[j - 1] === lost ? never : 0;
  for (let j = 1; j < size; j++) {
    for (let k = 1; k < size; k++) {
      const way = sum(bounds[k] ?? never, bounds[k * size + j] ?? never);
      if (way < (bounds[j] ?? never)) bounds[j] = way;
    }
  }
  return { running, bounds };
}

/** Whether everything that one zone allows is allowed by another with the same timers. */
const isWithin = (one: Zone, other: Zone): boolean =>
  one.bounds.every((most, i) => most <= (other.bounds[i] ?? never));

/** A graph or a net: whatever has nodes, and steps that are edges of a graph. */
export interface Walkable {
  readonly size: number;
  readonly first: Int32Array;
  readonly to: Int32Array;
  /** The edge of the graph that each step stands for. */
  readonly edge: Int32Array;
}

/** What is known about the running timers, as a key: the same for zones that are the same. */
export const keyOfZone = ({ running, bounds }: Zone): string =>
  `${running.join(' ')};${bounds.join(' ')}`;

/** The node that each step leaves. */
export function sourcesOf({ size, first, to }: Walkable): Int32Array {
  const source = new Int32Array(to.length);
  for (let node = 0; node < size; node++) source.fill(node, first[node], first[node + 1]);
  return source;
}

/** What is feasible within the timing, from the beginning. */
export interface Reach {
  /** Which steps are feasible, as 0 or 1. */
  readonly steps: Uint8Array;
  /** False if the limit on zones was reached: what is missing may still be feasible. */
  readonly complete: boolean;
  /** The length of the walk that `stepsTo` gives. */
  depthOf(step: number): number;
  /** A shortest walk within the timing to a step, including that step; undefined if there is none. */
  stepsTo(step: number): readonly number[] | undefined;
}

/** Explores what is feasible within the timing, breadth first: nodes with their zones. */
export function reach(net: Walkable, timing: Timing, zonesMax = 1_000_000): Reach {
  const { first, to, edge } = net;
  const steps = new Uint8Array(to.length);
  /** The place from which each step was first taken. */
  const hadFrom = new Int32Array(to.length).fill(-1);
  const places = new Places(net.size, zonesMax);
  places.add(0, timing.start, -1, -1);
  // Many steps of a node lead to the same node and affect time in the same way: they share one zone.
  const done = new Map<number, Zone | undefined>();
  for (let place = 0; place < places.zones.length; place++) {
    if (place % 1_024 === 0) progress('exploring timings', place);
    const node = places.nodes.at(place);
    const zone = places.zones[place] as Zone;
    done.clear();
    for (let step = first[node] as number; step < (first[node + 1] as number); step++) {
      const target = to[step] as number;
      const kind = timing.kindOf(edge[step] as number);
      const key = target * timing.kinds + kind;
      const isKnown = done.has(key);
      const next = isKnown
        ? done.get(key)
        : target === node && kind === 0
          ? zone
          : timing.after(zone, edge[step] as number);
      if (!isKnown) done.set(key, next);
      if (next === undefined) continue;
      if (steps[step] === 0) {
        steps[step] = 1;
        hadFrom[step] = place;
      }
      if (!isKnown && !(target === node && next === zone)) places.add(target, next, place, step);
    }
  }
  return {
    steps,
    complete: places.complete,
    depthOf: (step) => places.depths.at(Math.max(hadFrom[step] as number, 0)) + 1,
    stepsTo: (step) => {
      const place = hadFrom[step] as number;
      return place < 0 ? undefined : [...places.wayTo(place), step];
    },
  };
}

/** Nodes, each with a zone and the way by which it was first reached. */
class Places {
  readonly nodes = new Ints();
  readonly zones: Zone[] = [];
  readonly depths = new Ints();
  complete = true;
  readonly #parents = new Ints();
  readonly #parentSteps = new Ints();
  /** The zones of each node, by the timers that run in them. */
  readonly #seen: readonly Map<string, Zone[]>[];
  readonly #max: number;

  constructor(size: number, max: number) {
    this.#seen = Array.from({ length: size }, () => new Map<string, Zone[]>());
    this.#max = max;
  }

  /** Adds a place, unless another place of the same node allows everything that it allows. */
  add(node: number, zone: Zone, parent: number, step: number): void {
    const byTimers = this.#seen[node] as Map<string, Zone[]>;
    const key = zone.running.join(' ');
    const known = byTimers.get(key);
    if (known === undefined) byTimers.set(key, [zone]);
    else {
      if (known.some((other) => isWithin(zone, other))) return;
      known.push(zone);
    }
    if (this.zones.length >= this.#max) {
      this.complete = false;
      return;
    }
    this.zones.push(zone);
    this.nodes.push(node);
    this.#parents.push(parent);
    this.#parentSteps.push(step);
    this.depths.push(parent < 0 ? 0 : this.depths.at(parent) + 1);
  }

  /** The steps that lead to a place. */
  wayTo(place: number): readonly number[] {
    const walk: number[] = [];
    for (let at = place; this.#parents.at(at) >= 0; at = this.#parents.at(at)) {
      walk.push(this.#parentSteps.at(at));
    }
    return walk.toReversed();
  }
}
