// When two states of a machine are the same, and what happens where nobody can tell.
import { createRequire } from 'node:module';
import { machineCoverage, suiteFor } from 'sigsim/paths';
import { expect, test } from 'vitest';
import * as xstate from 'xstate';
import { assign, createMachine, setup } from 'xstate';

/** A machine whose context `next` makes of the one before; PAID is taken where `isPaid` says so. */
const shop = <T>(first: T, next: (value: T) => T, isPaid: (value: T) => boolean) =>
  setup({ types: { context: {} as { value: T } } }).createMachine({
    id: 'shop',
    context: { value: first },
    on: {
      NEXT: { actions: assign({ value: ({ context }) => next(context.value) }) },
      PAID: { guard: ({ context }) => isPaid(context.value) },
    },
  });
const coveredOf = (machine: ReturnType<typeof createMachine>): readonly unknown[] => {
  const { covered, universe, complete } = suiteFor(machine);
  return [covered, universe, complete];
};

class Money {
  readonly amount: number;
  constructor(amount: number) {
    this.amount = amount;
  }
}
class Secret {
  readonly #amount: number;
  constructor(amount: number) {
    this.#amount = amount;
  }
  get isMuch(): boolean {
    return this.#amount > 1;
  }
}
interface Ring {
  readonly n: number;
  next?: Ring;
}
const ring = (n: number): Ring => {
  const one: Ring = { n };
  one.next = one;
  return one;
};

const one = (): number => 1;
const two = (): number => 2;

test.each([
  [
    'Set',
    shop(
      new Set<number>(),
      (s) => new Set([...s, s.size % 3]),
      (s) => s.size === 2,
    ),
  ],
  [
    'Map',
    shop(
      new Map([['a', 0]]),
      (m) => new Map([['a', ((m.get('a') ?? 0) + 1) % 3]]),
      (m) => m.get('a') === 2,
    ),
  ],
  [
    'Date',
    shop(
      new Date(0),
      (d) => new Date((d.getTime() + 1) % 3),
      (d) => d.getTime() === 2,
    ),
  ],
  [
    'an instance of a class',
    shop(
      new Money(0),
      (m) => new Money((m.amount + 1) % 3),
      (m) => m.amount === 2,
    ),
  ],
  [
    'BigInt',
    shop(
      0n,
      (n) => (n + 1n) % 3n,
      (n) => n === 2n,
    ),
  ],
  [
    'Infinity',
    shop(
      0,
      (n) => (n === 0 ? Number.POSITIVE_INFINITY : 0),
      (n) => n > 1e300,
    ),
  ],
  [
    'NaN',
    shop<number | null>(
      null,
      () => Number.NaN,
      (n) => Number.isNaN(n),
    ),
  ],
  [
    'undefined',
    shop<{ x?: number | undefined }>(
      {},
      () => ({ x: undefined }),
      (v) => 'x' in v,
    ),
  ],
  [
    'a cycle',
    shop(
      ring(0),
      ({ n }) => ring((n + 1) % 3),
      ({ n }) => n === 2,
    ),
  ],
  [
    'one of a few functions',
    shop<() => number>(
      one,
      (f) => (f === one ? two : one),
      (f) => f === two,
    ),
  ],
])('identity: states that differ in %s are different states', (_, machine) => {
  expect(coveredOf(machine as never)).toEqual([2, 2, true]);
});

test('identity: keys in a different order are the same state', () => {
  const machine = shop<Record<string, number>>(
    { a: 1, b: 2 },
    ({ a, b }) => ({ b: b ?? 0, a: a ?? 0 }),
    () => true,
  );

  expect(suiteFor(machine).states).toBe(1);
});

test.each([
  [
    'a class with private fields',
    shop(
      new Secret(0),
      () => new Secret(2),
      (s) => s.isMuch,
    ),
    'context.value is a Secret',
  ],
  [
    'a new function each time',
    shop<() => boolean>(
      () => false,
      () => () => true,
      (f) => f(),
    ),
    'context.value is a different function each time',
  ],
])('identity: %s is refused with its place, and what to do', (_, machine, message) => {
  expect(() => suiteFor(machine as never)).toThrow(`sigsimPaths: shop: ${message}`);
  expect(() => suiteFor(machine as never)).toThrow('give `serializeState`');
});

test('identity: randomness is detected, and the message says where', () => {
  let state = 1;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647);

  expect(() => suiteFor(shop(0, random, () => true))).toThrow(
    'shop is not deterministic: at {"type":"NEXT"} in {"value":{},"context":{"value":0}}, taken again, context.value is',
  );
});

const add = (list: number[]): number[] => {
  if (list.length < 3) list.push(1);
  return list;
};

test('identity: a context that is changed in place is detected, and the message says where', () => {
  expect(() => suiteFor(shop<number[]>([], add, () => true))).toThrow(
    'shop changes its context in place',
  );
});

test('suiteFor: a machine that fails on start is refused, with what failed and what to give', () => {
  const machine = setup({
    types: { context: {} as { id: string }, input: {} as { id: string } },
  }).createMachine({
    id: 'needy',
    context: ({ input }) => ({ id: input.id.trim() }),
    on: { GO: {} },
  });

  expect(() => suiteFor(machine)).toThrow(/needy fails on start: Cannot read .*'id'.*Give `input`/);
  expect(() => suiteFor(machine, { input: { id: 7 } as never })).toThrow(
    'It was given the input {"id":7}',
  );
  expect(suiteFor(machine, { input: { id: 'a' } }).covered).toBe(1);
});

test('suiteFor: an event that throws is reported, with the data that is read from it', () => {
  const machine = setup({
    types: { events: {} as { type: 'ADD'; item: { id: string } } | { type: 'GO' } },
  }).createMachine({
    id: 'cart',
    initial: 'a',
    states: {
      a: { on: { ADD: { guard: ({ event }) => event.item.id !== '', target: 'b' }, GO: 'b' } },
      b: {},
    },
  });

  const { covered, infeasible, failures } = suiteFor(machine);

  expect(covered).toBe(1);
  expect(infeasible).toMatchObject([{ item: 'a|ADD|0', reason: 'payload' }]);
  expect(infeasible[0]?.because).toContain("events: [{ type: 'ADD', item: … }]");
  expect(failures).toMatchObject([{ event: { type: 'ADD' } }]);
  expect(suiteFor(machine, { events: [{ type: 'ADD', item: { id: 'x' } }] }).covered).toBe(2);
});

test.each([
  ['an actor', { getSnapshot: () => 0, send: () => 0 }, 'is an actor'],
  [
    'a machine of XState 4',
    { transition: () => 0, withContext: () => 0 },
    'is an XState 4 machine',
  ],
  ['anything else', { initial: 'a' }, 'is not a machine'],
])('suiteFor: %s is refused', (_, value, message) => {
  expect(() => suiteFor(value as never)).toThrow(message);
});

test('suiteFor: an event that the machine does not know is refused, with the nearest name', () => {
  const machine = createMachine({ id: 'door', on: { OPEN: {} } });

  expect(() => suiteFor(machine, { events: [{ type: 'OPNE' }] })).toThrow('Did you mean "OPEN"?');
});

test('suiteFor: a machine and actors of another copy of XState work like those of ours', () => {
  // Its other build, loaded afresh.
  const load = createRequire(import.meta.url);
  const file = load.resolve('xstate');
  const isDev = file.includes('.development.');
  const [from, to] = isDev ? ['.development.', '.'] : ['.cjs.js', '.development.cjs.js'];
  const other = load(file.replace(from, to)) as typeof xstate;
  expect(other.createMachine).not.toBe(createMachine);
  const [ours, theirs] = [xstate, other].map((copy) => {
    const machine = copy.createMachine({
      context: { n: 0 },
      initial: 'a',
      states: {
        a: {
          on: {
            GO: { target: 'b', actions: copy.assign({ n: ({ context }) => (context.n + 1) % 2 }) },
          },
          after: { 1000: 'c' },
        },
        b: { on: { BACK: { guard: ({ context }) => context.n === 1, target: 'a' } } },
        c: { entry: copy.emit({ type: 'code', code: 7 }), type: 'final' },
      },
    });
    const coverage = machineCoverage(machine);
    copy.createActor(machine, { inspect: coverage.inspect }).start().send({ type: 'GO' });
    const { covered, universe, steps, states } = suiteFor(machine);
    const codes = suiteFor(machine, { cover: 'codes' }).covered;
    return { covered, universe, steps, states, codes, counts: coverage.counts[0]?.transitions };
  });

  expect(theirs).toEqual(ours);
  expect(theirs).toMatchObject({ covered: 3, universe: 3, codes: 1, counts: { 'a|GO|0': 1 } });
});
