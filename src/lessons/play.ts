// Plays a lesson to its end: what happened, beat by beat.
import { native } from '../run/native.ts';
import { createPlayer } from '../scenario/player.ts';
import type { ScenarioStep } from '../scenario/scenario.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { Lesson } from './lesson.ts';

/** Steps that happen at one time, what followed them, and the time that passed then. */
export interface Beat {
  /** Where its entries stand in the trace: from the one, before the other. */
  readonly from: number;
  readonly to: number;
  /** Virtual milliseconds at its beginning. */
  readonly atMs: number;
  /** What it belongs to: the staging, the scene, or what a choice plays on. */
  readonly of: 'staging' | 'scene' | 'choice';
}

/** A lesson, played. */
export interface Played {
  readonly entries: readonly TraceEntry[];
  readonly beats: readonly Beat[];
}

/** A beat ends where time has passed and somebody does something again. */
function beatsOf(steps: readonly ScenarioStep[]): readonly (readonly ScenarioStep[])[] {
  const beats: ScenarioStep[][] = [];
  for (const [index, step] of steps.entries()) {
    const begins = index === 0 || (step.by !== 'time' && steps[index - 1]?.by === 'time');
    if (begins) beats.push([step]);
    else beats.at(-1)?.push(step);
  }
  return beats;
}

/** Plays the scene of a lesson, and then what a choice plays. */
export async function playLesson(
  { scenario, staging = 0 }: Lesson,
  plays: readonly ScenarioStep[] = [],
): Promise<Played> {
  const scene = [
    { of: 'staging', steps: scenario.steps.slice(0, staging) },
    { of: 'scene', steps: scenario.steps.slice(staging) },
    { of: 'choice', steps: plays },
  ] as const;
  const steps = scene.flatMap((part) => part.steps);
  const player = createPlayer({ ...scenario, steps }, native);
  const { entries } = player.world.trace;
  const beats: Beat[] = [];
  for (const part of scene) {
    for (const beat of beatsOf(part.steps)) {
      const begun = { from: entries.length, atMs: player.world.now, of: part.of };
      for (const _step of beat) await player.step();
      beats.push({ ...begun, to: entries.length });
    }
  }
  return { entries, beats };
}
