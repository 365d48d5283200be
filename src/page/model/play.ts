// Playing: the moment moves on by itself, as fast as suits what is played, and stops where it should.
import { batch, signal } from '@preact/signals';
import type { Branch } from './branch.ts';
import { patienceMs, patienceUsualMs } from './courses.ts';
import { history, isPlaying, isStill, moment, playUntil } from './store.ts';

/** Entries per second, unless something else is asked for. */
export const usual = 3;
/** Seconds that a scene takes, however much happens in it. */
const sceneS = { least: 6, most: 12 };
/** Time that passes without anything happening is shown for as long as this many entries. */
const waitCost = 2;
/** From this many virtual milliseconds on, time in which nothing happens is a wait. */
export const waitMs = 1_000;

/** Entries played per second, until it stops. */
export const rate = signal(usual);

/**
 * Virtual milliseconds in which nothing has happened before an entry; 0 if that is too short to mention.
 */
export function waitBefore(index: number): number {
  const past = history.value.value;
  const ms = past.timeAt(index + 1) - past.timeAt(index);
  return ms >= waitMs ? ms : 0;
}

/** How long an entry is shown, in entries: longer if it comes after a wait. */
export const costOf = (index: number): number => (waitBefore(index) > 0 ? 1 + waitCost : 1);

/** Plays from a moment to the end of a branch, in the time that a scene takes. */
export function playFrom(at: number, { history: past }: Pick<Branch, 'history'>): void {
  if (isStill()) {
    moment.value = past.end;
    return;
  }
  let cost = 0;
  for (let index = at; index < past.end; index++) cost += costOf(index);
  const seconds = Math.max(sceneS.least, Math.min(sceneS.most, cost / usual));
  batch(() => {
    moment.value = at;
    playUntil.value = past.end;
    rate.value = cost / seconds;
    isPlaying.value = past.end > at;
  });
}

/** Plays on from where it is, or pauses. */
export function toggle(): void {
  patienceMs.value = patienceUsualMs;
  isPlaying.value = !isPlaying.value;
}
