// `setupFilesAfterEnv: ['sigsim/jest']`: the matchers, and worlds that are closed after their test.
import { matchers } from '../checks/matchers.ts';
import type { WorldMatchers } from '../checks/world-matchers.ts';
import { UsageError } from '../base/errors.ts';
import { beginTest, endFile, endTest } from './worlds.ts';

interface Jest {
  readonly expect?: { extend(matchers: object): void };
  beforeEach?(run: () => void): void;
  afterEach?(run: () => void): void;
  afterAll?(run: () => void): void;
}

const { expect, beforeEach, afterEach, afterAll } = globalThis as unknown as Jest;
if (expect === undefined || beforeEach === undefined) {
  throw new UsageError(
    'jest.setup',
    "sigsim/jest: there is no expect yet. List it in jest's setupFilesAfterEnv, not in setupFiles; " +
      'with injectGlobals: false, use expect.extend(matchers) of sigsim/checks.',
  );
}

expect.extend(matchers);
beforeEach(beginTest);
afterEach?.(() => {
  endTest(); // jest shows the error of the test before that of a hook.
});
afterAll?.(endFile);

// The types of @types/jest. With those of @jest/globals, see docs/runners.md.
declare global {
  namespace jest {
    // oxlint-disable-next-line typescript/no-empty-object-type, no-unused-vars -- as @types/jest has it
    interface Matchers<R, T = {}> extends WorldMatchers<R> {}
    interface Expect extends WorldMatchers<unknown> {}
    interface InverseAsymmetricMatchers extends WorldMatchers<unknown> {}
  }
}
