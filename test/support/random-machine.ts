// Small statecharts drawn at random, and the truth about them by brute force: XState's own transition()
// answers, breadth first, over every state with every set of transitions taken.
import { array, boolean, constantFrom, nat, option, record, type Arbitrary } from 'fast-check';
import {
  assign,
  createMachine,
  emit,
  initialTransition,
  transition,
  type AnyMachineSnapshot,
  type AnyStateMachine,
} from 'xstate';

/** A transition as drawn. */
interface Drawn {
  readonly from: number;
  readonly event: string;
  readonly to: number;
  /** It is taken only where the counter is this. */
  readonly guard: number | undefined;
  /** The counter goes on by one, round three. */
  readonly counts: boolean;
}

/** A statechart as drawn: its shape says where its six states are. */
export interface DrawnMachine {
  readonly shape: keyof typeof shapes;
  readonly transitions: readonly Drawn[];
}

/** The six states of each shape, by path; a history state is the last but one. */
const shapes = {
  flat: ['a', 'b', 'c', 'd', 'e', 'f'],
  nested: ['a', 'b', 'b.x', 'b.y', 'c', 'd'],
  history: ['a', 'b.x', 'b.y', 'c', 'b.h', 'd'],
  deep: ['a', 'b.p.x', 'b.p.y', 'b.q.x', 'b.h', 'b.q.y'],
  parallel: ['r.x', 'r.y', 's.x', 's.y', 's.z', 'r.z'],
} as const;

/** Draws a statechart with up to twelve transitions, by these events; `after 2` is a timer. */
export const drawnMachine = (
  events: readonly string[] = ['A', 'B', 'C'],
): Arbitrary<DrawnMachine> =>
  record({
    shape: constantFrom(...(Object.keys(shapes) as (keyof typeof shapes)[])),
    transitions: array(
      record({
        from: nat(5),
        event: constantFrom(...events),
        to: nat(5),
        guard: option(nat(2), { nil: undefined, freq: 2 }),
        counts: boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  });

type Config = Record<string, unknown> & { states?: Record<string, Config> };

/** What is drawn as a machine; each transition emits its number. */
export function machineOf({ shape, transitions }: DrawnMachine): AnyStateMachine {
  const paths = shapes[shape];
  const root: Config = {
    id: 'drawn',
    context: { n: 0 },
    ...(shape === 'parallel' && { type: 'parallel' }),
  };
  const nodeAt = (path: string): Config => {
    let node = root;
    for (const key of path.split('.')) {
      node.states ??= {};
      if (!('initial' in node) && node['type'] !== 'parallel') node['initial'] = key;
      node = node.states[key] ??= {};
    }
    return node;
  };
  for (const path of paths) nodeAt(path);
  if (shape === 'deep') {
    // Two regions, and a history of both.
    const both = nodeAt('b');
    delete both['initial'];
    both['type'] = 'parallel';
  }
  if (shape === 'history' || shape === 'deep') {
    Object.assign(nodeAt('b.h'), {
      type: 'history',
      history: shape === 'deep' ? 'deep' : 'shallow',
    });
  }
  for (const [number, { from, event, to, guard, counts }] of transitions.entries()) {
    const source = nodeAt(paths[from] as string);
    if (source['type'] === 'history') continue;
    const [, delay] = /^after (\d+)$/.exec(event) ?? [];
    const on = (source[delay === undefined ? 'on' : 'after'] ??= {}) as Record<string, unknown[]>;
    (on[delay ?? event] ??= []).push({
      target: `#drawn.${paths[to] as string}`,
      ...(guard !== undefined && {
        guard: ({ context }: { context: { n: number } }) => context.n === guard,
      }),
      actions: [
        emit({ type: 'took', number }),
        ...(counts
          ? [assign({ n: ({ context }: { context: { n: number } }) => (context.n + 1) % 3 })]
          : []),
      ],
    });
  }
  return createMachine(root as never);
}

/** The truth: how many transitions can be taken, and in how many steps and restarts at least. */
export interface Truth {
  readonly coverable: number;
  readonly optimum: number;
}

/** Finds the truth by brute force. */
export function truthOf(machine: AnyStateMachine): Truth {
  const [start] = initialTransition(machine);
  const keys = new Map<string, number>();
  const snapshots: AnyMachineSnapshot[] = [];
  const idOf = (snapshot: AnyMachineSnapshot): number => {
    const key = snapshotText(snapshot);
    const known = keys.get(key);
    if (known !== undefined) return known;
    keys.set(key, snapshots.length);
    return snapshots.push(snapshot) - 1;
  };
  idOf(start);
  const edges: { readonly to: number; readonly mask: number }[][] = [];
  for (let id = 0; id < snapshots.length; id++) {
    edges[id] = ['A', 'B', 'C'].map((type) => {
      const [next, actions] = transition(machine, snapshots[id] as AnyMachineSnapshot, { type });
      const took = actions.flatMap((action) => {
        const { event } = Object(action.params) as { event?: { type: string; number: number } };
        return event?.type === 'took' ? [event.number] : [];
      });
      return { to: idOf(next), mask: took.reduce((sum, number) => sum | (1 << number), 0) };
    });
  }
  const all = edges.flat().reduce((sum, { mask }) => sum | mask, 0);
  const seen = new Set([0]);
  let level = [{ at: 0, mask: 0 }];
  for (let steps = 0; ; steps++) {
    if (level.some(({ mask }) => mask === all)) return { coverable: bitsOf(all), optimum: steps };
    const next: typeof level = [];
    for (const { at, mask } of level) {
      for (const edge of [...(edges[at] ?? []), { to: 0, mask: 0 }]) {
        const place = { at: edge.to, mask: mask | edge.mask };
        const key = place.at * 4096 + place.mask;
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(place);
      }
    }
    level = next;
  }
}

const bitsOf = (mask: number): number => mask.toString(2).replaceAll('0', '').length;

/** The ids of the transitions as drawn: `'b.x|A|0'`. */
export function idsOf({ shape, transitions }: DrawnMachine): readonly string[] {
  const places = new Map<string, number>();
  return transitions.map(({ from, event }) => {
    const place = `${shapes[shape][from] as string}|${event}`;
    const at = places.get(place) ?? 0;
    places.set(place, at + 1);
    return `${place}|${at}`;
  });
}

/** What a snapshot of a drawn machine is made of, as text. */
export function snapshotText({ value, context, historyValue }: AnyMachineSnapshot): string {
  const history = Object.entries(historyValue).map(
    ([id, nodes]) =>
      `${id}:${nodes
        .map((node) => node.id)
        .toSorted()
        .join()}`,
  );
  return JSON.stringify([value, context, history.toSorted()]);
}

/** The transitions in a row, so many at a time, that can be taken: by XState's own answers, exhaustively. */
export function sequencesTaken(
  drawn: DrawnMachine,
  machine: AnyStateMachine,
  length: number,
): ReadonlySet<string> {
  const ids = idsOf(drawn);
  const found = new Set<string>();
  const known = new Set<string>();
  const [start] = initialTransition(machine);
  const queue: { readonly at: AnyMachineSnapshot; readonly past: readonly string[] }[] = [
    { at: start, past: [] },
  ];
  for (const { at, past } of queue) {
    for (const type of ['A', 'B', 'C']) {
      const [next, actions] = transition(machine, at, { type });
      let row = past;
      for (const { params } of actions) {
        const { event } = Object(params) as { event?: { type: string; number: number } };
        if (event?.type !== 'took') continue;
        const whole = [...row, ids[event.number] as string];
        if (whole.length === length) found.add(whole.join(' → '));
        row = whole.slice(1 - length);
      }
      const key = `${snapshotText(next)} ${row.join()}`;
      if (known.has(key)) continue;
      known.add(key);
      queue.push({ at: next, past: row });
    }
  }
  return found;
}
