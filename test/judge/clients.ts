// How the clients of this folder are read: as text, so that a mutant is a change of it, and so that a
// test can give everything other names and other delays.
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import { root } from '../../src/cli/package.ts';
import { checkSubject, type Subject } from '../../src/run/index.ts';
import { mutants, type Mutant } from './mutants.ts';

const at = (path: string): string => fileURLToPath(new URL(path, root));
/** A source of the package as it runs here: as it is written, or compiled. */
const beside = (path: string): string =>
  fileURLToPath(new URL(`../../${path}${extname(import.meta.url)}`, import.meta.url));

/** A client as text, and where it stands. */
export interface Source {
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

const read = (path: string): Source => ({
  name: path.replace(/^.*\//, '').replace(/\.ts$/, ''),
  file: at(path),
  text: readFileSync(at(path), 'utf8'),
});

const folder = (path: string): readonly Source[] =>
  readdirSync(at(path))
    .filter((name) => name.endsWith('.ts') && name !== 'what-to-do.ts')
    .toSorted()
    .map((name) => read(`${path}/${name}`));

export const variants = folder('test/judge/variants');
export const wild = folder('test/judge/wild');

/** The rules that a wild client breaks, as its header lists them. */
export const faultsOf = ({ text }: Source): readonly string[] =>
  [...text.matchAll(/^\/\/ fault: ([\w-]+)/gm)].map(([, rule = '']) => rule).toSorted();

const examples = {
  web: ['examples/careful-chat', './careful-chat.ts'],
  native: ['examples/careful-native', './careful-native.ts'],
} as const;

/** A careful example with its subject in one text, changed as a mutant says. */
export function mutantSource({ name, of, changes }: Mutant): Source {
  const [path, imported] = examples[of];
  let { text } = read(`${path}.ts`);
  for (const [stood, stands] of changes) {
    const count = text.split(stood).length - 1;
    if (count !== 1)
      throw new Error(`${name}: ${JSON.stringify(stood)} stands there ${count} times`);
    text = text.replace(stood, () => stands);
  }
  const { text: subject, file } = read(`${path}.subject.ts`);
  const line = new RegExp(`^import \\{ \\w+ \\} from '${imported.replace('./', '\\./')}';$`, 'm');
  return { name, file, text: `${text}\n${subject.replace(line, '')}` };
}

export const mutantSources = mutants.map((mutant) => ({ mutant, source: mutantSource(mutant) }));

const jiti = createJiti(import.meta.url, {
  moduleCache: false,
  alias: {
    'sigsim/paths': beside('src/run/index'),
    'sigsim/sdk': beside('src/sdk/index'),
  },
});

/** The subject of a text. */
export async function subjectIn({ name, file, text }: Source): Promise<Subject> {
  const loaded = await jiti.evalModule(text, { filename: file, async: true });
  return checkSubject(name, (loaded as { readonly default: unknown }).default);
}
