import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { createWorld } from 'sigsim';
import { expect, test } from 'vitest';

const page = readFileSync('page-app.js', 'utf8');
const script = readFileSync('node_modules/sigsim/dist/global/sigsim.js', 'utf8');

test('window.Signal: a page runs on the double', async () => {
  const world = createWorld();
  const window = { Signal: world.Signal };
  runInContext(page, createContext({ window }));

  const app = window.startPage('alice');
  await world.advance('10 s');

  expect(app.status).toBe('online');
});

test('a script tag: it sets window.sigsim and window.Signal', async () => {
  const window = createContext({ performance, setImmediate, TextEncoder });
  window.window = window;
  runInContext(script, window);
  runInContext(page, window);

  const world = window.sigsim.createWorld();
  const app = window.startPage('alice');
  await world.advance('10 s');

  expect(app.status).toBe('online');
});
