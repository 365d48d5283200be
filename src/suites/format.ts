import { unknownName } from '../base/errors.ts';
import type { Suite } from '../paths/cover/suite.ts';
import { toCSV } from './formats/csv.ts';
import { toDOT } from './formats/dot.ts';
import { toJSON } from './formats/json.ts';
import { toMermaid } from './formats/mermaid.ts';
import { toVitest } from './formats/vitest.ts';

const writers = {
  json: toJSON,
  vitest: toVitest,
  mermaid: toMermaid,
  dot: toDOT,
  csv: toCSV,
} as const;

/** The formats that a suite can be written in. */
export type SuiteFormat = keyof typeof writers;

/** The formats by name. */
export const suiteFormats = Object.keys(writers) as readonly SuiteFormat[];

/**
 * Writes a suite; the same suite always gives the same bytes.
 *
 * @throws {UsageError} if the format is unknown
 * @example
 * writeFileSync('codes.test.ts', formatSuite(suite, 'vitest'));
 */
export function formatSuite(suite: Suite, format: SuiteFormat): string {
  if (!Object.hasOwn(writers, format)) {
    throw unknownName('suite.format', 'formatSuite', 'format', format, suiteFormats);
  }
  return writers[format](suite);
}
