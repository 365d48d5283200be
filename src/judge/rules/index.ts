// All rules of the judge, in the order in which a report asks them.
import { afterwards } from './afterwards.ts';
import { handlers } from './handlers.ts';
import { messages } from './messages.ts';
import { outcome } from './outcome.ts';
import { pace } from './pace.ts';
import { retries } from './retries.ts';
import type { JudgeRule } from './rule.ts';
import { sessions } from './sessions.ts';
import { together } from './together.ts';

export type { Finding, JudgeRule } from './rule.ts';

/** The rules of the judge. */
export const rules: readonly JudgeRule[] = [
  ...retries,
  ...pace,
  ...together,
  ...outcome,
  ...sessions,
  ...messages,
  ...handlers,
  ...afterwards,
];
