// Made at build, in the place of what was compiled: dist/src/base/vendor.js with the few functions of other
// packages in it, and dist/src/base/validator.js with the checks of our schemas as code, so that a user
// installs neither those packages nor a compiler of schemas.
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { schemas } from '../base/reader.ts';
import { bundledCode } from './bundled.ts';
import { compiledCode } from './compiled.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const nodeModules = at('../../../node_modules');

/** Puts a file in the place of another at once: somebody may be reading it. */
function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** What the licences of the packages ask for: their text, in every copy. */
function licencesOf(names: readonly string[]): string {
  const require = createRequire(import.meta.url);
  const texts = names.map((name) => {
    let folder = dirname(require.resolve(name));
    while (!readdirSync(folder).includes('package.json')) folder = dirname(folder);
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    if (file === undefined) throw new Error(`${name} has no licence`);
    return `${relative(nodeModules, folder)}\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}`;
  });
  return `/*!\n${texts.join('\n\n---\n\n').replaceAll('*/', '* /')}\n*/\n`;
}

/** The checks of all schemas that a file checks by, compiled, as `validator.js`. */
async function checks(): Promise<Plugin> {
  const files = readdirSync(at('..'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.js') && !/^(?:build|page)\b/.test(file))
    .filter((file) => /^import .*\breader\.js'/m.test(readFileSync(at(`../${file}`), 'utf8')));
  for (const file of files) await import(new URL(`../${file}`, import.meta.url).href);
  return {
    name: 'checks',
    load: (id) => (id.endsWith('/validator.js') ? compiledCode(schemas) : undefined),
  };
}

const packages = ['@noble/hashes/sha2.js', 'leven', 'pure-rand/generator/xoroshiro128plus'];
replace(
  at('../base/vendor.js'),
  licencesOf(packages) + (await bundledCode(at('../base/vendor.js'), { minify: true })),
);
// As CommonJS, which the library for jest loads, too: it is large.
replace(
  at('../base/validator.cjs'),
  licencesOf(['ajv']) +
    (await bundledCode(at('../base/validator.js'), {
      minify: true,
      format: 'cjs',
      plugins: [await checks()],
    })),
);
replace(
  at('../base/validator.js'),
  "import validator from './validator.cjs';\nexport const { validatorOf } = validator;\n",
);
