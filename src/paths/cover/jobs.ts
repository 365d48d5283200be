// What a suite asks for, as jobs: a net to walk, the items that are feasible within the timing, and why the
// others are not. A suite of pairs or triples has one job for each statechart.
import { byName, codes as catalogue, type CodeName } from '../../../machines/codes.ts';
import type { Part } from '../../../machines/lifecycle.ts';
import { between, placeNamed, type Span } from './between.ts';
import { coverGreedily } from './greedy.ts';
import {
  codesNet,
  edgesNet,
  statesNet,
  transitionsNet,
  type Criterion,
  type Net,
} from './criteria.ts';
import type { System } from '../model/board.ts';
import { exploreSystem } from '../model/explore.ts';
import {
  coverable,
  exploreAround,
  influencing,
  inTime,
  mayBeOfOthers,
  type Timed,
} from './feasible.ts';
import type { Graph, Label } from '../model/graph.ts';
import { historyNet } from './history.ts';
import { coveredBy, reasonsFor, type Evidence } from './infeasible.ts';
import type { ModelOptions } from '../model/models.ts';
import type { Infeasible } from './suite.ts';
import { createTiming, reach, type Reach, type Timing } from '../time/timing.ts';
import { writtenStates, writtenTransitions } from '../model/written.ts';

/** The options of the model, and perhaps two of its states to stay between. */
export type JobOptions = ModelOptions & Span;

/** One net whose items are to be covered. */
export interface Job {
  readonly net: Net;
  /** Which items are feasible within the timing. */
  readonly needed: Uint8Array;
  readonly timing: Timing;
  /** What is feasible within the timing: computed on demand, which takes a while for a large net. */
  readonly reached: () => Reach;
  /** The small nets on which feasibility was determined, or the net itself. */
  readonly looked: () => readonly Timed[];
  readonly infeasible: readonly Infeasible[];
  /** The statechart whose sequences it covers, if it is one; and whether it is the first job of several. */
  readonly part?: string;
  readonly isFirst: boolean;
  /** Whether what a step does to that statechart may also be done by a step of another, so that it costs nothing here. */
  readonly mayBeOfOthers?: (label: Label) => boolean;
}

/** The codes that the machines of a model emit; deprecated ones only if they are on. */
export function codesOf({ parts }: System, legacy: boolean): readonly CodeName[] {
  const emitted = new Set(
    parts.flatMap(({ machine }) =>
      writtenTransitions(machine).flatMap(({ meta }) => meta?.codes ?? []),
    ),
  );
  return catalogue
    .map(({ name }) => name)
    .filter((name) => emitted.has(name) && (legacy || !byName(name).deprecated));
}

/** The net of a criterion over a graph. */
export function netOf(system: System, graph: Graph, cover: Criterion): Net {
  switch (cover) {
    case 'codes':
      return codesNet(graph, codesOf(system, graph.legacy));
    case 'states':
      return statesNet(graph);
    case 'transitions':
      return transitionsNet(graph);
    case 'pairs':
    case 'triples':
    case 'edges':
      return edgesNet(graph);
  }
}

/** The jobs of a suite. @throws {UsageError} if one of its states is unknown */
export function jobsOf(system: System, cover: Criterion, options: JobOptions): readonly Job[] {
  const explored = (legacy: boolean, part?: Part): Graph =>
    part === undefined
      ? exploreSystem(system, { ...options, legacy })
      : exploreAround(system, part, { ...options, legacy });
  const { legacy = false } = options;
  const places = system.parts.flatMap(({ name, machine }) =>
    writtenStates(machine).map(({ path }) => `${name}:${path}`),
  );
  const named = (name: string | undefined): string | undefined =>
    name === undefined ? undefined : placeNamed('paths', name, places);
  const [from, to] = [named(options.from), named(options.to)];
  if (from !== undefined || to !== undefined) {
    const span = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    return spansOf(system, cover, explored(legacy), span);
  }
  if (cover === 'pairs' || cover === 'triples') {
    const length = cover === 'pairs' ? 2 : 3;
    return system.parts.map((part, index) => ({
      ...jobOf(historyNet(explored(legacy, part), part, length), {
        withLegacy: () => (legacy ? undefined : historyNet(explored(true, part), part, length)),
      }),
      part: part.name,
      isFirst: index === 0,
      mayBeOfOthers: mayBeOfOthers(system, part),
    }));
  }
  const graph = explored(legacy);
  const net = netOf(system, graph, cover);
  const withLegacy = (): Net | undefined =>
    legacy ? undefined : netOf(system, explored(true), cover);
  // Beside all the others, a part can do exactly what it can do beside those that it depends on.
  const needsAll = system.parts.some(
    (part) => influencing(system, part).length === system.parts.length,
  );
  if (cover === 'edges' || needsAll) return [jobOf(net, { withLegacy })];
  const small = () => system.parts.map((part) => netOf(system, explored(legacy, part), cover));
  return [jobOf(net, { withLegacy, small })];
}

/** Jobs between two states: over the whole model, since the states may be in different statecharts. */
function spansOf(system: System, cover: Criterion, graph: Graph, span: Span): readonly Job[] {
  const nets =
    cover === 'pairs' || cover === 'triples'
      ? system.parts.map((part) => historyNet(graph, part, cover === 'pairs' ? 2 : 3))
      : [netOf(system, graph, cover)];
  return nets.map((net) => jobOf(between(net, span)));
}

/** What is known of the items of a net: which some step covers, and which one covers within the timing. */
interface Known {
  readonly untimed: Uint8Array;
  readonly timed: Uint8Array;
  readonly isExact: boolean;
}

/** Determines on small nets what is feasible on a large one. */
function lookAt(net: Net, looked: readonly Timed[]): Known {
  const untimed = new Set<string>();
  const timed = new Set<string>();
  for (const one of looked) {
    const can = coverable(one);
    for (const [item, name] of one.net.items.entries()) {
      if (can.untimed[item] === 1) untimed.add(name);
      if (can.timed[item] === 1) timed.add(name);
    }
  }
  const mark = (names: ReadonlySet<string>) =>
    Uint8Array.from(net.items, (name) => Number(names.has(name)));
  return {
    untimed: mark(untimed),
    timed: mark(timed),
    isExact: looked.every(({ reached }) => reached.complete),
  };
}

/** Everything is known to be feasible if quick walks cover it within the timing; otherwise undefined. */
function knownAtOnce(net: Net, timing: Timing): Known | undefined {
  const all = new Uint8Array(net.items.length).fill(1);
  const left = all.slice();
  for (const item of net.free) left[item] = 0;
  for (const step of coverGreedily(net, timing, all).flat()) {
    for (const item of net.lists[net.list[step] as number] ?? []) left[item] = 0;
  }
  return left.includes(1) ? undefined : { untimed: all, timed: all, isExact: true };
}

/** What helps to determine what is feasible, and why the rest is not. */
export interface JobHelp {
  /** The same net with deprecated codes on. */
  readonly withLegacy?: () => Net | undefined;
  /** Small nets that together have everything feasible. */
  readonly small?: () => readonly Net[];
  /** Says why the rest is infeasible. @default reasonsFor */
  readonly reasons?: (evidence: Evidence) => readonly Infeasible[];
}

/** Makes a job; what is feasible within the timing is determined on the small nets, if there are any. */
export function jobOf(net: Net, { withLegacy, small, reasons = reasonsFor }: JobHelp = {}): Job {
  const timing = createTiming(net.graph);
  let own: Reach | undefined;
  const reached = (): Reach => (own ??= reach(net, timing));
  let seen: readonly Timed[] | undefined;
  const looked = (): readonly Timed[] =>
    (seen ??= small?.().map(inTime) ?? [{ net, timing, reached: reached() }]);
  const known =
    (small === undefined ? undefined : knownAtOnce(net, timing)) ?? lookAt(net, looked());
  const { complete } = net.graph;
  const other = complete && known.timed.includes(0) ? withLegacy?.() : undefined;
  return {
    net,
    needed: known.timed,
    timing,
    reached,
    looked,
    isFirst: true,
    infeasible: complete
      ? reasons({
          ...known,
          items: net.items,
          withLegacy: other === undefined ? new Set() : coveredBy(other),
        })
      : [],
  };
}
