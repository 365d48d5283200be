// What sigsim adds to vitest's own types: the matchers, and the data that is sent between its
// processes.
import type { WorldMatchers } from '../checks/world-matchers.ts';
import type { Harvest } from '../coverage/harvest.ts';
import type { MachineCounts } from '../paths/xstate/machine-coverage.ts';

// vitest's own `Matchers` has different type parameters in versions 4 and 5, and an interface can
// be extended only with exactly the same ones. The types underneath have none in either version:
// Chai's assertion for `expect(world)`, with and without `.not`, and this one for asymmetric
// matchers.
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
    /** Which states and transitions of machines its actors took. */
    sigsimMachines?: readonly MachineCounts[];
  }
  interface ProvidedContext {
    /** Set if the reporter of sigsim is in use. */
    sigsim?: true;
  }
}
