// What tests import as `vitest` under npm run mutate: a test is written down instead of run, so that
// it can be run again for every mutant, without loading anything again.
import { format } from 'node:util';

export { assertType, expect, expectTypeOf, vi } from 'vitest';

export interface Collected {
  readonly id: string;
  readonly run: () => unknown;
}

type Run = (...args: readonly unknown[]) => unknown;

/** What runs around every test of a file. */
export interface Hooks {
  readonly before: (() => unknown)[];
  readonly after: (() => unknown)[];
}

const place = globalThis as { collected?: Collected[]; hooks?: Hooks };

/** Those of the file that is being loaded. */
const hooks = (): Hooks => (place.hooks ??= { before: [], after: [] });

function collect(name: string, run: Run | undefined, ...args: readonly unknown[]): void {
  const tests = (place.collected ??= []);
  if (run === undefined) return;
  const same = tests.filter(({ id }) => id.split('\t', 1)[0] === name).length;
  const { before, after } = hooks();
  const whole = async (): Promise<void> => {
    for (const hook of before) await hook();
    try {
      await run(...args);
    } finally {
      for (const hook of after) await hook();
    }
  };
  tests.push({ id: same === 0 ? name : `${name}\t${same}`, run: whole });
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
export const describe = Object.assign(
  (_: string, run: () => void): void => {
    run();
  },
  {
    each:
      (cases: readonly unknown[]) =>
      (_: string, run: (...args: readonly unknown[]) => void): void => {
        for (const item of cases) run(...(Array.isArray(item) ? (item as unknown[]) : [item]));
      },
  },
);
export const beforeEach = (run: () => unknown): void => void hooks().before.push(run);
export const afterEach = (run: () => unknown): void => void hooks().after.push(run);
const none = (): void => undefined;
export { none as afterAll, none as beforeAll };
