// Made at build, in the place of what was compiled: all that `import 'sigsim'` loads becomes one file,
// dist/core.js, and each of the files that it is made of passes on its own part of it. A hundred small
// files take longer to find than to run.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundledCode } from './bundled.ts';

const dist = fileURLToPath(new URL('../../', import.meta.url));
const core = resolve(dist, 'core.js');
/** The table of codes is there for those who want no simulator. */
const apart = new Set([resolve(dist, 'machines/codes.js')]);

/** A file of the core, and all that it imports of the package. */
function closure(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file) || apart.has(file)) return found;
  found.add(file);
  const code = readFileSync(file, 'utf8');
  for (const [, name] of code.matchAll(/^(?:import|export)\b[^'"]*?['"](\.[^'"]+)['"]/gm)) {
    closure(resolve(dirname(file), name ?? ''), found);
  }
  return found;
}

/** A path as modules write it, from a file. */
const from = (file: string, to: string): string => {
  const path = relative(dirname(file), to).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
};

if (existsSync(core)) throw new Error('The core is made already. npm run build begins anew.');
const files = [...closure(resolve(dist, 'src/index.js'))].toSorted();
const modules = await Promise.all(
  files.map(async (file, i) => {
    const names = Object.keys((await import(pathToFileURL(file).href)) as object);
    return { file, names, own: (name: string) => `${name}_${i}` };
  }),
);
const entry = modules
  .filter(({ names }) => names.length > 0)
  .map(({ file, names, own }) => {
    const list = names.map((name) => `${name} as ${own(name)}`);
    return `export { ${list.join(', ')} } from ${JSON.stringify(from(core, file))};`;
  });
writeFileSync(core, entry.join('\n'));
const code = await bundledCode(core, {
  external: (id) => id.startsWith('xstate') || /\bcodes\.js$/.test(id),
});
writeFileSync(core, code);
for (const { file, names, own } of modules) {
  const list = names.map((name) => `${own(name)} as ${name}`);
  writeFileSync(file, `export { ${list.join(', ')} } from ${JSON.stringify(from(file, core))};\n`);
}
