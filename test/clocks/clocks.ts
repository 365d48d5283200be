// The four clocks under which one suite runs: the world's own over the globals, and three makes of
// fake timers on which the world rides.
import { mock } from 'node:test';
import { withGlobal } from '@sinonjs/fake-timers';
import { createWorld, type SignalingWorld, type WorldOptions } from 'sigsim';
import { vi } from 'vitest';

/** A clock that a test can put over the global timers. */
export interface TestClock {
  readonly name: string;
  /** Fakes the timers; gives what makes a world on them and what takes them off. */
  readonly begin: () => {
    readonly options: Pick<WorldOptions, 'clock'>;
    readonly install: (world: SignalingWorld) => void;
    readonly end: () => void;
  };
  /** Whether it moves `AbortSignal.timeout`. */
  readonly hasSignals: boolean;
  /** Whether it moves what is imported from node:timers/promises. */
  readonly hasPromises: boolean;
}

const nothing = (): void => undefined;

/** The four, by name. */
export const clocks: readonly TestClock[] = [
  {
    name: 'world.install()',
    begin: () => ({ options: {}, install: (world) => world.install(), end: nothing }),
    hasSignals: true,
    hasPromises: true,
  },
  {
    name: 'vi.useFakeTimers()',
    begin: () => {
      vi.useFakeTimers();
      return { options: { clock: 'global' }, install: nothing, end: () => vi.useRealTimers() };
    },
    hasSignals: false,
    hasPromises: false,
  },
  {
    name: '@sinonjs/fake-timers',
    begin: () => {
      const clock = withGlobal(globalThis).install();
      return { options: { clock: 'global' }, install: nothing, end: () => clock.uninstall() };
    },
    hasSignals: false,
    hasPromises: false,
  },
  {
    name: 'mock.timers of node:test',
    begin: () => {
      mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
      return {
        options: { clock: mock.timers },
        install: nothing,
        end: () => mock.timers.reset(),
      };
    },
    hasSignals: false,
    hasPromises: false,
  },
];

/** Runs something in a world under a clock, and closes the world; gives the world. */
export async function under(
  clock: TestClock,
  run: (world: SignalingWorld) => Promise<void>,
): Promise<SignalingWorld> {
  const { options, install, end } = clock.begin();
  const world = createWorld(options);
  try {
    install(world);
    await run(world);
    world.close();
    return world;
  } finally {
    world.uninstall();
    end();
  }
}
