// How running text is laid out in a terminal.
import { fit } from '../../base/columns.ts';
import type { Claim } from '../../lessons/index.ts';
import type { Language } from '../../base/language.ts';
import { wrap } from '../../base/wrap.ts';
import type { Output } from '../output.ts';

/** The most columns for running text. */
const textWidth = 92;

/** How a lesson is printed. */
export interface Manner {
  readonly language: Language;
  readonly paint: Output['paint'];
  /** Columns of the terminal. */
  readonly width: number;
}

/** Indents lines of running text; the first may begin with something of its own. */
export function block(
  text: string,
  indent: number,
  { width }: Pick<Manner, 'width'>,
  first = '',
): string {
  const lead = ' '.repeat(indent);
  return wrap(text, Math.min(width, textWidth) - indent)
    .map((line, i) => (i === 0 && first !== '' ? fit(first, indent) : lead) + line)
    .join('\n');
}

/** A claim, and where it comes from. */
export const tellClaim = (
  claim: Claim,
  indent: number,
  { language, paint, width }: Manner,
): string =>
  `${block(claim[language], indent, { width })}\n${' '.repeat(indent)}${paint.dim(claim.source)}`;
