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

const space = /[\t\n\r ]*/y;
const scalar =
  /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

/** A scalar that the end of the text cuts off. */
const cutScalar = /(?:"(?:[^"\\\p{Cc}]|\\.)*\\?|-|t|tr|tru|f|fa|fal|fals|n|nu|nul)$/uy;

/** The length of what a sticky pattern finds at a place, 0 for nothing. */
function lengthAt(pattern: RegExp, text: string, place: number): number {
  pattern.lastIndex = place;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** The place at which a text stops being JSON. `JSON.parse` says it in some of its messages only. */
function faultOf(text: string): number {
  const closers: string[] = [];
  /** What comes next: a value, a key, the end of what is open, or several of them. */
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
 * @throws {UsageError} when it is no JSON, with the line and the column, or longer than 200 MB
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
          ? 'The text ends there: a part of it is missing.'
          : 'Look for a comma too many or too few there.'),
    );
  }
}
