// Text in lines, by the width of its characters.
import { columns } from './columns.ts';

/** What a line may be broken behind: words, and every character of a script without spaces. */
const pieces = /[^\s⺀-￯]+\s*|[⺀-￯]\s*|\s+/gu;

/** What no line begins with. */
const closing = /^[，。、：；！？）」』”…,.:;!?)]/u;

/** Breaks a text into lines of at most so many terminal columns; CJK takes two. */
export function wrap(text: string, size: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let last = 0; // Where the last piece of the line begins.
  for (const [piece] of text.matchAll(pieces)) {
    const isFull = columns((line + piece).trimEnd()) > size;
    // What closes takes along what it closes.
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
