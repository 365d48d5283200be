import {
  array,
  assert as check,
  boolean as anyBoolean,
  integer,
  nat,
  option,
  property,
  record,
} from 'fast-check';
import { expect, test } from 'vitest';
import { Clock } from '../../src/world/clock.ts';
import type { Timer } from '../../src/world/heap.ts';

const seed = Number(process.env['SEED'] ?? 81);

/** For a timer that somebody would notice. */
const pass = (): undefined => undefined;

/** Runs every timer of a clock, as long as they are no more than any test sets; gives the moments. */
function runAll(clock: Clock): readonly number[] {
  const moments: number[] = [];
  while (clock.next() !== undefined && moments.length < 20_000) {
    clock.runNext();
    moments.push(clock.now);
  }
  return moments;
}

test('clock: a chain of three 10 ms timers ends at 30', () => {
  const clock = new Clock();
  const moments: number[] = [];
  const chain = (left: number): void => {
    clock.set(() => {
      moments.push(clock.now);
      if (left > 1) chain(left - 1);
    }, 10);
  };

  chain(3);
  runAll(clock);

  expect(moments).toEqual([10, 20, 30]);
});

test('clock: timers that are due together run in the order of setting', () => {
  const clock = new Clock();
  const order: string[] = [];

  for (const name of ['a', 'b', 'c', 'd', 'e']) clock.set(() => order.push(name), 5);
  clock.set(() => order.push('early'), 4);
  runAll(clock);

  expect(order).toEqual(['early', 'a', 'b', 'c', 'd', 'e']);
});

test('clock: what is set for now runs before a timer that is due now', () => {
  const clock = new Clock();
  const order: string[] = [];

  clock.set(() => {
    order.push('first');
    clock.set(() => order.push('set by first'), 0);
    clock.set(() => order.push('and this'), 0);
  }, 5);
  clock.set(() => order.push('second'), 5);
  runAll(clock);

  expect(order).toEqual(['first', 'set by first', 'and this', 'second']);
  expect(clock.now).toBe(5);
});

test('clock: a stopped timer does not run and is not pending', () => {
  const clock = new Clock();
  const order: string[] = [];
  const timers = ['a', 'b', 'c'].map((name, n) => clock.set(() => order.push(name), n));

  clock.stop(timers[0] as Timer);
  clock.stop(timers[0] as Timer);
  expect([clock.pending, clock.next()]).toEqual([2, 1]);
  runAll(clock);

  expect(order).toEqual(['b', 'c']);
  expect([clock.pending, clock.next()]).toEqual([0, undefined]);
});

test('clock: stopping a timer that ran, or that is running, changes nothing', () => {
  const clock = new Clock();
  const timer: Timer = clock.set(() => clock.stop(timer), 1);
  clock.set(() => undefined, 2);

  clock.runNext();
  clock.stop(timer);

  expect([clock.pending, clock.next()]).toEqual([1, 2]);
});

test('clock: one without timers does nothing', () => {
  const clock = new Clock();

  clock.runNext();

  expect([clock.now, clock.pending, clock.next()]).toEqual([0, 0, undefined]);
});

test('clock: a timer that throws is gone all the same', () => {
  const clock = new Clock();
  clock.set(() => {
    throw new Error('no');
  }, 1);

  expect(() => clock.runNext()).toThrow('no');

  expect([clock.now, clock.pending]).toEqual([1, 0]);
});

test('clock: 10,000 timers run each at its own time', () => {
  const clock = new Clock();
  const spans = Array.from({ length: 10_000 }, (_, n) => (n * 7919) % 10_007);

  for (const ms of spans) clock.set(() => undefined, ms);
  expect(clock.pending).toBe(10_000);

  expect(runAll(clock)).toEqual(spans.toSorted((a, b) => a - b));
});

test('clock: 10,000 timers that are set and stopped leave nothing behind', () => {
  const clock = new Clock();

  for (let n = 0; n < 10_000; n++) clock.stop(clock.set(() => undefined, n));

  expect([clock.pending, clock.next()]).toEqual([0, undefined]);
});

interface Planned {
  readonly ms: number;
  readonly stops: number | undefined;
  readonly walks: boolean;
}

test('clock: a timer that stands for others runs where the one it stands for would', () => {
  const clock = new Clock();
  const order: string[] = [];
  const say = (word: string) => (): void => void order.push(`${word} ${clock.now}`);
  const place = clock.place();
  clock.set(() => undefined, 40);
  clock.runNext();
  clock.set(say('set at 40'), 60);
  clock.wait(say('as set at 90'), { due: 100, back: 10, place });
  clock.wait(say('as set at 20'), { due: 100, back: 80, place: clock.place() });
  clock.wait(say('as set at 40, before'), { due: 100, back: 60, place });
  clock.wait(say('as set at 40, after'), { due: 100, back: 60, place: clock.place() });
  runAll(clock);

  expect(order).toEqual([
    'as set at 20 100',
    'as set at 40, before 100',
    'set at 40 100',
    'as set at 40, after 100',
    'as set at 90 100',
  ]);
});

test('clock: a timer that nobody would notice is skipped up to the horizon, and is not counted', () => {
  const clock = new Clock();
  const asked: number[][] = [];
  const moments: number[] = [];
  const every10 = (due: number, horizon: number): number => {
    asked.push([due, horizon]);
    return Math.ceil(horizon / 10) * 10;
  };
  clock.horizon = 95;
  clock.wait(() => void moments.push(clock.now), { due: 10, back: 10, place: 0, pass: every10 });
  expect(clock.pending).toBe(1);
  runAll(clock);

  expect({ asked, moments, ran: clock.ran }).toEqual({ asked: [[10, 95]], moments: [100], ran: 0 });
});

test('clock: a timer that would be noticed, or comes after another, is not skipped', () => {
  const clock = new Clock();
  const order: string[] = [];
  clock.horizon = 95;
  clock.wait(() => void order.push('noticed'), { due: 10, back: 10, place: 0, pass });
  clock.set(() => void order.push('set'), 5);
  const stopped = clock.wait(() => void order.push('stopped'), { due: 7, back: 7, place: 0, pass });
  clock.stop(stopped);

  expect(runAll(clock)).toEqual([5, 10]);
  expect({ order, pending: clock.pending }).toEqual({ order: ['set', 'noticed'], pending: 0 });
});

test('clock: nothing is skipped without a horizon, nor what is due at the horizon itself', () => {
  for (const horizon of [undefined, 10]) {
    const clock = new Clock();
    if (horizon !== undefined) clock.horizon = horizon;
    let asked = 0;
    const ask = (): undefined => void asked++;
    clock.wait(() => undefined, { due: 10, back: 10, place: 0, pass: ask });

    expect({ moments: runAll(clock), asked }).toEqual({ moments: [10], asked: 0 });
  }
});

test('clock: a timer that was skipped runs as if it had been set as much later as it is due', () => {
  const clock = new Clock();
  const order: string[] = [];
  const say = (word: string) => (): void => void order.push(word);
  clock.horizon = 95;
  clock.wait(say('due at 10, set at 0'), { due: 10, back: 10, place: 0, pass: () => 100 });
  clock.wait(say('set at 80'), { due: 100, back: 20, place: 1 });
  clock.wait(say('set at 95'), { due: 100, back: 5, place: 2 });
  runAll(clock);

  expect(order).toEqual(['set at 80', 'due at 10, set at 0', 'set at 95']);
});

test('clock: what is set for now leaves a timer that may be skipped where it is', () => {
  const clock = new Clock();
  const order: string[] = [];
  clock.wait(() => void order.push('waited'), { due: 10, back: 10, place: 0, pass });
  clock.set(() => void order.push('now'), 0);
  runAll(clock);

  expect({ order, now: clock.now }).toEqual({ order: ['now', 'waited'], now: 10 });
});

test('clock: time never goes back', () => {
  const clock = new Clock();
  clock.passTo(10);
  clock.passTo(5);

  expect(clock.now).toBe(10);
});

test('clock: whoever drives it from outside hears of every timer', () => {
  const clock = new Clock();
  let heard = 0;
  clock.onSet = () => void heard++;
  clock.set(() => undefined, 0);
  clock.set(() => undefined, 5);
  clock.wait(() => undefined, { due: 7, back: 0, place: 0 });

  expect(heard).toBe(3);
});

test('clock: any schedule runs by due time, what is for now first', () => {
  const plan = array(
    record<Planned>({
      ms: integer({ min: 0, max: 20 }),
      stops: option(nat({ max: 300 }), { nil: undefined, freq: 2 }),
      walks: anyBoolean(),
    }),
    { maxLength: 300, size: 'max' },
  );

  check(
    property(plan, (steps) => {
      const clock = new Clock();
      const [timers, ran, stopped]: [Timer[], Timer[], Set<Timer>] = [[], [], new Set()];
      const soon = new Set<Timer>();
      for (const { ms, stops, walks } of steps) {
        const timer: Timer = clock.set(() => ran.push(timer), ms);
        timers.push(timer);
        if (ms === 0) soon.add(timer);
        const other = stops === undefined ? undefined : timers[stops];
        if (other !== undefined && !ran.includes(other)) stopped.add(other);
        if (other !== undefined) clock.stop(other);
        if (walks) clock.runNext();
        expect(clock.pending).toBe(timers.length - ran.length - stopped.size);
      }
      const left = timers.filter((timer) => !stopped.has(timer) && !ran.includes(timer));
      const already = ran.length;
      runAll(clock);
      const late = (timer: Timer): number => (soon.has(timer) ? 0 : 1);
      expect(ran.slice(already)).toEqual(
        left.toSorted((a, b) => late(a) - late(b) || a.due - b.due || a.order - b.order),
      );
      expect(ran.map(({ due }) => due)).toEqual(
        ran.map(({ due }) => due).toSorted((a, b) => a - b),
      );
    }),
    { seed, numRuns: 100 },
  );
});
