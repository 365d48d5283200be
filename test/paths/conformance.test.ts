// What XState has of SCXML, each feature in a small machine with the truth beside it: how many of its
// states and transitions can be covered, and why the others cannot. Each path is played on a live actor.
import { suiteFor, type LogicReport } from 'sigsim/paths';
import { afterAll, expect, test } from 'vitest';
import {
  and,
  assign,
  createMachine,
  enqueueActions,
  fromCallback,
  fromObservable,
  fromPromise,
  not,
  or,
  raise,
  sendTo,
  setup,
  spawnChild,
  stateIn,
  stopChild,
  type AnyStateMachine,
  type EventObject,
} from 'xstate';
import { playLive } from '../support/play-live.ts';

interface Row {
  readonly machine: AnyStateMachine;
  readonly events?: readonly EventObject[];
  readonly input?: unknown;
  /** Covered of all: `'3/3'`. */
  readonly states: string;
  readonly transitions: string;
  /** Why the other transitions cannot be covered. */
  readonly reasons?: readonly LogicReport['infeasible'][number]['reason'][];
}

/** Children that somebody else makes; what they send is an event like others. */
const actors = {
  promise: fromPromise(() => Promise.resolve(1)),
  callback: fromCallback(() => undefined),
  observable: fromObservable(() => ({ subscribe: () => ({ unsubscribe: () => undefined }) })),
  finite: createMachine({ initial: 'a', states: { a: { on: { GO: 'b' } }, b: { type: 'final' } } }),
  endless: createMachine({ initial: 'a', states: { a: { on: { GO: 'a' } } } }),
};
const one = setup({ actors });
const counting = setup({ types: { context: {} as { n: number }, input: {} as { n: number } } });

const rows: Readonly<Record<string, Row>> = {
  'setup and plain createMachine': {
    machine: createMachine({ initial: 'a', states: { a: { on: { GO: 'b' } }, b: {} } }),
    states: '2/2',
    transitions: '1/1',
  },
  'a state that nothing leads to': {
    machine: createMachine({ initial: 'a', states: { a: {}, b: { on: { GO: 'a' } } } }),
    states: '1/2',
    transitions: '0/1',
    reasons: ['unreachable'],
  },
  parallel: {
    machine: createMachine({
      type: 'parallel',
      states: {
        x: { initial: 'x1', states: { x1: { on: { N: 'x2' } }, x2: { on: { N: 'x1' } } } },
        y: { initial: 'y1', states: { y1: { on: { M: 'y2' } }, y2: {} } },
      },
    }),
    states: '6/6',
    transitions: '3/3',
  },
  'history, shallow': {
    machine: createMachine({
      initial: 'on',
      states: {
        on: {
          initial: 'a',
          states: { a: { on: { NEXT: 'b' } }, b: {}, h: { type: 'history' } },
          on: { OFF: 'off' },
        },
        off: { on: { RESUME: 'on.h' } },
      },
    }),
    states: '4/4',
    transitions: '3/3',
  },
  'history, deep, over a parallel state': {
    machine: createMachine({
      initial: 'player',
      states: {
        player: {
          type: 'parallel',
          states: {
            x: { initial: 'x1', states: { x1: { on: { N: 'x2' } }, x2: { on: { N: 'x1' } } } },
            y: { initial: 'y1', states: { y1: { on: { M: 'y2' } }, y2: {} } },
            h: { type: 'history', history: 'deep' },
          },
          on: { OFF: 'off' },
        },
        off: { on: { RESUME: 'player.h' } },
      },
    }),
    states: '8/8',
    transitions: '5/5',
  },
  'final states and onDone': {
    machine: createMachine({
      initial: 'a',
      states: {
        a: {
          initial: 'x',
          states: { x: { on: { GO: 'y' } }, y: { type: 'final' } },
          onDone: 'b',
        },
        b: { initial: 'x', states: { x: {}, y: { type: 'final' } }, onDone: 'c' },
        c: { type: 'final' },
      },
    }),
    states: '5/7',
    transitions: '2/3',
    reasons: ['unreachable'],
  },
  'onDone of a parallel state': {
    machine: createMachine({
      initial: 'both',
      states: {
        both: {
          type: 'parallel',
          states: {
            x: { initial: 'a', states: { a: { on: { X: 'b' } }, b: { type: 'final' } } },
            y: { initial: 'a', states: { a: { on: { Y: 'b' } }, b: { type: 'final' } } },
          },
          onDone: 'end',
        },
        end: { type: 'final' },
      },
    }),
    states: '8/8',
    transitions: '3/3',
  },
  'always, in a chain': {
    machine: createMachine({
      initial: 'a',
      states: { a: { on: { GO: 'b' } }, b: { always: 'c' }, c: { always: 'd' }, d: {} },
    }),
    states: '4/4',
    transitions: '3/3',
  },
  'always, without end': {
    machine: createMachine({
      initial: 'a',
      states: { a: { on: { GO: 'b', END: 'd' } }, b: { always: 'c' }, c: { always: 'b' }, d: {} },
    }),
    states: '2/4',
    transitions: '1/4',
    reasons: ['error', 'unreachable', 'unreachable'],
  },
  'after, of which the longer never comes': {
    machine: createMachine({
      initial: 'a',
      states: { a: { after: { 100: 'b', 200: 'c' } }, b: {}, c: {} },
    }),
    states: '2/3',
    transitions: '1/2',
    reasons: ['timing'],
  },
  'after, named, in two regions at once': {
    machine: setup({ delays: { slow: 500 } }).createMachine({
      type: 'parallel',
      states: {
        x: { initial: 'a', states: { a: { after: { slow: 'b' } }, b: {} } },
        y: { initial: 'a', states: { a: { after: { slow: 'b' } }, b: { on: { AGAIN: 'a' } } } },
      },
    }),
    states: '6/6',
    transitions: '3/3',
  },
  'after, dynamic, and of no time': {
    machine: setup({
      types: { context: {} as { ms: number } },
      delays: { wait: ({ context }) => context.ms },
    }).createMachine({
      context: { ms: 50 },
      initial: 'a',
      states: {
        a: { after: { wait: 'b' }, on: { LONGER: { target: 'c', actions: assign({ ms: 900 }) } } },
        b: { after: { 0: 'c' } },
        c: { on: { BACK: 'a' }, after: { 100: 'd' } },
        d: {},
      },
    }),
    states: '4/4',
    transitions: '5/5',
  },
  'after that does nothing but count, once': {
    machine: setup({ types: { context: {} as { n: number } } }).createMachine({
      context: { n: 0 },
      initial: 'a',
      states: {
        a: { after: { 10: { actions: assign({ n: ({ context }) => context.n + 1 }) } } },
      },
      on: { TWICE: [{ guard: ({ context }) => context.n > 1, target: '.a' }] },
    }),
    states: '1/1',
    transitions: '1/2',
    reasons: ['guard'],
  },
  'wildcards, none given': {
    machine: createMachine({
      initial: 'a',
      states: { a: { on: { 'mouse.*': 'b', 'mouse.up': 'c' } }, b: {}, c: { on: { '*': 'a' } } },
    }),
    states: '2/3',
    transitions: '1/3',
    reasons: ['payload', 'payload'],
  },
  'wildcards, given': {
    machine: createMachine({
      initial: 'a',
      states: { a: { on: { 'mouse.*': 'b', 'mouse.up': 'c' } }, b: {}, c: { on: { '*': 'a' } } },
    }),
    events: [{ type: 'mouse.down' }, { type: 'mouse.up' }],
    states: '3/3',
    transitions: '3/3',
  },
  raise: {
    machine: createMachine({
      initial: 'a',
      states: {
        a: { on: { GO: { target: 'b', actions: raise({ type: 'ON' }) } } },
        b: { on: { ON: 'c' } },
        c: {},
      },
    }),
    states: '3/3',
    transitions: '2/2',
  },
  'raise, delayed, and cancelled by nothing': {
    machine: createMachine({
      initial: 'a',
      states: {
        a: {
          on: { GO: { target: 'b', actions: raise({ type: 'TICK' }, { delay: 30, id: 't' }) } },
        },
        b: { on: { TICK: 'c' } },
        c: {},
      },
    }),
    states: '3/3',
    transitions: '2/2',
  },
  enqueueActions: {
    machine: counting.createMachine({
      context: { n: 0 },
      on: {
        ADD: {
          guard: ({ context }) => context.n < 2,
          actions: enqueueActions(({ context, enqueue }) => {
            enqueue.assign({ n: context.n + 1 });
            if (context.n === 1) enqueue.raise({ type: 'FULL' });
          }),
        },
        FULL: { guard: ({ context }) => context.n === 2 },
      },
    }),
    states: '0/0',
    transitions: '2/2',
  },
  'sendTo, spawn and stop': {
    machine: one.createMachine({
      initial: 'a',
      states: {
        a: { on: { SPAWN: { target: 'b', actions: spawnChild('callback', { id: 'kid' }) } } },
        b: {
          on: {
            TELL: { actions: sendTo('kid', { type: 'HI' }) },
            STOP: { target: 'c', actions: stopChild('kid') },
          },
        },
        c: {},
      },
    }),
    states: '3/3',
    transitions: '3/3',
  },
  'a spawned child that ends once': {
    machine: setup({ actors, types: { context: {} as { n: number } } }).createMachine({
      context: { n: 0 },
      entry: spawnChild('promise', { id: 'kid' }),
      initial: 'a',
      states: {
        a: {
          on: {
            'xstate.done.actor.kid': { actions: assign({ n: ({ context }) => context.n + 1 }) },
            TWICE: { guard: ({ context }) => context.n > 1, target: 'b' },
          },
        },
        b: {},
      },
    }),
    states: '1/2',
    transitions: '1/2',
    reasons: ['guard'],
  },
  'invoke of a promise': {
    machine: one.createMachine({
      initial: 'a',
      states: {
        a: { invoke: { src: 'promise', id: 'p', onDone: 'b', onError: 'c' } },
        b: {},
        c: {},
      },
    }),
    states: '3/3',
    transitions: '2/2',
  },
  'invoke of a promise whose output is read': {
    machine: one.createMachine({
      initial: 'a',
      states: {
        a: {
          invoke: {
            src: 'promise',
            id: 'p',
            onDone: [{ guard: ({ event }) => event.output > 0, target: 'b' }, 'c'],
          },
        },
        b: {},
        c: {},
      },
    }),
    states: '2/3',
    transitions: '1/2',
    reasons: ['payload'],
  },
  'invoke of a promise whose output is given': {
    machine: one.createMachine({
      initial: 'a',
      states: {
        a: {
          invoke: {
            src: 'promise',
            id: 'p',
            onDone: [{ guard: ({ event }) => event.output > 0, target: 'b' }, 'c'],
          },
        },
        b: {},
        c: {},
      },
    }),
    events: [
      { type: 'xstate.done.actor.p', output: 1 },
      { type: 'xstate.done.actor.p', output: 0 },
    ] as unknown as readonly EventObject[],
    states: '3/3',
    transitions: '2/2',
  },
  'invoke of a callback, which is never done': {
    machine: one.createMachine({
      initial: 'a',
      states: {
        a: { invoke: { src: 'callback', id: 'c', onDone: 'b', onError: 'c' }, on: { PING: 'a' } },
        b: {},
        c: {},
      },
    }),
    states: '2/3',
    transitions: '2/3',
    reasons: ['unreachable'],
  },
  'invoke of an observable': {
    machine: one.createMachine({
      initial: 'a',
      states: {
        a: {
          invoke: {
            src: 'observable',
            id: 'o',
            onSnapshot: { actions: () => undefined },
            onDone: 'b',
          },
        },
        b: {},
      },
    }),
    states: '2/2',
    transitions: '2/2',
  },
  'invoke of machines, one without end': {
    machine: one.createMachine({
      type: 'parallel',
      states: {
        x: {
          initial: 'a',
          states: { a: { invoke: { src: 'finite', id: 'f', onDone: 'b' } }, b: {} },
        },
        y: {
          initial: 'a',
          states: { a: { invoke: { src: 'endless', id: 'e', onDone: 'b' } }, b: {} },
        },
      },
    }),
    states: '5/6',
    transitions: '1/2',
    reasons: ['unreachable'],
  },
  'input and output': {
    machine: counting.createMachine({
      context: ({ input }) => ({ n: input.n }),
      initial: 'a',
      states: {
        a: { always: { guard: ({ context }) => context.n > 0, target: 'b' } },
        b: { on: { END: 'c' } },
        c: { type: 'final' },
      },
      output: ({ context }) => context.n,
    }),
    input: { n: 1 },
    states: '3/3',
    transitions: '2/2',
  },
  tags: {
    machine: createMachine({
      initial: 'a',
      states: { a: { tags: ['busy'], on: { GO: 'b' } }, b: {} },
    }),
    states: '2/2',
    transitions: '1/1',
  },
  'reenter, internal and external': {
    machine: counting.createMachine({
      context: { n: 0 },
      initial: 'a',
      states: {
        a: {
          entry: assign({ n: ({ context }) => Math.min(context.n + 1, 3) }),
          on: {
            STAY: 'a',
            AGAIN: { target: 'a', reenter: true },
            THREE: { guard: ({ context }) => context.n === 3, target: 'b' },
          },
        },
        b: {},
      },
    }),
    states: '2/2',
    transitions: '3/3',
  },
  'guards with params, and/or/not': {
    machine: setup({
      types: { context: {} as { n: number } },
      guards: { over: ({ context }, { least }: { least: number }) => context.n > least },
    }).createMachine({
      context: { n: 0 },
      on: {
        ADD: {
          guard: not({ type: 'over', params: { least: 2 } }),
          actions: assign({ n: ({ context }) => context.n + 1 }),
        },
        A: {
          guard: and([
            { type: 'over', params: { least: 0 } },
            not({ type: 'over', params: { least: 1 } }),
          ]),
        },
        B: {
          guard: or([
            { type: 'over', params: { least: 2 } },
            { type: 'over', params: { least: 9 } },
          ]),
        },
        C: { guard: { type: 'over', params: { least: 9 } } },
      },
    }),
    states: '0/0',
    transitions: '3/4',
    reasons: ['guard'],
  },
  stateIn: {
    machine: createMachine({
      type: 'parallel',
      states: {
        x: {
          initial: 'a',
          states: { a: { on: { GO: { guard: stateIn({ y: 'b' }), target: 'b' } } }, b: {} },
        },
        y: { initial: 'a', states: { a: { on: { ON: 'b' } }, b: {} } },
      },
    }),
    states: '6/6',
    transitions: '2/2',
  },
  'a payload that nobody gave': {
    machine: setup({ types: { events: {} as { type: 'PAY'; amount: number } } }).createMachine({
      initial: 'a',
      states: {
        a: { on: { PAY: [{ guard: ({ event }) => event.amount > 9, target: 'b' }, 'c'] } },
        b: {},
        c: {},
      },
    }),
    states: '2/3',
    transitions: '1/2',
    reasons: ['payload'],
  },
  'a Set in the context': {
    machine: setup({ types: { context: {} as { items: Set<number> } } }).createMachine({
      context: { items: new Set() },
      initial: 'open',
      states: {
        open: {
          on: {
            ADD: {
              guard: ({ context }) => context.items.size < 2,
              actions: assign({
                items: ({ context }) => new Set([...context.items, context.items.size]),
              }),
            },
            PAY: { guard: ({ context }) => context.items.size === 2, target: 'paid' },
          },
        },
        paid: {},
      },
    }),
    states: '2/2',
    transitions: '2/2',
  },
};

const told: string[][] = [];

test.each(Object.entries(rows))('conformance: %s', (feature, row) => {
  const { machine, events, input, reasons = [] } = row;
  const options = { ...(events && { events }), ...(input !== undefined && { input }) };

  const suites = (['states', 'transitions', 'pairs'] as const).map((cover) =>
    suiteFor(machine, { cover, ...options } as object),
  );

  const [states, transitions] = suites.map(({ covered, universe }) => `${covered}/${universe}`);
  told.push([feature, states ?? '', transitions ?? '', `${row.states}, ${row.transitions}`]);
  expect({ states, transitions }).toEqual({ states: row.states, transitions: row.transitions });
  expect(suites[1]?.infeasible.map(({ reason }) => reason)).toEqual(reasons);
  expect(suites.map(({ complete }) => complete)).not.toContain(false);
  for (const { paths } of suites) expect(playLive(machine, paths as never, input)).toBeUndefined();
});

afterAll(() => {
  const lines = [['feature', 'states', 'transitions', 'truth'], ...told].map(
    ([feature = '', states = '', transitions = '', truth = '']) =>
      `${feature.padEnd(44)}${states.padEnd(8)}${transitions.padEnd(13)}${truth}`,
  );
  console.log(lines.join('\n'));
});
