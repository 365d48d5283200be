// The branches that there are: a scenario is played from its beginning, or forked where it is looked at.
// One thing is done to the worlds after another.
import { batch } from '@preact/signals';
import type { CodeName } from '../../../machines/codes.ts';
import type { PartName } from '../../../machines/session.ts';
import { UsageError } from '../../errors.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { scripts } from '../../tour/script.ts';
import type { Recorded } from '../../trace.ts';
import { Branch } from './branch.ts';
import { Recording } from './recording.ts';
import {
  answers,
  chosenPart,
  client,
  comparedName,
  course,
  courseName,
  courses,
  emptyScenario,
  growth,
  isBusy,
  isPlaying,
  lesson,
  look,
  moment,
  notice,
  playUntil,
  sought,
  type Course,
} from './store.ts';

/** Branches that are kept; the oldest goes first. */
const coursesMax = 6;

let queue: Promise<unknown> = Promise.resolve();

/** Does something to the worlds, after whatever is being done; wrong use becomes a notice. */
export function inTurn(what: () => Promise<void>): Promise<void> {
  const done = queue.then(async () => {
    isBusy.value = true;
    try {
      await what();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      notice.value = { about: 'refused', detail: error.message };
    } finally {
      batch(() => {
        isBusy.value = false;
        growth.value += 1;
      });
    }
  });
  queue = done.catch(() => undefined);
  return done;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
let made = 0;

/** Shows a branch, beside those that there are. */
export function show(branch: Course['branch'], from?: Course['from']): void {
  made += 1;
  const turn = Math.floor(made / letters.length);
  const name = (letters[made % letters.length] ?? '') + (turn === 0 ? '' : String(turn));
  courses.value = [
    ...courses.value.slice(-(coursesMax - 1)),
    { name, branch, ...(from && { from }) },
  ];
  courseName.value = name;
}

/** Plays a scenario from its beginning, in place of all branches; looks at a moment of it. */
export function start(
  scenario: Scenario,
  at: {
    readonly moment?: number;
    readonly client?: string;
    readonly part?: PartName | undefined;
  } = {},
): Promise<void> {
  isPlaying.value = false;
  return inTurn(async () => {
    const branch = await Branch.of(scenario);
    made = -1;
    batch(() => {
      courses.value = [];
      show(branch);
      comparedName.value = undefined;
      notice.value = undefined;
      lesson.value = undefined;
      answers.value = [];
      sought.value = undefined;
      client.value = at.client ?? branch.history.clients[0] ?? 'alice';
      chosenPart.value = at.part;
      playUntil.value = Number.POSITIVE_INFINITY;
      moment.value = Math.min(at.moment ?? branch.history.end, branch.history.end);
    });
  });
}

/** Looks at a trace that was recorded elsewhere, where its client left its path, or at its end. */
export function showRecording({ entries, moment: at, left }: Recorded): void {
  const recording = new Recording(entries);
  const { history: past } = recording;
  batch(() => {
    courses.value = [];
    show(recording);
    client.value = past.codes.at(-1)?.client ?? past.clients[0] ?? 'alice';
    moment.value = at ?? past.end;
    notice.value = left === undefined ? { about: 'recording' } : { about: 'left', detail: left };
  });
}

/** An empty world. */
export const startOver = (): Promise<void> => start(emptyScenario);

/** Plays the representative way to a code, step by step, and stops where it arrives. */
export async function seek(code: CodeName): Promise<void> {
  const script = scripts.find((one) => one.code === code);
  if (script === undefined) return;
  await start(script.scenario, { moment: 0, client: script.hero });
  batch(() => {
    sought.value = code;
    if (script.scenario.legacy === true) notice.value = { about: 'legacy' };
    const found = course.value.branch.history.codes.find((one) => one.code === code);
    playUntil.value = (found?.index ?? course.value.branch.history.end) + 1;
    isPlaying.value = true;
  });
}

/** Takes a lesson: stages its scenario and stops where it ends. */
export async function take(one: Lesson): Promise<void> {
  await start(one.scenario, { client: one.look.client, part: one.look.part });
  lesson.value = one;
}

/** Goes one entry on; at the end, lets time pass until something happens. */
export async function forward(): Promise<void> {
  await queue;
  const { branch } = course.value;
  if (moment.value < branch.history.end) {
    look(moment.value + 1);
    return;
  }
  await inTurn(async () => {
    if (await branch.tick()) moment.value += 1;
    else {
      isPlaying.value = false;
      notice.value = { about: 'nothingMore' };
    }
  });
}

/** The branch to act in: this one at its end, else a fork of it at the moment that is looked at. */
export async function branchHere(at = moment.value): Promise<Course['branch']> {
  const { name, branch } = course.value;
  if (at >= branch.history.end) return branch;
  return fork(name, branch.scenario(at), branch.history.timeAt(at));
}

/** A branch of its own, from a scenario that another one has up to a time. */
export async function fork(name: string, scenario: Scenario, at: number): Promise<Branch> {
  const forked = await Branch.of(scenario);
  batch(() => {
    show(forked, { name, at });
    notice.value = { about: 'forked' };
    moment.value = forked.history.end;
  });
  return forked;
}
