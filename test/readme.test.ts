// The README is true: its TypeScript runs, `expression; // => value` holds, and its commands print
// what stands below them (… stands for any number of lines).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { codes } from '../machines/codes.ts';
import { blocksOf, isAsShown, moduleOf, typed } from './support/blocks.ts';
import { sigsimHere } from './support/command.ts';
import { worldTables } from './support/world-page.ts';

const at = (path: string): URL => new URL(path, import.meta.url);
const folder = at('./.readme/');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const blocks = (file: string, language: string): readonly (readonly [string, string])[] =>
  blocksOf(readFileSync(at(`../${file}`), 'utf8'), language).map(
    (block, i) => [`${file} ${language} ${i + 1}`, block] as const,
  );

// The reference is generated, with a check of its own: .ci/reference.
const pages = readdirSync(at('../docs/'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md') && !/^reference[/\\](?!README)/.test(file))
  .map((file) => `docs/${file.replaceAll('\\', '/')}`);
const files = ['README.md', 'README.zh.md', 'CONTRIBUTING.md', 'machines/README.md', ...pages];
const snippets = files.flatMap((file) => blocks(file, 'ts'));
const consoles = files.flatMap((file) => blocks(file, 'console'));

test('readme: there are snippets and commands', () => {
  expect(snippets.length).toBeGreaterThan(3);
  expect(consoles.length).toBeGreaterThan(3);
});

/** Runs a snippet as a file of its own. */
async function run(name: string, code: string): Promise<void> {
  const file = new URL(`${name.replaceAll(/\W/g, '-')}.ts`, folder);
  writeFileSync(file, moduleOf(code, '../..'));
  await import(/* @vite-ignore */ file.pathname);
}

test.each(snippets)('readme: %s runs and gives what it says', (name, code) => run(name, code));

/** A trace's file is named by its hash, which changes with anything in it. */
const nameless = (text: string): string => text.replaceAll(/[0-9a-f]{12}(?=\.jsonl)/g, 'HASH');

test.each(['README.md', 'README.zh.md'])(
  'readme: the first example of %s is red without the marked line, as is shown',
  async (file) => {
    const [code, shown] = ['ts', 'text'].map((language) => blocks(file, language)[0]?.[1] ?? '');
    const naive = code?.replace(/^.*waitMs \*= 2.*\n/m, '') ?? '';

    let message = '';
    await run(`naive ${file}`, naive).catch((error: Error) => {
      message = `${error.message}\n`;
    });

    expect(naive).not.toBe(code);
    expect(isAsShown(nameless(message), nameless(shown ?? '')) ? shown : message).toBe(shown);
  },
);

/** What a command line prints, which ends without a failure; an audit that is shown finds something. */
async function printedBy(line: string): Promise<string> {
  const [command, ...args] = line.split(' ');
  const cwd = fileURLToPath(at('..'));
  if (command !== 'npx') return execFileSync(process.execPath, args, { encoding: 'utf8', cwd });
  const { exit, out, err } = await sigsimHere(args.slice(1));
  expect([line, exit, err]).toEqual([line, args[1] === 'audit' ? 2 : 0, '']);
  return out;
}

test.each(consoles)('readme: %s prints what is shown', async (_, block) => {
  const { line, shown } = typed(block);
  if (line.startsWith('npm ')) return; // Installing is what .ci/run does.

  const printed = await printedBy(line);
  expect(isAsShown(printed, shown) ? shown : printed).toBe(shown);
});

test.each(files)('readme: the links of %s lead somewhere, also in the package', (file) => {
  const text = readFileSync(at(`../${file}`), 'utf8').replaceAll(/^```[^]*?^```/gm, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? '');
  const own = links.filter((link) => !/^https?:/.test(link));

  const broken = own.filter((link) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? at(`../${file}`) : new URL(path, at(`../${file}`));
    if (!existsSync(target)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
  });

  expect(broken).toEqual([]);
});

/** The anchors of a page's headings, as hosts make them. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

test('readme: it has 150 to 220 lines, and leads to every page, as --help does', async () => {
  const readme = readFileSync(at('../README.md'), 'utf8');
  const lines = readme.trimEnd().split('\n').length;

  expect(lines).toBeGreaterThanOrEqual(150);
  expect(lines).toBeLessThanOrEqual(220);
  const english = pages.filter((page) => !page.startsWith('docs/zh/'));
  expect(english.filter((page) => !readme.includes(`](${page})`))).toEqual([]);
  const { out } = await sigsimHere(['--help']);
  expect(english.filter((page) => !out.includes(`  ${page.replace('docs/', '')} `))).toEqual([]);
});

/** The headings' levels and the languages of the blocks of a page, in order. */
const shapeOf = (file: string): readonly string[] =>
  [...readFileSync(at(`../${file}`), 'utf8').matchAll(/^(?:(#+) |```(\w+)$|(```)$)/gm)].map(
    ([, heading, language]) => heading ?? language ?? '',
  );

/** Code without its comments, and without the titles of tests. */
const bare = (code: string): string =>
  code.replaceAll(/ *\/\/.*$/gm, '').replaceAll(/^test\('[^']*'/gm, 'test(');

test('readme: README.zh.md says what README.md says, heading by heading and block by block', () => {
  expect(shapeOf('README.zh.md')).toEqual(shapeOf('README.md'));
  for (const language of ['ts', 'console', 'text']) {
    const [chinese, english] = ['README.zh.md', 'README.md'].map((file) =>
      blocks(file, language).map(([, code]) => bare(code)),
    );
    expect(chinese).toEqual(english);
  }
});

test('docs/zh: the table of codes is the catalogue', () => {
  const text = readFileSync(at('../docs/zh/codes.md'), 'utf8');
  const between = /<!-- codes -->([\s\S]*)<!-- \/codes -->/.exec(text)?.[1] ?? '';
  const rows = codes.map(
    ({ value, deprecated, name, meaning, advice }) =>
      `| ${value}${deprecated ? String.raw`\*` : ''} | ${name} | ${meaning.zh} | ${advice.zh} |`,
  );

  expect(cells(between).slice(1)).toEqual(rows);
});

/** The rows of a Markdown table, without its padding. */
const cells = (table: string): readonly string[] =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[-| ]+$/.test(line))
    .map((line) => line.replaceAll(/ +/g, ' ').trim());

test.each(Object.entries(worldTables))(
  'docs/world.md: the table of %s is what the world has',
  (name, made) => {
    const text = readFileSync(at('../docs/world.md'), 'utf8');
    const between = new RegExp(`<!-- ${name} -->([^]*)<!-- /${name} -->`).exec(text)?.[1] ?? '';

    expect(made().length).toBeGreaterThan(3);
    expect(cells(between)).toEqual(cells(made().join('\n')));
  },
);

test('readme: the table of what arrives where is the one that the command makes', async () => {
  const { out: made } = await sigsimHere(['codes', '--deliveries']);
  const readme = readFileSync(at('../docs/codes.md'), 'utf8');
  const between = /<!-- deliveries -->([\s\S]*)<!-- \/deliveries -->/.exec(readme)?.[1] ?? '';
  expect(cells(between)).toEqual(cells(made));
  expect(cells(made)).toHaveLength(43);
});
