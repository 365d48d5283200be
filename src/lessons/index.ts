import { kick } from './kick.ts';
import type { Lesson } from './lesson.ts';

/** The lessons, in the order in which they are best taken. */
export const lessons: readonly Lesson[] = [kick];

export type { Choice, Lesson } from './lesson.ts';
