// The command as a newcomer starts it: `npx sigsim` in a clone, after whatever built last.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  readonly version: string;
};

test('command: npx sigsim runs in a clone that was just built, and builds nothing again', async () => {
  // The first npx of a clone links it into npm's cache, and runs its prepare script for that.
  const cache = mkdtempSync(`${tmpdir()}/sigsim-npx-`);
  const { birthtimeMs } = statSync(`${root}dist`);
  const options = {
    cwd: root,
    env: { ...process.env, npm_config_cache: cache },
    // On Windows, npx is a batch file, which only a shell runs.
    shell: process.platform === 'win32',
  };
  const { stdout } = await promisify(execFile)(
    'npx',
    ['--no', '--', 'sigsim', '--version'],
    options,
  ).finally(() => rmSync(cache, { recursive: true }));

  expect(stdout).toBe(`${version}\n`);
  expect(statSync(`${root}dist`).birthtimeMs).toBe(birthtimeMs);
});

test('build: nothing that is shipped names a source map, since none are', () => {
  const files = readdirSync(`${root}dist/`, { recursive: true, encoding: 'utf8' });
  const scripts = files.filter((file) => /^(?:src|machines|global)\b.*\.(?:js|ts)$/.test(file));
  const naming = scripts.filter((file) =>
    /^\/\/# sourceMappingURL/m.test(readFileSync(`${root}dist/${file}`, 'utf8')),
  );

  expect(scripts.length).toBeGreaterThan(40);
  expect(naming).toEqual([]);
});
