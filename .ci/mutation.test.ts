// All tests that npm run mutate runs, as one file: vitest loads the sources once for each file, and
// that for each mutant. Tests that take seconds are skipped, or every mutant would pay for them.
import { beforeEach, test } from 'vitest';

const slow = /10,000|100,000|as XState runs it|have taken every transition|any setting, stopping/;

beforeEach(({ task, skip }) => {
  if (slow.test(task.name)) skip();
});

const files = import.meta.glob([
  '../test/contract.test.ts',
  '../test/machines/{arguments,lifecycle,memory,rows,session,step}.test.ts',
  '../test/world/*.test.ts',
  '../test/world-api/{bad-acts,bad-input,fail,fail-rules,handlers}.test.ts',
  '../test/sdk/native/{channel,data,invite,login,messages}.test.ts',
  '../test/unit/clock.test.ts',
]);

// A mutant with which the sources do not even load is found by this; to Stryker, a file without
// tests is no failure.
try {
  for (const load of Object.values(files)) await load();
} catch (error) {
  test('the sources load', () => {
    throw error;
  });
}
