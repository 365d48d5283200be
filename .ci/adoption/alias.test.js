import { createWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { start } from './app.js';

test('alias: the application runs on the double', async () => {
  const world = createWorld();
  world.fail('LOGIN_E_NET', { account: 'alice' });
  world.install();

  const app = start('alice');
  await world.advance('1 min');

  expect(app).toEqual({ status: 'online', failures: [201] });
  world.close();
});
