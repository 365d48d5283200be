// The arguments of commands that run paths: a file with paths, the path to run, and the client.
import type { Command } from 'commander';
import { unknownName, UsageError } from '../base/errors.ts';
import type { Suite } from '../paths/cover/suite.ts';
import type { Place, Subject } from '../run/index.ts';
import { loadSubject } from './files.ts';
import { addSdkOptions, bareClient, onSdk, sdkOf, type SdkOptions } from './sdk.ts';

/** The options of a command that runs paths. */
export interface PathOptions extends SdkOptions {
  readonly path?: string;
  readonly subject?: string;
}

/** Adds those options to a command. */
export const addPathOptions = (command: Command): Command =>
  addSdkOptions(
    command
      .option('--path <id>', 'run only this path of a suite')
      .option('--subject <file>', 'your own client: a file that exports a subject'),
  );

/**
 * Refuses the options if the file is `what`, which has no paths. @throws {UsageError} if one is
 * given
 */
export function refusePathOptions(
  command: string,
  file: string,
  what: string,
  options: PathOptions,
): void {
  for (const name of ['path', 'subject', 'sdk', 'web'] as const) {
    if (options[name] === undefined) continue;
    throw new UsageError(
      `${command}.option`,
      `${command}: ${file} is ${what}, which has no ${name}. Leave --${name} out.`,
    );
  }
}

/**
 * The suite in a file: written by `sigsim paths`, or part of a saved failure.
 *
 * @throws {UsageError} if it is neither, with the place and the reason
 */
export async function suiteOf(file: string, value: unknown): Promise<Suite> {
  const { sigsim } = Object(value) as { readonly sigsim?: unknown };
  // The validator is large, and no other command needs it.
  const { checkSuite } = await import('../suites/read.ts');
  if (sigsim !== 'failure') return checkSuite(file, value);
  const { readFailure } = await import('../suites/failure.ts');
  return readFailure(file, value as object).suite;
}

/** The client that the options name: one from a file, or the SDK alone. */
export async function subjectOf(command: string, options: PathOptions): Promise<Subject> {
  const { subject } = options;
  const sdk = sdkOf(command, options);
  return subject === undefined ? bareClient(sdk) : onSdk(await loadSubject(command, subject), sdk);
}

/** The files, for the commands that play a failure again. */
export const placeOf = (file: string, { subject }: PathOptions): Place => ({
  file,
  ...(subject !== undefined && { subjectFile: subject }),
});

/** The paths of a suite, or the one that is asked for. @throws {UsageError} if the path is unknown */
export function pathsOf(command: string, suite: Suite, id: string | undefined): Suite['paths'] {
  if (id === undefined) return suite.paths;
  const found = suite.paths.filter((path) => path.id === id);
  if (found.length > 0) return found;
  const ids = suite.paths.map((path) => path.id);
  throw unknownName(`${command}.path`, command, 'path', id, ids);
}
