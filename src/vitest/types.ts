// What vitest's own types learn from sigsim: the matchers, and what travels between its processes.
import type { WorldMatchers } from '../checks/world-matchers.ts';
import type { Harvest } from '../coverage/harvest.ts';
import type { MachineCounts } from '../paths/xstate/machine-coverage.ts';

// vitest's own `Matchers` has other type parameters in version 4 than in 5, and an interface can be
// added to with the very same ones only. What both are made of has none: Chai's assertion for
// `expect(world)`, with `.not` and without, and this for matchers within others.
declare global {
  namespace Chai {
    interface Assertion extends WorldMatchers {}
  }
}

declare module 'vitest' {
  interface AsymmetricMatchersContaining extends WorldMatchers<unknown> {}
  interface TaskMeta {
    /** What the worlds of a test file did. */
    sigsim?: Harvest;
    /** What its actors took of machines. */
    sigsimMachines?: readonly MachineCounts[];
  }
  interface ProvidedContext {
    /** There where the reporter of sigsim is. */
    sigsim?: true;
  }
}
