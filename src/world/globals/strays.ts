// Real timers that the application sets while the world's clock is over the globals: by a reference
// to setTimeout that it took before, or in a way that cannot be laid over. The world does not move
// them, so that the client would wait for real time. Found by Node's own hooks; elsewhere nobody tells.
import { builtin } from './node.ts';
import { framesOf } from './place.ts';

/** Frames of the timers' own code, between the hook and whoever set the timer. */
const isInner = /\bnode:(?:internal\/(?:async_hooks|timers|util)|timers)\b|^new Promise /;
/** What runs the tests may use real timers; that is how it finds a test that hangs. */
const isRunner =
  /[\\/]node_modules[\\/](?:\.[^\\/]+[\\/][^\\/]+[\\/]node_modules[\\/])?(?:@?vitest|@?jest[-\w]*|tinypool|mocha|birpc|@testing-library|playwright[-\w]*)[\\/]/;

/** The line that set a real timer; undefined where it was Node itself or what runs the tests. */
function strayOf(stack: string): string | undefined {
  const [, ...frames] = framesOf(stack);
  const setter = frames.find((frame) => !isInner.test(frame));
  const isOther = setter === undefined || /\bnode:/.test(setter) || isRunner.test(setter);
  return isOther ? undefined : setter;
}

/** Finds real timers from now on; gives what ends that. A line is told once. */
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
