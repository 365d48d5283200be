// Everything that can happen: states and steps, as arrays of numbers that stay small even with a
// million states, and as plain JSON for reading.
import { checkGiven, isObject } from '../../base/given.ts';
import type { CodeName } from '../../../machines/codes.ts';
import type { Act } from '../../../machines/lifecycle.ts';
import type { LocalState, TimerStep } from './table.ts';

/** A callback that a step gives the application. */
export interface StepCallback {
  readonly part: string;
  readonly name: string;
  readonly code?: CodeName;
}

/** A kind of step: who does what, and with which effects, apart from where it leads. */
export interface Label {
  readonly by: Act['by'] | 'time';
  /** The statechart that it acts on. */
  readonly part: string;
  /** A call, a cause, or a timer such as `after noAck`. */
  readonly event: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Transitions as written, of all parts that moved, in order: `'login.loggedIn|logout|0'`. */
  readonly transitions: readonly string[];
  readonly rows: readonly string[];
  readonly callbacks: readonly StepCallback[];
  readonly codes: readonly CodeName[];
  /** Codes that this step represents (decisions.md B). */
  readonly primary: readonly CodeName[];
  /** Timers that it starts and stops; ids begin with the part. */
  readonly timers: readonly TimerStep[];
  /** The timer, if it is one. */
  readonly timer?: string;
  /** Places that a part ends in and leaves at once, because it makes room: `'message:sent'`. */
  readonly passes: readonly string[];
  /** Places that a part goes through: phases that a reduced model does not have. */
  readonly through?: readonly string[];
  /** Whether the two interchangeable names change places. */
  readonly swaps: boolean;
  /** Whether the session loses its line, or the loss is settled. */
  readonly line?: 'lost' | 'settled';
  /** It may come no sooner than this long after the line was lost. */
  readonly sinceLostMs?: number;
}

/** A step of a graph, looked up. */
export interface Edge extends Label {
  readonly from: number;
  readonly to: number;
}

/** An explored model. State 0 is where it begins. */
export interface Graph {
  readonly model: string;
  readonly legacy: boolean;
  /** False if the limit on states was reached: then a missing item proves nothing. */
  readonly complete: boolean;
  /** The statecharts side by side, in the order of a state's numbers. */
  readonly parts: readonly string[];
  readonly tables: readonly { readonly states: readonly Pick<LocalState, 'value'>[] }[];
  readonly stateCount: number;
  readonly edgeCount: number;
  /** Where each part is in each state: `locals[state * parts.length + part]`. */
  readonly locals: Int32Array;
  /** The edges of state s are numbers `first[s]` to `first[s + 1] - 1`. */
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly label: Int32Array;
  readonly labels: readonly Label[];
  /** Timers that run from the beginning. */
  readonly begins?: readonly TimerStep[];
  /** Every transition that is written in the machines, whether or not anything reaches it. */
  readonly written: readonly string[];
  /** Every state in the machines, including compound ones: `'login:loggingIn'`. */
  readonly places: readonly string[];
}

/** The states of all parts: `{ login: 'loggedIn', channel: 'joined' }`. */
export function stateOf(graph: Graph, state: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    graph.parts.map((part, slot) => [part, valueOf(graph, state, slot)] as const),
  );
}

/** The state of one part. */
export const valueOf = ({ tables, locals, parts }: Graph, state: number, slot: number): string =>
  tables[slot]?.states[locals[state * parts.length + slot] as number]?.value ?? '';

/** The state that an edge leaves. */
export function sourceOf({ first, stateCount }: Graph, edge: number): number {
  let low = 0;
  let high = stateCount;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((first[middle] as number) <= edge) low = middle;
    else high = middle;
  }
  return low;
}

/** An edge with everything that is known about it. */
export const edgeOf = (graph: Graph, edge: number): Edge => ({
  ...(graph.labels[graph.label[edge] as number] as Label),
  from: sourceOf(graph, edge),
  to: graph.to[edge] as number,
});

/** The graph as plain JSON: `{ model, states: [{ login: 'loggedOut', … }], edges: [{ from, to, by, … }] }`. */
export function graphToJSON(graph: Graph) {
  checkGiven(
    'graphToJSON',
    graph,
    isObject(graph) && 'first' in graph,
    'a graph',
    'Pass what explore() returned.',
  );
  const { model, legacy, complete, stateCount, edgeCount } = graph;
  return {
    model,
    legacy,
    complete,
    states: Array.from({ length: stateCount }, (_, state) => stateOf(graph, state)),
    edges: Array.from({ length: edgeCount }, (_, edge) => {
      const { timers: _timers, swaps: _swaps, ...told } = edgeOf(graph, edge);
      return told;
    }),
  };
}
