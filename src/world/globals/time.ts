// The global timers: those of the platform, or fake ones that a test has put there. They are read once,
// when a world is made; a world cannot switch to others later.
import { UsageError } from '../../base/errors.ts';
import { turn } from '../turn.ts';

/** Fake timers that a test ticks: `mock.timers` of node:test, or a clock of @sinonjs/fake-timers. */
export interface Ticking {
  /** Lets time pass; the promises of the application run afterwards. */
  tick(ms: number): unknown;
  /** Lets time pass, and the promises of the application run between two timers. */
  tickAsync?(ms: number): Promise<unknown>;
}

/** The global timers, as a world uses them. */
export interface GlobalTime {
  /** Whole milliseconds since this was read. */
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
  /** Lets time pass, if that can be done. @throws {UsageError} when it cannot */
  pass(ms: number): Promise<void>;
}

/** The clock that @sinonjs/fake-timers, and so vitest and jest, leave on each function they fake. */
interface SinonClock extends Required<Ticking> {
  hrtime(): readonly [seconds: number, nanoseconds: number];
}

interface Host {
  readonly setTimeout: GlobalTime['setTimeout'] & { readonly clock?: SinonClock };
  readonly clearTimeout: GlobalTime['clearTimeout'];
  readonly Date: DateConstructor;
  readonly performance: { now(): number };
}

const host = globalThis as unknown as Host;
/** The platform's own, as they were when sigsim was loaded. */
const real = {
  setTimeout: host.setTimeout,
  Date: host.Date,
  now: host.performance.now.bind(host.performance),
};

async function tickThrough(timers: Ticking, ms: number): Promise<void> {
  if (timers.tickAsync !== undefined) {
    await timers.tickAsync(ms);
    return;
  }
  // Without tickAsync, time jumps to the end before any timer runs; so it passes in steps of at most 1
  // ms, each in its own turn of the event loop.
  for (let passed = 0; passed < ms; passed++) {
    await turn(() => timers.tick(Math.min(1, ms - passed)));
  }
  await turn(() => undefined);
}

function clockOf({ clock }: Host['setTimeout']): (() => number) | undefined {
  if (clock !== undefined) {
    return () => {
      const [seconds, nanoseconds] = clock.hrtime();
      return seconds * 1000 + nanoseconds / 1e6;
    };
  }
  if (host.setTimeout === real.setTimeout) return real.now;
  const { Date: faked } = host;
  return faked === real.Date ? undefined : () => faked.now();
}

/**
 * Reads the timers that are global now.
 *
 * @param ticking what moves them, if that cannot be found
 * @throws {UsageError} when setTimeout is faked and nothing tells its time
 */
export function readGlobalTime(ticking: Ticking | undefined): GlobalTime {
  const { setTimeout, clearTimeout } = host;
  const { clock } = setTimeout;
  const read = clockOf(setTimeout);
  if (read === undefined) {
    throw new UsageError(
      'world.clock',
      'createWorld: setTimeout is faked and Date is not, so nothing tells the time. ' +
        "Fake both: mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] }).",
    );
  }
  const began = read();
  const check = (): void => {
    if (host.setTimeout === setTimeout) return;
    throw new UsageError(
      'world.clock',
      "world: the global timers are not the ones that this world rides on (clock: 'global'). " +
        'Fake the timers before createWorld, and close the world before you take them off.',
    );
  };
  const moves = ticking ?? clock;
  return {
    now: () => Math.round(read() - began),
    setTimeout: (run, ms) => {
      check();
      return setTimeout(run, ms);
    },
    clearTimeout: (handle) => clearTimeout(handle),
    pass: (ms) => {
      check();
      if (moves !== undefined) return tickThrough(moves, ms);
      if (setTimeout === real.setTimeout) {
        return new Promise((resolve) => {
          setTimeout(resolve, ms);
        });
      }
      throw new UsageError(
        'world.clock',
        'world.advance: the global timers are faked by something that the world cannot move. ' +
          'Pass what moves them: createWorld({ clock: mock.timers }). Or move it yourself, 1 ms at a ' +
          'time, with a turn of the event loop after each.',
      );
    },
  };
}
