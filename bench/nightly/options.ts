// How much of a nightly run is to be done, from the command line.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { show, unknownName, UsageError } from '../../src/base/errors.ts';

/** The parts of a nightly run, in their order. */
export const names = ['careful', 'seeds', 'mutants'] as const;

/** The name of a part. */
export type Part = (typeof names)[number];

/** What to type. */
export const help = `npm run nightly: what takes too long to be known before a commit.

  npm run nightly                            all of it
  npm run nightly -- --share 0.01            a hundredth of it, to see that it works
  npm run nightly -- --only seeds            one part; may be given several times
  npm run nightly -- --workers 4             threads; as many as there are cores where it is left out

Parts: careful (100,000 runs of the careful chat), seeds (10,000 of them, each played twice),
mutants (each of the careful examples, up to 1,000 runs until it is killed).
Exit codes: 0 all of it holds, 1 wrong use, 2 something does not.
`;

/** What is to be done. */
export interface Options {
  readonly workers: number;
  readonly parts: readonly Part[];
  /** How much of each: 1 for all of it. */
  readonly share: number;
}

/** The name of an option: of `--share` and of `--share=0.01`. */
const wordOf = (arg: string): string => arg.slice(2).replace(/=.*/, '');

/** What was typed. @throws {UsageError} when a value is missing */
function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        share: { type: 'string', default: '1' },
        only: { type: 'string', multiple: true },
        workers: { type: 'string', default: String(availableParallelism()) },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const why = error instanceof Error ? (error.message.split(/[.\n]/)[0] ?? '') : String(error);
    throw new UsageError(
      'nightly.option',
      `nightly: ${why}. npm run nightly -- --help shows them.`,
    );
  }
}

/** @throws {UsageError} when an option or a part is unknown, or a number cannot be */
export function readOptions(args: readonly string[]): Options | undefined {
  const known = { share: 'string', only: 'string', workers: 'string', help: 'boolean' };
  const unknown = args.find((arg) => arg.startsWith('--') && !(wordOf(arg) in known));
  if (unknown !== undefined) {
    throw unknownName('nightly.option', 'nightly', 'option', wordOf(unknown), Object.keys(known));
  }
  const values = parse(args);
  if (values.help) return undefined;
  for (const name of values.only ?? []) {
    if (!names.includes(name as Part)) {
      throw unknownName('nightly.only', 'nightly', 'part', name, names);
    }
  }
  const share = Number(values.share);
  if (!(share > 0 && share <= 1)) {
    throw new UsageError(
      'nightly.share',
      `nightly: --share is ${show(values.share)}. Give a number above 0, and 1 at most: --share 0.01`,
    );
  }
  const workers = Number(values.workers);
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new UsageError(
      'nightly.workers',
      `nightly: --workers is ${show(values.workers)}. Give a whole number, 1 or more.`,
    );
  }
  const parts = names.filter((name) => values.only?.includes(name) ?? true);
  return { workers, parts, share };
}
