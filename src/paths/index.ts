export { explore, type ExploreOptions } from './explore.ts';
export type { Graph, GraphEdge, GraphState } from './graph.ts';
export { shortestPath } from './shortest.ts';
export {
  writtenStates,
  writtenTransitions,
  type WrittenState,
  type WrittenTransition,
} from './written.ts';
