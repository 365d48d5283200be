// Doing things in the worlds: an act, a choice of a lesson, an event by its cause.
import { batch, effect } from '@preact/signals';
import type { PartName } from '../../../machines/lifecycles.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import type { ScenarioStep } from '../../scenario/scenario.ts';
import { Branch, wait } from './branch.ts';
import {
  branchHere,
  fork,
  inTurn,
  patienceMs,
  patienceShortMs,
  show,
  stage,
  tellPause,
} from './courses.ts';
import { playFrom } from './play.ts';
import type { Recipe } from './recipe.ts';
import {
  client,
  comparedName,
  course,
  courseName,
  courses,
  isAsked,
  isAtStart,
  isPlaying,
  isStill,
  lesson,
  mode,
  moment,
  notice,
  part,
  playUntil,
  type Course,
} from './store.ts';

/**
 * Takes steps. At the end they continue the branch; in the past they fork it, unless they are what came
 * next anyway. What follows plays until it has settled, or is shown step by step.
 */
export function act(...steps: readonly ScenarioStep[]): Promise<void> {
  // While it plays at the end of what is known, acts happen at that end.
  const wasAt = isPlaying.value && playUntil.value === Number.POSITIVE_INFINITY;
  isPlaying.value = false;
  notice.value = undefined;
  isAtStart.value = false;
  return inTurn(async () => {
    const [only] = steps;
    const at = wasAt ? course.value.branch.history.end : moment.value;
    const known =
      steps.length === 1 && only !== undefined ? course.value.branch.after(at, only) : undefined;
    if (known !== undefined) {
      moment.value = known;
      return;
    }
    const branch = await branchHere(at);
    const { end } = branch.history;
    for (const step of steps) await branch.play(step);
    if (mode.value === 'runs') await settle(branch, end);
    else moment.value = branch.history.end;
    tellQuiet(branch, end);
  });
}

/** Lets what was done run on until nothing happens for a while, entry by entry if things may move. */
async function settle(branch: Course['branch'], from: number): Promise<void> {
  if (!isStill()) {
    batch(() => {
      moment.value = from;
      patienceMs.value = patienceShortMs;
      playUntil.value = Number.POSITIVE_INFINITY;
      isPlaying.value = true;
    });
    return;
  }
  for (let ticks = 0; ticks < ticksMax; ticks++) {
    if (!(await branch.tick(patienceShortMs))) break;
  }
  moment.value = branch.history.end;
  const { next, now } = branch;
  if (next !== undefined) tellPause(next - now);
}

/** Plays the scene of a lesson, which begins after its staging. */
export function playScene({ staging = 0 }: Lesson): void {
  const [{ name, branch }] = courses.value as readonly [Course];
  if (!(branch instanceof Branch)) return;
  courseName.value = name;
  playFrom(branch.momentAfter(staging), branch);
}

/** Begins a lesson: stages it, and plays its scene if things may move by themselves. */
export async function take(one: Lesson): Promise<void> {
  await stage(one);
  if (!isStill()) playScene(one);
}

// The question of a lesson is asked when its scene has been seen.
effect(() => {
  if (lesson.value === undefined || isAsked.value) return;
  const [first] = courses.value;
  if (first !== undefined && moment.value >= first.branch.history.end) isAsked.value = true;
});

/** Shows what a choice of a lesson leads to: plays its steps as a branch from the end of the scenario. */
export function tryOut(one: Lesson, steps: readonly ScenarioStep[]): Promise<void> {
  isPlaying.value = false;
  return inTurn(async () => {
    const [first] = courses.value as readonly [Course];
    const branch = await Branch.of(one.scenario);
    const { end } = branch.history;
    for (const step of steps) await branch.play(step);
    batch(() => {
      show(branch, { name: first.name, at: first.branch.now });
      comparedName.value = undefined;
      playFrom(end, branch);
      tellQuiet(branch, end);
    });
  });
}

/** Says so if time has passed and nothing has happened. */
function tellQuiet({ history: past, now }: Course['branch'], end: number): void {
  if (past.end === end && notice.value === undefined && !isPlaying.value) {
    notice.value = { about: 'quiet', ms: now };
  }
}

/** How many ticks a recipe may take, and how much virtual time. */
const ticksMax = 2_000;
const reachMsMax = 300_000;

/** Makes an event happen by its real cause, and stops when it has happened. */
export function cause(event: string, recipe: Recipe): Promise<void> {
  isPlaying.value = false;
  notice.value = undefined;
  const who = client.value;
  const which = part.value;
  const from = moment.value;
  return inTurn(async () => {
    const { branch, again } = await placeFor(recipe, who, which, from);
    const begun = branch.history.end;
    for (const step of [...recipe.steps, ...again]) await branch.play(step);
    const happened = (): number =>
      branch.history.entries.findIndex(
        (one, index) =>
          index >= begun &&
          one.kind === 'transition' &&
          one.client === who &&
          one.part === which &&
          one.event === event,
      );
    const until = branch.now + reachMsMax;
    for (let ticks = 0; recipe.waits && happened() === -1 && ticks < ticksMax; ticks++) {
      if (!(await branch.tick(until - branch.now))) break;
    }
    const found = happened();
    if (found === -1) notice.value = { about: 'notReached', detail: event };
    const goal = found === -1 ? branch.history.end : found + 1;
    if (mode.value === 'steps' || isStill()) moment.value = goal;
    else {
      moment.value = Math.min(begun, goal - 1);
      playUntil.value = goal;
      isPlaying.value = true;
    }
  });
}

/** The branch in which a recipe begins, and what must be done again after its steps. */
async function placeFor(
  { at }: Recipe,
  who: string,
  which: PartName,
  from: number,
): Promise<{ readonly branch: Course['branch']; readonly again: readonly ScenarioStep[] }> {
  const { name, branch } = course.value;
  const moved = at === 'now' ? undefined : branch.history.entered(who, which, from);
  if (moved === undefined) return { branch: await branchHere(from), again: [] };
  if (at === 'entered') return { branch: await branchHere(moved.index + 1), again: [] };
  if (typeof at === 'object') {
    const index = branch.history.lastCall(who, at.do, moved.index);
    const { scenario } = branch.scenarioBefore(Math.max(0, index));
    return { branch: await fork(name, scenario, branch.history.timeAt(index)), again: [at] };
  }
  const { scenario, again } = branch.scenarioBefore(moved.index);
  return { branch: await fork(name, scenario, branch.history.timeAt(moved.index)), again };
}

/** Lets time pass. */
export const pass = (ms: number): Promise<void> => act(wait(ms));
