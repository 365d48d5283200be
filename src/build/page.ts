// Made at build: dist/page/index.html, the teaching page as one file. Its charts are laid out here,
// from the machines themselves, so that the page ships coordinates and no layout engine. The package has
// it compressed, a quarter as large.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { lifecycles } from '../../machines/index.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { keptLayoutOf } from './chart/kept.ts';
import { compiledCode } from './compiled.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const root = at('../../../');

/** `virtual:charts`: the chart of every part of every lifecycle. */
function charts(): Plugin {
  const id = 'virtual:charts';
  return {
    name: 'charts',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    async load(resolved) {
      if (resolved !== `\0${id}`) return undefined;
      const all: Record<string, Awaited<ReturnType<typeof keptLayoutOf>>> = {};
      for (const { parts } of lifecycles) {
        for (const part of parts) all[part.name] = await keptLayoutOf(part);
      }
      return `export default ${JSON.stringify(all)}`;
    },
  };
}

/** `src/base/validator.ts` for the page: the check of a scenario, compiled. */
function validator(): Plugin {
  const id = '\0validator';
  return {
    name: 'validator',
    enforce: 'pre',
    resolveId: (source) => (source.endsWith('/validator.ts') ? id : undefined),
    load: (resolved) => (resolved === id ? compiledCode([scenarioSchema]) : undefined),
  };
}

/**
 * The page without the wire and the published SDK's own manner, a tenth of it: what it plays are scenarios
 * and traces, and neither asks for them.
 */
function withoutWire(): Plugin {
  const absent = `
    const absent = () => { throw new Error('The page has no wire and no SDK of 1.4.0.'); };
    export class Wire { constructor() { absent(); } }
    export const createPublished = absent;`;
  return {
    name: 'without-wire',
    enforce: 'pre',
    load: (file) =>
      /\/src\/(?:wire\/wire|published\/signal)\.ts$/.test(file) ? absent : undefined,
  };
}

await build({
  configFile: false,
  logLevel: 'error',
  root: `${root}src/page`,
  plugins: [charts(), validator(), withoutWire(), viteSingleFile()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { outDir: `${root}dist/page`, emptyOutDir: true, target: 'es2022' },
});
const page = `${root}dist/page/index.html`;
writeFileSync(`${page}.gz`, gzipSync(readFileSync(page), { level: 9 }));
