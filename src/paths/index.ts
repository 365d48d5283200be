export type { ExploreOptions } from './explore.ts';
export {
  edgeOf,
  graphToJSON,
  stateOf,
  type Edge,
  type Graph,
  type Label,
  type StepCallback,
} from './graph.ts';
export { explore, modelNames } from './models.ts';
export { shortestPath } from './shortest.ts';
export {
  writtenStates,
  writtenTransitions,
  type WrittenState,
  type WrittenTransition,
} from './written.ts';
