// Rejections while time passes: held back until it has passed, unless somebody has handled them by then.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Patches } from '../../src/world/globals/patches.ts';
import { turn } from '../../src/world/turn.ts';

type Module = typeof import('../../src/world/globals/rejections.ts');
type Args = readonly unknown[];

const patches = new Patches();
/** What the process was told in the end, and what it answers next: whether somebody listened. */
let told: Args[] = [];
let answers: boolean[] = [];
let { holdRejections }: Partial<Module> = {};

/** The events that are looked at; what else the process is told, the test runner needs. */
const ours = new Set<unknown>(['unhandledRejection', 'rejectionHandled', 'mine']);

/** Loads a copy of the module, as another copy of the package would have it. */
const copy = async (): Promise<Module['holdRejections']> => {
  vi.resetModules();
  return (await import('../../src/world/globals/rejections.ts')).holdRejections;
};
beforeEach(async () => {
  [told, answers] = [[], []];
  const { emit: real } = process;
  patches.put(process, 'emit', (...args: Args) => {
    if (!ours.has(args[0])) return Reflect.apply(real, process, args) as unknown;
    told.push(args);
    return answers.shift() ?? true;
  });
  patches.put(globalThis, Symbol.for('sigsim.rejections'), undefined);
  holdRejections = await copy();
});
afterEach(() => {
  patches.undo();
  vi.resetModules();
});

/** What Node does. */
const emit = (...args: Args): unknown => Reflect.apply(process.emit, process, args);
const [reason, promise, other] = [new RangeError('mine'), { is: 'first' }, { is: 'other' }];
const later = (): Promise<void> => turn(() => undefined);
const pass = async (run: () => unknown): Promise<void> => {
  await holdRejections?.(async () => void (await run()));
};

test('rejections: one that nobody handles is told a turn after the wait', async () => {
  await pass(() => {
    expect(emit('unhandledRejection', reason, promise)).toBe(true);
  });
  expect(told).toEqual([]);
  await later();

  expect(told).toEqual([['unhandledRejection', reason, promise]]);
  await later();
  expect(told).toHaveLength(1);
});

test('rejections: one that is handled before that turn is none', async () => {
  await pass(() => emit('unhandledRejection', reason, promise));
  expect(emit('rejectionHandled', promise)).toBe(true);
  await later();

  expect(told).toEqual([]);
});

test('rejections: whatever else the process is told, it is told at once and whole', async () => {
  answers = [false, false];
  await pass(() => {
    emit('unhandledRejection', reason, promise);
    expect(emit('rejectionHandled', other)).toBe(false);
    expect(emit('mine', promise, 'and more')).toBe(false);
  });
  expect(told).toEqual([
    ['rejectionHandled', other],
    ['mine', promise, 'and more'],
  ]);

  await later();
  expect(told.slice(2)).toEqual([['unhandledRejection', reason, promise]]);
});

test('rejections: after that turn the process is as it was', async () => {
  const before = process.emit;
  await pass(() => {
    expect(process.emit).not.toBe(before);
  });
  expect(process.emit).not.toBe(before);
  await later();

  expect(process.emit).toBe(before);
  emit('unhandledRejection', reason, promise);
  expect(told).toHaveLength(1);
});

test('rejections: a wait that fails ends, too', async () => {
  const before = process.emit;

  await expect(pass(() => Promise.reject(reason))).rejects.toBe(reason);
  await later();
  expect(process.emit).toBe(before);
});

test('rejections: they are held as long as one of several waits, of whichever copy of the package', async () => {
  const holdOther = await copy();
  const before = process.emit;
  const ends: (() => void)[] = [];
  const long = holdOther(() => new Promise((done) => ends.push(done)));
  const holding = process.emit;
  await pass(() => {
    expect(process.emit).toBe(holding);
    emit('unhandledRejection', reason, promise);
  });
  await later();
  expect(told).toEqual([]);
  expect(process.emit).not.toBe(before);

  ends.shift()?.();
  await long;
  await later();
  expect(told).toHaveLength(1);
  expect(process.emit).toBe(before);
});

test('rejections: one that nobody listens to is thrown, as Node would', async () => {
  await pass(() => emit('unhandledRejection', reason, promise));
  answers = [false];
  await later();
  await later();

  expect(told).toEqual([
    ['unhandledRejection', reason, promise],
    ['unhandledRejection', reason, expect.any(Promise)],
  ]);
});
