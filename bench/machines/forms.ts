// What stands on a page.
import { above, below, is, plus, put, row, sample, type Sample } from './sample.ts';

const wizard = sample({
  id: 'wizard',
  initial: 's0',
  states: {
    ...row(8, (at) => ({
      on: {
        ...(at > 0 && { BACK: `s${at - 1}` }),
        NEXT: at === 7 ? 'sending' : `s${at + 1}`,
        CANCEL: 'left',
      },
    })),
    sending: { on: { SENT: 'done', FAILED: 's7' } },
    done: { type: 'final' },
    left: { type: 'final' },
  },
});

const field = sample(
  {
    id: 'field',
    type: 'parallel',
    states: {
      focus: {
        initial: 'blurred',
        states: { blurred: { on: { FOCUS: 'focused' } }, focused: { on: { BLUR: 'blurred' } } },
      },
      value: {
        initial: 'pristine',
        states: {
          pristine: { on: { INPUT: 'dirty' } },
          dirty: { on: { RESET: 'pristine' } },
        },
      },
      check: {
        initial: 'none',
        states: {
          none: {},
          valid: {},
          invalid: {},
        },
        on: {
          INPUT: [
            {
              guard: ({ event }: { event: { text: string } }) => event.text.length > 3,
              target: '.valid',
            },
            { target: '.invalid' },
          ],
          RESET: '.none',
        },
      },
    },
  },
  [
    { type: 'INPUT', text: 'long enough' } as never,
    { type: 'INPUT', text: 'no' } as never,
    { type: 'FOCUS' },
    { type: 'BLUR' },
    { type: 'RESET' },
  ],
);

const search = sample({
  id: 'search box',
  initial: 'idle',
  states: {
    idle: { on: { TYPE: 'waiting' } },
    waiting: {
      on: { TYPE: { target: 'waiting', reenter: true }, CLEAR: 'idle' },
      after: { 300: 'asking' },
    },
    asking: { on: { FOUND: 'open', NOTHING: 'empty', FAILED: 'failed', TYPE: 'waiting' } },
    open: {
      initial: 'none',
      states: {
        none: { on: { DOWN: 'marked' } },
        marked: { on: { UP: 'none', ENTER: '#search box.idle' } },
      },
      on: { TYPE: 'waiting', ESCAPE: 'idle' },
    },
    empty: { on: { TYPE: 'waiting', ESCAPE: 'idle' } },
    failed: { on: { RETRY: 'asking', TYPE: 'waiting' } },
  },
});

const drag = sample({
  id: 'drag and drop',
  initial: 'idle',
  states: {
    idle: { on: { DOWN: 'pressed' } },
    pressed: { on: { MOVE: 'dragging', UP: 'idle' }, after: { 500: 'dragging' } },
    dragging: {
      initial: 'outside',
      states: {
        outside: { on: { ENTER: 'inside' } },
        inside: { on: { LEAVE: 'outside', UP: '#drag and drop.dropped' } },
      },
      on: { UP: 'idle', ESCAPE: 'idle' },
    },
    dropped: { on: { UNDO: 'idle', DOWN: 'pressed' } },
  },
});

const dialog = sample({
  id: 'dialog',
  initial: 'closed',
  states: {
    closed: { on: { OPEN: 'opening' } },
    opening: { after: { 200: 'open' }, on: { ESCAPE: 'closing' } },
    open: {
      initial: 'asking',
      states: {
        asking: { on: { DIRTY: 'sure' } },
        sure: { on: { KEEP: 'asking', DROP: '#dialog.closing' } },
      },
      on: { ESCAPE: 'closing', OK: 'closing' },
    },
    closing: { after: { 200: 'closed' }, on: { OPEN: 'opening' } },
  },
});

const carousel = sample({
  id: 'carousel',
  context: { slide: 0 },
  initial: 'playing',
  states: {
    playing: { after: { 4000: { target: 'sliding' } }, on: { HOVER: 'paused', NEXT: 'sliding' } },
    paused: { on: { LEAVE: 'playing', NEXT: 'sliding' } },
    sliding: {
      on: {
        END: [
          { guard: is('slide', 11), target: 'playing', actions: put('slide', 0) },
          { target: 'playing', actions: plus('slide', 1) },
        ],
      },
    },
  },
});

const editor = sample({
  id: 'editor',
  context: { done: 0, undone: 0 },
  initial: 'clean',
  states: {
    clean: {},
    dirty: { on: { SAVE: 'saving' } },
    saving: { on: { SAVED: 'clean', FAILED: 'dirty' } },
  },
  on: {
    EDIT: {
      guard: below('done', 20),
      target: '.dirty',
      actions: [plus('done', 1), put('undone', 0)],
    },
    UNDO: {
      guard: above('done', 0),
      target: '.dirty',
      actions: [plus('done', -1), plus('undone', 1)],
    },
    REDO: {
      guard: above('undone', 0),
      target: '.dirty',
      actions: [plus('done', 1), plus('undone', -1)],
    },
  },
});

const toasts = sample({
  id: 'toasts',
  context: { shown: 0, waiting: 0 },
  initial: 'still',
  states: {
    still: {
      on: {
        ADD: [
          { guard: below('shown', 3), actions: plus('shown', 1) },
          { guard: below('waiting', 10), actions: plus('waiting', 1) },
          { target: 'full' },
        ],
        GONE: [
          { guard: above('waiting', 0), actions: plus('waiting', -1) },
          { guard: above('shown', 0), actions: plus('shown', -1) },
        ],
      },
    },
    full: { on: { CLEAR: { target: 'still', actions: [put('shown', 0), put('waiting', 0)] } } },
  },
});

/** A calendar: a month at a time, a day of it picked, and a range. */
const calendar = sample({
  id: 'calendar',
  context: { month: 0, day: 0 },
  initial: 'closed',
  states: {
    closed: { on: { OPEN: 'days' } },
    days: {
      on: {
        LEFT: { guard: above('day', 0), actions: plus('day', -1) },
        RIGHT: { guard: below('day', 30), actions: plus('day', 1) },
        NEXT_MONTH: { guard: below('month', 11), actions: [plus('month', 1), put('day', 0)] },
        LAST_MONTH: { guard: above('month', 0), actions: [plus('month', -1), put('day', 0)] },
        PICK: 'range',
        ESCAPE: 'closed',
      },
    },
    range: { on: { PICK: 'closed', ESCAPE: 'days' } },
  },
});

/** Tabs in a ring, each of which leads home. */
const tabs = sample({
  id: 'tabs',
  initial: 's0',
  states: row(60, (at) => ({
    on: { RIGHT: `s${(at + 1) % 60}`, LEFT: `s${(at + 59) % 60}`, HOME: 's0', END: 's59' },
  })),
});

/** A page of a form whose answers decide what is asked next. */
const questions = sample({
  id: 'questions',
  initial: 's0',
  states: {
    ...row(127, (at) =>
      at < 63 ? { on: { YES: `s${at * 2 + 1}`, NO: `s${at * 2 + 2}` } } : { on: { AGAIN: 's0' } },
    ),
  },
});

/** Forms. */
export const forms: readonly Sample[] = [
  wizard,
  field,
  search,
  drag,
  dialog,
  carousel,
  editor,
  toasts,
  calendar,
  tabs,
  questions,
];
