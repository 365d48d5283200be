// Skips tests that take seconds: every mutant would pay for them again.
import { beforeEach } from 'vitest';

const slow = /10,000|100,000|as XState runs it|have taken every transition|any setting, stopping/;

beforeEach(({ task, skip }) => {
  if (slow.test(task.name)) skip();
});
