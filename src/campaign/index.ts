export {
  fuzz,
  playScenario,
  type BenchOptions,
  type FuzzOptions,
  type PlayedScenario,
} from './campaign.ts';
export type { Fault } from './judged.ts';
export type { Ended, Property } from './property.ts';
export { failuresOf, type CampaignReport, type Failure } from './report.ts';
