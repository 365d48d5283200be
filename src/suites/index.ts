export * from '../paths/index.ts';
export * from '../run/index.ts';
export { readTrace, type RecordedTrace } from '../replay/read.ts';
export { replayTrace, type ReplayOutcome } from '../replay/replay.ts';
export { readFailure, writeFailure, type SavedFailure } from './failure.ts';
export { formatSuite, suiteFormats, type SuiteFormat } from './format.ts';
export { toSequenceDiagram, toStateDiagram } from './formats/mermaid.ts';
export { checkSuite, readSuite } from './read.ts';
export { suiteSchema } from './schema.ts';
