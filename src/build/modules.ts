// Made at build, in the place of what was compiled: the few modules that are shipped. What package.json
// names stays where it is, and imports the rest from dist/lib, where all that `import 'sigsim'` loads is
// one file. Three hundred small files take longer to find than to run, and a block of the disk each.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const dist = fileURLToPath(new URL('../../', import.meta.url));
const ownFolder = resolve(dist, 'src/build');
/** A file of dist, as all others are named here. */
const nameOf = (file: string): string => relative(dist, file).replaceAll('\\', '/');

const manifest = readFileSync(resolve(dist, '../package.json'), 'utf8');
/** What is loaded by its place: by package.json, by a thread, by vitest, and by the tests. */
const entries = new Set([
  ...Array.from(
    manifest.matchAll(/"(?:\.\/)?dist\/((?:src|machines)\/[^"*]+\.js)"/g),
    ([, name]) => name ?? '',
  ),
  'src/cli/run.js',
  'src/cli/audit/worker.js',
  'src/cli/fuzz/thread.js',
  'src/vitest/count.js',
]);

/** What a file imports of the package, and what that imports. The table of codes is for those who want no simulator. */
function closure(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file) || file === resolve(dist, 'machines/codes.js')) return found;
  found.add(file);
  const code = readFileSync(file, 'utf8');
  for (const [, name] of code.matchAll(/^(?:import|export)\b[^'"]*?['"](\.[^'"]+)['"]/gm)) {
    closure(resolve(dirname(file), name ?? ''), found);
  }
  return found;
}
const core = closure(resolve(dist, 'src/index.js'));

/** What names a file by its own place goes on to name it, wherever the code of it comes to stand. */
function places(): Plugin {
  return {
    name: 'places',
    enforce: 'pre',
    resolveId: (id, importer) =>
      id.endsWith('/validator.cjs') && importer !== undefined
        ? { id: `place:${nameOf(resolve(dirname(importer), id))}`, external: true }
        : undefined,
    transform: (code, id) => code.replaceAll('import.meta.url', `"place:${nameOf(id)}"`),
    renderChunk(code, { fileName }) {
      const from = (name: string): string => {
        const path = relative(dirname(fileName), name).replaceAll('\\', '/');
        return path.startsWith('.') ? path : `./${path}`;
      };
      return code
        .replaceAll(
          /(from|import) ?"place:([^"]+)"/g,
          (_, word: string, name: string) => `${word} "${from(name)}"`,
        )
        .replaceAll(
          /"place:([^"]+)"/g,
          (_, name: string) => `new URL("${from(name)}", import.meta.url).href`,
        );
    },
  };
}

const whole = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .map((name) => resolve(dist, name))
  .filter((file) => /^(?:src|machines)\/.*\.js$/.test(nameOf(file)) && !file.startsWith(ownFolder));
const made = await build({
  configFile: false,
  logLevel: 'error',
  root: dist,
  plugins: [places()],
  build: {
    write: false,
    minify: false,
    target: 'es2023',
    rolldownOptions: {
      external: (id) => !isAbsolute(id) && !/^[.\0]/.test(id),
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'lib/[name].js',
        comments: { legal: true, annotation: true, jsdoc: false },
        codeSplitting: {
          groups: [{ name: 'core', test: (id: string) => core.has(id) }],
        },
      },
    },
    lib: {
      entry: Object.fromEntries(
        [...entries].map((name) => [name.replace(/\.js$/, ''), resolve(dist, name)]),
      ),
      formats: ['es'],
    },
  },
});
const [one] = Array.isArray(made) ? made : [];
if (one === undefined) throw new Error('no module was made');
for (const file of whole) rmSync(file);
for (const item of one.output) {
  if (item.type !== 'chunk') throw new Error(`${item.fileName} is no module`);
  mkdirSync(dirname(resolve(dist, item.fileName)), { recursive: true });
  writeFileSync(resolve(dist, item.fileName), item.code);
}
