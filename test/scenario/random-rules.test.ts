import { expect, test } from 'vitest';
import { checkRandomRules } from '../support/random-rules.ts';

test('seed 5: random rules keep to times and budgets, and both forms leave one trace', async () => {
  expect(await checkRandomRules(5, 15)).toBeGreaterThan(10);
});
