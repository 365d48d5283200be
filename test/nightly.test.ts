// What can be asked of npm run nightly, and what is said of what cannot.
import { expect, test } from 'vitest';
import { help, names, readOptions } from '../bench/nightly/options.ts';

test('nightly: every part is done, all of it, where nothing is said', () => {
  expect(readOptions(['--workers', '3'])).toEqual({ workers: 3, parts: [...names], share: 1 });
  expect(readOptions(['--only', 'seeds', '--share', '0.01'])).toMatchObject({
    parts: ['seeds'],
    share: 0.01,
  });
});

test('nightly: its help names every part', () => {
  expect(readOptions(['--help'])).toBeUndefined();
  for (const name of names) expect(help).toContain(`${name} (`);
});

test.each([
  [
    ['--onyl', 'seeds'],
    'nightly: no option "onyl". Known: share, only, workers, help. Did you mean "only"?',
  ],
  [['--only', 'seed'], 'nightly: no part "seed". '],
  [['--share', '2'], 'nightly: --share is "2". Give a number above 0, and 1 at most: --share 0.01'],
  [['--share', 'all'], 'nightly: --share is "all".'],
  [['--share=0'], 'nightly: --share is "0".'],
  [['--share'], "nightly: Option '--share <value>' argument missing."],
  [['--workers', '0'], 'nightly: --workers is "0". Give a whole number, 1 or more.'],
])('nightly: %j is refused, with what to give', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
