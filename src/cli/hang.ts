// Lines that keep to the width of a terminal: what does not fit goes on below, indented.
import { stripVTControlCharacters } from 'node:util';
import { wrap } from '../base/wrap.ts';
import { columns } from '../base/columns.ts';

/** What running text needs at least; where there is less beside a head, it begins below it. */
const roomMin = 12;

/**
 * A head, and a text beside it that is wrapped to the width by the width of its characters and goes on
 * below itself. The head may be painted; the text is painted by `paint`, line by line.
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
