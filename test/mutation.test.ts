// The slices of `npm run mutate` name files that are there: who moves a file hears of it here, not at night.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface Slice {
  readonly name: string;
  readonly files: readonly string[];
  readonly stages: readonly (readonly string[])[];
}

const root = fileURLToPath(new URL('../', import.meta.url));
const { slices } = (await import(
  /* @vite-ignore */ new URL('../.ci/mutation/slices.mjs', import.meta.url).href
)) as { readonly slices: readonly Slice[] };

test('mutation: every slice has files to mutate, and tests that are there', () => {
  expect(slices.map(({ name }) => name)).toEqual([
    'machines',
    'world/rules',
    'world/service',
    'world/network',
    'world/client',
    'world/globals',
    'world',
  ]);
  const named = slices.flatMap(({ files, stages }) => [...files, ...stages.flat()]);
  expect(named.filter((file) => !existsSync(root + file))).toEqual([]);
});
