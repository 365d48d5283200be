import { array, assert as check, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { Heap, isBefore, type Timer } from '../../src/world/heap.ts';

const seed = Number(process.env['SEED'] ?? 12);

const run = (): void => undefined;
const timer = (due: number, set = 0, order = 0): Timer => ({ due, set, order, run });

/** A heap with a timer for each of these moments; gives the timers, too. */
function heapOf(moments: readonly number[]): { heap: Heap; timers: readonly Timer[] } {
  const heap = new Heap();
  const timers = moments.map((due, order) => timer(due, 0, order));
  for (const one of timers) heap.push(one);
  return { heap, timers };
}

function stop(heap: Heap, timers: readonly Timer[]): void {
  for (const one of timers) {
    one.run = undefined;
    heap.onStopped();
  }
}

/** Takes out one after another. */
function drain(heap: Heap): readonly Timer[] {
  const out: Timer[] = [];
  for (let one = heap.first(), { size } = heap; one !== undefined && size > 0; size--) {
    out.push(one);
    heap.pop();
    one = heap.first();
  }
  return out;
}

const inOrder = (timers: readonly Timer[]): readonly Timer[] =>
  timers.toSorted((a, b) => (isBefore(a, b) ? -1 : 1));

const firstOf = (timers: readonly Timer[]): Timer | undefined => {
  let first = timers[0];
  for (const one of timers) if (first !== undefined && isBefore(one, first)) first = one;
  return first;
};

/** So many moments, in no order. */
const moments = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, n) => (n * 89) % 97);

test('heap: it begins empty', () => {
  const heap = new Heap();

  expect([heap.size, heap.first()]).toEqual([0, undefined]);
});

test('heap: due first, then set first, then first in order; and none runs before its like', () => {
  const sorted = [timer(1, 1, 9), timer(2, 0, 9), timer(2, 1, 0), timer(2, 1, 1)];

  for (const [at, one] of sorted.entries()) {
    expect(sorted.map((other) => isBefore(one, other))).toEqual(
      sorted.map((_, other) => at < other),
    );
  }
});

test('heap: one that is due later than it was makes room for the others', () => {
  const { heap, timers } = heapOf([10, 30, 20]);
  const [first] = timers as [Timer];

  first.due = 25;
  heap.onLater();

  expect(drain(heap).map(({ due }) => due)).toEqual([20, 25, 30]);
});

test('heap: stopped timers stay until they are more than 64', () => {
  const { heap, timers } = heapOf(moments(65));
  stop(heap, timers.slice(1));
  expect(heap.size).toBe(65);

  stop(heap, timers.slice(0, 1));
  expect(heap.size).toBe(0);
});

test('heap: stopped timers stay until they are more than half of it', () => {
  const { heap, timers } = heapOf(moments(140));
  stop(heap, timers.slice(0, 70));
  expect(heap.size).toBe(140);

  stop(heap, timers.slice(70, 71));
  expect(heap.size).toBe(69);
});

test('heap: a stopped timer that has fallen out is not counted any more', () => {
  const { heap, timers } = heapOf(Array.from({ length: 200 }, (_, n) => n));
  stop(heap, timers.slice(0, 64));
  expect(heap.first()).toBe(timers[64]);
  expect(heap.size).toBe(136);

  stop(heap, timers.slice(64, 65));
  expect(heap.size).toBe(136);
});

test('heap: what is left after a sweep comes out in order', () => {
  const { heap, timers } = heapOf(moments(140));
  const stopped = inOrder(timers).filter((_, n) => n % 9 < 5);
  stop(heap, stopped);

  expect(heap.size).toBeLessThan(70);
  expect(drain(heap)).toEqual(inOrder(timers.filter((one) => one.run !== undefined)));
});

test('heap: it gives what the first of a sorted list would be, whatever is added, stopped and taken', () => {
  const deeds = ['push', 'stop', 'stop', 'take', 'delay'];
  check(
    property(array(nat({ max: 9999 }), { minLength: 140, maxLength: 200 }), (dice) => {
      const heap = new Heap();
      let [list, order]: [Timer[], number] = [[], 0];
      const push = (die: number): void => {
        const one = timer(die % 21, die % 4, order++);
        list.push(one);
        heap.push(one);
      };
      for (const die of dice) push(die);
      for (const die of dice) {
        const first = heap.first();
        if (first !== firstOf(list)) expect(first).toBe(firstOf(list));
        const deed = deeds[die % deeds.length];
        const one = deed === 'stop' ? list[die % list.length] : first;
        if (deed === 'push') push(die);
        if (deed === 'push' || one === undefined) continue;
        if (deed === 'stop') stop(heap, [one]);
        if (deed === 'take') heap.pop();
        if (deed === 'delay') {
          one.due += die % 13;
          heap.onLater();
        } else list = list.filter((other) => other !== one);
      }
      expect(drain(heap)).toEqual(inOrder(list));
    }),
    { seed, numRuns: 5 },
  );
});
