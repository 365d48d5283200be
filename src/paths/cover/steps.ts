// A walk through a graph, written down as the steps of a path: with concrete names and waits.
import type { CodeName } from '../../../machines/codes.ts';
import type { System } from '../model/board.ts';
import { valueOf, type Graph, type Label } from '../model/graph.ts';
import { seatOf } from '../model/seat.ts';
import type { SuitePath, SuiteStep } from './suite.ts';
import { waitsOf } from '../time/waits.ts';

/** Writes walks through a graph down. */
export interface Writer {
  /** Writes a walk down; undefined if no timing allows it. */
  pathOf(id: string, walk: readonly number[]): SuitePath | undefined;
}

/** Makes a writer. Steps that are alike are one object, however often walks take them. */
export function createWriter(system: System, graph: Graph): Writer {
  const alike = new Map(system.parts.map(({ name, alike: names }) => [name, names]));
  /** By edge, and whether names are exchanged: the step as it was written last. */
  const known = new Map<number, SuiteStep>();
  const stepAt = (from: number, edge: number, isSwapped: boolean, waitMs: number): SuiteStep => {
    const key = edge * 2 + Number(isSwapped);
    const last = known.get(key);
    if (last?.waitMs === waitMs) return last;
    const label = graph.labels[graph.label[edge] as number] as Label;
    const names = isSwapped ? alike.get(label.part) : undefined;
    const step =
      last === undefined
        ? stepOf(
            label,
            { args: argsOf(label, names), waitMs },
            moved(system, graph, from, graph.to[edge] as number),
          )
        : { ...last, waitMs };
    known.set(key, step);
    return step;
  };
  return {
    pathOf(id, walk) {
      const waits = waitsOf(graph, walk);
      if (waits === undefined) return undefined;
      const codes = new Set<CodeName>();
      let state = 0;
      let isSwapped = false;
      const steps = walk.map((edge, index) => {
        const label = graph.labels[graph.label[edge] as number] as Label;
        for (const code of label.codes) codes.add(code);
        const step = stepAt(state, edge, isSwapped, waits[index] as number);
        if (label.swaps) isSwapped = !isSwapped;
        state = graph.to[edge] as number;
        return step;
      });
      return { id, codes: [...codes], steps };
    },
  };
}

function stepOf(
  { by, event, part: seat, callbacks, rows }: Label,
  { args, waitMs }: { readonly args: Label['args']; readonly waitMs: number },
  state: Readonly<Record<string, string>>,
): SuiteStep {
  const { client, part } = seatOf(seat);
  return {
    by,
    ...(client !== undefined && { client }),
    do: event,
    part,
    ...(Object.keys(args).length > 0 && { args }),
    waitMs,
    expect: {
      ...(Object.keys(state).length > 0 && { state }),
      ...(callbacks.length > 0 && {
        callbacks: callbacks.map(({ name, code }) =>
          code === undefined ? { name } : { name, code },
        ),
      }),
    },
    rows,
  };
}

/** The statecharts that a step moves, all of one client, with their new states; without what is under way. */
function moved(
  { parts }: System,
  graph: Graph,
  from: number,
  to: number,
): Readonly<Record<string, string>> {
  const isSeen = new Set([...parts.map(({ name }) => name), 'session']);
  return Object.fromEntries(
    graph.parts.flatMap((seat, slot) => {
      const after = valueOf(graph, to, slot);
      const isMoved = isSeen.has(seat) && after !== valueOf(graph, from, slot);
      return isMoved ? [[seatOf(seat).part, after]] : [];
    }),
  );
}

/** Arguments, with the two interchangeable names exchanged if they have changed places. */
function argsOf(
  { args }: Label,
  alike: { readonly key: string; readonly names: readonly [string, string] } | undefined,
): Label['args'] {
  if (alike === undefined || !(alike.key in args)) return args;
  const { key, names } = alike;
  const name = args[key];
  const other = name === names[0] ? names[1] : name === names[1] ? names[0] : name;
  return { ...args, [key]: other };
}
