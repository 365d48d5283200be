export type { Ended, Property } from './property.ts';
export { playRun, playScenario, type Bench, type Played } from './play.ts';
export { invariants } from './invariants.ts';
export { drawSwarm } from './swarm.ts';
