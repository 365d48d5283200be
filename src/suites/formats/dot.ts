import type { Suite } from '../../paths/cover/suite.ts';
import { movesOf } from './moves.ts';

/** A text, quoted for Graphviz. */
const quote = (text: string): string =>
  `"${text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', ' ')}"`;

/** The states that a suite goes through, and the steps between them, for Graphviz. */
export function toDOT(suite: Suite): string {
  const { states, moves } = movesOf(suite);
  return [
    `digraph ${quote(`${suite.model} ${suite.cover}`)} {`,
    '  rankdir=LR;',
    '  node [shape=box, style=rounded];',
    ...states.map((state, id) => `  s${id} [label=${quote(state)}];`),
    ...moves.map(({ from, to, label }) => `  s${from} -> s${to} [label=${quote(label)}];`),
    '}\n',
  ].join('\n');
}
