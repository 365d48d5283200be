// The optimum of a suite that takes too long to search for each time: searched once by `npm run bounds`,
// kept with the walks, and searched again by a test. It holds for the very net that was searched.
import { sha256Of } from '../../base/hash.ts';
import type { Net } from '../cover/criteria.ts';
import type { Walks } from '../cover/walks.ts';
import { optima } from './optima.ts';

/** A suite as the kept results name it: `'client states legacy'`. */
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

/** The name of a suite among what is kept. */
export const keyText = ({ model, cover, legacy }: SuiteKey): string =>
  `${model} ${cover}${legacy ? ' legacy' : ''}`;

/** What tells one net from another: its steps, what each covers, and what is needed. */
export function printOf({ size, first, to, list, lists, free }: Net, needed: Uint8Array): string {
  const parts = [[size], first, to, list, ...lists, free, needed];
  return sha256Of(parts.map((part) => part.join(',')).join(';')).slice(0, 16);
}

/** An optimum as it is kept. */
export const optimumText = (print: string, { bound, walks }: Optimum): string =>
  `${print};${bound};${walks.map((walk) => walk.join(',')).join('|')}`;

/** The optimum that is kept of a net; undefined where none is, or where it is of another net. */
export function optimumOf(key: SuiteKey, net: Net, needed: Uint8Array): Optimum | undefined {
  const [print, bound, walks] = optima[keyText(key)]?.split(';') ?? [];
  if (bound === undefined || walks === undefined) return undefined;
  if (print !== printOf(net, needed)) return undefined;
  return {
    bound: Number(bound),
    walks: walks.split('|').map((walk) => walk.split(',').map(Number)),
  };
}
