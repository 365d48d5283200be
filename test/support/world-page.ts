// The tables of docs/world.md, made from the sources and the tables of the world, so that they cannot be
// wrong.
import { readFileSync } from 'node:fs';
import { operationNames } from '../../machines/lifecycles.ts';
import { networkActs, serviceActs } from '../../src/scenario/acts.ts';
import { faultOperations } from '../../src/world/rules/faults.ts';
import { clientStates } from '../../src/world/rules/when.ts';

const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] => [
  `| ${head.join(' | ')} |`,
  ...rows.map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`,
  ),
];

/** The first paragraph of a docstring, in one line, without what it throws. */
const sentenceOf = (docstring: string): string =>
  (docstring.split(/\n\s*\*?\s*\n|@\w+/)[0] ?? '')
    .replaceAll(/^\s*\*? ?/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Parameters without their defaults and inner comments. */
const parametersOf = (text: string): string =>
  text
    .replaceAll(/\/\*\*[^]*?\*\//g, '')
    .replaceAll(/readonly /g, '')
    .replaceAll(/(\w+): ([^=,]+?) = (?:\{\}|\w+)/g, '$1?: $2')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[;,] \}/g, ' }')
    .trim()
    .replace(/,$/, '');

/** What a test can ask for besides what scenarios can. */
const questions: ReadonlySet<string> = new Set(['issueToken', 'members']);

/** The acts of a class in a file, each with what its docstring says of it first. */
function methodsIn(path: string, acts: object): readonly (readonly string[])[] {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const methods = text.matchAll(
    /^ {2}\/\*\*((?:(?!\*\/)[^])*)\*\/\n {2}(\w+)\(((?:[^()]|\([^()]*\))*)\): ([^{;\n]+) \{$/gm,
  );
  return [...methods].flatMap(([, docstring = '', name = '', args = '', result = '']) =>
    Object.hasOwn(acts, name) || questions.has(name)
      ? [
          [
            `\`${name}(${parametersOf(args)})\``,
            sentenceOf(docstring),
            result === 'void' ? '' : `\`${result}\``,
          ],
        ]
      : [],
  );
}

const list = (names: readonly string[]): readonly string[] => names.map((name) => `\`${name}\``);

/** What stands between `<!-- name -->` and `<!-- /name -->`. */
export const worldTables: Readonly<Record<string, () => readonly string[]>> = {
  service: () =>
    table(
      ['method', 'what it does', 'gives'],
      methodsIn('src/world/service/service.ts', serviceActs),
    ),
  network: () =>
    table(
      ['method', 'what it does', 'gives'],
      methodsIn('src/world/network/network.ts', networkActs),
    ),
  words: () =>
    table(
      ['where', 'words'],
      [
        ['`service.refuse`, `silence`, `garble`, `heal`', list(operationNames).join(', ')],
        ['`on` of `world.fault`', list(faultOperations).join(', ')],
        ['`while` of `world.fail` and `world.fault`', list(clientStates).join(', ')],
      ],
    ),
};
