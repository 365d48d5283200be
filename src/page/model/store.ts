// What the page is doing: its branches, the moment that is shown, and whose statechart is shown.
// Everything that is painted follows from these.
import { batch, computed, signal } from '@preact/signals';
import type { Text } from '../../../machines/codes.ts';
import type { CodeName } from '../../../machines/codes.ts';
import type { PartName } from '../../../machines/lifecycles.ts';
import type { Choice, Lesson } from '../../lessons/lesson.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Failed } from '../../trace/trace.ts';
import type { Sheet, SheetCell, SheetRow } from '../../trace/sheet.ts';
import { Branch } from './branch.ts';
import type { Recording } from './recording.ts';

/** A branch with its name, and where it leaves the one that it was forked from. */
export interface Course {
  readonly name: string;
  readonly branch: Branch | Recording;
  readonly from?: { readonly name: string; readonly at: number };
}

/** Something that the reader is told; `detail` is what only an error message can say. */
export interface Notice {
  readonly about:
    | 'nothingMore'
    | 'quiet'
    | 'pause'
    | 'need'
    | 'recording'
    | 'live'
    | 'lost'
    | 'cannotLink'
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
  /** The moment or the span that it is about. */
  readonly ms?: number;
  /** What the reader is told instead of a fixed text: what is missing before something can be done. */
  readonly text?: Text;
  readonly places?: Readonly<Record<string, string>>;
  /** What can be done about it. */
  readonly offer?: { readonly text: Text; readonly run: () => void };
}

/** A world in which nothing happens. */
export const emptyScenario: Scenario = { sigsim: 'scenario', version: 1, steps: [] };

/** The branches, in the order in which they were made. */
export const courses = signal<readonly Course[]>([
  { name: 'A', branch: new Branch(emptyScenario) },
]);
/** The name of the branch that is shown. */
export const courseName = signal('A');
/** The moment that is shown: how many entries of the trace come before it. */
export const moment = signal(0);
/** Counts what was added to histories, so that what reads them is painted again. */
export const growth = signal(0);
/** A client that was chosen; undefined follows what happens. */
export const chosenClient = signal<string | undefined>(undefined);
/** The client that does what is done on the page, or that it is done to. */
export const actor = signal('alice');
/** A part that was chosen; undefined follows what happens. */
export const chosenPart = signal<PartName | undefined>(undefined);
/** The name of the branch that the current one is compared with. */
export const comparedName = signal<string | undefined>(undefined);
/** The code whose story is shown three ways, in place of everything else. */
export const threeWays = signal<CodeName | undefined>(undefined);
/** Whether the reader is still at the beginning, with nothing chosen. */
export const isAtStart = signal(true);
/** Counts what the reader has gone to: each has a place in the history of the browser. */
export const visits = signal(0);
/** The lesson that is being taken. */
export const lesson = signal<Lesson | undefined>(undefined);
/** Whether the scene of the lesson was seen to its end, so that its question may be asked. */
export const isAsked = signal(false);
/** The choices made so far in the lesson that is being taken. */
export const answers = signal<readonly Choice[]>([]);
/** The code that the page plays the way to. */
export const sought = signal<CodeName | undefined>(undefined);
/** The check that has failed in a recording, and the moment at which it did. */
export const failure = signal<Failed | undefined>(undefined);
/** The report that the page was served with. */
export const sheet = signal<Sheet | undefined>(undefined);
/** The cell of the report that was opened. */
export const opened = signal<{ readonly row: SheetRow; readonly cell: SheetCell } | undefined>(
  undefined,
);
/** What the reader should be told. */
export const notice = signal<Notice | undefined>(undefined);
/** Whether it plays by itself. */
export const isPlaying = signal(false);
/** The moment at which it stops playing. */
export const playUntil = signal(Number.POSITIVE_INFINITY);
/** How many times as fast as usual it plays. */
export const speed = signal(1);
/** Whether what is done runs on by itself until it has settled, or is shown step by step. */
export const mode = signal<'runs' | 'steps'>('runs');
/** Whether a world is being played. */
export const isBusy = signal(false);

/** Whether a world is shown, with its time line. */
export const isInWorld = computed(() => !isAtStart.value && threeWays.value === undefined);

/** The branch that is shown. */
export const course = computed<Course>(
  () => courses.value.find(({ name }) => name === courseName.value) ?? (courses.value[0] as Course), // There is always one.
);

/** Its history, as far as it has been read. */
export const history = computed(() => {
  void growth.value;
  return { value: course.value.branch.history };
});

/** The entry that is shown. */
export const entry = computed(() => history.value.value.entries[moment.value - 1]);

/** The client whose statechart is shown. */
export const client = computed(
  () =>
    chosenClient.value ??
    history.value.value.concerned(moment.value) ??
    history.value.value.clients[0] ??
    actor.value,
);

/** Whether what is shown follows what happens. */
export const follows = computed(
  () => chosenClient.value === undefined && chosenPart.value === undefined,
);

/** Whether the question of a lesson is still open: nothing that answers it may be shown. */
export const isOpen = computed(
  () => lesson.value !== undefined && !answers.value.some(({ right }) => right),
);

/** A browser that can be asked; there is none in a test that runs without a browser. */
interface Reduces {
  readonly matchMedia: (query: string) => { readonly matches: boolean };
}

/** Whether nothing may move by itself. */
export const isStill = (): boolean =>
  (globalThis as Partial<Reduces>).matchMedia?.('(prefers-reduced-motion: reduce)').matches ===
  true;

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

/** Somebody other than a client: the first other one there is, or else bob, or alice if it is bob. */
export function otherOf(name: string): string {
  const account = accountOf(name);
  const known = course.value.branch.history.clients.slice(0, 20);
  const other = known.find((one) => one !== name && accountOf(one) !== account);
  return other ?? (account === 'bob' ? 'alice' : 'bob');
}

/** Shows a moment. */
export function look(at: number): void {
  moment.value = Math.max(0, Math.min(at, course.value.branch.history.end));
}

/** Shows a moment, and stays there. */
export function rest(at: number): void {
  isPlaying.value = false;
  look(at);
}

/** Shows another branch, at the same virtual time. */
export function showCourse(name: string): void {
  const at = course.value.branch.history.timeAt(moment.value);
  batch(() => {
    courseName.value = name;
    look(course.value.branch.history.momentAt(at));
  });
}
