// How running text is set in a terminal.
import { fit } from '../../trace/lanes.ts';
import type { Claim } from '../../lessons/index.ts';
import type { Language } from '../../telling/language.ts';
import { wrap } from '../../telling/wrap.ts';
import type { Output } from '../output.ts';

/** Columns that running text takes at most. */
const textWidth = 92;

/** How a lesson is told. */
export interface Manner {
  readonly language: Language;
  readonly paint: Output['paint'];
}

/** Indents lines of running text; the first may begin with something of its own. */
export function block(text: string, indent: number, first = ''): string {
  const lead = ' '.repeat(indent);
  return wrap(text, textWidth - indent)
    .map((line, i) => (i === 0 && first !== '' ? fit(first, indent) : lead) + line)
    .join('\n');
}

/** A claim, and where it comes from. */
export const tellClaim = (claim: Claim, indent: number, { language, paint }: Manner): string =>
  `${block(claim[language], indent)}\n${' '.repeat(indent)}${paint.dim(claim.source)}`;
