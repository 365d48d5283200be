// `import 'sigsim/mocha'` in a test file, or `mocha --require sigsim/mocha`: worlds are closed after their test.
import { beginTest, endFile, endTest } from './worlds.ts';

type Run = (this: unknown) => unknown;

/** A mocha test: the part of it that is used here. */
interface Test {
  readonly state?: string;
  /** Whether it takes `done`. */
  readonly async?: number | boolean;
  fn?: Run;
}

/** What mocha passes to a hook as `this`. */
interface Context {
  readonly currentTest?: Test;
}

/**
 * Makes a test end its worlds itself. If a hook fails, mocha skips all tests that follow; so the
 * hook does it only for a test that takes `done`.
 */
function wrap(test: Test | undefined): void {
  const run = test?.fn;
  if (test === undefined || run === undefined || Boolean(test.async)) return;
  test.fn = async function ended(this: unknown): Promise<void> {
    test.fn = run; // The test may run again (retries).
    await run.call(this);
    endTest();
  };
}

/** Root hooks, as mocha reads them from a file that it requires. */
export const mochaHooks = {
  beforeEach(this: Context): void {
    beginTest();
    wrap(this.currentTest);
  },
  afterEach(this: Context): void {
    endTest(this.currentTest?.state === 'failed');
  },
  afterAll(): void {
    endFile();
  },
};

interface Mocha {
  beforeEach?(run: (this: Context) => void): void;
  afterEach?(run: (this: Context) => void): void;
  after?(run: () => void): void;
}

// If mocha itself requires this file, its globals do not exist yet, and it uses the exports.
const { beforeEach, afterEach, after } = globalThis as Mocha;
beforeEach?.(mochaHooks.beforeEach);
afterEach?.(mochaHooks.afterEach);
after?.(mochaHooks.afterAll);
