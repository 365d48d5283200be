// Every transition of the lifecycles that anything can reach, and how a trace tells that it was taken.
// The build writes it down, so that a reporter need not load the machines; the sources, which have no
// build beside them, explore it each time.
import { existsSync, readFileSync } from 'node:fs';
import type { Universe } from './explored.ts';

const file = new URL('universe.json', import.meta.url);

/** The universe of this version of sigsim. */
export const universe: Universe = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as Universe)
  : (await import('./explored.ts')).exploreUniverse();
