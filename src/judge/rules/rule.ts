// What a rule of the judge is.
import type { Text } from '../../../machines/codes.ts';
import type { Reaction } from '../reaction.ts';

/** What a rule says about a reaction: `wrong` only if users are hurt, with a sentence that says how. */
export interface Finding {
  readonly verdict: 'advice' | 'warn' | 'wrong';
  readonly why: Text;
}

/**
 * A rule of the judge.
 *
 * @example
 * const mine: JudgeRule = {
 *   name: 'patient',
 *   reason: { en: 'Our gateway bans whoever tries more often.', zh: '网关会封禁频繁重试的客户端。' },
 *   source: 'our gateway',
 *   check: ({ loginsAfter }) =>
 *     loginsAfter.length > 5 ? { verdict: 'wrong', why: { en: 'It is banned.', zh: '它会被封禁。' } } : undefined,
 * };
 */
export interface JudgeRule {
  /** Identifies it, for turning it off: `kick-war`. */
  readonly name: string;
  /** Why the rule exists. */
  readonly reason: Text;
  /** Where the rule comes from. */
  readonly source: string;
  /** Set if it is about a hundred clients together; other rules are about one. */
  readonly isOfMany?: true;
  /** What it says about a reaction; undefined if it has nothing to say. */
  check(reaction: Reaction): Finding | undefined;
}

/** Users are hurt. */
export const wrong = (en: string, zh: string): Finding => ({ verdict: 'wrong', why: { en, zh } });
/** Somebody should look at it. */
export const warn = (en: string, zh: string): Finding => ({ verdict: 'warn', why: { en, zh } });
/** It could be better. */
export const advice = (en: string, zh: string): Finding => ({ verdict: 'advice', why: { en, zh } });
