// Optima that take too long to search for each time: `npm run bounds` finds them and stores them with their
// walks, and a test searches again. Each holds only for the net that was searched.
import { sha256Of } from '../../base/hash.ts';
import type { Net } from '../cover/criteria.ts';
import type { Walks } from '../cover/walks.ts';
import { optima } from './optima.ts';

/** Identifies a suite among the stored results: `'client states legacy'`. */
export interface SuiteKey {
  readonly model: string;
  readonly cover: string;
  readonly legacy: boolean;
}

/** What an exhaustive search found. */
export interface Optimum {
  /** No walks that cover what is needed cost less. */
  readonly bound: number;
  /** Walks that cover what is needed at that cost. */
  readonly walks: Walks;
}

/** The name of a suite in the stored results. */
export const keyText = ({ model, cover, legacy }: SuiteKey): string =>
  `${model} ${cover}${legacy ? ' legacy' : ''}`;

/** A fingerprint of a net: its steps, what each covers, and what is needed. */
export function printOf({ size, first, to, list, lists, free }: Net, needed: Uint8Array): string {
  const parts = [[size], first, to, list, ...lists, free, needed];
  return sha256Of(parts.map((part) => part.join(',')).join(';')).slice(0, 16);
}

/** An optimum in its stored form. */
export const optimumText = (print: string, { bound, walks }: Optimum): string =>
  `${print};${bound};${walks.map((walk) => walk.join(',')).join('|')}`;

/** The stored optimum of a net; undefined if there is none, or if it is for another net. */
export function optimumOf(key: SuiteKey, net: Net, needed: Uint8Array): Optimum | undefined {
  const [print, bound, walks] = optima[keyText(key)]?.split(';') ?? [];
  if (bound === undefined || walks === undefined) return undefined;
  if (print !== printOf(net, needed)) return undefined;
  return {
    bound: Number(bound),
    walks: walks.split('|').map((walk) => walk.split(',').map(Number)),
  };
}
