import { createWorld, type SignalingWorld } from 'sigsim';
import { afterEach, beforeEach, expect, test } from 'vitest';

let world: SignalingWorld;
const { now: realNow } = performance;
const real = { setTimeout, setInterval, clearTimeout, clearInterval, Date, now: realNow };
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

beforeEach(() => {
  world = createWorld();
});
afterEach(() => {
  world.uninstall();
});

test('install: a timer runs at its own due time', async () => {
  world.install();
  const at: number[] = [];
  const chain = (): void => {
    at.push(world.now);
    if (at.length < 3) setTimeout(chain, 100);
  };

  setTimeout(chain, 100);
  await world.advance(350);

  expect(at).toEqual([100, 200, 300]);
});

test('install: promises run between two timers that are due together', async () => {
  world.install();
  const order: string[] = [];

  setTimeout(() => {
    order.push('first');
    void Promise.resolve().then(() => order.push('promise of the first'));
  }, 10);
  setTimeout(() => order.push('second'), 10);
  await world.advance(10);

  expect(order).toEqual(['first', 'promise of the first', 'second']);
});

test('install: an async loop with pauses runs to its end in one advance', async () => {
  world.install();
  const at: number[] = [];

  void (async () => {
    for (const ms of [1000, 2000, 4000]) {
      await pause(ms);
      at.push(Date.now());
    }
  })();
  const start = Date.now();
  await world.advance('10 s');

  expect(at.map((time) => time - start)).toEqual([1000, 3000, 7000]);
});

test('install: an interval ticks until it is cleared, from inside too', async () => {
  world.install();
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
    if (ticks === 3) clearInterval(timer);
  }, 10);

  await world.advance('1 s');

  expect(ticks).toBe(3);
});

test('install: arguments go along, and a cleared timer does not run', async () => {
  world.install();
  const heard: unknown[] = [];

  setTimeout((...args: unknown[]) => heard.push(args), 5, 'a', 1);
  clearTimeout(setTimeout(() => heard.push('cleared'), 5));
  clearTimeout(undefined);
  await world.advance(5);

  expect(heard).toEqual([['a', 1]]);
});

test('install: Date and performance.now tell virtual time', async () => {
  world.install();
  const start = new Date();
  await world.advance('1 h');

  expect(start.toISOString()).toBe('2019-07-01T00:00:00.000Z');
  expect(Date.now() - start.getTime()).toBe(3_600_000);
  expect(performance.now()).toBe(3_600_000);
  expect(new Date(0)).toBeInstanceOf(Date);
  expect(new Date(2020, 0, 2).getDate()).toBe(2);
  expect(typeof Date()).toBe('string');
});

test('install: a delay of 0, below it or too long counts as 1 ms', async () => {
  world.install();
  const at: number[] = [];
  for (const ms of [0, -5, Number.NaN, 2 ** 31]) setTimeout(() => at.push(world.now), ms);

  await world.advance(1);

  expect(at).toEqual([1, 1, 1, 1]);
});

test('install: a timer can be refreshed, and is a number where one is asked for', async () => {
  world.install();
  let at = 0;
  const timer = setTimeout(() => {
    at = world.now;
  }, 10);
  await world.advance(5);

  timer.refresh();
  await world.advance(20);

  expect(at).toBe(15);
  expect(Number(timer)).toBeGreaterThan(0);
});

test('uninstall: gives every global back', () => {
  world.install();
  world.uninstall();

  const { now } = performance;
  expect({ setTimeout, setInterval, clearTimeout, clearInterval, Date, now }).toEqual(real);
});

test('close: takes the clock off, and a second install is harmless', () => {
  world.install();
  world.install();
  world.close();

  expect(setTimeout).toBe(real.setTimeout);
});

test('install: a second world is told whose clock is there', () => {
  world.install();
  const other = createWorld();

  expect(() => other.install()).toThrow(
    /^world\.install: another world's clock is already installed, at .*install\.test\.ts:\d+:\d+\)?\. Remove it with that world's uninstall\(\) or close\(\)\.$/,
  );
});

test('install: two worlds one after the other do not meet', async () => {
  world.install();
  setTimeout(() => undefined, 5);
  await world.advance(5);
  world.close();

  const other = createWorld();
  other.install();
  expect(other.now).toBe(0);
  other.close();
});

test('close: names a timer that the client left, and the line that set it', () => {
  world.install();
  setTimeout(() => undefined, 5000);

  expect(() => world.close()).toThrow(
    /^world\.close: your client left 1 timer: due at 5 s, set at .*install\.test\.ts:\d+:\d+\)?\. Stop it when the client is disposed of, or let time pass until they have run\.$/,
  );
});

test('install: a timer that throws is written down and stops nothing', async () => {
  world.install();
  let isRun = false;
  setTimeout(() => {
    throw new RangeError('no');
  }, 5);
  setTimeout(() => {
    isRun = true;
  }, 6);

  await world.advance(10);

  expect(isRun).toBe(true);
  expect(world.errors).toEqual([new RangeError('no')]);
  expect(world.trace.entries.at(-1)).toMatchObject({ kind: 'threw', error: 'RangeError' });
});

test('close: an error of a timer fails it, with the line that set the timer', async () => {
  world.install();
  setTimeout(() => {
    throw new Error('first');
  }, 5);
  // oxlint-disable-next-line typescript/no-misused-promises -- applications do.
  setTimeout(async () => {
    await Promise.resolve();
    throw new Error('second');
  }, 6);

  await world.advance(10);

  expect(world.errors).toEqual([new Error('first'), new Error('second')]);
  expect(() => world.close()).toThrow(
    /^world\.close: a timer set at .*install\.test\.ts:\d+:\d+\)? threw Error: first at 5 ms/,
  );
});

test('install: what is no function is refused at once, as the platform does', () => {
  world.install();

  const nothing = 5 as unknown as () => void;

  expect(() => setTimeout(nothing, 5)).toThrow(TypeError);
});

test('install: an hour of capped back-off leaves nothing behind', async () => {
  world.install();
  const session = world.Signal('app').login('alice', '_no_need_token');
  let waitMs = 1000;
  let attempts = 0;
  const again = (): void => {
    attempts += 1;
    setTimeout(() => {
      world.Signal('app').login('alice', '_no_need_token').onLoginFailed = again;
    }, waitMs);
    waitMs = Math.min(waitMs * 2, 60_000);
  };
  session.onLoginFailed = again;
  world.network.cut('alice');

  await world.advance('1 h');

  expect(attempts).toBeGreaterThan(40);
});

test('install: whatever tells the time tells the world’s, and the platform’s again afterwards', async () => {
  const before = [process.hrtime, process.uptime, performance.mark, performance.measure];
  const format = new Intl.DateTimeFormat('en', { timeStyle: 'medium', timeZone: 'UTC' });
  world.install();
  await world.advance('1 min');
  const begun = process.hrtime();
  await world.advance(1500.5);

  expect(process.hrtime(begun)).toEqual([1, 500_500_000]);
  expect(process.hrtime.bigint()).toBe(61_500_500_000n);
  expect(process.uptime()).toBe(61.5005);
  expect(performance.mark('here').startTime).toBe(61_500.5);
  expect(performance.measure('so long', 'here').duration).toBe(0);
  expect(performance.measure('from', { start: 60_000 }).duration).toBe(1500.5);
  expect(performance.measure('all').duration).toBe(61_500.5);
  expect(format.format()).toBe(format.format(new Date()));
  expect(format.format()).toMatch(/^12:01:01\sAM$/);
  expect(format.formatToParts().find(({ type }) => type === 'minute')?.value).toBe('01');
  expect(format.format(0)).toMatch(/^12:00:00\sAM$/);

  world.close();
  expect([process.hrtime, process.uptime, performance.mark, performance.measure]).toEqual(before);
  expect(format.format()).not.toMatch(/^12:01:01\sAM$/);
});

test('install: a timer that was unreferenced says so, until it is referenced again', () => {
  world.install();
  const timer = setTimeout(() => undefined, 5);

  expect(timer.hasRef()).toBe(true);
  expect(timer.unref().hasRef()).toBe(false);
  expect(timer.ref().hasRef()).toBe(true);
  clearTimeout(timer);
});
