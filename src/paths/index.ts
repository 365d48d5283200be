export type { ExploreOptions } from './model/explore.ts';
export {
  edgeOf,
  graphToJSON,
  stateOf,
  type Edge,
  type Graph,
  type Label,
  type StepCallback,
} from './model/graph.ts';
export { criteria, type Criterion } from './cover/criteria.ts';
export { generate, type GenerateOptions } from './generate.ts';
export { explore, modelNames, type ModelOptions } from './model/models.ts';
export { shortestPath } from './model/shortest.ts';
export {
  suiteVersion,
  type Infeasible,
  type Suite,
  type SuitePath,
  type SuiteStep,
} from './cover/suite.ts';
export {
  writtenStates,
  writtenTransitions,
  type WrittenState,
  type WrittenTransition,
} from './model/written.ts';
export { logicCriteria, type LogicCriterion } from './xstate/logic.ts';
export {
  machineCoverage,
  type MachineCounts,
  type MachineCoverage,
} from './xstate/machine-coverage.ts';
export {
  sigsimPaths,
  type AnyPathGenerator,
  type SigsimPathsOptions,
} from './xstate/sigsim-paths.ts';
export {
  suiteFor,
  type LogicPath,
  type LogicStep,
  type CoverOptions,
  type LogicReport,
  type LogicSuite,
} from './xstate/suite-for.ts';
export {
  modelLogic,
  type ModelEvent,
  type ModelLogic,
  type ModelSnapshot,
} from './xstate/model-logic.ts';
