// Suites of a model, run against both doubles.
import {
  generate,
  native,
  runSuite,
  web,
  type GenerateOptions,
  type Subject,
  type SuiteOutcome,
} from 'sigsim/paths';

/** Both doubles. The web shape gets suites without the calls that the Web SDK does not have. */
export const doubles: readonly (readonly [name: string, subject: Subject])[] = [
  ['native', native as Subject],
  ['web', web as Subject],
];

/** What comes of a suite that a double can do all of. */
export function ran(options: GenerateOptions, double: Subject): Promise<SuiteOutcome> {
  const calls = double.name === web.name ? { calls: Object.keys(double.do) } : {};
  return runSuite(generate({ ...options, ...calls }), double);
}

/** What is wrong with an outcome: the recipes of the paths that did not pass. */
export const recipes = ({ outcomes }: SuiteOutcome): readonly string[] =>
  outcomes.flatMap(({ verdict, text }) => (verdict === 'passed' ? [] : [text]));
