// The published SDK, which many tests load from npm: where it is not installed they are left out, and that is said.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Whether the package `agora-signaling-sdk` is not installed. */
export const hasNoSdk = ((): boolean => {
  try {
    createRequire(import.meta.url).resolve('agora-signaling-sdk');
    return false;
  } catch {
    return true;
  }
})();

/** What a test that loads it imports. */
const loads =
  /support\/(?:wire|wire-stories|real-sdk|sdk-site|fidelity\/\w+)\.ts'|'agora-signaling-sdk'|\bimport \{ onRealSdk \}/;

const root = new URL('../../', import.meta.url);

/** The test files that need it. */
export const needSdk: string[] = readdirSync(new URL('test', root), {
  recursive: true,
  encoding: 'utf8',
})
  .map((name) => `test/${name.replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.test.ts'))
  .filter((name) => loads.test(readFileSync(new URL(name, root), 'utf8')));

/** What is said where they are left out. */
export const noSdk =
  `${needSdk.length} test files were NOT run: agora-signaling-sdk is not installed. ` +
  'npm install agora-signaling-sdk@1.4.0, or npm ci, brings it.';
