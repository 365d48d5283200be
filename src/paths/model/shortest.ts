import { checkGiven, isObject } from '../../base/given.ts';
import { edgeOf, sourceOf, type Edge, type Graph } from './graph.ts';

/** The shortest path from the beginning to a wanted edge, including that edge. */
export function shortestPath(
  graph: Graph,
  isWanted: (edge: Edge) => boolean,
): readonly Edge[] | undefined {
  checkGiven(
    'shortestPath',
    graph,
    isObject(graph) && 'first' in graph,
    'a graph',
    'Pass what explore() returned.',
  );
  checkGiven(
    'shortestPath',
    isWanted,
    typeof isWanted === 'function',
    'a function',
    'Pass one that says which edge you want: ({ codes }) => codes.includes(…).',
  );
  const { first, to, stateCount } = graph;
  const arrived = new Int32Array(stateCount).fill(-1);
  const queue = [0];
  for (const state of queue) {
    for (let edge = first[state] as number; edge < (first[state + 1] as number); edge++) {
      if (isWanted(edgeOf(graph, edge))) {
        return [...walkBack(graph, arrived, state), edge].map((one) => edgeOf(graph, one));
      }
      const target = to[edge] as number;
      if (target === 0 || arrived[target] !== -1) continue;
      arrived[target] = edge;
      queue.push(target);
    }
  }
  return undefined;
}

function walkBack(graph: Graph, arrived: Int32Array, to: number): readonly number[] {
  const path: number[] = [];
  for (let state = to; state !== 0; state = sourceOf(graph, arrived[state] as number)) {
    path.push(arrived[state] as number);
  }
  return path.toReversed();
}
