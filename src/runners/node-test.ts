// `import 'sigsim/node-test'` in a test file of node:test: worlds are closed after their test.
import { after, afterEach, beforeEach } from 'node:test';
import { beginTest, endFile, endTest } from './worlds.ts';

/** What newer versions of Node tell a hook about its test. */
interface Ended {
  readonly passed?: boolean;
}

beforeEach(beginTest);
afterEach((context) => {
  endTest((context as Ended | undefined)?.passed === false);
});
after(endFile);
