import { expect, test } from 'vitest';
import { standstillError } from '../../src/world/standstill.ts';

test('standstill: the world says when, and how often it has let the client run', () => {
  expect(standstillError(60)).toMatchObject({
    name: 'UsageError',
    id: 'world.standstill',
    message:
      'world.advance: your client ran 100000 times at 60 ms, and time does not pass. ' +
      'One of its handlers keeps calling something that answers at once.',
  });
});
