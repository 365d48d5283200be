// Made at build, in the place of what was compiled: all that `import 'sigsim'` loads becomes one file,
// dist/core.js, and the other files import that. A hundred small files take longer to find than to run,
// and a block of the disk each.
import { existsSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
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

const ownNames = new Map(modules.map(({ file, own }) => [file, own]));
const others = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .map((name) => resolve(dist, name))
  .filter((file) => file.endsWith('.js') && !ownNames.has(file) && file !== core);

/** What must stay where it is: what package.json exports, and what is named otherwise than by a list. */
const staying = new Set<string>();
const { exports } = JSON.parse(readFileSync(resolve(dist, '../package.json'), 'utf8')) as {
  readonly exports: object;
};
for (const [, path] of JSON.stringify(exports).matchAll(/"\.\/dist\/([^"]+\.js)"/g)) {
  staying.add(resolve(dist, path ?? ''));
}
for (const file of others) {
  const text = readFileSync(file, 'utf8').replaceAll(
    /^(import|export) (\{[^}]*\}|\* from|.*?\bimport\() ?(?:from )?(['"])(\.[^'"]+)\3/gm,
    (whole, word: string, list: string, _, name: string) => {
      const target = resolve(dirname(file), name);
      const own = ownNames.get(target);
      if (own === undefined) return whole;
      if (!list.startsWith('{')) return whole;
      const renamed = list.replaceAll(
        /(\w+)(?: as (\w+))?/g,
        (_one, old: string, as = old) => `${own(old)} as ${String(as)}`,
      );
      return `${word} ${renamed} from '${from(file, core)}'`;
    },
  );
  writeFileSync(file, text);
  for (const [, name] of text.matchAll(/(?:\bimport\(|\bfrom |^import )['"](\.[^'"]+)['"]/gm)) {
    staying.add(resolve(dirname(file), name ?? ''));
  }
}
for (const { file, names, own } of modules) {
  if (!staying.has(file)) {
    unlinkSync(file);
    continue;
  }
  const list = names.map((name) => `${own(name)} as ${name}`);
  writeFileSync(file, `export { ${list.join(', ')} } from ${JSON.stringify(from(file, core))};\n`);
}
