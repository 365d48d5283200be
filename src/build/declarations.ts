// The last words of the build on types: a declaration that no entry of package.json leads to is not
// shipped. They are many small files, a block of the disk each, and nobody can import them.
import { readdirSync, readFileSync, unlinkSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../', import.meta.url));
const manifest = readFileSync(resolve(dist, '../package.json'), 'utf8');

/** A declaration, and all that it names of the package, by import, export or `import('...')`. */
function reach(file: string, found: Set<string>): void {
  if (found.has(file)) return;
  found.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, name] of text.matchAll(
    /(?:\bfrom |\bimport\(|^import )['"](\.[^'"]+)\.[jt]s['"]/gm,
  )) {
    reach(`${resolve(dirname(file), name ?? '')}.d.ts`, found);
  }
}

const reached = new Set<string>();
for (const [, path] of manifest.matchAll(/"\.\/dist\/([^"]+\.d\.c?ts)"/g)) {
  reach(resolve(dist, path ?? ''), reached);
}
for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  const file = resolve(dist, name);
  if (file.endsWith('.d.ts') && !reached.has(file)) unlinkSync(file);
}
