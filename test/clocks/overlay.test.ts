// What the world's clock covers while it is installed, and what it finds out about the client.
import timers, { setTimeout as importedTimeout } from 'node:timers';
import * as promised from 'node:timers/promises';
import { promisify } from 'node:util';
import { createWorld, type SignalingWorld } from 'sigsim';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createActor, createMachine } from 'xstate';
import { Clock } from '../../src/world/clock.ts';
import { Overlay } from '../../src/world/globals/overlay.ts';
import { Place } from '../../src/world/globals/place.ts';

const { emit } = process;
const { setTimeout: capturedTimeout, setInterval: capturedInterval } = globalThis;
const { setTimeout: capturedSleep } = promised;
const capturedImmediate = promisify(setImmediate);

let world: SignalingWorld;
beforeEach(() => {
  world = createWorld();
  world.install();
});
afterEach(() => {
  world.uninstall();
});

/** The lines of this file that stand in a text, as `overlay.test.ts:12`. */
const linesIn = (text: string): readonly string[] => text.match(/overlay\.test\.ts:\d+/g) ?? [];
/** The line in which this is called. */
const here = (): string => linesIn(new Error('here').stack ?? '')[1] ?? '';
function poll(): string {
  setInterval(() => undefined, 700);
  return here().replace(/\d+$/, (n) => String(Number(n) - 1));
}
const closing = (): unknown => {
  try {
    world.close();
    return 'closed';
  } catch (error) {
    return error;
  }
};

test('AbortSignal.timeout: aborts at its virtual time with the reason of the platform', async () => {
  const signal = AbortSignal.timeout(5000);
  let at = 0;
  signal.addEventListener('abort', () => {
    at = world.now;
  });

  await world.advance('10 s');

  expect(at).toBe(5000);
  expect(signal.reason).toBeInstanceOf(DOMException);
  expect(signal.reason).toMatchObject({ name: 'TimeoutError', code: DOMException.TIMEOUT_ERR });
});

test('AbortSignal.timeout: one with onabort is heard', () => {
  Object.assign(AbortSignal.timeout(1000), { onabort: () => undefined });

  expect(String(closing())).toContain('by AbortSignal.timeout');
});

test('AbortSignal.timeout: what is no delay is refused as the platform does', () => {
  expect(() => AbortSignal.timeout(-1)).toThrow(RangeError);
  expect(() => AbortSignal.timeout(2 ** 32)).toThrow(RangeError);
  expect(() => AbortSignal.timeout(0.5)).toThrow(RangeError);
  expect(() => AbortSignal.timeout('5' as unknown as number)).toThrow(TypeError);
});

test('AbortSignal.timeout: any delay of the platform is taken, the shortest as 1 ms', async () => {
  const signals = [0, 1, 2 ** 32 - 1].map((ms) => AbortSignal.timeout(ms));
  for (const signal of signals) signal.addEventListener('abort', () => undefined);

  await world.advance(1);

  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, false]);
  expect(String(closing())).toContain('left 1 timer: due at 71582 min 47.295 s, by Abort');
});

test('AbortSignal.timeout: one that nobody hears is no timer left, one that is heard is', () => {
  AbortSignal.timeout(1000);
  const [line, signal] = [here(), AbortSignal.timeout(5000)];
  signal.addEventListener('abort', () => undefined);

  const error = String(closing());

  expect(error).toContain('left 1 timer: due at 5 s, by AbortSignal.timeout, set at ');
  expect(linesIn(error)).toEqual([line]);
});

test('close: names the line of an interval, and how often it ticks', async () => {
  const line = poll();
  await world.advance('1 s');

  const error = String(closing());

  expect(error).toContain('left 1 timer: due at 1.4 s, every 700 ms, set at poll (');
  expect(linesIn(error)).toEqual([line]);
});

test('close: names the line of the client where a package set the timer', () => {
  const machine = createMachine({
    initial: 'on',
    states: { on: { after: { 5000: 'off' } }, off: {} },
  });
  const [line, actor] = [here(), createActor(machine).start()];

  expect(linesIn(String(closing()))).toEqual([line]);
  actor.stop();
});

test('close: names the first three of many timers', () => {
  for (let n = 1; n <= 5; n++) setTimeout(() => undefined, n * 1000);

  const error = String(closing());

  expect(error).toContain('your client left 5 timers: due at 1 s');
  expect(error.match(/due at/g)).toHaveLength(3);
});

test('setInterval: ticks after what its callback set for the same moment, as in Node', async () => {
  const order: string[] = [];
  const timer = setInterval(() => {
    order.push('tick');
    setTimeout(() => order.push('timer'), 10);
  }, 10);

  await world.advance(25);
  clearInterval(timer);

  expect(order).toEqual(['tick', 'timer', 'tick']);
});

test('setInterval: one that is refreshed in its own callback ticks once a time', async () => {
  const at: number[] = [];
  const timer = setInterval(() => {
    at.push(world.now);
    if (world.now === 10) timer.refresh();
  }, 10);

  await world.advance(35);
  clearInterval(timer);

  expect(at).toEqual([10, 20, 30]);
});

test('node:timers/promises: sleeps, scheduler.wait and values on virtual time', async () => {
  const at: unknown[] = [];
  void promised.setTimeout(1000, 'slept').then((value) => at.push([value, world.now]));
  void promised.scheduler.wait(2000).then(() => at.push(world.now));

  await world.advance('3 s');

  expect(at).toEqual([['slept', 1000], 2000]);
});

test('node:timers/promises: a signal ends a sleep and leaves no timer', async () => {
  const controller = new AbortController();
  const sleep = promised.setTimeout(1000, undefined, { signal: controller.signal });
  setTimeout(() => controller.abort('enough'), 10);
  await world.advance(20);

  await expect(sleep).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
  await expect(
    promised.setTimeout(1, undefined, { signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ code: 'ABORT_ERR' });
  expect(closing()).toBe('closed');
});

test('node:timers/promises: an interval ticks until its loop is left', async () => {
  const at: unknown[] = [];
  void (async () => {
    for await (const value of promised.setInterval(100, 'tick')) {
      at.push([value, world.now]);
      if (at.length === 3) break;
    }
  })();

  await world.advance('1 s');

  expect(at).toEqual([100, 200, 300].map((ms) => ['tick', ms]));
  expect(closing()).toBe('closed');
});

test('node:timers/promises: a signal ends an interval', async () => {
  const controller = new AbortController();
  let ticks = 0;
  const loop = (async () => {
    for await (const _ of promised.setInterval(100, 0, { signal: controller.signal })) ticks += 1;
  })();
  setTimeout(() => controller.abort(), 250);
  await world.advance('1 s');

  await expect(loop).rejects.toMatchObject({ name: 'AbortError' });
  expect(ticks).toBe(2);
});

test('node:timers: importers and users of the module are on virtual time', async () => {
  const at: number[] = [];
  importedTimeout(() => at.push(world.now), 10);
  timers.setTimeout(() => at.push(world.now), 20);
  void promisify(setTimeout)(30).then(() => at.push(world.now));

  await world.advance(50);

  expect(at).toEqual([10, 20, 30]);
});

test('setImmediate: a chain of it runs before time passes', async () => {
  const at: number[] = [];
  const chain = (left: number): void => {
    setImmediate(() => {
      at.push(world.now);
      if (left > 1) chain(left - 1);
    });
  };
  setTimeout(() => chain(5), 10);
  setTimeout(() => at.push(world.now), 11);

  await world.advance(20);

  expect(at).toEqual([10, 10, 10, 10, 10, 11]);
});

test('setImmediate: a test may wait for it without advancing', async () => {
  let isRun = false;
  clearImmediate(setImmediate(() => expect.unreachable()));
  setImmediate(() => {
    isRun = true;
  });

  await new Promise((done) => setImmediate(done));
  await promisify(setImmediate)();

  expect(isRun).toBe(true);
  expect(world.now).toBe(0);
});

test('setImmediate: what is no function is refused, and what it resolves to is the platform’s', async () => {
  expect(() => setImmediate(5 as unknown as () => void)).toThrow(TypeError);
  expect(await promisify(setImmediate)('value')).toBe('value');
});

test('setImmediate: time waits for one, and not for one that was cleared', async () => {
  const ran: string[] = [];
  const clock = new Clock();
  const overlay = new Overlay(
    clock,
    (run) => run(),
    () => undefined,
  );
  world.uninstall();
  try {
    overlay.install(new Place(undefined), true);
    const cleared = setImmediate(() => ran.push('cleared'));
    expect(overlay.hasImmediates).toBe(true);
    clearImmediate(cleared);
    expect(overlay.hasImmediates).toBe(false);

    const run = new Promise((done) => setImmediate((...args) => done(args), 'a', 1));
    expect(overlay.hasImmediates).toBe(true);
    expect(await run).toEqual(['a', 1]);
    expect(overlay.hasImmediates).toBe(false);
    expect(ran).toEqual([]);

    clearImmediate(setImmediate(() => undefined));
    setImmediate(() => ran.push('late'));
  } finally {
    overlay.uninstall();
  }
  expect(overlay.hasImmediates).toBe(false);
});

test('jobs: each that comes before the next turn is counted, by what queued it', async () => {
  const counted: unknown[] = [];
  const overlay = new Overlay(
    new Clock(),
    (run) => run(),
    (where) => counted.push(where),
  );
  world.uninstall();
  const heard: unknown[] = [];
  let ours: readonly unknown[] = [];
  try {
    overlay.install(new Place(undefined), true);
    ours = [queueMicrotask, process.nextTick];
    queueMicrotask(() => heard.push('job'));
    process.nextTick((...args: unknown[]) => heard.push(args), 'tick', 1);
    await Promise.resolve();
  } finally {
    overlay.uninstall();
  }
  await capturedImmediate();

  expect(counted).toEqual(ours);
  expect(heard).toHaveLength(2);
  expect(heard).toEqual(expect.arrayContaining(['job', ['tick', 1]]));
});

test('microtasks: keep their order among promises, jobs and ticks', async () => {
  const order: string[] = [];
  setTimeout(() => {
    queueMicrotask(() => order.push('microtask'));
    void Promise.resolve().then(() => order.push('promise'));
    process.nextTick(() => order.push('tick'));
    setTimeout(() => order.push('timer'), 1);
  }, 10);
  setTimeout(() => order.push('next'), 10);

  await world.advance(20);

  expect(order).toEqual(['tick', 'microtask', 'promise', 'next', 'timer']);
});

test.each([
  ['setTimeout', () => void capturedTimeout(() => undefined, 1)],
  ['setInterval', () => clearInterval(capturedInterval(() => undefined, 1))],
  ['node:timers/promises', () => void capturedSleep(1)],
])('close: names the line of a real timer set by a captured %s', (_, useReal) => {
  useReal();

  expect(String(closing())).toMatch(
    /^UsageError: world\.close: your client set a real timer, which no world moves, at .*overlay\.test\.ts:\d+:\d+\)?\. It took setTimeout before world\.install\(\)\. Let it read the global when it sets a timer, or install the clock before you load it\.$/,
  );
});

test('close: says nothing of real timers before install, and of setImmediate', async () => {
  world.uninstall();
  clearTimeout(capturedTimeout(() => undefined, 1));
  world.install();
  await capturedImmediate();

  expect(closing()).toBe('closed');
});

test('close: looks for no real timers where it is asked not to', () => {
  world.uninstall();
  world.looksClosely = false;
  world.install();
  clearTimeout(capturedTimeout(() => undefined, 1));

  expect(closing()).toBe('closed');
});

test('timers: where they were set is not noted where it is asked not to; whether somebody asks, is', () => {
  world.uninstall();
  world.takesLines = false;
  world.install();
  const timer = setTimeout(() => undefined, 5);

  expect(world.hasMissedLine).toBe(false);
  expect(world.pendingTimers).toEqual(['due at 5 ms, set at an unknown line']);
  expect(world.hasMissedLine).toBe(true);
  clearTimeout(timer);
});

test('uninstall: another world’s clock stays where it is', () => {
  const ours = setTimeout;
  createWorld().uninstall();

  expect(setTimeout).toBe(ours);
  expect(() => createWorld().install()).toThrow(
    /^world\.install: another world's clock is already/,
  );
});

test('uninstall: gives every module and global back', () => {
  const ours = [timers.setTimeout, promised.setTimeout, AbortSignal.timeout, queueMicrotask];
  world.uninstall();
  const real = [timers.setTimeout, promised.setTimeout, AbortSignal.timeout, queueMicrotask];

  expect(importedTimeout).toBe(capturedTimeout);
  expect(promised.setTimeout).toBe(capturedSleep);
  expect(process.emit).toBe(emit);
  for (const [n, one] of ours.entries()) expect(one).not.toBe(real[n]);
});

test('parallel: two worlds with clocks of their own do not meet', async () => {
  world.uninstall();
  const other = createWorld({ seed: 2 });
  const heard: string[] = [];
  for (const [name, one] of Object.entries({ first: world, second: other })) {
    const api = one.createAgoraAPI();
    api.onLoginSuccess = () => heard.push(`${name} at ${one.now}`);
    api.login('app', 'alice', '_no_need_token');
  }

  await Promise.all([world.advance('1 s'), other.advance('2 s')]);

  expect(heard.toSorted()).toEqual(['first at 60', 'second at 60']);
  expect([world.now, other.now]).toEqual([1000, 2000]);
});

test('unhandled: a rejection that nobody looks at is told after the advance', async () => {
  const told: unknown[] = [];
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason) => told.push(reason));
  setTimeout(() => void Promise.reject(new RangeError('mine')), 10);

  await world.advance(20);
  expect(told).toEqual([]);
  await new Promise((done) => setImmediate(done));
  await new Promise((done) => setImmediate(done));

  process.removeAllListeners('unhandledRejection');
  for (const listener of others) process.on('unhandledRejection', listener);
  expect(told).toEqual([new RangeError('mine')]);
});

test('late: a handler set after its callback was due hears nothing, and the trace says so', async () => {
  const api = world.createAgoraAPI();
  api.login('app', '', '_no_need_token');
  await world.advance(0);
  api.onLoginFailed = () => expect.unreachable();

  await world.advance('1 min');

  expect(world.trace.callbacks()).toMatchObject([{ name: 'onLoginFailed', handled: false }]);
  expect(String(world.trace)).toContain('◁ onLoginFailed 209 LOGIN_E_INVALID_USER');
});

test('performance.measure: from and to marks, moments and now, in virtual time', async () => {
  await world.advance('1 s');
  performance.mark('a');
  await world.advance('2 s');
  performance.mark('b');
  await world.advance('3 s');
  const measured = [
    performance.measure('m'),
    performance.measure('m', 'a'),
    performance.measure('m', 'a', 'b'),
    performance.measure('m', undefined, 'b'),
    performance.measure('m', { start: 2000 }),
    performance.measure('m', { start: 2000, end: 2500 }),
    performance.measure('m', { start: 2000, duration: 700 }),
    performance.measure('m', { end: 4000, duration: 900 }),
    performance.measure('m', { end: 'b' }),
  ].map(({ startTime, duration }) => [startTime, duration]);

  expect(measured).toEqual([
    [0, 6000],
    [1000, 5000],
    [1000, 2000],
    [0, 3000],
    [2000, 4000],
    [2000, 500],
    [2000, 700],
    [3100, 900],
    [0, 3000],
  ]);
  performance.clearMarks();
  performance.clearMeasures();
});

test('process.hrtime: counts from another moment', async () => {
  await world.advance('3 s');

  expect(process.hrtime([1, 300_000_000])).toEqual([1, 700_000_000]);
});

test('setTimeout: the longest delay of the platform is kept, and one that was cleared stays so', async () => {
  const longest = setTimeout(() => undefined, 2 ** 31 - 1);
  expect(world.pendingTimers).toEqual([
    expect.stringMatching(/^due at 35791 min 23\.647 s, set at .*overlay\.test\.ts/),
  ]);
  clearTimeout(longest);
  longest.refresh();
  longest.close();

  expect(closing()).toBe('closed');
});
