// Made at build: dist/cjs, the library for jest, whose own loader requires and does not know
// `require(esm)`. Node itself never loads it: with `import` and with `require` it takes the modules
// (`module-sync` in package.json). What there is one of is shared with them: src/base/shared.ts.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = at('../../cjs/');

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly require?: { readonly default: string } }>>;
}
const { exports } = JSON.parse(readFileSync(at('../../../package.json'), 'utf8')) as Manifest;
/** `./dist/cjs/paths.cjs` of package.json is made of the file that `import` takes. */
const entries = Object.values(exports).flatMap((entry) => {
  const { require: required, default: imported } = entry as {
    readonly require?: { readonly default: string };
    readonly default?: string;
  };
  if (required === undefined || imported === undefined) return [];
  const name = required.default.replace(/^.*\/(.*)\.cjs$/, '$1');
  return [{ name, module: at(`../../.${imported.replace('./dist', '')}`) }];
});

await build({
  configFile: false,
  logLevel: 'error',
  root: at('..'),
  plugins: [
    {
      name: 'validator',
      enforce: 'pre',
      resolveId: (source) =>
        source.endsWith('/validator.js')
          ? { id: '../src/base/validator.cjs', external: true }
          : undefined,
    },
  ],
  build: {
    outDir: folder,
    emptyOutDir: true,
    target: 'es2023',
    minify: true,
    rolldownOptions: {
      external: /^(?:xstate|node:)/,
      output: { chunkFileNames: '[name].cjs' },
    },
    lib: {
      entry: Object.fromEntries(entries.map(({ name, module }) => [name, module])),
      formats: ['cjs'],
      fileName: (_, name) => `${name}.cjs`,
    },
  },
});
for (const { name, module } of entries) {
  const types = module.replace(/^.*\/dist\//, '../');
  const all = `export * from '${types}';\n`;
  const isDefault = name === 'sdk' ? `export { default } from '${types}';\n` : '';
  writeFileSync(`${folder}${name}.d.cts`, all + isDefault);
}
// `require('agora-signaling-sdk')` gives the function itself.
appendFileSync(
  `${folder}sdk.cjs`,
  '\nmodule.exports = Object.assign(exports.Signal, { Signal: exports.Signal, default: exports.Signal });\n',
);
