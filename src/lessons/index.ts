import { delivered } from './delivered.ts';
import { expiredToken } from './expired-token.ts';
import { failedCalls } from './failed-calls.ts';
import { fiveExits } from './five-exits.ts';
import { herd } from './herd.ts';
import { kick } from './kick.ts';
import type { Lesson } from './lesson.ts';
import { loginAgain } from './login-again.ts';
import { lostAnswer } from './lost-answer.ts';
import { manyCauses } from './many-causes.ts';
import { promises } from './promises.ts';
import { reconnecting } from './reconnecting.ts';
import { silentLine } from './silent-line.ts';
import { tooEarly } from './too-early.ts';

/** The lessons, in the order in which they are best taken. */
export const lessons: readonly Lesson[] = [
  kick,
  tooEarly,
  loginAgain,
  manyCauses,
  expiredToken,
  reconnecting,
  herd,
  fiveExits,
  lostAnswer,
  delivered,
  failedCalls,
  silentLine,
  promises,
];

export type { Choice, Claim, Lesson } from './lesson.ts';
