// The last words of the build on types: the declarations that package.json names, and what several of
// them share in dist/lib. Two hundred small files are a block of the disk each.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const dist = fileURLToPath(new URL('../../', import.meta.url));
const manifest = readFileSync(resolve(dist, '../package.json'), 'utf8');
/** Whether a file of dist is a declaration that the compiler wrote; cjs.ts writes its own. */
const isOurs = (name: string): boolean => /^(?:src|machines)\/.*\.d\.ts$/.test(name);

const entries = Array.from(
  manifest.matchAll(/"\.\/dist\/([^"]+\.d\.ts)"/g),
  ([, name]) => name ?? '',
).filter(isOurs);
const bundle = await rolldown({
  input: Object.fromEntries(
    entries.map((name) => [name.replace(/\.d\.ts$/, ''), resolve(dist, name)]),
  ),
  plugins: [dts({ dtsInput: true, emitDtsOnly: true })],
  external: (id) => !/^[./\0]/.test(id),
  // A file may be there for what it adds to another module: the matchers of a runner.
  treeshake: { moduleSideEffects: true },
  // On a slow machine it would tell how long each plugin took, in the middle of what somebody has asked for.
  checks: { bundlerTimings: false },
});
const { output } = await bundle.generate({
  entryFileNames: '[name].ts',
  chunkFileNames: 'lib/[name].ts',
});
await bundle.close();

const written = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter(isOurs);
for (const name of written) rmSync(resolve(dist, name));
for (const item of output) {
  if (item.type !== 'chunk') throw new Error(`${item.fileName} is no declaration`);
  const file = resolve(dist, item.fileName);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, item.code);
}
