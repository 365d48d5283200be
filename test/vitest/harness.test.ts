// A suite as tests of a system: this file is one, as a user would have it.
import { suiteFor } from 'sigsim/paths';
import { describeSuite } from 'sigsim/vitest';
import { expect, test } from 'vitest';
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
