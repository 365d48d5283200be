// What the page is doing: its branches, the moment that is looked at, and whose statechart is shown.
// Everything that is painted follows from these.
import { batch, computed, signal } from '@preact/signals';
import type { CodeName } from '../../../machines/codes.ts';
import type { PartName } from '../../../machines/session.ts';
import { formatMs } from '../../duration.ts';
import { UsageError } from '../../errors.ts';
import type { Choice, Lesson } from '../../lessons/lesson.ts';
import type { Scenario, ScenarioStep } from '../../scenario/scenario.ts';
import { scripts } from '../../tour/script.ts';
import { Branch, wait } from './branch.ts';
import type { Recorded } from '../../trace.ts';
import { Recording } from './recording.ts';
import type { Recipe } from './recipe.ts';

/** A branch with its name, and where it leaves the one that it was forked from. */
export interface Course {
  readonly name: string;
  readonly branch: Branch | Recording;
  readonly from?: { readonly name: string; readonly at: number };
}

/** Something to be told; `detail` is what only an error message can say. */
export interface Notice {
  readonly about:
    | 'nothingMore'
    | 'quiet'
    | 'recording'
    | 'left'
    | 'notReached'
    | 'refused'
    | 'legacy'
    | 'forked'
    | 'copied'
    | 'inAddress'
    | 'linkCut'
    | 'linkVersion'
    | 'linkWrong'
    | 'linkTooMuch';
  readonly detail?: string;
}

/** Branches that are kept; the oldest goes first. */
const coursesMax = 6;

const emptyScenario: Scenario = { sigsim: 'scenario', version: 1, steps: [] };

/** The branches, in the order in which they were made. */
export const courses = signal<readonly Course[]>([
  { name: 'A', branch: new Branch(emptyScenario) },
]);
/** The name of the branch that is looked at. */
export const courseName = signal('A');
/** How many entries of its trace are looked at. */
export const moment = signal(0);
/** Counts what was added to histories, so that what reads them is painted again. */
export const growth = signal(0);
/** The client whose statechart is shown. */
export const client = signal('alice');
/** A part that was chosen; undefined follows what happens. */
export const chosenPart = signal<PartName | undefined>(undefined);
/** The branch that is compared with, by name. */
export const comparedName = signal<string | undefined>(undefined);
/** The lesson that is being taken. */
export const lesson = signal<Lesson | undefined>(undefined);
/** The choices made so far, of the lesson that is being taken. */
export const answers = signal<readonly Choice[]>([]);
/** The code that the page plays the way to. */
export const sought = signal<CodeName | undefined>(undefined);
/** What the reader should be told. */
export const notice = signal<Notice | undefined>(undefined);
/** Whether it plays by itself. */
export const isPlaying = signal(false);
/** The moment at which it stops playing. */
export const playUntil = signal(Number.POSITIVE_INFINITY);
/** Entries a second. */
export const speed = signal(2);
/** Entries a second that it plays at least, until it stops. */
export const haste = signal(0);
/** Whether a world is being played. */
export const isBusy = signal(false);

/** The branch that is looked at. */
export const course = computed<Course>(
  () => courses.value.find(({ name }) => name === courseName.value) ?? (courses.value[0] as Course), // There is always one.
);

/** Its history, as far as it was read. */
export const history = computed(() => {
  void growth.value;
  return { value: course.value.branch.history };
});

/** The entry that is looked at. */
export const entry = computed(() => history.value.value.entries[moment.value - 1]);

/** The part whose statechart is shown. */
export const part = computed<PartName>(
  () =>
    chosenPart.value ??
    (history.value.value.movedLast(client.value, moment.value)?.entry.part as
      | PartName
      | undefined) ??
    'login',
);

/** The account that a client logs in with: its own name, until it logs in with another. */
export const accountOf = (name: string): string =>
  course.value.branch.logins.get(name)?.account ?? name;

/** Somebody else than a client: the first other one there is, else alice's bob and bob's alice. */
export function otherOf(name: string): string {
  const account = accountOf(name);
  const known = course.value.branch.history.clients.slice(0, 20);
  const other = known.find((one) => one !== name && accountOf(one) !== account);
  return other ?? (account === 'bob' ? 'alice' : 'bob');
}

// --- one thing after another ---------------------------------------------------------------------

let queue: Promise<unknown> = Promise.resolve();

/** Does something to the worlds, after whatever is being done; wrong use becomes a notice. */
function then(what: () => Promise<void>): Promise<void> {
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

function show(branch: Course['branch'], from?: Course['from']): void {
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
  return then(async () => {
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

// --- time ----------------------------------------------------------------------------------------

/** Looks at a moment. */
export function look(at: number): void {
  moment.value = Math.max(0, Math.min(at, course.value.branch.history.end));
}

/** Looks at a moment, and stays there. */
export function rest(at: number): void {
  isPlaying.value = false;
  look(at);
}

/** Goes one entry on; at the end, lets time pass until something happens. */
export async function forward(): Promise<void> {
  await queue;
  const { branch } = course.value;
  if (moment.value < branch.history.end) {
    look(moment.value + 1);
    return;
  }
  await then(async () => {
    if (await branch.tick()) moment.value += 1;
    else {
      isPlaying.value = false;
      notice.value = { about: 'nothingMore' };
    }
  });
}

/** Looks at another branch, at the same virtual time. */
export function showCourse(name: string): void {
  const at = course.value.branch.history.timeAt(moment.value);
  batch(() => {
    courseName.value = name;
    look(course.value.branch.history.momentAt(at));
  });
}

// --- acting --------------------------------------------------------------------------------------

/** The branch to act in: this one at its end, else a fork of it at the moment that is looked at. */
async function branchHere(at = moment.value): Promise<Course['branch']> {
  const { name, branch } = course.value;
  if (at >= branch.history.end) return branch;
  return fork(name, branch.scenario(at), branch.history.timeAt(at));
}

async function fork(name: string, scenario: Scenario, at: number): Promise<Branch> {
  const forked = await Branch.of(scenario);
  batch(() => {
    show(forked, { name, at });
    notice.value = { about: 'forked' };
    moment.value = forked.history.end;
  });
  return forked;
}

/** Takes steps: at the end they go on, in the past they fork it. */
export function act(...steps: readonly ScenarioStep[]): Promise<void> {
  isPlaying.value = false;
  notice.value = undefined;
  return then(async () => {
    const branch = await branchHere();
    const { end } = branch.history;
    for (const step of steps) await branch.play(step);
    moment.value = branch.history.end;
    tellQuiet(branch, end);
  });
}

/** More entries than this at once are a crowd's: nobody follows each of them. */
const followedMax = 300;
/** How long a crowd takes, in seconds. */
const crowdS = 4;

/** Plays from a moment to the end of a branch; a crowd faster, so that it is seen as one. */
function playFrom(at: number, { history: past }: Branch): void {
  const span = past.end - at;
  batch(() => {
    moment.value = at;
    playUntil.value = past.end;
    haste.value = span > followedMax ? span / crowdS : 0;
    isPlaying.value = span > 0;
  });
}

/** Plays the scene of a lesson, from where its stage is set. */
export function playScene({ staging = 0 }: Lesson): void {
  const [{ name, branch }] = courses.value as readonly [Course];
  if (!(branch instanceof Branch)) return;
  courseName.value = name;
  playFrom(branch.momentAfter(staging), branch);
}

/** Lets a choice of a lesson be seen: plays its steps as a branch from the end of the scenario. */
export function tryOut(one: Lesson, steps: readonly ScenarioStep[]): Promise<void> {
  isPlaying.value = false;
  return then(async () => {
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

/** Where time has passed and nothing has happened, that is what there is to be told. */
function tellQuiet({ history: past, now }: Course['branch'], end: number): void {
  if (past.end === end) notice.value = { about: 'quiet', detail: formatMs(now) };
}

/** Ticks that a recipe may take, and virtual time. */
const ticksMax = 2_000;
const reachMsMax = 300_000;

/** Brings an event about by its real cause, and stops where it has happened. */
export function cause(event: string, recipe: Recipe): Promise<void> {
  isPlaying.value = false;
  notice.value = undefined;
  const who = client.value;
  const which = part.value;
  const from = moment.value;
  return then(async () => {
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
    moment.value = found === -1 ? branch.history.end : found + 1;
  });
}

/** The branch in which a recipe begins, and what must be done again behind its steps. */
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
