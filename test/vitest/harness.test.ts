// A suite as tests of a system: this file is one, as a user would have it.
import { suiteFor } from 'sigsim/paths';
import { describeSuite } from 'sigsim/vitest';
import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { door as machine } from '../fixtures/door.ts';

/** A door as somebody writes one, without a statechart. */
class Door {
  isOpen = false;
  isLocked = false;
  #wrong = 0;
  #timer: ReturnType<typeof globalThis.setTimeout> | undefined;

  open(): void {
    this.isOpen = true;
    this.#timer = globalThis.setTimeout(() => this.close(), 30_000);
  }
  close(): void {
    globalThis.clearTimeout(this.#timer);
    this.isOpen = false;
  }
  enter(right: boolean): void {
    this.#wrong = right ? 0 : this.#wrong + 1;
    if (this.#wrong < 3) return;
    this.isLocked = true;
    globalThis.setTimeout(() => {
      this.isLocked = false;
      this.#wrong = 0;
    }, 60_000);
  }
}

const events = [
  { type: 'CODE', right: true },
  { type: 'CODE', right: false },
] as const;
const suite = suiteFor(machine, { cover: 'transitions', events: [...events] });

describeSuite(suite, {
  create: () => new Door(),
  events: {
    OPEN: (door) => door.open(),
    CLOSE: (door) => door.close(),
    CODE: (door, { right = false }) => door.enter(right),
  },
  states: {
    '*': (door, { value }) => expect(door.isLocked).toBe(value === 'locked'),
    closed: (door) => expect(door.isOpen).toBe(false),
    open: (door) => expect(door.isOpen).toBe(true),
    locked: (door) => expect(door.isOpen).toBe(false),
  },
});

test('describeSuite: a table that is missing, or an entry that is no function, is named', () => {
  expect(() => describeSuite(suite, { events: {} } as never)).toThrow('"states" is missing');
  expect(() => describeSuite(suite, { events: { OPEN: 1 }, states: {} } as never)).toThrow(
    'events["OPEN"] is not a function',
  );
});

/** Lights that change at the same moment, and a lamp that goes on at once; each by a timer of its own. */
class Crossing {
  cars = 'green';
  walkers = 'red';
  isLit = false;

  press(): void {
    globalThis.setTimeout(() => (this.cars = 'red'), 5_000);
    globalThis.setTimeout(() => (this.walkers = 'green'), 5_000);
    globalThis.setTimeout(() => (this.isLit = true), 0);
  }
}

const light = (from: string, to: string) => ({
  initial: from,
  states: { [from]: { on: { PRESS: 'waiting' } }, waiting: { after: { 5_000: to } }, [to]: {} },
});
const crossing = createMachine({
  id: 'crossing',
  type: 'parallel',
  states: {
    cars: light('green', 'red'),
    walkers: light('red', 'green'),
    lamp: {
      initial: 'off',
      states: { off: { on: { PRESS: 'blink' } }, blink: { after: { 0: 'on' } }, on: {} },
    },
  },
});

// Between two timers that are due together nobody can look, and a timer of 0 ms has its turn.
describeSuite(suiteFor(crossing, { cover: 'transitions' }), {
  create: () => new Crossing(),
  events: { PRESS: (system) => system.press() },
  states: {
    '*': () => undefined,
    'cars.waiting': ({ cars }) => expect(cars).toBe('green'),
    'cars.red': ({ cars }) => expect(cars).toBe('red'),
    'walkers.waiting': ({ walkers }) => expect(walkers).toBe('red'),
    'walkers.green': ({ walkers }) => expect(walkers).toBe('green'),
    'lamp.off': ({ isLit }) => expect(isLit).toBe(false),
    'lamp.on': ({ isLit }) => expect(isLit).toBe(true),
  },
});
