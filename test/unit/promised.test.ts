// The timers of node:timers/promises over a clock that the test moves.
import { getEventListeners } from 'node:events';
import { beforeEach, expect, test } from 'vitest';
import { Clock } from '../../src/world/clock.ts';
import { AppTimers } from '../../src/world/globals/app-timers.ts';
import { createPromised } from '../../src/world/globals/promised.ts';

let clock: Clock;
let timers: AppTimers;
let promised: ReturnType<typeof createPromised>;
beforeEach(() => {
  clock = new Clock();
  timers = new AppTimers(clock, (run) => run());
  promised = createPromised(timers);
});

/** Lets the next timers run, and then the promises. */
async function pass(times = 1): Promise<void> {
  for (let n = 0; n < times; n++) clock.runNext();
  for (let n = 0; n < 10; n++) await Promise.resolve();
}
const heard = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;
const aborted = (cause: unknown): unknown =>
  expect.objectContaining({
    name: 'AbortError',
    code: 'ABORT_ERR',
    message: 'The operation was aborted',
    cause,
  });
/** What became of a promise, once it is known. */
function follow(promise: Promise<unknown>): readonly unknown[] {
  const became: unknown[] = [];
  promise.then(
    (value) => became.push(['resolved', value]),
    (error: unknown) => became.push(['rejected', error]),
  );
  return became;
}

test('promised: a wait gives its value when it is due, and waits 1 ms if it is told nothing', async () => {
  const [first, second, third] = [
    follow(promised.setTimeout()),
    follow(promised.setTimeout(20, 'value')),
    follow(promised.schedulerWait(30)),
  ];
  expect(timers.left).toEqual(
    ['1 ms', '20 ms', '30 ms'].map(
      (due) => expect.stringMatching(`^due at ${due}, set at .*promised\\.test\\.ts`) as unknown,
    ),
  );
  await pass();
  expect([clock.now, first, second]).toEqual([1, [['resolved', undefined]], []]);
  await pass(2);

  expect([second, third]).toEqual([[['resolved', 'value']], [['resolved', undefined]]]);
});

test('promised: a wait that is over hears no signal any more', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const wait = follow(promised.setTimeout(10, 'value', { signal }));
  expect(heard(signal)).toBe(1);
  await pass();
  expect(heard(signal)).toBe(0);
  controller.abort();
  await pass(0);

  expect(wait).toEqual([['resolved', 'value']]);
});

test('promised: a signal ends a wait at once, with its reason, and leaves nothing', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const [wait, other] = [
    follow(promised.setTimeout(10, 'value', { signal })),
    follow(promised.schedulerWait(10, { signal })),
  ];
  controller.abort('enough');
  await pass(0);

  expect([wait, other]).toEqual([
    [['rejected', aborted('enough')]],
    [['rejected', aborted('enough')]],
  ]);
  expect([timers.left, heard(signal)]).toEqual([[], 0]);
  signal.dispatchEvent(new Event('abort'));
  expect(clock.next()).toBeUndefined();
});

test('promised: a signal that has ended before lets no wait begin', async () => {
  const signal = AbortSignal.abort('enough');
  const wait = follow(promised.setTimeout(10, 'value', { signal }));
  const ticks = promised.setInterval(10, 'value', { signal });
  const tick = follow(ticks.next());
  await pass(0);

  expect([wait, tick]).toEqual([
    [['rejected', aborted('enough')]],
    [['rejected', aborted('enough')]],
  ]);
  expect([timers.left, heard(signal)]).toEqual([[], 0]);
});

test('promised: an interval gives its value at each tick, and 1 ms after the other if it is told nothing', async () => {
  const ticks = promised.setInterval(10, 'tick');
  const first = follow(ticks.next());
  await pass(0);
  expect(timers.left).toEqual([
    expect.stringMatching(/^due at 10 ms, every 10 ms, set at .*promised\.test\.ts/),
  ]);
  expect(first).toEqual([]);
  await pass();
  const second = follow(ticks.next());
  await pass(0);
  expect([first, second]).toEqual([[['resolved', { value: 'tick', done: false }]], []]);
  await pass();
  expect([clock.now, second]).toEqual([20, [['resolved', { value: 'tick', done: false }]]]);
  await ticks.return(undefined);
  expect(timers.left).toEqual([]);

  void promised.setInterval().next();
  await pass();
  expect(clock.now).toBe(21);
});

test('promised: ticks that nobody has taken wait for whoever asks, and no more than came', async () => {
  const ticks = promised.setInterval(10, 'tick');
  void ticks.next();
  await pass(4);
  const others = [1, 2, 3, 4].map(() => follow(ticks.next()));
  await pass(0);

  expect(others.map(({ length }) => length)).toEqual([1, 1, 1, 0]);
  await pass();
  expect(others.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
});

test('promised: a signal ends an interval that waits for its tick', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const ticks = promised.setInterval(10, 'tick', { signal });
  const first = follow(ticks.next());
  await pass(0);
  expect(heard(signal)).toBe(1);
  controller.abort('enough');
  await pass(0);

  expect(first).toEqual([['rejected', aborted('enough')]]);
  expect([timers.left, heard(signal)]).toEqual([[], 0]);
  expect(await ticks.next()).toEqual({ value: undefined, done: true });
});

test('promised: a signal ends an interval of which nobody has asked the next tick', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const ticks = promised.setInterval(10, 'tick', { signal });
  void ticks.next();
  await pass();
  controller.abort('enough');
  expect(heard(signal)).toBe(0);
  const next = follow(ticks.next());
  await pass(0);

  expect(next).toEqual([['rejected', aborted('enough')]]);
  expect(timers.left).toEqual([]);
});

test('promised: a loop that is left hears no signal any more', async () => {
  const { signal } = new AbortController();
  const ticks = promised.setInterval(10, 'tick', { signal });
  void ticks.next();
  await pass();
  await ticks.return(undefined);

  expect([timers.left, heard(signal)]).toEqual([[], 0]);
});
