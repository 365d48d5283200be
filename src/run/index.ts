export type { Heard, Reached } from '../world/audience.ts';
export { calls, type CallArguments, type CallName } from '../../machines/lifecycles.ts';
export type { Result, Said } from './compare.ts';
export { native, type NativeApp } from './native.ts';
export { onPublished, onRealSdk, published, real, type RealApp } from './real.ts';
export type { Divergence, Place } from './recipe.ts';
export {
  runPath,
  runSuite,
  type PathOutcome,
  type PathSetting,
  type SuiteOutcome,
  type Verdict,
} from './runner.ts';
export { checkSubject, subject, type Subject, type WebManner } from './subject.ts';
export { tokenFor, tokenWords, type TokenWord } from './token.ts';
export { web } from './web.ts';
