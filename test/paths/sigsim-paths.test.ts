// Our suites in the place of XState's own, for machines that are not ours.
import highs from 'highs';
import { sigsimPaths, suiteFor, type LogicReport } from 'sigsim/paths';
import { expect, test } from 'vitest';
import {
  assign,
  createActor,
  createMachine,
  emit,
  fromTransition,
  setup,
  type EventObject,
} from 'xstate';
import { createTestModel, TestModel } from 'xstate/graph';
import { UsageError } from '../../src/base/errors.ts';
import type { Solver } from '../../src/paths/bound/program.ts';

/** A door that locks after three wrong codes: most of its transitions change no state. */
const door = createMachine({
  id: 'door',
  initial: 'closed',
  context: { wrong: 0 },
  states: {
    closed: {
      on: {
        OPEN: 'open',
        CODE: [
          { guard: ({ event }) => event['right'] === true, actions: assign({ wrong: 0 }) },
          { guard: ({ context }) => context.wrong === 2, target: 'locked' },
          {
            actions: [
              assign({ wrong: ({ context }) => context.wrong + 1 }),
              emit({ type: 'said', code: 'WRONG' }),
            ],
          },
        ],
      },
    },
    open: { on: { CLOSE: 'closed' } },
    locked: { entry: emit({ type: 'said', code: 'LOCKED' }), on: { KEY: 'checking' } },
    checking: {
      always: [{ guard: ({ context }) => context.wrong > 9, target: 'broken' }, 'closed'],
    },
    broken: {},
  },
});
const events = [
  { type: 'CODE', right: true },
  { type: 'CODE', right: false },
];
const eventsOf = (
  paths: readonly { readonly steps: readonly { readonly event: EventObject }[] }[],
): readonly string[] => paths.flatMap(({ steps }) => steps.slice(1).map(({ event }) => event.type));

test('sigsimPaths: can replace a path generator of XState', async () => {
  const model = createTestModel(door, { events });
  const seen: string[] = [];

  for (const path of model.getPaths(sigsimPaths)) {
    const actor = createActor(door).start();
    const give = ({ event }: { event: EventObject }): void => actor.send(event);
    await path.test({
      events: { OPEN: give, CLOSE: give, CODE: give, KEY: give },
      states: {
        '*': (state) => {
          seen.push(JSON.stringify(state.value));
          expect(actor.getSnapshot().value).toEqual(state.value);
          expect(actor.getSnapshot().context).toEqual(state.context);
        },
      },
    });
  }

  expect(new Set(seen)).toEqual(new Set(['"closed"', '"open"', '"locked"']));
});

test('sigsimPaths: covers transitions that change no state, in few steps', () => {
  let report: LogicReport | undefined;

  const paths = createTestModel(door, { events }).getPaths(
    sigsimPaths({ report: (told) => (report = told) }),
  );

  expect(report).toMatchObject({ cover: 'transitions', universe: 8, covered: 7, complete: true });
  expect(eventsOf(paths).filter((type) => type === 'CODE')).toHaveLength(4);
  expect(report?.steps).toBe(7);
});

const infeasible = (cover: 'states' | 'transitions') =>
  suiteFor(door, { cover, events }).infeasible.map(({ item, reason }) => [item, reason]);

test('suiteFor: says which states and transitions nothing leads to, and why', () => {
  expect(infeasible('states')).toEqual([['broken', 'guard']]);
  expect(infeasible('transitions')).toEqual([['checking|always|0', 'guard']]);
});

test('suiteFor: covers the codes that emissions carry', () => {
  const { universe, covered, paths } = suiteFor(door, { cover: 'codes', events });

  expect([universe, covered, paths.length]).toEqual([2, 2, 1]);
  expect(paths[0]?.steps.map(({ event }) => event.type)).toEqual([
    'xstate.init',
    'CODE',
    'CODE',
    'CODE',
  ]);
});

test('suiteFor: covers every event in every state by the shortest round', () => {
  const { universe, covered, steps, lowerBound, boundIs, edges } = suiteFor(door, {
    cover: 'edges',
    events,
  });

  expect([universe, covered, lowerBound, boundIs]).toEqual([edges, edges, steps, 'exact']);
});

test('suiteFor: a solver, if given, proves a bound at least as high as without it', async () => {
  const solver = await (highs as unknown as () => Promise<Solver>)();

  const { steps, lowerBound, boundIs } = suiteFor(door, { events, solver });

  expect([steps, lowerBound, boundIs]).toEqual([7, 7, 'exact']);
  const without = { events, budget: 1 };
  expect(suiteFor(door, { ...without, solver })).toMatchObject({ lowerBound: 6, boundIs: 'lp' });
  expect(suiteFor(door, without)).toMatchObject({ lowerBound: 6, boundIs: 'lp' });
});

test('suiteFor: finds the optimum of a small machine, and proves it without a solver', () => {
  expect(suiteFor(door, { events })).toMatchObject({ steps: 7, lowerBound: 7, boundIs: 'exact' });
});

test('suiteFor: with each, gives one shortest path per item', () => {
  const { paths } = suiteFor(door, { cover: 'states', each: true, events });

  expect(paths.map(({ weight }) => weight)).toEqual([1, 1, 3, 4]);
});

const counter = createMachine({
  id: 'counter',
  context: { n: 0 },
  on: { MORE: { actions: assign({ n: ({ context }) => context.n + 1 }) } },
});

test('sigsimPaths: a context that grows without end is refused, with what to do', () => {
  expect(() => createTestModel(counter).getPaths(sigsimPaths({ statesMax: 50 }))).toThrow(
    UsageError,
  );
  expect(() => createTestModel(counter).getPaths(sigsimPaths({ statesMax: 50 }))).toThrow(
    'counter is not fully explored after 50 states and 49 edges. Limit its context',
  );
});

test('sigsimPaths: a context that grows without end is explored up to the limit, if there is a report', () => {
  let report: LogicReport | undefined;

  const paths = createTestModel(counter, { limit: 20 }).getPaths(
    sigsimPaths({ report: (told) => (report = told) }),
  );

  expect(report).toMatchObject({ complete: false, covered: 1, states: 21, infeasible: [] });
  expect(eventsOf(paths)).toEqual(['MORE']);
});

test('sigsimPaths: serializeState makes an endless context finite', () => {
  const model = new TestModel(counter, { serializeState: ({ context }) => String(context.n % 3) });

  expect(eventsOf(model.getPaths(sigsimPaths({ cover: 'edges' })))).toHaveLength(3);
});

test('sigsimPaths: a serializeState that hides a difference is detected', () => {
  const { createMachine: machine } = setup({
    types: { context: {} as { n: number } },
    guards: { isWorn: ({ context }) => context.n > 0 },
    actions: { wear: assign({ n: 1 }) },
  });
  const off = [
    { guard: 'isWorn', target: 'dead' },
    { target: 'off', actions: 'wear' },
  ] as const;
  const lamp = machine({
    id: 'lamp',
    initial: 'off',
    context: { n: 0 },
    states: { off: { on: { ON: 'on' } }, on: { on: { OFF: off, CUT: off } }, dead: {} },
  });

  expect(() =>
    suiteFor(lamp, { cover: 'edges', serializeState: ({ value }) => JSON.stringify(value) }),
  ).toThrow(
    'serializeState treats different states of lamp as the same: at {"type":"CUT"} in {"value":"on","context":{"n":1}}',
  );
});

test('sigsimPaths: a guard that throws is named with its event and state', () => {
  const machine = createMachine({
    id: 'bad',
    initial: 'a',
    states: { a: { on: { GO: { guard: () => JSON.parse('{') !== 1, target: 'b' } } }, b: {} },
  });

  expect(() => new TestModel(machine, {}).getPaths(sigsimPaths)).toThrow(
    /^sigsimPaths: bad threw at \{"type":"GO"\} in \{"value":"a".*filterEvents/,
  );
  expect(suiteFor(machine)).toMatchObject({
    covered: 0,
    infeasible: [{ item: 'a|GO|0', reason: 'error' }],
    failures: [{ event: { type: 'GO' } }],
  });
  expect(suiteFor(machine, { filterEvents: ({ value }) => value !== 'a' }).covered).toBe(0);
});

test('sigsimPaths: a machine that never comes to rest is named', () => {
  const machine = createMachine({
    id: 'restless',
    initial: 'a',
    states: { a: { on: { GO: 'b' } }, b: { always: 'c' }, c: { always: 'b' } },
  });

  expect(suiteFor(machine).infeasible[0]?.because).toContain('does not come to rest');
});

test('sigsimPaths: history, parallel states, timers and children are explored', () => {
  const machine = createMachine({
    id: 'all',
    type: 'parallel',
    states: {
      work: {
        initial: 'p',
        states: {
          p: { initial: 'x', states: { x: { on: { NEXT: 'y' } }, y: {} }, on: { BREAK: 'off' } },
          off: { on: { BACK: 'back' } },
          back: { type: 'history', history: 'deep', target: 'p' },
        },
      },
      child: {
        initial: 'busy',
        states: {
          busy: {
            invoke: { src: fromTransition((s) => s, 0), systemId: 'one' },
            after: { 5: 'idle' },
          },
          idle: { on: { AGAIN: 'busy' } },
        },
      },
    },
  });

  const { covered, universe, paths } = suiteFor(machine);

  expect([covered, universe]).toEqual([5, 5]);
  expect(eventsOf(paths)).toContain('xstate.after.5.all.child.busy');
});

test('sigsimPaths: other logic needs its events', () => {
  const logic = fromTransition(
    (n: number, { type }) => (type === 'UP' ? Math.min(n + 1, 3) : n),
    0,
  );

  expect(() => suiteFor(logic)).toThrow('the events of this logic are not known');
  expect(
    suiteFor(logic, { cover: 'states', events: [{ type: 'UP' }, { type: 'NO' }] }),
  ).toMatchObject({
    universe: 4,
    covered: 4,
    steps: 3,
  });
});

test('sigsimPaths: an unknown criterion is refused, with the nearest name', () => {
  expect(() => suiteFor(door, { cover: 'transition' as 'transitions' })).toThrow(
    'Did you mean "transitions"?',
  );
});

test('suiteFor: the suite for a ring is the optimum, proven without a solver', () => {
  const size = 100;
  const states = Object.fromEntries(
    Array.from({ length: size }, (_, at) => [
      `s${at}`,
      { on: { NEXT: `s${(at + 1) % size}`, RESET: 's0' } },
    ]),
  );
  const ring = createMachine({ id: 'ring', initial: 's0', states } as never);

  // Each RESET is reached from the beginning, and the last NEXT closes the ring.
  const optimum = (size * (size + 1)) / 2 + size;
  expect(suiteFor(ring)).toMatchObject({
    covered: 2 * size,
    steps: optimum,
    lowerBound: optimum,
    boundIs: 'exact',
  });
});
