export { networkActs, serviceActs, type NetworkAct, type ServiceAct } from './acts.ts';
export { createPlayer, Player, type Thrown } from './player.ts';
export { parseScenario, readScenario } from './read.ts';
export {
  scenarioVersion,
  type ClientStep,
  type Scenario,
  type ScenarioArguments,
  type ScenarioClient,
  type ScenarioRule,
  type ScenarioStep,
  type WrittenDuration,
} from './scenario.ts';
export { scenarioSchema } from './schema.ts';
export { addRule, worldOptions } from './world.ts';
