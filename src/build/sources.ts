// What a build was made of, so that a test that runs `dist` can tell whether that is what stands in the
// sources: tests that run an old build see faults that are mended, and miss new ones.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Hashes of files by their paths. */
export type Sources = Readonly<Record<string, string>>;

/** The sources below a folder that has `src` and `machines`, each with the hash of what stands in it. */
export function sourcesOf(root: URL): Sources {
  const paths = ['machines', 'src'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => /\.(?:tsx?|css|html)$/.test(path))
      .toSorted(),
  );
  return Object.fromEntries(
    paths.map((path) => {
      const text = readFileSync(new URL(path, root));
      return [path, createHash('sha256').update(text).digest('hex').slice(0, 16)] as const;
    }),
  );
}

const listOf = (root: URL): URL => new URL('dist/sources.json', root);

/** The sources that are not as they were when `dist` was built; all of them where it was not. */
export function changedSince(root: URL): readonly string[] {
  const list = listOf(root);
  const built = (existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {}) as Sources;
  const now = sourcesOf(root);
  const paths = new Set([...Object.keys(now), ...Object.keys(built)]);
  return [...paths].filter((path) => now[path] !== built[path]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = new URL('../../../', import.meta.url); // From dist/src/build/.
  writeFileSync(listOf(root), `${JSON.stringify(sourcesOf(root), null, 1)}\n`);
}
