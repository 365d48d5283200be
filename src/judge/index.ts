export { audit, prepare, type AuditOptions, type Prepared } from './audit.ts';
export type { CaseName } from './cases.ts';
export { moments, type Moment } from './moments.ts';
export type { Names } from './names.ts';
export type { Broken, CaseOutcome } from './react.ts';
export type { Reaction } from './reaction.ts';
export {
  reportJSON,
  reportOf,
  type Advice,
  type AuditAbout,
  type AuditReport,
  type CodeReaction,
  type Difference,
  type MomentReaction,
  type Unjudged,
  type Verdict,
} from './report.ts';
export { unionOf } from './union.ts';
export { rules, type Finding, type JudgeRule } from './rules/index.ts';
