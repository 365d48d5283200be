import { test } from 'vitest';
import { checkTruth } from '../support/check-truth.ts';

test('truth: 1,000 drawn machines', () => {
  checkTruth(1000);
});
