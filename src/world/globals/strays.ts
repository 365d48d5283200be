// Real timers that the application sets while the world's clock is installed: by a reference to
// setTimeout that it took before, or in a way that cannot be replaced. The world does not move them, so
// the client would wait for real time. They are found with Node's own hooks; elsewhere they go unnoticed.
import { builtin } from './node.ts';
import { framesOf } from './place.ts';

/** Frames of the timers' own code, between the hook and whoever set the timer. */
const isInner = /\bnode:(?:internal\/(?:async_hooks|timers|util)|timers)\b|^new Promise /;
/** Node's own frames, and those of the test runner: real timers are how it finds a test that hangs. */
const isOther =
  /\bnode:|[\\/]node_modules[\\/](?:@?vitest|@?jest[-\w]*|tinypool|mocha|birpc|@testing-library|playwright[-\w]*)[\\/]/;

/** The line that set a real timer; undefined if it was Node itself or the test runner. */
function strayOf(stack: string): string | undefined {
  const [, ...frames] = framesOf(stack);
  const setter = frames.find((frame) => !isInner.test(frame));
  return isOther.test(setter ?? '') ? undefined : setter;
}

/** Reports real timers from now on, each line once; returns a function that stops it. */
export function findStrays(found: (line: string) => void): () => void {
  const told = new Set<string>();
  const hook = builtin('node:async_hooks')?.createHook({
    init: (_, type) => {
      if (type !== 'Timeout') return;
      const line = strayOf(new Error('timer').stack ?? '');
      if (line === undefined || told.has(line)) return;
      told.add(line);
      found(line);
    },
  });
  hook?.enable();
  return () => hook?.disable();
}
