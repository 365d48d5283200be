// The vitest that one slice of npm run mutate runs in: sources are replaced by instrumented ones, and
// the `vitest` that the tests import is collect.ts.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const plan = JSON.parse(readFileSync(process.env['MUTATION_PLAN'] ?? '', 'utf8')) as {
  readonly instrumented: Readonly<Record<string, string>>;
};

export default defineConfig({
  root: at('../..'),
  resolve: base.resolve,
  plugins: [
    {
      name: 'mutation',
      enforce: 'pre',
      resolveId: (source, importer) =>
        source === 'vitest' && importer?.includes('/test/') ? at('./collect.ts') : undefined,
      load(id) {
        const file = plan.instrumented[id];
        return file === undefined ? undefined : readFileSync(file, 'utf8');
      },
    },
  ],
  test: {
    include: ['.ci/mutation/slice.test.ts'],
    testTimeout: 0,
    hookTimeout: 0,
    maxWorkers: 1,
    reporters: [{ onTestRunEnd: (_, errors) => errors.forEach((error) => console.error(error)) }],
    pool: 'forks',
  },
});
