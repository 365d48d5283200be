// `import 'sigsim/mocha'` in a test file, or `mocha --require sigsim/mocha`: worlds are closed after their test.
import { beginTest, endFile, endTest } from './worlds.ts';

type Run = (this: unknown) => unknown;

/** A test of mocha's, as far as it is used here. */
interface Test {
  readonly state?: string;
  /** Whether it takes `done`. */
  readonly async?: number | boolean;
  fn?: Run;
}

/** What mocha gives a hook as `this`. */
interface Context {
  readonly currentTest?: Test;
}

/**
 * Has a test end its worlds itself. Where a hook fails, mocha leaves out all tests that follow; so only a
 * test that takes `done` is ended by one.
 */
function wrap(test: Test | undefined): void {
  const run = test?.fn;
  if (test === undefined || run === undefined || Boolean(test.async)) return;
  test.fn = async function ended(this: unknown): Promise<void> {
    test.fn = run; // It may run again: retries.
    await run.call(this);
    endTest();
  };
}

/** Root hooks, as mocha takes them from a file that it requires. */
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

// Where mocha requires this file itself, it has no globals yet and takes what is exported.
const { beforeEach, afterEach, after } = globalThis as Mocha;
beforeEach?.(mochaHooks.beforeEach);
afterEach?.(mochaHooks.afterEach);
after?.(mochaHooks.afterAll);
