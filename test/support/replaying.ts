// Playing the trace of a world again.
import { readTrace, replayTrace, type ReplayOutcome } from 'sigsim/paths';
import { traceFile } from '../../src/world/keep.ts';
import type { World } from '../../src/world/world.ts';

/** What comes of playing the trace of a world again, through its file. */
export const replayed = (world: World): ReplayOutcome => replayTrace(readTrace(traceFile(world)));
