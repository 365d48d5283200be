// The clock on platforms that lack what Node has: each test loads it anew, as it would be loaded there.
import timers from 'node:timers';
import { afterEach, expect, test, vi } from 'vitest';
import { Clock } from '../../src/world/clock.ts';
import { Patches } from '../../src/world/globals/patches.ts';

const patches = new Patches();
afterEach(() => {
  patches.undo();
  vi.doUnmock('../../src/world/globals/node.ts');
  vi.resetModules();
});

const nothing = (): void => undefined;

/** Loads a module of `src/world/globals` where there are only these modules of Node. */
async function load(name: string, modules: Readonly<Record<string, object>> = {}) {
  vi.resetModules();
  vi.doMock('../../src/world/globals/node.ts', () => ({
    isNode: false,
    builtin: (module: string) => modules[module],
  }));
  return (await import(`../../src/world/globals/${name}.ts`)) as unknown;
}
async function loadOverlay(modules: Readonly<Record<string, object>> = {}) {
  const { Overlay } = (await load(
    'overlay',
    modules,
  )) as typeof import('../../src/world/globals/overlay.ts');
  const { Place } = await import('../../src/world/globals/place.ts');
  patches.put(globalThis, Symbol.for('sigsim.installed'), undefined);
  const clock = new Clock();
  const overlay = new Overlay(clock, (run) => run(), nothing);
  const install = (): void => {
    patches.onUndo(() => overlay.uninstall());
    overlay.install(new Place(install), true);
  };
  return { clock, overlay, install };
}

test.each<[what: string, shim: object | undefined]>([
  ['nothing of Node', undefined],
  ['what a bundler puts for process', {}],
])('platform: the clock covers a browser that has %s', async (_, shim) => {
  const { clock, overlay, install } = await loadOverlay();
  const real = [setTimeout, timers.setTimeout, setImmediate, process, process.nextTick];
  const ran: string[] = [];
  let [timer, covered]: [unknown, readonly unknown[]] = [undefined, []];
  try {
    for (const name of ['setImmediate', 'clearImmediate']) patches.put(globalThis, name, undefined);
    patches.put(globalThis, 'process', shim);
    install();
    covered = [timers.setTimeout, globalThis.setImmediate, globalThis.process];
    timer = setTimeout(() => ran.push('timer'), 10);
    queueMicrotask(() => ran.push('job'));
    clock.runNext();
  } finally {
    patches.undo();
  }
  await Promise.resolve();

  expect(typeof timer).toBe('number');
  expect(ran).toEqual(['timer', 'job']);
  expect(covered).toEqual([timers.setTimeout, undefined, shim]);
  expect([setTimeout, timers.setTimeout, setImmediate, process, process.nextTick]).toEqual(real);
  expect(overlay.strays).toEqual([]);
});

test('platform: without Node only onabort tells whether a signal is heard', async () => {
  const { overlay, install } = await loadOverlay();
  install();
  AbortSignal.timeout(1000);
  expect(overlay.pending).toEqual([]);

  Object.assign(AbortSignal.timeout(5000), { onabort: nothing });

  expect(overlay.pending).toEqual([expect.stringContaining('due at 5 s, by AbortSignal.timeout')]);
});

test.each<[what: string, place: object, name: string]>([
  ['AbortSignal', globalThis, 'AbortSignal'],
  ['performance.mark', performance, 'mark'],
  ['performance.measure', performance, 'measure'],
  ['process.hrtime', process, 'hrtime'],
  ['process.uptime', process, 'uptime'],
  ['a format of dates', Intl.DateTimeFormat.prototype, 'format'],
])('platform: what lacks %s is covered as far as it goes', async (_, place, name) => {
  const { install } = await loadOverlay();
  const own = Object.getOwnPropertyDescriptor(place, name);
  const real = setTimeout;
  let covered: unknown;
  try {
    patches.put(place, name, undefined);
    install();
    covered = [setTimeout === real, Reflect.get(place, name)];
  } finally {
    patches.undo();
  }

  expect(covered).toEqual([false, undefined]);
  expect(setTimeout).toBe(real);
  expect(Object.getOwnPropertyDescriptor(place, name)).toEqual(own);
});

test('platform: timers that are promises may come without a scheduler', async () => {
  const promised = { setTimeout: nothing, setInterval: nothing };
  const before = { ...promised };
  const { install } = await loadOverlay({ 'node:timers/promises': promised });
  install();
  expect(promised.setTimeout).not.toBe(before.setTimeout);

  patches.undo();

  expect(promised).toEqual(before);
});

test('platform: where nothing tells what is left to run, a turn follows everything', async () => {
  const { Aftermath } = (await load(
    'aftermath',
  )) as typeof import('../../src/world/globals/aftermath.ts');
  const watch = new Aftermath();
  watch.start();
  expect(watch.leaves(nothing)).toBe(true);

  watch.stop();
  expect(watch.leaves(nothing)).toBe(true);
});

test('platform: where promises cannot be counted, or nothing written, no loop is named', async () => {
  const { LoopWatch } = (await load('loops')) as typeof import('../../src/world/globals/loops.ts');
  const turns: (() => void)[] = [];
  const bounds = { suspiciousAt: 1, loopAt: 2 };
  const watch = new LoopWatch((run) => turns.push(run), true, bounds);
  watch.start();
  for (const where of [undefined, nothing]) {
    watch.count(where);
    watch.count(where);
    watch.suspect('alice', 'onLogout', undefined);
  }
  watch.stop();

  expect(turns).toHaveLength(2);
});

test('platform: without its process, rejections are nobody’s but the platform’s', async () => {
  patches.put(globalThis, Symbol.for('sigsim.rejections'), undefined);
  const { holdRejections } = (await load(
    'rejections',
  )) as typeof import('../../src/world/globals/rejections.ts');
  const { emit } = process;
  await holdRejections(async () => {
    await Promise.resolve();
    expect(process.emit).toBe(emit);
  });
  await expect(holdRejections(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('platform: where errors cannot be told where they begin, places are found all the same', async () => {
  patches.put(Error, 'captureStackTrace', undefined);
  const { Place } = (await load('place')) as typeof import('../../src/world/globals/place.ts');
  patches.undo();
  const where = (): InstanceType<typeof Place> => new Place(where);
  const found = String(where());

  expect(found).toMatch(/platform\.test\.ts:\d+:\d+\)?$/);
  expect(found).not.toMatch(/where|Place/);
});
