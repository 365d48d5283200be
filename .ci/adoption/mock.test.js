import { createWorld } from 'sigsim';
import { expect, test, vi } from 'vitest';
import { start } from './app.js';

vi.mock('agora-signaling-sdk', () => import('sigsim/sdk'));

test('vi.mock: the application runs on the double', async () => {
  const world = createWorld();

  const app = start('alice');
  await world.advance('10 s');

  expect(app.status).toBe('online');
});
