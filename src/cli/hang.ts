// Lines that fit the width of a terminal: text that does not fit continues below, indented.
import { stripVTControlCharacters } from 'node:util';
import { wrap } from '../base/wrap.ts';
import { columns } from '../base/columns.ts';

/**
 * The minimum width for running text; if there is less room beside a head, the text begins below
 * it.
 */
const roomMin = 12;

/**
 * A head, and beside it a text that is wrapped by the width of its characters and continues in the
 * same column. The head may contain colors; `paint` colors the text, line by line.
 */
export function hang(
  head: string,
  text: string,
  width: number,
  paint: (line: string) => string = (line) => line,
): string {
  const taken = columns(stripVTControlCharacters(head));
  const isBeside = width - taken >= roomMin;
  const indent = isBeside ? taken : 4;
  const [first = '', ...rest] = wrap(text, Math.max(8, width - indent));
  const lead = ' '.repeat(indent);
  const begin = isBeside ? head : `${head.trimEnd()}\n${lead}`;
  return [begin + paint(first), ...rest.map((line) => lead + paint(line))]
    .map((line) => line.trimEnd())
    .join('\n');
}
