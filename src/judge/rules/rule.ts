// What a rule of the judge is.
import type { Text } from '../../../machines/codes.ts';
import type { Reaction } from '../reaction.ts';

/** What a rule says of a reaction: `wrong` only where users are hurt, with the sentence how. */
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
  /** On and off by it: `kick-war`. */
  readonly name: string;
  /** Why there is such a rule. */
  readonly reason: Text;
  /** Where it is known from. */
  readonly source: string;
  /** Set where it is of a hundred clients together; the others are of one. */
  readonly isOfMany?: true;
  /** What it says of a reaction; undefined where it has nothing to say. */
  check(reaction: Reaction): Finding | undefined;
}

/** Users are hurt. */
export const wrong = (en: string, zh: string): Finding => ({ verdict: 'wrong', why: { en, zh } });
/** Somebody should look at it. */
export const warn = (en: string, zh: string): Finding => ({ verdict: 'warn', why: { en, zh } });
/** It would be better otherwise. */
export const advice = (en: string, zh: string): Finding => ({ verdict: 'advice', why: { en, zh } });
