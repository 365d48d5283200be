import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}

// A lock made where a mirror (or npm bug 4828) leaves out other platforms' binaries breaks `npm ci`
// here and the tools on macOS and Windows.
test.each([['package-lock.json'], ['.ci/package-lock.json'], ['.ci/reference/package-lock.json']])(
  'lock file: %s names the binaries of every platform',
  (file) => {
    const { packages } = JSON.parse(
      readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'),
    ) as Lock;

    const missing = Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter(
        (name) =>
          !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
    );

    expect(missing).toEqual([]);
  },
);
