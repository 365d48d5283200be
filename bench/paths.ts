// Suites beside those of xstate/graph, on the same logic in one run; exploration beside getAdjacencyMap;
// and how exploration grows, up to a million states.
import { edgeOf, explore, generate, type Graph } from '../src/paths/index.ts';
import { lifecycles } from '../machines/index.ts';
import type { SuitePath } from '../src/paths/cover/suite.ts';
import { inChild } from './child.ts';
import { compare, time, type Result } from './measure.ts';
import type { Measured, Task } from './peer.ts';

/** The peer is cut off where it takes longer. */
const deadlineMs = 60_000;

const measure = (task: Task, ms = deadlineMs): Promise<Measured | undefined> =>
  inChild<Measured>('peer.js', task, ms);

/** A step, as both sides name it. */
interface Named {
  readonly part: string;
  readonly event: string;
  readonly args: unknown;
}

/** Walks paths through the graph; counts the codes and edges that they cover. */
function coverage(graph: Graph, paths: readonly (readonly Named[])[]) {
  const codes = new Set<string>();
  const edges = new Set<number>();
  for (const path of paths) {
    let state = 0;
    let isSwapped = false;
    for (const { part, event, args } of path) {
      const wanted = JSON.stringify(isSwapped ? swapped(args) : (args ?? {}));
      for (let id = graph.first[state] ?? 0; id < (graph.first[state + 1] ?? 0); id++) {
        const edge = edgeOf(graph, id);
        if (edge.part !== part || edge.event !== event) continue;
        if (JSON.stringify(edge.args) !== wanted) continue;
        edges.add(id);
        for (const code of edge.codes) codes.add(code);
        if (edge.swaps) isSwapped = !isSwapped;
        state = edge.to;
        break;
      }
    }
  }
  return { codes: codes.size, edges: edges.size / graph.edgeCount };
}

/** Arguments with the two channels changed for each other: see alike in machines/lifecycle.ts. */
function swapped(args: unknown): unknown {
  const { channel } = args as { readonly channel?: string };
  const other = channel === 'lobby' ? 'games' : channel === 'games' ? 'lobby' : channel;
  return channel === undefined ? args : { ...(args as object), channel: other };
}

const stepsOf = (paths: readonly { readonly length: number }[]): number =>
  paths.reduce((sum, { length }) => sum + length, Math.max(0, paths.length - 1));

const percent = (share: number): string => `${(share * 100).toPrecision(3)} %`;
const seconds = (ms: number): string => `${(ms / 1000).toPrecision(3)} s`;

/**
 * What the test model of the peer comes to, reckoned from our graph: a shortest path to every state as it
 * was entered, less those that others begin with. Held against the real one wherever that comes to an end.
 */
function reckoned(graph: Graph): { readonly paths: number; readonly steps: number } {
  const names = graph.labels.map(({ by, part, event, args }) =>
    JSON.stringify([event, by, part, args]),
  );
  const values = Array.from({ length: graph.stateCount }, (_, state) =>
    graph.parts
      .map((_part, slot) => {
        const local = graph.locals[state * graph.parts.length + slot] ?? 0;
        return graph.tables[slot]?.states[local]?.value;
      })
      .join(),
  );
  const known = new Set(['0']);
  const queue = [{ state: 0, depth: 0, children: 0 }];
  for (const node of queue) {
    const { state, depth } = node;
    for (let id = graph.first[state] ?? 0; id < (graph.first[state + 1] ?? 0); id++) {
      const to = graph.to[id] ?? 0;
      const isStill = values[to] === values[state];
      const entered = isStill ? '' : ` ${names[graph.label[id] ?? 0]} ${values[state]}`;
      const key = `${to}${entered}`;
      if (known.has(key)) continue;
      known.add(key);
      node.children += 1;
      queue.push({ state: to, depth: depth + 1, children: 0 });
    }
  }
  const leaves = queue.filter(({ children }) => children === 0);
  return { paths: leaves.length, steps: stepsOf(leaves.map(({ depth }) => ({ length: depth }))) };
}

const named = ({ steps }: SuitePath): readonly Named[] =>
  steps.map(({ part, do: event, args }) => ({ part, event, args }));

/** A suite for all codes beside the test model of the peer. */
async function suites(model: string, retries: number): Promise<Result> {
  const options = { retries };
  const graph = explore(model, options);
  let suite = generate({ model, cover: 'codes', ...options });
  const ms = await time(() => (suite = generate({ model, cover: 'codes', ...options })));
  const ours = coverage(graph, suite.paths.map(named));
  const found = await measure({ what: 'testModel', model, options });
  const paths = found?.paths?.map((path) =>
    path.map(({ part, type, args }) => ({ part, event: type, args })),
  );
  const theirs = paths && coverage(graph, paths);
  const guess = reckoned(graph);
  const peer = paths === undefined ? guess.steps : stepsOf(paths);
  const codes = (count: number): string => percent(count / suite.universe);
  return {
    name: `steps for all codes of ${model}, ${retries} retry`,
    ours: suite.steps,
    peer,
    peerName: 'xstate/graph test model',
    unit: 'steps',
    ratio: suite.steps / peer,
    goal: model === 'client' ? 'ratio <= 0.2' : 'none',
    spread: [suite.steps / peer, suite.steps / peer],
    notes: [
      `${graph.stateCount} states, ${graph.edgeCount} edges`,
      `ours ${suite.paths.length} paths, ${codes(ours.codes)} of codes, ${percent(ours.edges)} of edges, ${seconds(ms)}`,
      theirs === undefined || paths === undefined
        ? `xstate/graph cut off after ${seconds(deadlineMs)}; by reckoning ${guess.paths} paths`
        : `xstate/graph ${paths.length} paths, ${codes(theirs.codes)} of codes, ${percent(theirs.edges)} of edges, ` +
          `${seconds(found?.ms ?? 0)}; by reckoning ${guess.steps} steps`,
    ],
  };
}

/**
 * Exploration, compiling included, beside getAdjacencyMap, which steps the machines themselves. In a fresh
 * process a small model costs what loading and the first steps cost, on both sides; `after` another model, it
 * costs what exploring it costs.
 */
async function exploration(model: string, goal: string, after?: string): Promise<Result> {
  const task = { model, options: { retries: 1 }, ...(after !== undefined && { after }) };
  let cut = false;
  const result = await compare(
    {
      name: `exploring ${model}, 1 retry, compiling included, ${after === undefined ? 'in a fresh process' : `after ${after}`}`,
      peerName: 'getAdjacencyMap',
      unit: 'ms',
      goal,
    },
    async () => (await measure({ what: 'growth', ...task }))?.ms ?? Number.NaN,
    async () => {
      const found = cut ? undefined : await measure({ what: 'adjacency', ...task });
      cut ||= found === undefined;
      return found?.ms ?? deadlineMs;
    },
    3,
  );
  return cut
    ? { ...result, notes: ['getAdjacencyMap cut off, so that the ratio is at most this'] }
    : result;
}

/** What is explored in the end, larger and larger: rising limits of retries, two clients, more slots. */
const sizes: readonly Omit<Task, 'what'>[] = [
  ...[1, 10, 100, 1000].map((retries) => ({ model: 'client', options: { retries } })),
  { model: 'pair', options: {} },
  ...[
    [1, 'message'],
    [1, 'caller'],
    [1, 'caller', 'message'],
    [10, 'caller', 'caller', 'message'],
    [110, 'caller', 'caller', 'message'],
  ].map(([retries, ...more]) => ({
    model: 'client',
    options: { retries: Number(retries) },
    more: more.map(String),
  })),
];

const nameOf = ({ model, options: { retries }, more = [] }: Omit<Task, 'what'>): string =>
  [
    model,
    ...(retries === undefined ? [] : [`retries ${retries}`]),
    ...more.map((one) => `one more ${one}`),
  ].join(', ');

/** How the cost of an edge grows with the model. */
async function growth(): Promise<readonly Result[]> {
  const results: Result[] = [];
  let first = 0;
  for (const size of sizes) {
    const found = await measure({ what: 'growth', ...size }, 600_000);
    if (found === undefined) throw new Error('exploration took more than 10 minutes');
    const { states, edges, ms, megabytes } = found;
    const each = (ms * 1000) / edges;
    first ||= each;
    results.push({
      name: `growth: ${nameOf(size)}`,
      ours: each,
      peer: first,
      peerName: 'the smallest',
      unit: 'µs per edge',
      ratio: each / first,
      goal: 'ratio <= 2',
      spread: [each / first, each / first],
      notes: [`${states} states, ${edges} edges, ${seconds(ms)}, ${Math.round(megabytes)} MB`],
    });
  }
  return results;
}

/** What the benchmark called paths measures. */
export async function benchPaths(): Promise<readonly Result[]> {
  const alone = lifecycles.map(({ name }) => name);
  const results: Result[] = [];
  for (const model of [...alone, 'client']) results.push(await suites(model, 1));
  for (const model of alone) {
    const other = model === 'login' ? 'invite' : 'login';
    results.push(await exploration(model, 'none'));
    results.push(await exploration(model, 'ratio <= 0.5', other));
  }
  results.push(await exploration('client', 'ratio <= 0.05'));
  return [...results, ...(await growth())];
}
