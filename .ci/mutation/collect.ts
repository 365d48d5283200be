// What tests import as `vitest` under npm run mutate: a test is written down instead of run, so that
// it can be run again for every mutant, without loading anything again.
import { format } from 'node:util';

export { assertType, expect, expectTypeOf, vi } from 'vitest';

export interface Collected {
  readonly id: string;
  readonly run: () => unknown;
}

type Run = (...args: readonly unknown[]) => unknown;

const place = globalThis as { collected?: Collected[] };

function collect(name: string, run: Run | undefined, ...args: readonly unknown[]): void {
  const tests = (place.collected ??= []);
  if (run === undefined) return;
  const same = tests.filter(({ id }) => id.split('\t', 1)[0] === name).length;
  tests.push({ id: same === 0 ? name : `${name}\t${same}`, run: () => run(...args) });
}

/** Options may stand before or behind what a test does. */
const runOf = (one: unknown, other: unknown): Run | undefined =>
  [one, other].find((item) => typeof item === 'function') as Run | undefined;

export const test = Object.assign(
  (name: string, one?: unknown, other?: unknown) => {
    collect(name, runOf(one, other), {});
  },
  {
    each:
      (cases: readonly unknown[]) =>
      (name: string, one: unknown, other?: unknown): void => {
        for (const item of cases) {
          const args = Array.isArray(item) ? item : [item];
          collect(format(name, ...args).split('\n', 1)[0] ?? name, runOf(one, other), ...args);
        }
      },
    skip: () => undefined,
    skipIf: (isSkipped: boolean) => (isSkipped ? () => undefined : test),
    runIf: (isRun: boolean) => (isRun ? test : () => undefined),
  },
);
export const it = test;
export const describe = (_: string, run: () => void): void => {
  run();
};
const none = (): void => undefined;
export { none as afterAll, none as afterEach, none as beforeAll, none as beforeEach };
