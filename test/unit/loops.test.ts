// What names a client that waits for itself with promises alone, with bounds that a test can reach.
import fs from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LoopWatch } from '../../src/world/globals/loops.ts';
import { Patches } from '../../src/world/globals/patches.ts';
import { Place } from '../../src/world/globals/place.ts';

const suspiciousAt = 10;
const loopAt = 30;
const patches = new Patches();
const watches: LoopWatch[] = [];
/** What was written to stderr, and what waits for the next turn of the event loop. */
let said: string[] = [];
let turns: (() => void)[] = [];

beforeEach(() => {
  [said, turns] = [[], []];
  patches.put(fs, 'writeSync', (file: number, text: string) => said.push(`${file}: ${text}`));
});
afterEach(() => {
  patches.undo();
  for (const one of watches.splice(0)) one.stop();
});

function watch(runsAll = true): LoopWatch {
  const one = new LoopWatch((later) => turns.push(later), runsAll, { suspiciousAt, loopAt });
  watches.push(one);
  return one;
}
function count(loops: LoopWatch, times: number, where?: typeof nothing): void {
  for (let n = 0; n < times; n++) loops.count(where);
}
/** Lets so many promises run, one after the other. */
async function run(promises: number): Promise<void> {
  for (let n = 0; n < promises; n++) await Promise.resolve();
}
const message = (began: string, at: string): RegExp =>
  new RegExp(
    `^2: sigsim: your client ran ${loopAt} promises, and neither time nor the event loop moves\\. ` +
      `It began ${began}; it loops at ${at}\\. Let it wait for something that takes time\\.\\n$`,
  );
const line = String.raw`(?:run \()?\S*loops\.test\.ts:\d+:\d+\)?`;
const nothing = (): void => undefined;
const looping = (): void => void Promise.resolve();
const placed = (): Place => new Place(placed);

test('loop: promises that a client runs are counted, until the watch ends', async () => {
  const loops = watch();
  loops.start();
  await run(loopAt);
  loops.stop();

  expect(said).toEqual([expect.stringMatching(message('before any of its handlers ran', line))]);
});

test('loop: one promise fewer is none, and it is told once, however long it goes on', async () => {
  const loops = watch();
  count(loops, loopAt - 1);
  await run(2);
  expect(said).toEqual([]);

  count(loops, 1);
  await run(2);
  count(loops, loopAt * 2);
  await run(2);
  expect(said).toHaveLength(1);
});

test('loop: a watch that has ended, or was not begun, counts no promises, and can begin again', async () => {
  const loops = watch();
  await run(loopAt * 2);
  loops.start();
  loops.stop();
  await run(loopAt * 2);
  expect(said).toEqual([]);

  loops.start();
  await run(loopAt * 2);
  expect(said).toHaveLength(1);
});

test('loop: a watch that begins twice counts each promise once, and ends once', async () => {
  const loops = watch();
  loops.start();
  loops.start();
  await run(loopAt / 2);
  loops.stop();
  await run(loopAt);

  expect(said).toEqual([]);
});

test('loop: a watch that begins again counts from the beginning, and suspects nobody', () => {
  const loops = watch();
  loops.suspect('alice', 'onLogout', undefined);
  count(loops, loopAt - 1);
  loops.start();
  loops.stop();
  count(loops, loopAt - 1, nothing);
  expect(said).toEqual([]);

  count(loops, 1, nothing);
  expect(said).toEqual([expect.stringMatching(message('before any of its handlers ran', '.*'))]);
});

test('loop: the next turn, if there is one, starts the count again', () => {
  const loops = watch();
  count(loops, suspiciousAt - 1);
  expect(turns).toEqual([]);
  count(loops, 1);
  expect(turns).toHaveLength(1);
  count(loops, loopAt - suspiciousAt - 1);

  turns.shift()?.();
  count(loops, loopAt - 1);
  expect(said).toEqual([]);
  expect(turns).toHaveLength(1);
});

test('loop: what a client does counts from when it was last called', () => {
  const loops = watch();
  count(loops, loopAt - 1);
  loops.suspect('alice', 'onLogout', undefined);
  count(loops, loopAt - 1, nothing);

  expect(said).toEqual([]);
});

test('loop: a job is named by the line that queued it', () => {
  const loops = watch();
  const queue = (): void => loops.count(queue);
  loops.suspect('alice', 'onLogout', undefined);
  for (let n = 0; n < loopAt; n++) queue();

  expect(said).toEqual([expect.stringMatching(message('in onLogout of alice', line))]);
  expect(said[0]).not.toContain('queue');
});

test('loop: a promise is named by the line of the next one', async () => {
  const loops = watch();
  loops.suspect('alice', 'onLogout', undefined);
  count(loops, loopAt);
  expect(said).toEqual([]);
  looping();

  expect(said).toEqual([
    expect.stringMatching(message('in onLogout of alice', String.raw`looping \(${line}`)),
  ]);
});

test.each<[what: string, runsAll: boolean, began: string, place: Place | undefined]>([
  ['a handler', true, 'in onLogout of alice', undefined],
  ['a handler, or what came of it', false, 'in or after onLogout of alice', undefined],
  ['a timer', true, `in a timer set at ${line}`, placed()],
  ['a timer on the global clock', false, `in a timer set at ${line}`, placed()],
])('loop: one that %s began says so', (_, runsAll, began, at) => {
  const loops = watch(runsAll);
  loops.suspect('alice', 'onLogout', at);
  count(loops, loopAt, nothing);

  expect(said).toEqual([expect.stringMatching(message(began, '.*'))]);
});

test('loop: a hundred thousand promises are suspicious, and a million are a loop', () => {
  const loops = new LoopWatch((later) => turns.push(later), true);
  count(loops, 99_999, nothing);
  expect(turns).toEqual([]);
  count(loops, 1);
  expect(turns).toHaveLength(1);
  count(loops, 899_999, nothing);
  expect(said).toEqual([]);

  count(loops, 1, nothing);
  expect(said).toEqual([expect.stringContaining('your client ran 1000000 promises')]);
});
