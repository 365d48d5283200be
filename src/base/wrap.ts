// Breaks text into lines by the width of its characters.
import { columns } from './columns.ts';

/** Where a line may be broken: after a word, and after any character of a script without spaces. */
const pieces = /[^\s⺀-￯]+\s*|[⺀-￯]\s*|\s+/gu;

/** Characters that must not begin a line. */
const closing = /^[，。、：；！？）」』”…,.:;!?)]/u;

/** Breaks a text into lines of at most `width` terminal columns; a CJK character takes two. */
export function wrap(text: string, size: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let last = 0; // Where the last piece of the line begins.
  for (const [piece] of text.matchAll(pieces)) {
    const isFull = columns((line + piece).trimEnd()) > size;
    // A closing mark stays with the piece that it closes.
    const at = closing.test(piece) ? last : line.length;
    if (isFull && at > 0) {
      lines.push(line.slice(0, at).trimEnd());
      line = line.slice(at);
      last = 0;
    } else last = line.length;
    line += piece;
  }
  return line === '' ? lines : [...lines, line.trimEnd()];
}
