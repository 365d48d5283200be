// A saved failure of the runner: the path with the settings of its suite, and the outcome, so that
// it can be played again without the suite.
import { UsageError } from '../base/errors.ts';
import type { Suite } from '../paths/cover/suite.ts';
import type { PathOutcome } from '../run/runner.ts';
import { checkGiven, isObject } from '../base/given.ts';
import { checkSuite } from './read.ts';

/** Version of the JSON form of a failure. */
const failureVersion = 1;

/** A failure as JSON. */
export interface SavedFailure {
  readonly sigsim: 'failure';
  readonly version: typeof failureVersion;
  readonly outcome: PathOutcome;
  /** The suite, with only that path. */
  readonly suite: Suite;
}

/** Writes a failure as JSON: `sigsim replay` reads it. */
export function writeFailure(suite: Suite, outcome: PathOutcome): string {
  const isSuite = isObject(suite) && Array.isArray(suite.paths);
  checkGiven(
    'writeFailure',
    suite,
    isSuite,
    'a suite',
    'Pass the suite, then the outcome of one of its paths.',
  );
  checkGiven('writeFailure', outcome, isObject(outcome), 'an outcome', 'Pass what runPath() gave.');
  const paths = suite.paths.filter(({ id }) => id === outcome.path);
  const saved: SavedFailure = {
    sigsim: 'failure',
    version: failureVersion,
    outcome,
    suite: { ...suite, paths },
  };
  return `${JSON.stringify(saved, null, 2)}\n`;
}

/**
 * Reads a failure back.
 *
 * @throws {UsageError} if it is of another version, or contains no suite, with the place and the
 * reason
 */
export function readFailure(where: string, value: object): SavedFailure {
  checkGiven(
    'readFailure',
    value,
    isObject(value),
    'a failure',
    "Pass where it comes from, then the value: readFailure('failure.json', value).",
  );
  const { version, suite, outcome } = value as Partial<SavedFailure>;
  if (version !== failureVersion) {
    throw new UsageError(
      'failure.version',
      `${where}: version ${String(version)}, but this sigsim reads version ${failureVersion}. ` +
        'Run the suite again.',
    );
  }
  if (typeof outcome?.text !== 'string') {
    throw new UsageError('failure.wrong', `${where}: "outcome" is missing. Run the suite again.`);
  }
  return { sigsim: 'failure', version, outcome, suite: checkSuite(`${where}: suite`, suite) };
}
