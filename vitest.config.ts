import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import type { Reporter } from 'vitest/node';
import { hasNoBrowser, noBrowser } from './test/support/chromium.ts';
import { hasNoSdk, needSdk, noSdk } from './test/support/published.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
// Examples and README snippets import the package by name; here that name means the sources.
const alias = [
  { find: /^sigsim$/, replacement: at('./src/index.ts') },
  { find: /^sigsim\/codes$/, replacement: at('./machines/codes.ts') },
  { find: /^sigsim\/(machines)$/, replacement: at('./machines/index.ts') },
  {
    find: /^sigsim\/(campaign|checks|judge|loopback|scenario|sdk|vitest)$/,
    replacement: at('./src/$1/index.ts'),
  },
  { find: /^sigsim\/paths$/, replacement: at('./src/suites/index.ts') },
];

// What a developer's shell wishes for colours is not what the tests ask for: they set it themselves.
for (const name of ['FORCE_COLOR', 'NO_COLOR']) delete process.env[name];

/** Says at the end of a run, where it is seen, which tests were not run. */
const notices: Reporter = {
  onTestRunEnd(modules) {
    const wanted = modules.some(({ project }) => project.name === 'browser');
    if (wanted && hasNoBrowser) console.warn(`\n  NOTICE  ${noBrowser}\n`);
    if (hasNoSdk) console.warn(`\n  NOTICE  ${noSdk}\n`);
  },
};

const leftOut = hasNoSdk ? needSdk : [];

/**
 * Test files that change the process they run in: they fake its timers, close every world in it, or
 * leave real timers of sockets behind.
 */
const alone = [
  'test/{checks,clocks,examples,loopback,vitest}/**/*.test.ts',
  'test/readme.test.ts',
  'test/lessons/checks.test.ts',
  'test/world-api/install.test.ts',
];

export default defineConfig({
  resolve: { alias },
  test: {
    maxWorkers: 2,
    reporters: ['default', notices],
    exclude: leftOut,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/long/**', 'test/browser/**', 'test/package/**', ...alone, ...leftOut],
          // A bound for what hangs, not a measure of speed: machines are shared.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Loading and warming up the sources for each file takes longer than most files take.
          isolate: false,
          setupFiles: ['test/support/shared.ts'],
          typecheck: {
            enabled: true,
            include: ['test/types/**/*.test-d.ts'],
            tsconfig: 'test/tsconfig.json',
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: alone,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // After the others: a process that goes from one file to the next is kept only for such files.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          testTimeout: 1_200_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
