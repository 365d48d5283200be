// Made at build: dist/global/sigsim.js, the library as one classic script, and beside it what takes
// the place of `agora-signaling-sdk` where modules are required.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = at('../../global/');

await build({
  configFile: false,
  logLevel: 'error',
  root: at('..'),
  build: {
    outDir: folder,
    emptyOutDir: true,
    target: 'es2022',
    lib: {
      entry: at('../global/index.js'),
      name: 'sigsim',
      formats: ['umd'],
      fileName: () => 'sigsim.js',
    },
  },
});
writeFileSync(`${folder}package.json`, '{ "type": "commonjs" }\n');
writeFileSync(
  `${folder}agora-signaling-sdk.js`,
  "module.exports = require('./sigsim.js').Signal;\n",
);
