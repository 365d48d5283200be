import { defineConfig } from 'vite';

export default defineConfig({
  logLevel: 'error',
  resolve: { alias: { 'agora-signaling-sdk': 'sigsim/sdk' } },
  build: {
    outDir: 'dist-vite',
    target: 'es2022',
    lib: { entry: 'main.js', formats: ['es'], fileName: 'main' },
  },
});
