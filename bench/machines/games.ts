// Games and puzzles, whose states are many and whose transitions few.
import { assign } from 'xstate';
import { above, below, is, plus, put, row, sample, type Sample } from './sample.ts';

type Numbers = Readonly<Record<string, number>>;
interface At {
  readonly context: Numbers;
}
const of = (context: Numbers, key: string): number => context[key] ?? 0;

const guess = sample({
  id: 'guess a number',
  context: { tries: 0 },
  initial: 'asking',
  states: {
    asking: {
      on: {
        RIGHT: 'won',
        WRONG: [{ guard: is('tries', 6), target: 'lost' }, { actions: plus('tries', 1) }],
      },
    },
    won: { on: { AGAIN: { target: 'asking', actions: put('tries', 0) } } },
    lost: { on: { AGAIN: { target: 'asking', actions: put('tries', 0) } } },
  },
});

const tennis = sample({
  id: 'tennis',
  context: { a: 0, b: 0 },
  initial: 'game',
  states: {
    game: {
      on: {
        A: [
          {
            guard: ({ context }: At) => of(context, 'a') === 3 && of(context, 'b') === 3,
            target: 'advantageA',
          },
          { guard: is('a', 3), target: 'wonA' },
          { actions: plus('a', 1) },
        ],
        B: [
          {
            guard: ({ context }: At) => of(context, 'a') === 3 && of(context, 'b') === 3,
            target: 'advantageB',
          },
          { guard: is('b', 3), target: 'wonB' },
          { actions: plus('b', 1) },
        ],
      },
    },
    advantageA: { on: { A: 'wonA', B: 'game' } },
    advantageB: { on: { B: 'wonB', A: 'game' } },
    wonA: { on: { NEXT: { target: 'game', actions: [put('a', 0), put('b', 0)] } } },
    wonB: { type: 'final' },
  },
});

const chessClock = sample({
  id: 'chess clock',
  context: { white: 20, black: 20 },
  initial: 'ready',
  states: {
    ready: { on: { START: 'white' } },
    white: {
      on: { HIT: 'black', STOP: 'stopped' },
      after: {
        1000: [
          { guard: is('white', 1), target: 'over' },
          { target: 'white', reenter: true, actions: plus('white', -1) },
        ],
      },
    },
    black: {
      on: { HIT: 'white', STOP: 'stopped' },
      after: {
        1000: [
          { guard: is('black', 1), target: 'over' },
          { target: 'black', reenter: true, actions: plus('black', -1) },
        ],
      },
    },
    stopped: { on: { START: 'white' } },
    over: { type: 'final' },
  },
});

const snake = sample({
  id: 'snake',
  context: { x: 3, y: 3 },
  initial: 'playing',
  states: {
    playing: {
      on: {
        LEFT: [{ guard: above('x', 0), actions: plus('x', -1) }, { target: 'over' }],
        RIGHT: [{ guard: below('x', 6), actions: plus('x', 1) }, { target: 'over' }],
        UP: [{ guard: above('y', 0), actions: plus('y', -1) }, { target: 'over' }],
        DOWN: [{ guard: below('y', 6), actions: plus('y', 1) }, { target: 'over' }],
        PAUSE: 'paused',
      },
    },
    paused: { on: { PAUSE: 'playing', QUIT: 'over' } },
    over: { on: { AGAIN: { target: 'playing', actions: [put('x', 3), put('y', 3)] } } },
  },
});

/** Two jugs, of five and three liters, and four are wanted. */
const jugs = sample({
  id: 'jugs',
  context: { five: 0, three: 0 },
  initial: 'pouring',
  states: {
    pouring: {
      always: { guard: is('five', 4), target: 'done' },
      on: {
        FILL_FIVE: { guard: below('five', 5), actions: put('five', 5) },
        FILL_THREE: { guard: below('three', 3), actions: put('three', 3) },
        EMPTY_FIVE: { guard: above('five', 0), actions: put('five', 0) },
        EMPTY_THREE: { guard: above('three', 0), actions: put('three', 0) },
        FIVE_TO_THREE: {
          guard: ({ context }: At) => of(context, 'five') > 0 && of(context, 'three') < 3,
          actions: assign(({ context }: { context: Numbers }) => {
            const poured = Math.min(of(context, 'five'), 3 - of(context, 'three'));
            return { five: of(context, 'five') - poured, three: of(context, 'three') + poured };
          }),
        },
        THREE_TO_FIVE: {
          guard: ({ context }: At) => of(context, 'three') > 0 && of(context, 'five') < 5,
          actions: assign(({ context }: { context: Numbers }) => {
            const poured = Math.min(of(context, 'three'), 5 - of(context, 'five'));
            return { five: of(context, 'five') + poured, three: of(context, 'three') - poured };
          }),
        },
      },
    },
    done: { type: 'final' },
  },
});

/** Seven discs on three pegs: 2,187 states. */
const hanoi = (() => {
  const discs = 7;
  const pegs = ['a', 'b', 'c'];
  const top = (context: Numbers, peg: number): number => {
    for (let disc = 0; disc < discs; disc++) if (context[`d${disc}`] === peg) return disc;
    return discs;
  };
  const move = (from: number, to: number) => ({
    guard: ({ context }: At) => top(context, from) < top(context, to),
    actions: assign(({ context }: { context: Numbers }) => ({ [`d${top(context, from)}`]: to })),
  });
  const moves = pegs.flatMap((from, i) =>
    pegs.flatMap((to, j) =>
      i === j ? [] : [[`${from}_${to}`.toUpperCase(), move(i, j)] as const],
    ),
  );
  return sample({
    id: 'hanoi',
    context: Object.fromEntries(Array.from({ length: discs }, (_, disc) => [`d${disc}`, 0])),
    initial: 'moving',
    states: {
      moving: {
        on: {
          ...Object.fromEntries(moves),
          DONE: {
            guard: ({ context }: At) => Object.values(context).every((peg) => peg === 2),
            target: 'done',
          },
        },
      },
      done: { type: 'final' },
    },
  });
})();

const free = (fork: number) => is(`fork${fork}`, 0);

/** Five philosophers, each a region, with forks between them. */
const philosophers = (() => {
  const count = 5;
  const region = (at: number): object => {
    const [left, right] = [at, (at + 1) % count];
    return {
      initial: 'thinking',
      states: {
        thinking: { on: { [`HUNGRY_${at}`]: 'hungry' } },
        hungry: {
          on: {
            [`LEFT_${at}`]: { guard: free(left), target: 'one', actions: put(`fork${left}`, 1) },
          },
        },
        one: {
          on: {
            [`RIGHT_${at}`]: {
              guard: free(right),
              target: 'eating',
              actions: put(`fork${right}`, 1),
            },
          },
        },
        eating: {
          on: {
            [`DONE_${at}`]: {
              target: 'thinking',
              actions: [put(`fork${left}`, 0), put(`fork${right}`, 0)],
            },
          },
        },
      },
    };
  };
  return sample({
    id: 'philosophers',
    type: 'parallel',
    context: Object.fromEntries(Array.from({ length: count }, (_, at) => [`fork${at}`, 0])),
    states: row(count, region),
  });
})();

/** Games. */
export const games: readonly Sample[] = [
  guess,
  tennis,
  chessClock,
  snake,
  jugs,
  hanoi,
  philosophers,
];
