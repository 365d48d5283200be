import { UsageError } from './errors.ts';

/**
 * The value of a JSON text; `where` begins the message, `id` is the error's.
 *
 * @throws {UsageError} when it is no JSON, with the line and the column
 */
export function parseJSON(id: string, where: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const [, position] = /position (\d+)/.exec(String(error)) ?? [];
    const before = text.slice(0, position === undefined ? text.length : Number(position));
    const lines = before.split('\n');
    throw new UsageError(
      id,
      `${where}: no JSON: line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}. ` +
        'Look for a comma too many or too few there.',
    );
  }
}
