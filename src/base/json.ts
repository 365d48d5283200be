import { UsageError } from './errors.ts';

/** The longest text that is read, in characters: no file that sigsim writes is longer. */
const lengthMax = 200_000_000;

/** Refuses a text that is longer than any file that sigsim writes. @throws {UsageError} if it is */
export function checkLength(id: string, where: string, text: string): void {
  if (text.length <= lengthMax) return;
  throw new UsageError(
    id,
    `${where}: the text has ${Math.round(text.length / 1e6)} MB, but sigsim reads at most ${lengthMax / 1e6} MB. ` +
      'Split it into several files.',
  );
}

const space = /[\t\n\r ]*/y;
const scalar =
  /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

/** A scalar that is cut off by the end of the text. */
const cutScalar = /(?:"(?:[^"\\\p{Cc}]|\\.)*\\?|-|t|tr|tru|f|fa|fal|fals|n|nu|nul)$/uy;

/** The length of what a sticky pattern matches at a position; 0 if it does not match. */
function lengthAt(pattern: RegExp, text: string, place: number): number {
  pattern.lastIndex = place;
  return pattern.exec(text)?.[0].length ?? 0;
}

/**
 * The position at which a text stops being JSON. `JSON.parse` gives it in only some of its
 * messages.
 */
function faultOf(text: string): number {
  const closers: string[] = [];
  /** What may come next: a value, a key, the end of what is open, or one of several. */
  let expected: 'value' | 'value or end' | 'key' | 'key or end' | ':' | 'rest' = 'value';
  for (let at = lengthAt(space, text, 0); at < text.length; at += lengthAt(space, text, at)) {
    const char = text[at] ?? '';
    const isEnd = char === closers.at(-1) && (expected === 'rest' || expected.endsWith('or end'));
    if (isEnd) {
      closers.pop();
      expected = 'rest';
    } else if (expected === 'rest') {
      if (char !== ',' || closers.length === 0) return at;
      expected = closers.at(-1) === '}' ? 'key' : 'value';
    } else if (expected === ':') {
      if (char !== ':') return at;
      expected = 'value';
    } else if (expected.startsWith('value') && (char === '{' || char === '[')) {
      closers.push(char === '{' ? '}' : ']');
      expected = char === '{' ? 'key or end' : 'value or end';
    } else {
      const length = lengthAt(scalar, text, at);
      const isKey = expected.startsWith('key');
      if (isKey && char !== '"') return at;
      if (length === 0) return at + lengthAt(cutScalar, text, at);
      expected = isKey ? ':' : 'rest';
      at += length - 1;
    }
    at += 1;
  }
  return text.length;
}

/**
 * The value of a JSON text; `where` begins the message, `id` is the error's.
 *
 * @throws {UsageError} if it is not JSON, with the line and the column, or is longer than 200 MB
 */
export function parseJSON(id: string, where: string, text: string): unknown {
  checkLength(id, where, text);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    const at = faultOf(text);
    const before = text.slice(0, at);
    const line = before.split('\n').length;
    throw new UsageError(
      id,
      `${where}: not JSON: line ${line}, column ${at - before.lastIndexOf('\n')}. ` +
        (at >= text.length
          ? 'The text ends there, so part of it is missing.'
          : 'Look for an extra or missing comma there.'),
    );
  }
}
