import type { Graph, GraphEdge } from './graph.ts';

/** The shortest path from the beginning to an edge that is wanted, that edge included. */
export function shortestPath(
  graph: Graph,
  isWanted: (edge: GraphEdge) => boolean,
): readonly GraphEdge[] | undefined {
  const outgoing = new Map<number, GraphEdge[]>();
  for (const edge of graph.edges) {
    const edges = outgoing.get(edge.from);
    if (edges === undefined) outgoing.set(edge.from, [edge]);
    else edges.push(edge);
  }
  const arrived = new Map<number, GraphEdge | undefined>([[0, undefined]]);
  const queue = [0];
  for (const id of queue) {
    for (const edge of outgoing.get(id) ?? []) {
      if (isWanted(edge)) return [...walkBack(arrived, id), edge];
      if (arrived.has(edge.to)) continue;
      arrived.set(edge.to, edge);
      queue.push(edge.to);
    }
  }
  return undefined;
}

function walkBack(
  arrived: ReadonlyMap<number, GraphEdge | undefined>,
  to: number,
): readonly GraphEdge[] {
  const path: GraphEdge[] = [];
  for (let edge = arrived.get(to); edge !== undefined; edge = arrived.get(edge.from)) {
    path.unshift(edge);
  }
  return path;
}
