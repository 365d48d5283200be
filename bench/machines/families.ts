// Machines that can be made as large as one likes.
import { assign, type AnyStateMachine } from 'xstate';
import { above, below, is, plus, put, row, sample, type Sample } from './sample.ts';

/** A ring of states each of which leads on, and home: the walks are long, whoever makes them. */
export const ring = (size: number): Sample =>
  sample({
    id: `ring of ${size}`,
    initial: 's0',
    states: row(size, (at) => ({ on: { NEXT: `s${(at + 1) % size}`, RESET: 's0' } })),
  });

/** A line of states that ends, with steps back. */
export const line = (size: number): Sample =>
  sample({
    id: `line of ${size}`,
    initial: 's0',
    states: row(size, (at) => ({
      on: { ...(at + 1 < size && { NEXT: `s${at + 1}` }), ...(at > 0 && { BACK: `s${at - 1}` }) },
    })),
  });

/** Rooms in a square, with doors between them. */
export const rooms = (width: number): Sample =>
  sample({
    id: `rooms, ${width} by ${width}`,
    initial: 's0',
    states: row(width * width, (at) => ({
      on: {
        ...(at % width > 0 && { WEST: `s${at - 1}` }),
        ...(at % width < width - 1 && { EAST: `s${at + 1}` }),
        ...(at >= width && { NORTH: `s${at - width}` }),
        ...(at < width * (width - 1) && { SOUTH: `s${at + width}` }),
      },
    })),
  });

/** A clock of hours, minutes and tens of seconds. */
export const clock = (hours: number): Sample =>
  sample({
    id: `clock of ${hours} hours`,
    context: { hour: 0, minute: 0, ten: 0 },
    initial: 'ticking',
    states: {
      ticking: {
        on: {
          TICK: [
            { guard: below('ten', 5), actions: plus('ten', 1) },
            { guard: below('minute', 59), actions: [put('ten', 0), plus('minute', 1)] },
            {
              guard: below('hour', hours - 1),
              actions: [put('ten', 0), put('minute', 0), plus('hour', 1)],
            },
            { actions: [put('ten', 0), put('minute', 0), put('hour', 0)] },
          ],
          HOUR: { guard: below('hour', hours - 1), actions: plus('hour', 1) },
          MINUTE: { guard: below('minute', 59), actions: plus('minute', 1) },
          SET: 'set',
        },
      },
      set: {
        on: {
          OK: 'ticking',
          ZERO: { target: 'ticking', actions: [put('hour', 0), put('minute', 0), put('ten', 0)] },
        },
      },
    },
  });

/** Switches beside each other, each with a light: every combination is a state. */
export const switches = (count: number): Sample =>
  sample({
    id: `${count} switches`,
    type: 'parallel',
    states: row(count, (at) => ({
      initial: 'off',
      states: { off: { on: { [`FLIP_${at}`]: 'on' } }, on: { on: { [`FLIP_${at}`]: 'off' } } },
    })),
  });

/** Shelves of a store, each with some stock. */
export const shelves = (count: number, most: number): Sample =>
  sample({
    id: `${count} shelves of ${most}`,
    context: Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, 0])),
    initial: 'open',
    states: {
      open: {
        on: Object.assign(
          {},
          ...Array.from({ length: count }, (_, at) => ({
            [`PUT_${at}`]: [
              { guard: below(`n${at}`, most), actions: plus(`n${at}`, 1) },
              { target: 'full' },
            ],
            [`TAKE_${at}`]: { guard: above(`n${at}`, 0), actions: plus(`n${at}`, -1) },
          })),
        ) as object,
      },
      full: { on: { OK: 'open' } },
    },
  });

const go = (to: (n: number) => number) =>
  assign({ n: ({ context }: { context: { n: number } }) => to(context.n) });

/** A search tree: the family that doubles. It has 2 ** depth states, few transitions, and one leaf that matters. */
export const tree = (depth: number): AnyStateMachine => {
  const size = 2 ** depth;
  return sample({
    id: `tree of depth ${depth}`,
    context: { n: 1 },
    initial: 'searching',
    states: {
      searching: {
        on: {
          LEFT: { guard: below('n', size / 2), actions: go((n) => n * 2) },
          RIGHT: { guard: below('n', size / 2), actions: go((n) => n * 2 + 1) },
          UP: { guard: above('n', 1), actions: go((n) => n >> 1) },
          PICK: { guard: is('n', size - 1), target: 'found' },
        },
      },
      found: { on: { AGAIN: { target: 'searching', actions: put('n', 1) } } },
    },
  }).machine;
};

/** Large ones, up to some 5,000 states. */
export const families: readonly Sample[] = [
  ring(50),
  ring(500),
  line(1000),
  rooms(20),
  rooms(50),
  clock(2),
  clock(12),
  switches(8),
  switches(12),
  shelves(3, 9),
  shelves(4, 7),
];
