// The pages of the installed package are true: their snippets run on it, and its command prints what they
// show. .ci/tarball puts this beside copies of the package's pages and examples, as a user has them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { blocksOf, isAsShown, moduleOf, typed } from '../../test/support/blocks.ts';

const pages = [
  'README.md',
  'README.zh.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .map((file) => `docs/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.md') && !file.startsWith('docs/reference/')),
];
const blocks = (language: string): readonly (readonly [string, string])[] =>
  pages.flatMap((page) =>
    blocksOf(readFileSync(page, 'utf8'), language).map(
      (block, i) => [`${page} ${language} ${i + 1}`, block] as const,
    ),
  );
mkdirSync('snippets');

test.each(blocks('ts'))('installed: %s runs and gives what it says', async (name, code) => {
  const file = `${process.cwd()}/snippets/${name.replaceAll(/\W/g, '-')}.ts`;
  writeFileSync(file, moduleOf(code, '..'));
  await import(/* @vite-ignore */ file);
});

const commands = blocks('console').filter(([, block]) =>
  typed(block).line.startsWith('npx sigsim'),
);

test.each(commands)('installed: %s prints what is shown', (_, block) => {
  const { line, shown } = typed(block);

  const { status, stdout, stderr } = spawnSync(line, { shell: true, encoding: 'utf8' });

  expect([status, stderr]).toEqual([line.includes(' audit ') ? 2 : 0, '']);
  expect(isAsShown(stdout, shown) ? shown : stdout).toBe(shown);
});
