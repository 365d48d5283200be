// The branches: a scenario is played from its beginning, or forked at the moment that is shown. Things
// are done to the worlds one after another.
import { batch, signal } from '@preact/signals';
import type { CodeName } from '../../../machines/codes.ts';
import type { PartName } from '../../../machines/lifecycles.ts';
import { UsageError } from '../../base/errors.ts';
import type { Choice, Lesson } from '../../lessons/lesson.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { scripts } from '../../tour/script.ts';
import type { TraceEntry } from '../../trace/entry.ts';
import type { Recorded } from '../../trace/trace.ts';
import { texts } from '../texts/texts.ts';
import { Branch } from './branch.ts';
import { Recording } from './recording.ts';
import {
  actor,
  answers,
  chosenClient,
  chosenPart,
  comparedName,
  course,
  courseName,
  courses,
  emptyScenario,
  failure,
  growth,
  isAsked,
  isAtStart,
  isBusy,
  isPlaying,
  isStill,
  lesson,
  look,
  moment,
  notice,
  playUntil,
  sought,
  threeWays,
  visits,
  type Course,
} from './store.ts';

/** How many branches are kept; the oldest goes first. */
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
      // What the world says about wrong use is meant for people who write scenarios.
      notice.value = { about: course.value.branch instanceof Recording ? 'recording' : 'refused' };
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

/** Adds a branch to those that there are, and shows it. */
export function show(branch: Course['branch'], from?: Course['from']): void {
  made += 1;
  const turn = Math.floor(made / letters.length);
  const name = (letters[made % letters.length] ?? '') + (turn === 0 ? '' : String(turn));
  courses.value = [
    ...courses.value.slice(-(coursesMax - 1)),
    { name, branch, ...(from && { from }) },
  ];
  courseName.value = name;
  visits.value += 1;
}

/** Plays a scenario from its beginning, in place of all branches, and shows a moment of it. */
export function start(
  scenario: Scenario,
  at: {
    readonly moment?: number;
    readonly client?: string;
    readonly part?: PartName | undefined;
    /** Whether the client stays the one that is shown, whatever happens to others. */
    readonly isFixed?: boolean;
  } = {},
): Promise<void> {
  isPlaying.value = false;
  return inTurn(async () => {
    const branch = await Branch.of(scenario);
    made = -1;
    batch(() => {
      failure.value = undefined;
      courses.value = [];
      show(branch);
      comparedName.value = undefined;
      threeWays.value = undefined;
      notice.value = undefined;
      lesson.value = undefined;
      isAtStart.value = false;
      isAsked.value = false;
      answers.value = [];
      sought.value = undefined;
      actor.value = at.client ?? branch.history.clients[0] ?? 'alice';
      chosenClient.value = at.isFixed === true ? at.client : undefined;
      chosenPart.value = at.part;
      playUntil.value = Number.POSITIVE_INFINITY;
      patienceMs.value = patienceUsualMs;
      moment.value = Math.min(at.moment ?? branch.history.end, branch.history.end);
    });
  });
}

/**
 * Shows a trace that was recorded elsewhere, at the moment when its client left its path, or at its end.
 */
export function showRecording({ entries, moment: at, failed }: Recorded): void {
  const recording = new Recording(entries);
  const { history: past } = recording;
  batch(() => {
    courses.value = [];
    show(recording);
    isAtStart.value = false;
    threeWays.value = undefined;
    actor.value = past.codes.at(-1)?.client ?? past.clients[0] ?? 'alice';
    moment.value = at ?? past.end;
    failure.value = failed;
    notice.value = { about: 'recording' };
  });
}

/** Shows what happens elsewhere, and goes along with it if the newest moment is the one shown. */
export function showLive(entries: readonly TraceEntry[]): void {
  const recording = new Recording(entries);
  const { history: past } = recording;
  batch(() => {
    const before = course.value.branch;
    const goesAlong = !(before instanceof Recording) || moment.value >= before.history.end;
    courses.value = [];
    show(recording);
    isAtStart.value = false;
    if (!past.clients.includes(actor.value)) actor.value = past.clients[0] ?? 'alice';
    if (goesAlong) moment.value = past.end;
    notice.value = { about: 'live' };
  });
}

/** An empty world, to do something in. */
export const playFreely = (): Promise<void> => start(emptyScenario, { client: 'alice' });

/** The start page, where a reader chooses what to do. */
export async function startOver(): Promise<void> {
  await playFreely();
  isAtStart.value = true;
}

/** Plays the representative way to a code, step by step, and stops where it arrives. */
export async function seek(code: CodeName): Promise<void> {
  const script = scripts.find((one) => one.code === code);
  if (script === undefined) return;
  await start(script.scenario, { moment: 0, client: script.hero });
  batch(() => {
    sought.value = code;
    if (script.scenario.legacy === true) notice.value = { about: 'legacy' };
    const found = course.value.branch.history.codes.find((one) => one.code === code);
    const until = (found?.index ?? course.value.branch.history.end - 1) + 1;
    if (isStill()) moment.value = until;
    else {
      playUntil.value = until;
      isPlaying.value = true;
    }
  });
}

/**
 * Shows the story of a code three ways, or, without one, what was shown before. What is being done goes
 * on to its end first.
 */
export function tell(code: CodeName | undefined): Promise<void> {
  isPlaying.value = false;
  return inTurn(() => {
    batch(() => {
      threeWays.value = code;
      notice.value = undefined;
      visits.value += 1;
    });
    return Promise.resolve();
  });
}

/**
 * Stages a lesson, at the beginning of its scene; if choices were made already, at the end of it, with
 * its question asked.
 */
export async function stage(one: Lesson, given: readonly Choice[] = []): Promise<void> {
  await start(one.scenario, { client: one.look.client, part: one.look.part, isFixed: true });
  batch(() => {
    lesson.value = one;
    answers.value = given;
    isAsked.value = given.length > 0;
    const { branch } = course.value;
    const begins = branch instanceof Branch ? branch.momentAfter(one.staging ?? 0) : 0;
    moment.value = given.length > 0 ? branch.history.end : begins;
  });
}

/** Goes on by one entry; at the end, lets time pass until something happens. */
export async function forward(): Promise<void> {
  await queue;
  const { branch } = course.value;
  if (moment.value < branch.history.end) {
    look(moment.value + 1);
    return;
  }
  await inTurn(async () => {
    const patience = patienceMs.value;
    if (await branch.tick(patience)) {
      moment.value += 1;
      return;
    }
    isPlaying.value = false;
    const { next } = branch;
    if (next !== undefined && next > branch.now + patience) tellPause(next - branch.now);
    else if (patience === patienceUsualMs) notice.value = { about: 'nothingMore' };
    patienceMs.value = patienceUsualMs;
  });
}

/** How long the world may go on without anything happening, while it plays. */
export const patienceUsualMs = 600_000;
/**
 * The same for what runs on by itself after something was done: the reader decides whether to skip longer
 * waits.
 */
export const patienceShortMs = 12_000;
/** How long it may go on now. */
export const patienceMs = signal(patienceUsualMs);

/** Says that nothing happens for a while, and offers to skip it. */
export function tellPause(ms: number): void {
  notice.value = {
    about: 'pause',
    ms,
    offer: {
      text: texts.skipWait,
      run: () => {
        notice.value = undefined;
        patienceMs.value = patienceUsualMs;
        void forward().then(() => {
          patienceMs.value = patienceShortMs;
          isPlaying.value = !isStill();
        });
      },
    },
  };
}

/** The branch to act in: this one at its end, otherwise a fork of it at the moment that is shown. */
export async function branchHere(at = moment.value): Promise<Course['branch']> {
  const { name, branch } = course.value;
  if (at >= branch.history.end) return branch;
  return fork(name, branch.scenario(at), branch.history.timeAt(at));
}

/** A new branch, from the scenario that another one has up to a time. */
export async function fork(name: string, scenario: Scenario, at: number): Promise<Branch> {
  const forked = await Branch.of(scenario);
  batch(() => {
    show(forked, { name, at });
    notice.value = { about: 'forked' };
    moment.value = forked.history.end;
  });
  return forked;
}
