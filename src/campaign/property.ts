// What a run is checked against besides the rules of the judge.
import type { Text } from '../../machines/codes.ts';
import type { SignalingWorld } from '../create-world.ts';
import type { Finding } from '../judge/rules/rule.ts';
import type { Person } from './arena.ts';

/** A run that is over, as a property sees it. */
export interface Ended {
  readonly world: SignalingWorld;
  /** The clients under test: `persons[0].app` is what your subject made. */
  readonly persons: readonly Person[];
  /** The names of the doubles around them. */
  readonly doubles: ReadonlySet<string>;
  /** Whether nothing has disturbed the world for ten minutes. */
  readonly isQuiet: boolean;
}

/**
 * Something that holds in every run, or in every run that has come to rest.
 *
 * @example
 * export const properties: readonly Property[] = [
 *   {
 *     name: 'says-nothing-twice',
 *     reason: { en: 'Nobody wants to read a line twice.', zh: '没人想把一句话读两遍。' },
 *     source: 'our own',
 *     check: ({ persons: [{ app }] }) =>
 *       new Set(app.lines).size < app.lines.length
 *         ? { verdict: 'wrong', why: { en: 'A line came twice.', zh: '有一行出现了两次。' } }
 *         : undefined,
 *   },
 * ];
 */
export interface Property {
  /** Identifies it, for turning it off. */
  readonly name: string;
  readonly reason: Text;
  /** Where the requirement comes from. */
  readonly source: string;
  /** What it says about a run; undefined if it has nothing to say. */
  check(ended: Ended): Finding | undefined;
}
