import { test } from 'vitest';
import { checkTruth } from '../support/check-truth.ts';

test('truth: suites for drawn machines are the optimum by brute force, and live actors walk them', () => {
  checkTruth(100);
});
