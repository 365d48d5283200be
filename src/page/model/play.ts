// Playing: the moment goes on by itself, as fast as what is played asks for, and stops where it should.
import { batch, signal } from '@preact/signals';
import type { Branch } from './branch.ts';
import { patienceMs, patienceUsualMs } from './courses.ts';
import { history, isPlaying, isStill, moment, playUntil } from './store.ts';

/** Entries a second, where nothing else is asked for. */
export const usual = 3;
/** Seconds that a scene takes, however much happens in it. */
const sceneS = { least: 6, most: 12 };
/** Time that passes without anything happening is shown for as long as so many entries. */
const waitCost = 2;
/** Virtual milliseconds without anything from which on it is a wait. */
export const waitMs = 1_000;

/** Entries a second that are played, until it stops. */
export const rate = signal(usual);

/** Virtual milliseconds in which nothing has happened before an entry; 0 where that is not worth a word. */
export function waitBefore(index: number): number {
  const past = history.value.value;
  const ms = past.timeAt(index + 1) - past.timeAt(index);
  return ms >= waitMs ? ms : 0;
}

/** For how long an entry is shown, in entries: one behind a wait for longer. */
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
