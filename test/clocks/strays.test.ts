// Whose real timers are told: of files by these names, which are evaluated here.
import { runInThisContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { findStrays } from '../../src/world/globals/strays.ts';

const found: string[] = [];
const stops: (() => void)[] = [];
const { stackTraceLimit } = Error;
afterEach(() => {
  Error.stackTraceLimit = stackTraceLimit;
  for (const stop of stops.splice(0)) stop();
  found.length = 0;
});

function watch(): () => void {
  const stop = findStrays((line) => found.push(line));
  stops.push(stop);
  return stop;
}
type Run = (code: () => unknown) => void;
/** A function of a file, which calls what it is given. */
const caller = (file: string): Run =>
  runInThisContext('(code) => void code()', { filename: file }) as Run;
/** What sets a real timer and stops it at once, as a function of a file. */
const setter = (file: string, what = 'setTimeout'): (() => void) =>
  runInThisContext(`() => clearTimeout(${what}(() => undefined, 1))`, {
    filename: file,
  }) as () => void;

test.each(['setTimeout', 'setInterval'])('stray: a %s of the application has its line', (what) => {
  watch();
  caller('/app/test.js')(setter('/app/chat.js', what));

  expect(found).toEqual([
    expect.stringMatching(/^(?:evalmachine\S+ \()?\/app\/chat\.js:1:\d+\)?$/),
  ]);
});

test('stray: what sets it by a promise has its line, too', () => {
  watch();
  const sleep = runInThisContext(
    '() => void new Promise((done) => { clearTimeout(setTimeout(done, 1)); })',
    { filename: '/app/sleep.js' },
  ) as () => void;
  sleep();

  expect(found).toEqual([expect.stringContaining('/app/sleep.js:1:')]);
});

test('stray: a line is told once, another one is told, too', () => {
  watch();
  const [first, second] = [setter('/app/first.js'), setter('/app/second.js')];
  for (const set of [first, first, second, first]) set();

  expect(found).toHaveLength(2);
});

test('stray: nothing is told before the watch begins and after it ends', () => {
  setter('/app/chat.js')();
  watch()();
  setter('/app/chat.js')();

  expect(found).toEqual([]);
});

test('stray: what is no timer is none', () => {
  watch();
  caller('/app/chat.js')(() => {
    clearImmediate(setImmediate(() => undefined));
    process.nextTick(() => undefined);
    void Promise.resolve();
  });

  expect(found).toEqual([]);
});

test.each([
  '/app/node_modules/vitest/dist/index.js',
  '/app/node_modules/@vitest/runner/dist/index.js',
  '/app/node_modules/.pnpm/vitest@4.0.0/node_modules/vitest/dist/index.js',
  '/app/node_modules/jest/index.js',
  '/app/node_modules/jest-circus/build/index.js',
  '/app/node_modules/@jest/core/build/index.js',
  '/app/node_modules/tinypool/dist/index.js',
  '/app/node_modules/mocha/lib/runner.js',
  '/app/node_modules/birpc/dist/index.js',
  '/app/node_modules/@testing-library/dom/dist/index.js',
  '/app/node_modules/playwright/lib/index.js',
  '/app/node_modules/playwright-core/lib/index.js',
  String.raw`C:\app\node_modules\vitest\dist\index.js`,
])('stray: one of the test runner is none: %s', (file) => {
  watch();
  caller('/app/test.js')(setter(file));

  expect(found).toEqual([]);
});

test.each([
  '/app/node_modules/ws/index.js',
  '/app/node_modules/my-vitest/index.js',
  '/app/node_modules/vitest-mock/index.js',
  '/app/node_modules/ws/mocha/index.js',
  '/app/vitest/index.js',
  '/app/new Promise (x)/index.js',
  '/app/old_node_modules/mocha/index.js',
])('stray: one of another package is told, whatever it is called: %s', (file) => {
  watch();
  caller('/app/node_modules/vitest/dist/index.js')(setter(file));

  expect(found).toEqual([expect.stringContaining(file)]);
});

test('stray: one of Node itself is none, whoever asked for it', () => {
  watch();
  caller('/app/chat.js')(() => AbortSignal.timeout(1));

  expect(found).toEqual([]);
});

test.each<[what: string, limit: unknown]>([
  ['no frame but Node’s', 3],
  ['no frame', 0],
  ['no stack', undefined],
])('stray: one of which there is %s is none', (_, limit) => {
  watch();
  const set = setter('/app/chat.js');
  Object.assign(Error, { stackTraceLimit: limit });
  set();
  Error.stackTraceLimit = stackTraceLimit;

  expect(found).toEqual([]);
});
