import { expect, test } from 'vitest';
import { checkRandomRules } from '../support/random-rules.ts';

test('seed 6: many random rules keep to times and budgets, and both forms leave one trace', async () => {
  expect(await checkRandomRules(6, 1500)).toBeGreaterThan(1000);
});
