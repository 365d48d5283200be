// Files of the project, and what they depend on.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the project lies. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** TypeScript files in a folder, in order; `depth` 1 leaves out the folders in it. */
export function globSync(folder, depth = Infinity) {
  const at = join(root, folder);
  if (!existsSync(at)) return [];
  return readdirSync(at, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return depth > 1 ? globSync(path, depth - 1) : [];
      return entry.name.endsWith('.ts') ? [path] : [];
    });
}

/** What `sigsim` and its subpaths mean to tests; as in vitest.config.ts. */
const aliases = {
  sigsim: 'src/index.ts',
  'sigsim/codes': 'machines/codes.ts',
  'sigsim/machines': 'machines/index.ts',
  'sigsim/paths': 'src/suites/index.ts',
};

function target(from, source) {
  if (source.startsWith('.')) return normalize(join(dirname(from), source));
  return aliases[source] ?? source.replace(/^sigsim\/(\w+)$/, 'src/$1/index.ts');
}

/** Everything that files load, themselves included: what a result depends on. */
export function closureOf(files) {
  const found = new Set(files);
  for (const file of found) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, source] of text.matchAll(/(?:from |import\(|import |new URL\()'([^']+)'/g)) {
      const path = target(file, source);
      if (existsSync(join(root, path)) && statSync(join(root, path)).isFile()) found.add(path);
    }
  }
  return [...found].toSorted();
}

/** A fingerprint of files and whatever else matters. */
export function fingerprint(files, ...more) {
  const hash = createHash('sha256').update(JSON.stringify(more));
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
