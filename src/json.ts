import { UsageError } from './errors.ts';

/** Longest text that is read, in characters: nothing of ours is longer. */
const lengthMax = 200_000_000;

/** Says that a text is longer than anything of ours. @throws {UsageError} when it is */
export function checkLength(id: string, where: string, text: string): void {
  if (text.length <= lengthMax) return;
  throw new UsageError(
    id,
    `${where}: ${Math.round(text.length / 1e6)} MB, and at most ${lengthMax / 1e6} MB are read. ` +
      'Cut it into several.',
  );
}

/**
 * The value of a JSON text; `where` begins the message, `id` is the error's.
 *
 * @throws {UsageError} when it is no JSON, with the line and the column, or longer than 200 MB
 */
export function parseJSON(id: string, where: string, text: string): unknown {
  checkLength(id, where, text);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const [, position] = /position (\d+)/.exec(String(error)) ?? [];
    const at = position === undefined ? text.length : Number(position);
    const start = text.lastIndexOf('\n', at - 1);
    const line = text.slice(0, at).split('\n').length;
    const isCut = at >= text.length;
    throw new UsageError(
      id,
      `${where}: no JSON: line ${line}, column ${at - start}. ` +
        (isCut
          ? 'The text ends there: a part of it is missing.'
          : 'Look for a comma too many or too few there.'),
    );
  }
}
