// What was known before: faults that a baseline lists do not fail an audit again.
import { readText } from '../files.ts';
import { parseJSON } from '../../base/json.ts';
import { UsageError } from '../../base/errors.ts';
import type { AuditReport } from '../../judge/index.ts';

/** A fault: a rule that is broken by a code at a moment, in a manner; undefined where none was named. */
const keyOf = (code: unknown, moment: unknown, rule: unknown, manner?: unknown): string =>
  JSON.stringify([code, moment, rule, manner]);

/** A fault, and the manners in which it was seen. */
interface Fault {
  readonly keyIn: (manner?: unknown) => string;
  readonly manners: readonly unknown[];
}

/** The faults of a report that are wrong. */
const faultsOf = (report: AuditReport): readonly Fault[] =>
  report.reactions.flatMap(({ code, moments }) =>
    moments.flatMap(({ moment, broken }) =>
      broken
        .filter(({ verdict }) => verdict === 'wrong')
        .map(({ rule, only }) => ({
          keyIn: (manner) => keyOf(code, moment, rule, manner),
          manners: only === undefined ? report.manners : [only],
        })),
    ),
  );

/** A report as it was written, as far as it is read here. */
interface Written {
  readonly code?: unknown;
  readonly moments?: readonly {
    readonly moment?: unknown;
    readonly rules?: readonly string[];
    readonly ruleOnly?: Readonly<Record<string, unknown>>;
  }[];
}

/**
 * How many faults are new, and how many are known, against a baseline.
 *
 * @throws {UsageError} when the file cannot be read, or is no report of `sigsim audit --json`
 */
export function against(
  file: string,
  report: AuditReport,
): { readonly fresh: number; readonly known: number } {
  const give = 'Make it with: sigsim audit FILE --json > baseline.json';
  const value = parseJSON('judge.baseline', file, readText('audit', file, give));
  const {
    reactions,
    manners = [],
    unjudged,
  } = Object(value) as {
    readonly reactions?: readonly Written[];
    readonly manners?: readonly unknown[];
    readonly unjudged?: { readonly manner?: unknown };
  };
  if (!Array.isArray(reactions)) {
    throw new UsageError(
      'judge.baseline',
      `audit: ${file} is not a report of sigsim audit: it has no reactions. ${give}`,
    );
  }
  const before = new Set(
    (reactions as readonly Written[]).flatMap(({ code, moments = [] }) =>
      moments.flatMap(({ moment, rules = [], ruleOnly = {} }) =>
        rules.flatMap((rule) => {
          const own = ruleOnly[rule] === undefined ? manners : [ruleOnly[rule]];
          return own.length === 0
            ? keyOf(code, moment, rule)
            : own.map((manner) => keyOf(code, moment, rule, manner));
        }),
      ),
    ),
  );
  // A report that names no manner, of a native client or of an older version, knows its faults in any.
  const isKnown = ({ keyIn, manners: own }: Fault): boolean =>
    before.has(keyIn()) || (own.length > 0 && own.every((manner) => before.has(keyIn(manner))));
  const faults = faultsOf(report);
  const known = faults.filter(isKnown).length;
  const isLost = report.unjudged !== undefined && report.unjudged.manner !== unjudged?.manner;
  return { fresh: faults.length - known + Number(isLost), known };
}
