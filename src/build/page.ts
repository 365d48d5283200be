// Made at build: dist/page/index.html, the teaching page as one file. Its charts are laid out here,
// from the machines themselves, so that the page ships coordinates and no layout engine; and the stories of
// the codes are played here, so that it needs no SDK of 1.4.0. The package has it compressed, a quarter as large.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { codes } from '../../machines/codes.ts';
import { lifecycles } from '../../machines/index.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { compareCode, type Comparison } from '../tour/compare.ts';
import { keptLayoutOf } from './chart/kept.ts';
import { compiledCode } from './compiled.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const root = at('../../../');

/** A module of the page whose value is computed here. */
function computed(name: string, value: () => Promise<unknown>): Plugin {
  const source = `virtual:${name}`;
  const id = `\0${source}`;
  return {
    name,
    resolveId: (wanted) => (wanted === source ? id : undefined),
    load: async (wanted) =>
      wanted === id ? `export default ${JSON.stringify(await value())}` : undefined,
  };
}

/** `virtual:charts`: the chart of every part of every lifecycle. */
async function charts(): Promise<Readonly<Record<string, unknown>>> {
  const all: Record<string, Awaited<ReturnType<typeof keptLayoutOf>>> = {};
  for (const { parts } of lifecycles) {
    for (const part of parts) all[part.name] = await keptLayoutOf(part);
  }
  return all;
}

/** `virtual:comparisons`: the story of every code three ways. Gzipped, all of them are 3 kB. */
async function comparisons(): Promise<readonly Comparison[]> {
  const all: Comparison[] = [];
  for (const { name } of codes) all.push(await compareCode(name));
  return all;
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
  plugins: [
    computed('charts', charts),
    computed('comparisons', comparisons),
    validator(),
    withoutWire(),
    viteSingleFile(),
  ],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { outDir: `${root}dist/page`, emptyOutDir: true, target: 'es2022' },
});
const page = `${root}dist/page/index.html`;
writeFileSync(`${page}.gz`, gzipSync(readFileSync(page), { level: 9 }));
