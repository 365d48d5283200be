// A clock on global timers that the test moves by hand, one at a time.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Patches } from '../../src/world/globals/patches.ts';
import { RidingClock } from '../../src/world/globals/riding-clock.ts';
import type { GlobalTime } from '../../src/world/globals/time.ts';
import { turn } from '../../src/world/turn.ts';

interface GlobalTimer {
  readonly run: () => void;
  readonly ms: number;
}

/** Global timers by their handles, each with the delay that was asked for. */
class Timers implements GlobalTime {
  at = 0;
  readonly set = new Map<number, GlobalTimer>();
  /** What happens while time passes. */
  passing: () => void | Promise<void> = () => undefined;
  #handles = 0;

  now(): number {
    return this.at;
  }
  setTimeout(run: () => void, ms: number): number {
    this.set.set(++this.#handles, { run, ms });
    return this.#handles;
  }
  clearTimeout(handle: unknown): void {
    this.set.delete(handle as number);
  }
  async pass(ms: number): Promise<void> {
    this.at += ms;
    await this.passing();
  }
  get delays(): readonly number[] {
    return [...this.set.values()].map(({ ms }) => ms);
  }
  /** Runs the timer that was set first, at a moment. */
  fire(at: number): void {
    this.at = at;
    const [[handle, timer] = []] = this.set;
    if (handle === undefined) throw new Error('No timer is set.');
    this.set.delete(handle);
    timer?.run();
  }
}

const patches = new Patches();
let time: Timers;
let clock: RidingClock;
let order: unknown[];
beforeEach(() => {
  time = new Timers();
  clock = new RidingClock(time);
  order = [];
});
afterEach(async () => {
  patches.undo();
  clock.end();
  await later();
});
const later = (): Promise<void> => turn(() => undefined);
const say = (what: string) => () => void order.push([what, clock.now]);

test('riding: each timer of the world has a global one, for as long as it waits', () => {
  const first = clock.set(say('first'), 10);
  const second = clock.set(say('second'), 20.4);
  expect(time.delays).toEqual([10, 21]);
  clock.stop(second);
  expect(time.delays).toEqual([10]);
  time.fire(10);

  expect(order).toEqual([['first', 10]]);
  clock.stop(first);
  expect(clock.pending).toBe(0);
});

test('riding: it is the later of what the global timers say and what has run', () => {
  expect(clock.now).toBe(0);
  time.at = 7;
  expect(clock.now).toBe(7);
  clock.set(say('due'), 3);
  time.fire(15);

  expect(order).toEqual([['due', 10]]);
  expect(clock.now).toBe(15);
  time.at = 5; // Some clocks can be set back.
  expect(clock.now).toBe(10);
});

test('riding: delays count from the global time at which they are set', () => {
  time.at = 7;
  clock.set(say('due'), 3);
  expect(time.delays).toEqual([3]);
  time.fire(10);

  expect(order).toEqual([['due', 10]]);
});

test('riding: one that comes too early waits for the rest', () => {
  clock.set(say('due'), 10);
  time.fire(8);
  expect([order, time.delays.slice(0, 1)]).toEqual([[], [2]]);
  time.fire(10);

  expect(order).toEqual([['due', 10]]);
});

test('riding: a delay that is too long for global timers comes in parts', () => {
  const longest = 2 ** 31 - 1;
  clock.set(say('due'), longest + 5);
  expect(time.delays).toEqual([longest]);
  time.fire(longest);
  expect(time.delays[0]).toBe(5);
});

test('riding: one that comes late takes along whatever was due before it, and nothing after', () => {
  clock.set(say('last'), 30);
  clock.set(say('second'), 20);
  clock.set(say('first'), 10);
  time.set.delete(1);
  time.fire(25);

  expect(order).toEqual([
    ['first', 10],
    ['second', 20],
  ]);
});

test('riding: a moment that is over is now', () => {
  time.at = 10;
  clock.wait(say('over'), { due: 4, back: 0, place: 0 });
  clock.wait(say('due'), { due: 15, back: 0, place: 0 });

  expect(time.delays).toEqual([1, 5]); // The first guards what happens at once.
});

test('riding: what happens at once comes after the promises that are ready, before any timer', async () => {
  clock.set(say('at once'), 0);
  void Promise.resolve().then(say('promise'));
  expect(order).toEqual([]);
  await later();

  expect(order).toEqual([
    ['promise', 0],
    ['at once', 0],
  ]);
  expect(time.delays).toEqual([]);

  clock.set(say('again'), 0);
  await later();
  expect(order.slice(2)).toEqual([['again', 0]]);
});

test.each([
  [64, ['promise,0', 'second,0']],
  [65, ['second,0', 'promise,0']],
])(
  'riding: promises run between two things that happen at once, in chains not too long: %d',
  async (length, expected) => {
    const chain = async (): Promise<void> => {
      for (let n = 0; n < length; n++) await Promise.resolve();
      say('promise')();
    };
    clock.set(() => void chain(), 0);
    clock.set(say('second'), 0);
    await later();

    expect(order.map(String)).toEqual(expected);
  },
);

test('riding: what a timer does at once comes with it, the rest after promises', async () => {
  clock.set(() => {
    say('timer')();
    clock.set(say('first'), 0);
    clock.set(say('second'), 0);
    clock.set(say('late'), 20);
    void Promise.resolve().then(say('promise'));
  }, 10);
  time.fire(12);
  expect(time.delays).toEqual([18, 1]); // What guards the second comes after what was set.
  expect(order).toEqual([
    ['timer', 10],
    ['first', 10],
  ]);
  await later();

  expect(order.slice(2)).toEqual([
    ['promise', 12],
    ['second', 10],
  ]);
  expect(time.delays).toEqual([18]);
});

test('riding: where promises do not get to run, the next millisecond runs what happens at once', () => {
  clock.set(say('first'), 0);
  clock.set(say('second'), 0);
  expect(time.delays).toEqual([1]);
  time.fire(1);

  expect(order).toEqual([
    ['first', 0],
    ['second', 0],
  ]);
});

test('riding: where promises do not get to run, a timer takes along what happens at once', () => {
  clock.set(say('before'), 0);
  clock.set(() => {
    say('timer')();
    clock.set(say('first'), 0);
    clock.set(say('second'), 0);
  }, 10);
  time.set.delete(1);
  time.fire(10);

  expect(order.map(String)).toEqual(['before,0', 'timer,10', 'first,10', 'second,10']);
});

test('riding: what throws at once ends nothing', async () => {
  clock.set(() => {
    throw new Error('no');
  }, 10);
  expect(() => time.fire(12)).toThrow('no');
  expect(clock.now).toBe(12);
  clock.set(say('after'), 0);
  await later();

  expect(order).toEqual([['after', 12]]);
});

test('riding: once it has ended, nothing runs, and no global timer is left or set', async () => {
  clock.set(say('due'), 10);
  clock.set(say('at once'), 0);
  const { run } = [...time.set.values()][0] as GlobalTimer;
  clock.end();
  clock.set(say('later'), 5);
  clock.set(say('at once'), 0);
  await later();
  expect(time.delays).toEqual([]);
  time.at = 20;
  run();
  await later();

  expect(order).toEqual([]);
  expect(time.delays).toEqual([]);
});

test('riding: a timer that ends the world is the last', async () => {
  clock.set(say('never'), 10);
  clock.set(() => {
    say('last')();
    clock.set(say('at once'), 0);
    clock.end();
  }, 5);
  time.set.delete(1);
  time.fire(10);
  await later();

  expect(order).toEqual([['last', 5]]);
  expect(time.delays).toEqual([]);
});

test('riding: what happens at once and ends the world is the last, with promises or without', async () => {
  clock.set(() => {
    say('last')();
    clock.end();
  }, 0);
  clock.set(say('never'), 0);
  const { run } = [...time.set.values()][0] as GlobalTimer;
  run();
  await later();

  expect(order).toEqual([['last', 0]]);
});

test('riding: time that is let pass passes, whatever happens at once', async () => {
  time.passing = later;
  clock.set(say('at once'), 0);
  await clock.pass(5);

  expect([order, clock.now]).toEqual([[['at once', 0]], 5]);
});

const bound = 3;
/** A clock on which something happens at once, again and again. */
function standing(): RidingClock {
  clock = new RidingClock(time, bound);
  const again = (): void => {
    order.push('again');
    clock.set(again, 0);
  };
  again();
  return clock;
}
const stands = (at: number): unknown =>
  expect.objectContaining({
    id: 'world.standstill',
    message: expect.stringContaining(`times at ${at} ms, and time does not pass`) as string,
  });

test('riding: what stands still while time passes is thrown when it has passed, once', async () => {
  time.passing = later;
  const riding = standing();

  await expect(riding.pass(5)).rejects.toEqual(stands(5));
  expect(order).toHaveLength(1 + bound + 1);
  riding.end();
  await riding.pass(5);
});

test('riding: what is at once as often as it may, and no oftener, stands still for nobody', async () => {
  time.passing = later;
  clock = new RidingClock(time, bound);
  for (let n = 0; n <= bound; n++) clock.set(say('at once'), 0);
  await clock.pass(5);

  expect(order).toHaveLength(bound + 1);
});

test('riding: where promises do not get to run, what stands still is thrown at once', () => {
  standing();

  expect(() => time.fire(1)).toThrow(stands(1));
  expect(order).toHaveLength(1 + bound + 1);
});

test('riding: what stands still while nobody lets time pass is an unhandled rejection', async () => {
  const told: unknown[] = [];
  const { emit } = process;
  patches.put(process, 'emit', (...args: readonly unknown[]): unknown => {
    if (args[0] !== 'unhandledRejection') return Reflect.apply(emit, process, args) as unknown;
    told.push(args[1]);
    return true;
  });
  standing();
  await later();
  await later();
  clock.end();
  expect(told).toEqual([stands(0)]);

  // A pass that fails is over, too.
  time.passing = () => Promise.reject(new Error('no'));
  const riding = standing();
  await expect(riding.pass(5)).rejects.toThrow('no');
  await later();
  await later();
  expect(told).toEqual([stands(0), stands(5)]);
});
