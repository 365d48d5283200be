import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkCode } from './kind.ts';
import { show, UsageError } from '../base/errors.ts';
import { checkSubject, type Subject } from '../run/subject.ts';

/** An error in one word: Node's error code, or its text if it has none. */
const reasonOf = (error: unknown): string =>
  (error as { readonly code?: string }).code ?? String(error);

/** An error in one sentence, which names the module if one is missing. */
const firstLine = (error: unknown): string =>
  ((error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '').trim();

/** Where an error happened during loading, with the line of the file; `''` if it is not known. */
function placeOfError(error: unknown): string {
  const { message = '', stack = '' } = error instanceof Error ? error : {};
  // A syntax error has the place in its message, an error thrown while loading has it in its stack.
  const own = `${message}\n${stack}`.split('\n').filter((line) => !line.includes('node_modules'));
  const [, path, line, column] =
    own
      .map((one) => /(?:^|[\s(])(?:file:\/\/)?(\/[^\s():]+|[A-Z]:[^\s():]+):(\d+):(\d+)/.exec(one))
      .find((found) => found !== null) ?? [];
  if (path === undefined || line === undefined || !existsSync(path)) return '';
  const text = readFileSync(path, 'utf8').split('\n')[Number(line) - 1] ?? '';
  return `\n  ${relative('', path)}:${line}:${column ?? ''}  ${text.trim()}\n`;
}

/**
 * The text of a file that was given to a command.
 *
 * @throws {UsageError} if it cannot be read; `give` says what to give
 */
export function readText(command: string, file: string, give: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${command}.file`,
      `${command}: ${show(file)} cannot be read (${reasonOf(error)}). ${give}`,
    );
  }
}

/**
 * The subject that a file exports, in JavaScript or TypeScript, on every version of Node.
 *
 * @throws {UsageError} if the file cannot be loaded, or exports no subject
 */
export async function loadSubject(command: string, file: string): Promise<Subject> {
  const give = 'Give a file of JavaScript or TypeScript that exports a subject.';
  const loaded = await loadModule(command, `${command}.subject`, file, give);
  return checkSubject(file, 'default' in loaded ? loaded['default'] : loaded);
}

/**
 * What a file exports, in JavaScript or TypeScript, on every version of Node.
 *
 * @throws {UsageError} with `id`, if it cannot be loaded; `give` says what to give
 */
export async function loadModule(
  command: string,
  id: string,
  file: string,
  give: string,
): Promise<Readonly<Record<string, unknown>>> {
  checkCode(command, file);
  // By require: Node looks through what is imported for the names that it exports, which takes longer.
  const { createJiti } = createRequire(import.meta.url)('jiti') as typeof import('jiti');
  // The file must import this copy of sigsim, or its Signal would belong to another world.
  const jiti = createJiti(import.meta.url, { nativeModules: ['sigsim'] });
  try {
    return await jiti.import(pathToFileURL(resolve(file)).href);
  } catch (error) {
    throw new UsageError(
      id,
      `${command}: ${show(file)} cannot be loaded (${firstLine(error)}).${placeOfError(error) || ' '}${give}`,
    );
  }
}
