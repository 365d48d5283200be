import { columns } from '../trace/lanes.ts';

/** What a line may be broken behind: words, and every character of a script without spaces. */
const pieces = /[^\s⺀-￯]+\s*|[⺀-￯]\s*|\s+/gu;

/** What no line begins with. */
const closing = /^[，。、：；！？）」』”…,.:;!?)]/u;

/** Breaks a text into lines of at most so many terminal columns; CJK takes two. */
export function wrap(text: string, size: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const [piece] of text.matchAll(pieces)) {
    const isFull = columns((line + piece).trimEnd()) > size;
    if (isFull && line !== '' && !closing.test(piece)) {
      lines.push(line.trimEnd());
      line = piece;
    } else line += piece;
  }
  return line === '' ? lines : [...lines, line.trimEnd()];
}
