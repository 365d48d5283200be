// Every reachable transition of the lifecycles, and how a trace shows that it was taken. The build
// writes this to a file, so that a reporter need not load the machines. When run from source,
// without a build, the machines are explored each time.
import { existsSync, readFileSync } from 'node:fs';
import type { Universe } from './explored.ts';

const file = new URL('universe.json', import.meta.url);

/** The universe of this version of sigsim. */
export const universe: Universe = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as Universe)
  : (await import('./explored.ts')).exploreUniverse();
