// Generates docs/reference/ from the docstrings, as they stand in the declarations that the build emits.
// `node make.mjs check` only says whether the pages are those.
import {
  cpSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application } from 'typedoc';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = join(root, 'docs', 'reference');
const work = mkdtempSync(join(tmpdir(), 'sigsim-reference-'));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The declarations of a subpath; undefined where it has none to be documented. */
const typesOf = (target) => target.types ?? target['module-sync']?.types;

// One module for each subpath, by a file of its name that gives on what the subpath has.
const entryPoints = Object.entries(manifest.exports).flatMap(([subpath, target]) => {
  const types = typesOf(Object(target));
  // What only sets a runner up gives nothing on.
  if (types === undefined || /^\.\/(?:jest|mocha|node-test)$/.test(subpath)) return [];
  const name = subpath === '.' ? 'sigsim' : `sigsim-${subpath.slice(2).replaceAll('/', '-')}`;
  const from = join(root, types).replace(/\.d\.ts$/, '.js');
  const hasDefault = /^export (?:default|\{[^}]*\bas default\b)/m.test(
    readFileSync(join(root, types), 'utf8'),
  );
  const lines = [
    '/** @module */',
    `export * from ${JSON.stringify(from)};`,
    ...(hasDefault ? [`export { default } from ${JSON.stringify(from)};`] : []),
  ];
  writeFileSync(join(work, `${name}.ts`), `${lines.join('\n')}\n`);
  return [join(work, `${name}.ts`)];
});
writeFileSync(
  join(work, 'tsconfig.json'),
  JSON.stringify({
    compilerOptions: {
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023', 'esnext.disposable', 'dom'],
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules', '@types')],
    },
    files: entryPoints,
  }),
);

const app = await Application.bootstrapWithPlugins({
  plugin: ['typedoc-plugin-markdown'],
  tsconfig: join(work, 'tsconfig.json'),
  entryPoints,
  basePath: work,
  name: 'Reference',
  readme: 'none',
  sort: ['alphabetical'],
  groupOrder: ['Functions', 'Classes', 'Variables', 'Interfaces', 'Type Aliases', '*'],
  disableSources: true,
  excludeExternals: true,
  excludePrivate: true,
  excludeInternal: true,
  skipErrorChecking: true,
  logLevel: 'Error',
  outputs: [{ name: 'markdown', path: join(work, 'out') }],
  outputFileStrategy: 'modules',
  entryFileName: 'README',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  propertyMembersFormat: 'table',
});
const project = await app.convert();
if (project === undefined) throw new Error('TypeDoc found nothing to document. Run npm run build.');
await app.generateOutputs(project);
const made = join(work, 'out');
for (const file of readdirSync(made)) {
  const path = join(made, file);
  const head =
    file === 'README.md'
      ? '# Reference of the exports\n\nGenerated from the docstrings by `.ci/reference/make`; what a page of [docs/](..) says in\nsentences stands here word by word.\n'
      : '';
  const name = file.replace('.md', '').replaceAll('-', '/');
  const text = readFileSync(path, 'utf8')
    .replace(/^# sigsim\S+$/m, `# ${name}`)
    .replace(/^# Reference\n/, head)
    // Examples of docstrings are pieces, and no page that is run.
    .replaceAll('```ts\n', '```typescript\n')
    .replaceAll(root, '')
    .replaceAll(work, '');
  writeFileSync(path, text);
}
const list = (folder) => (existsSync(folder) ? readdirSync(folder).toSorted() : []);
const stale = [...new Set([...list(made), ...list(pages)])].filter((file) => {
  const [ours, theirs] = [join(pages, file), join(made, file)];
  if (!existsSync(ours) || !existsSync(theirs)) return true;
  return readFileSync(ours, 'utf8') !== readFileSync(theirs, 'utf8');
});
if (process.argv[2] === 'check') {
  rmSync(work, { recursive: true });
  if (stale.length > 0) {
    console.error(`docs/reference is not what the docstrings say: ${stale.join(', ')}.`);
    console.error('Run bash .ci/reference/make, and commit what it writes.');
    process.exit(1);
  }
} else {
  rmSync(pages, { recursive: true, force: true });
  mkdirSync(pages, { recursive: true });
  cpSync(made, pages, { recursive: true });
  rmSync(work, { recursive: true });
  console.log(`docs/reference: ${list(pages).length} pages, ${stale.length} of them changed`);
}
