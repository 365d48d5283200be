// What was known before: faults that a baseline lists do not fail an audit again.
import { readText } from '../files.ts';
import { parseJSON } from '../../base/json.ts';
import { UsageError } from '../../base/errors.ts';
import type { AuditReport } from '../../judge/index.ts';

/** A fault: a rule that is broken by a code at a moment. */
const keyOf = (code: unknown, moment: unknown, rule: unknown): string =>
  JSON.stringify([code, moment, rule]);

/** The faults of a report that are wrong. */
const faultsOf = (report: AuditReport): readonly string[] =>
  report.reactions.flatMap(({ code, moments }) =>
    moments.flatMap(({ moment, broken }) =>
      broken
        .filter(({ verdict }) => verdict === 'wrong')
        .map(({ rule }) => keyOf(code, moment, rule)),
    ),
  );

/** A report as it was written, as far as it is read here. */
interface Written {
  readonly code?: unknown;
  readonly moments?: readonly { readonly moment?: unknown; readonly rules?: readonly unknown[] }[];
}

/**
 * How many faults are new, and how many are known, against a baseline.
 *
 * @throws {UsageError} when the file cannot be read, or is no report of `sigsim audit --json`
 */
export function against(
  file: string,
  report: AuditReport,
): { readonly fresh: readonly string[]; readonly known: number } {
  const give = 'Make it with: sigsim audit FILE --json > baseline.json';
  const value = parseJSON('judge.baseline', file, readText('audit', file, give));
  const { reactions } = Object(value) as { readonly reactions?: readonly Written[] };
  if (!Array.isArray(reactions)) {
    throw new UsageError(
      'judge.baseline',
      `audit: ${file} is not a report of sigsim audit: it has no reactions. ${give}`,
    );
  }
  const before = new Set(
    (reactions as readonly Written[]).flatMap(({ code, moments = [] }) =>
      moments.flatMap(({ moment, rules = [] }) => rules.map((rule) => keyOf(code, moment, rule))),
    ),
  );
  const faults = faultsOf(report);
  const fresh = faults.filter((fault) => !before.has(fault));
  return { fresh, known: faults.length - fresh.length };
}
