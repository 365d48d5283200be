// When each step of a walk must come.
import type { Graph, Label } from '../model/graph.ts';
import { sourceOf } from '../model/graph.ts';

/** `t[later] >= t[earlier] + ms`; `later` may also come before `earlier` in the walk. */
interface Constraint {
  readonly later: number;
  readonly ms: number;
}

/**
 * The shortest waits before the steps of a walk, in milliseconds; undefined if no timing allows it.
 *
 * Solved as difference constraints: every step comes as early as the steps before it and the running
 * timers allow.
 */
export const waitsOf = (graph: Graph, walk: readonly number[]): readonly number[] | undefined =>
  solved(graph, walk, false) ?? (graph.begins && solved(graph, walk, true));

/** Whether a walk can only end at a moment at which another timer fires, too. */
export const endsInTie = (graph: Graph, walk: readonly number[]): boolean =>
  graph.begins !== undefined && solved(graph, walk, false) === undefined;

/** The waits; if `mayTie`, another timer may be due together with the last step. */
function solved(
  graph: Graph,
  walk: readonly number[],
  mayTie: boolean,
): readonly number[] | undefined {
  const constraints = constraintsOf(graph, walk, mayTie);
  const at = Array.from({ length: walk.length + 1 }, () => 0);
  let moves = 0;
  for (let step = 0; step <= walk.length;) {
    const own = at[step] as number;
    let back = step + 1;
    if (step < walk.length && (at[step + 1] as number) < own) at[step + 1] = own;
    for (const { later, ms } of constraints[step] ?? []) {
      if ((at[later] as number) >= own + ms) continue;
      if (later === step) return undefined;
      at[later] = own + ms;
      back = Math.min(back, later);
      moves += 1;
      // A chain of constraints causes each move; a chain longer than all of them is a cycle.
      if (moves > walk.length * walk.length + 1000) return undefined;
    }
    step = back;
  }
  return walk.map((_, i) => (at[i + 1] as number) - (at[i] as number));
}

/** A timer that was started at a step. */
interface Started {
  readonly step: number;
  readonly ms: number;
  /** How many timers had been started before it. */
  readonly order: number;
}

const nameOf = (id: string, type: string): string => `${id.slice(0, id.indexOf(' '))} ${type}`;

/** The constraints that each step puts on others. Step 0 is the beginning. */
function constraintsOf(
  graph: Graph,
  walk: readonly number[],
  mayTie: boolean,
): readonly (readonly Constraint[])[] {
  const { labels, label, to, first } = graph;
  const constraints: Constraint[][] = Array.from({ length: walk.length + 1 }, () => []);
  const running = new Map<string, Started>();
  let order = 0;
  const start = (name: string, step: number, ms: number): void => {
    running.set(name, { step, ms, order });
    order += 1;
  };
  for (const { id, type, ms } of graph.begins ?? []) {
    if (ms !== undefined) start(nameOf(id, type), 0, ms);
  }
  let lost = 0;
  /** The timer that fires at this step, and at the one before it. */
  let fired: Started | undefined;
  /** Whether a timer may be due together with the one that fires: see timing.ts. */
  const isNext = (one: Started): boolean =>
    graph.begins !== undefined && fired !== undefined && one.order > fired.order;
  const before = (timer: string, step: number): void => {
    const own = running.get(timer) ?? { step: 0, ms: 0, order: 0 };
    const isTie = isNext(own) && (mayTie || step < walk.length);
    constraints[step]?.push({ later: own.step, ms: (isTie ? 0 : 1) - own.ms });
  };
  for (const [index, edge] of walk.entries()) {
    const step = index + 1;
    const { timer, timers, line, sinceLostMs } = labels[label[edge] as number] as Label;
    const started = timer === undefined ? undefined : running.get(timer);
    if (timer !== undefined && started !== undefined) {
      constraints[started.step]?.push({ later: step, ms: started.ms });
      constraints[step]?.push({ later: started.step, ms: -started.ms });
      // The step before it comes before it is due, unless both are due together.
      const isTie = started.step === step - 1 || isNext(started);
      constraints[step - 1]?.push({ later: step, ms: isTie ? 0 : 1 });
      running.delete(timer);
    }
    fired = started;
    if (sinceLostMs !== undefined) constraints[lost]?.push({ later: step, ms: sinceLostMs });
    if (line === 'lost') lost = step;
    const fires = firingAt(graph, to[edge] as number, first);
    for (const { id, type, ms } of timers) {
      const name = nameOf(id, type);
      if (running.has(name)) before(name, step);
      running.delete(name);
      if (ms !== undefined && fires.has(name)) start(name, step, ms);
    }
    for (const name of running.keys()) {
      const isNew = running.get(name)?.step === step;
      if (isNew || (fires.has(name) && index < walk.length - 1)) continue;
      before(name, step);
      running.delete(name);
    }
  }
  return constraints;
}

const firing = new WeakMap<Graph, Map<number, ReadonlySet<string>>>();

/** The timers that may fire in a state. */
function firingAt(graph: Graph, state: number, first: Int32Array): ReadonlySet<string> {
  const known = firing.get(graph) ?? new Map<number, ReadonlySet<string>>();
  firing.set(graph, known);
  const found = known.get(state);
  if (found !== undefined) return found;
  const timers = new Set<string>();
  for (let edge = first[state] as number; edge < (first[state + 1] as number); edge++) {
    const { timer } = graph.labels[graph.label[edge] as number] as Label;
    if (timer !== undefined) timers.add(timer);
  }
  known.set(state, timers);
  return timers;
}

/** Whether edges follow each other, from the beginning on. */
export const isWalk = (graph: Graph, walk: readonly number[]): boolean =>
  walk.every((edge, i) => {
    const source = i === 0 ? 0 : (graph.to[walk[i - 1] as number] as number);
    return sourceOf(graph, edge) === source;
  });
