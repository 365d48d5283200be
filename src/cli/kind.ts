// Recognizes files by their content: if a command is given a file of the wrong kind, the error says
// what the file is, and which command takes it.
import { readFileSync } from 'node:fs';
import { UsageError } from '../base/errors.ts';

/** The kinds of files that commands read and write. */
const kinds = {
  trace: ['a trace', 'sigsim replay plays it again, sigsim page shows it'],
  suite: ['a suite of paths', 'sigsim replay runs it'],
  failure: ['a failure of a path', 'sigsim replay runs it again'],
  scenario: ['a scenario', 'sigsim run plays it'],
  coverage: ['a report of coverage', 'sigsim merge reads it'],
  campaign: ['a report of a campaign', 'sigsim merge reads it'],
  audit: ['a report of an audit', 'sigsim audit takes it as --baseline'],
  code: ['JavaScript or TypeScript', 'sigsim audit takes a subject'],
} as const;

/** A kind of file. */
export type FileKind = keyof typeof kinds;

/** The kind of a file, by its text; undefined if it is of no known kind. */
function kindOf(file: string, text: string): FileKind | undefined {
  const marked = /^\s*\{\s*"sigsim"\s*:\s*"(\w+)"/.exec(text.slice(0, 200))?.[1];
  if (marked !== undefined && Object.hasOwn(kinds, marked)) return marked as FileKind;
  if (/\.[cm]?[jt]sx?$/.test(file)) return 'code';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { sigsim, paths, reactions, steps, clients } = Object(value) as Readonly<
    Record<string, unknown>
  >;
  if (typeof sigsim === 'string' && Object.hasOwn(kinds, sigsim)) return sigsim as FileKind;
  if (Array.isArray(paths)) return 'suite';
  if (Array.isArray(reactions)) return 'audit';
  return Array.isArray(steps) || Array.isArray(clients) ? 'scenario' : undefined;
}

/**
 * Refuses a file of a kind that a command does not take. A file that is no JSON object is left to the code
 * that reads it.
 *
 * @throws {UsageError} if it is of another kind; the message says which, and what takes it
 */
export function checkKind(
  command: string,
  file: string,
  text: string,
  wanted: readonly FileKind[],
): void {
  const kind = kindOf(file, text);
  if (kind !== undefined && wanted.includes(kind)) return;
  if (kind === undefined) {
    // Of a file that says what it is, or if a command takes one kind only, the code that reads it says more.
    if (wanted.length === 1 || !/^\s*\{(?!\s*"sigsim")/.test(text)) return;
    const list = wanted.map((one) => kinds[one][0]);
    throw new UsageError(
      `${command}.kind`,
      `${command}: ${file} is not ${list.slice(0, -1).join(', ')} or ${String(list.at(-1))}.`,
    );
  }
  const [what, takes] = kinds[kind];
  throw new UsageError(`${command}.kind`, `${command}: ${file} is ${what}; ${takes}.`);
}

/** The same for a file that is loaded as code. @throws {UsageError} if it is JSON */
export function checkCode(command: string, file: string): void {
  if (!/\.(?:jsonl?|jsonc)$/.test(file)) return;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return; // The code that loads it reports that it cannot be read.
  }
  checkKind(command, file, text, ['code']);
}
