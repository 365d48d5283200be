// For test files that share their process with others: each leaves it as it was. Timers that stay faked,
// and worlds that somebody goes on closing, would make files fail that have nothing to do with them.
import { afterAll } from 'vitest';

/** What other files would notice: the timers, and who hears of every world. */
function look(): readonly unknown[] {
  const { setTimeout, setInterval, setImmediate, queueMicrotask, Date } = globalThis;
  const watchers = (globalThis as { [place: symbol]: unknown })[Symbol.for('sigsim.watchers')];
  const count = watchers instanceof Set ? watchers.size : 0;
  return [setTimeout, setInterval, setImmediate, queueMicrotask, Date, count];
}

const before = look();
afterAll(() => {
  const after = look();
  if (before.every((one, i) => one === after[i])) return;
  throw new Error('This file changes its process. Add it to `alone` in vitest.config.ts.');
});
