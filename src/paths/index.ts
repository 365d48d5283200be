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
export { criteria, type Criterion } from './criteria.ts';
export { generate, type GenerateOptions } from './generate.ts';
export { explore, modelNames, type ModelOptions } from './models.ts';
export { shortestPath } from './shortest.ts';
export {
  suiteVersion,
  type Infeasible,
  type Suite,
  type SuitePath,
  type SuiteStep,
} from './suite.ts';
export {
  writtenStates,
  writtenTransitions,
  type WrittenState,
  type WrittenTransition,
} from './written.ts';
