import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { edgesNet } from '../../src/paths/cover/criteria.ts';
import { edgeOf, stateOf, type Graph } from '../../src/paths/model/graph.ts';
import { explore } from '../../src/paths/model/models.ts';
import { postman, walksOf } from '../../src/paths/cover/postman.ts';
import { LiveClient } from './live.ts';

const live = (graph: Graph): LiveClient =>
  new LiveClient(graph.parts, { reuses: graph.model === 'client', legacy: graph.legacy });

/** Names that are alike stand for each other: the model keeps the first. */
class Names {
  #isSwapped = false;

  edge(graph: Graph, id: number) {
    const edge = edgeOf(graph, id);
    const channel = edge.args['channel'];
    const hasNames = edge.part === 'channel' || edge.part === 'message';
    const other = channel === 'lobby' ? 'games' : channel === 'games' ? 'lobby' : channel;
    const args = this.#isSwapped && hasNames && 'channel' in edge.args;
    if (edge.swaps) this.#isSwapped = !this.#isSwapped;
    return args ? { ...edge, args: { ...edge.args, channel: other } } : edge;
  }
}

const graphs = new Map<string, Graph>();

/** A model, explored once: several walks go through it. */
function explored(model: string, legacy: boolean): Graph {
  const key = `${model} ${legacy}`;
  const graph = graphs.get(key) ?? explore(model, { legacy });
  graphs.set(key, graph);
  return graph;
}

/** Takes one step in both; what is different, as text. */
function compare(graph: Graph, client: LiveClient, names: Names, id: number): string | undefined {
  const edge = names.edge(graph, id);
  client.take(edge);
  const [ours, theirs] = [
    [stateOf(graph, edge.to), edge.callbacks],
    [client.state, client.said],
  ].map((one) => JSON.stringify(one));
  return ours === theirs ? undefined : `${edge.part} ${edge.event}: ${ours} ≠ ${theirs}`;
}

/** Walks every edge of a model; gives what was different, a few at most. */
export function compareAll(model: string, legacy: boolean): readonly string[] {
  const graph = explored(model, legacy);
  const net = edgesNet(graph);
  const walks = walksOf(net, postman(net, new Uint8Array(graph.edgeCount).fill(1)));
  const different: string[] = [];
  const walked = new Uint8Array(graph.edgeCount);
  for (const walk of walks) {
    const client = live(graph);
    const names = new Names();
    for (const step of walk) {
      walked[step] = 1;
      const complaint = compare(graph, client, names, step);
      if (complaint !== undefined) different.push(complaint);
      if (different.length > 3) return different;
    }
  }
  if (walked.includes(0)) different.push('an edge was not walked');
  return different;
}

/** Walks at random; gives the first difference. */
export function compareRandom(
  model: string,
  legacy: boolean,
  seed: number,
  steps: number,
): readonly string[] {
  const graph = explored(model, legacy);
  const random = xoroshiro128plus(seed);
  const client = live(graph);
  const names = new Names();
  let state = 0;
  for (let i = 0; i < steps; i++) {
    const from = graph.first[state] ?? 0;
    const count = (graph.first[state + 1] ?? 0) - from;
    const edge = from + ((random.next() >>> 0) % count);
    const complaint = compare(graph, client, names, edge);
    if (complaint !== undefined) return [`step ${i}: ${complaint}`];
    state = graph.to[edge] ?? 0;
  }
  return [];
}
