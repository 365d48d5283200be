// The last step of the build: all that is made from what was compiled. What is made of single modules
// comes before these become few.
import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a file beside this one; what it says of a failure is in the error. */
const make = async (name: string): Promise<void> => {
  const { stderr } = await run(process.execPath, [fileURLToPath(new URL(name, import.meta.url))]);
  process.stderr.write(stderr);
};

// Other parts explore models, which reads the tables.
await Promise.all(['inline.js', 'tables.js'].map(make));
await Promise.all(
  ['page.js', 'cjs.js', 'global.js', 'universe.js', 'emissions.js', 'schema.js'].map(make),
);

await make('modules.js');
await make('declarations.js');
await make('sources.js');

// The compiler writes no run bit; `npx sigsim` in a clone runs the file itself.
chmodSync(new URL('../cli/main.js', import.meta.url), 0o755);
