import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { 'agora-signaling-sdk': 'sigsim/sdk' } },
  test: { include: ['alias.test.js'] },
});
