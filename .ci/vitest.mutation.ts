// What npm run mutate runs: the tests of the machines and the world, without the slow ones.
import { defineConfig } from 'vitest/config';
import base from '../vitest.config.ts';

export default defineConfig({
  resolve: base.resolve,
  test: {
    include: [
      'test/contract.test.ts',
      'test/machines/*.test.ts',
      'test/world/*.test.ts',
      'test/world-api/*.test.ts',
      'test/sdk/native/*.test.ts',
      'test/unit/clock.test.ts',
    ],
    exclude: ['test/machines/codes.test.ts', 'test/sdk/native/robust.test.ts'],
    setupFiles: ['.ci/vitest.quick.ts'],
  },
});
