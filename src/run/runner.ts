// Runs paths against a client: step by step, in a controlled world. After each step, the result is
// compared with the path.
import type { Text } from '../../machines/codes.ts';
import { sayIn } from '../base/language.ts';
import { checkGiven, isObject } from '../base/given.ts';
import { shared } from '../base/shared.ts';
import type { PartName } from '../../machines/lifecycles.ts';
import type { SessionPhase } from '../../machines/session.ts';
import { phaseAfter } from '../../machines/session.ts';
import { UsageError } from '../base/errors.ts';
import { seatName, seatOf } from '../paths/model/seat.ts';
import type { Suite, SuitePath, SuiteStep } from '../paths/cover/suite.ts';
import { hintNames } from '../sdk/native/extras.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { CallName } from '../../machines/lifecycles.ts';
import { callsOf, castOf, type Cast } from './cast.ts';
import {
  callbacksIn,
  isSame,
  isTaken,
  rowsIn,
  statesApart,
  unheard,
  type Delivered,
  type Said,
  type Taken,
} from './compare.ts';
import { join, makeTrue, patience } from './premise.ts';
import { recipeText, linesOf, stepText, watchMs, type Divergence, type Place } from './recipe.ts';
import { Stage } from './stage.ts';
import { checkSubject, type Subject } from './subject.ts';

/**
 * The verdict on a path: `passed`; `failed`, the client left it; `left`, the client left it by
 * making a call of its own, as a client that retries does: it was right up to there, and what
 * follows is another path; `skipped`, the client cannot do what the path asks for.
 */
export type Verdict = 'passed' | 'failed' | 'left' | 'skipped';

/** The outcome of one path. */
export interface PathOutcome {
  readonly path: string;
  readonly verdict: Verdict;
  /** How many of its steps were as expected. */
  readonly steps: number;
  /** Why it is not `passed`, as text; `''` if it is `passed`. */
  readonly text: string;
  /** Where it diverged, if it failed. */
  readonly divergence?: Divergence;
}

/** The outcome of a suite. */
export interface SuiteOutcome {
  readonly subject: string;
  readonly outcomes: readonly PathOutcome[];
  readonly passed: number;
  readonly failed: number;
  readonly left: number;
  readonly skipped: number;
}

/** The settings that the paths of a suite are run with. */
export type PathSetting = Pick<Suite, 'model' | 'legacy' | 'seed'>;

/** The result of a step. */
interface Seen {
  readonly callbacks: readonly Delivered[];
  readonly rows: readonly Taken[];
  readonly states: Readonly<Record<string, string>>;
  /** What the SDK delivered but the client says it never heard. */
  readonly missed: Said | undefined;
  /** Whether the requested call reached the SDK. */
  readonly isCalled: boolean;
  /** The calls that the client made on its own. */
  readonly own: readonly string[];
}

/** One run of one path. */
class Run<App> {
  readonly #setting: PathSetting;
  readonly #path: SuitePath;
  readonly #cast: Cast;
  readonly #stage: Stage<App>;
  readonly #place: Place;
  /** The statecharts that the path acts on. */
  readonly #involved: ReadonlySet<string>;
  readonly #knowsRequests: boolean;
  /** The expected states of the parts that the path has named so far. */
  readonly #expected: Record<string, string> = {};
  /** The phase of the session, if it is not part of the model. */
  #phase: SessionPhase = 'out';
  /** Where the step began, in the trace and in what the client heard. */
  #from = { trace: 0, heard: 0 };
  #judged = 0;

  constructor(setting: PathSetting, path: SuitePath, subject: Subject<App>, place: Place) {
    const { seed, legacy } = setting;
    this.#setting = setting;
    this.#path = path;
    this.#cast = castOf(setting.model);
    this.#place = place;
    this.#involved = new Set(path.steps.map(({ client, part }) => seatName(client, part)));
    this.#knowsRequests = path.steps.some(
      ({ part, expect }) => part === 'request' || expect.state?.['request'] !== undefined,
    );
    const timing = this.#cast.isAlone ? { timing: patience } : {};
    this.#stage = new Stage(subject, { ...this.#cast, seed, legacy, ...timing });
  }

  /** What has happened in its world. */
  get entries(): readonly TraceEntry[] {
    return this.#stage.world.trace.entries;
  }

  /** How much of that had happened when the last step was compared. */
  get moment(): number {
    return this.#judged;
  }

  async run(): Promise<PathOutcome> {
    const { id, steps } = this.#path;
    const stage = this.#stage;
    try {
      stage.begin();
      for (const [index, step] of steps.entries()) {
        await this.#do(step);
        const outcome = await this.#judge(step, index);
        if (outcome !== undefined) return outcome;
      }
    } finally {
      stage.end();
    }
    const last = steps.at(-1);
    // Whatever a client does when it is disposed of belongs to the last step.
    const outcome = last === undefined ? undefined : await this.#judge(last, steps.length - 1);
    return outcome ?? { path: id, verdict: 'passed', steps: steps.length, text: '' };
  }

  async #do(step: SuiteStep): Promise<void> {
    const stage = this.#stage;
    const { client } = step;
    const heard = stage.heard(client)?.length ?? 0;
    this.#from = { trace: stage.world.trace.entries.length, heard };
    for (const [part, state] of Object.entries(step.expect.state ?? {})) {
      this.#expected[seatName(client, part)] = state;
    }
    try {
      if (step.waitMs > 0 || step.by === 'time') await stage.wait(step.waitMs);
      if (step.by === 'client') stage.call(step.do as CallName, step.args ?? {}, client);
      else if (step.by === 'world') await this.#act(step);
      await stage.settle();
      // A callee's answer comes with a request; if the path does not mention it, it succeeds.
      if (step.part === 'callee' && !this.#knowsRequests) await stage.answerFollower(client);
      await stage.hurry();
    } catch (error) {
      // What the world reports about the client: that it is running. No time passes.
      if (!(error instanceof UsageError)) throw error;
      stage.threw.push(error.message);
    }
  }

  async #act({ do: what, part, args = {}, client }: SuiteStep): Promise<void> {
    const stage = this.#stage;
    if (part !== 'session') {
      stage.act(part as PartName, what, args, client);
      return;
    }
    await makeTrue(stage, { do: what, args }, this.#phase);
    this.#phase = phaseAfter(this.#phase, what as Parameters<typeof phaseAfter>[1]) ?? this.#phase;
    const isOutside = this.#phase === 'in' && stage.state('channel') !== 'joined';
    if (isOutside && this.#cast.needsChannel) await join(stage);
  }

  /** Compares the result of a step with the path; undefined if they agree. */
  async #judge(step: SuiteStep, index: number): Promise<PathOutcome | undefined> {
    const stage = this.#stage;
    this.#judged = this.entries.length;
    const seen = this.#see(step);
    const isSound = seen.isCalled && seen.missed === undefined && stage.threw.length === 0;
    const isExpected =
      isSame(step.expect.callbacks ?? [], seen.callbacks) &&
      isTaken(step.rows, seen.rows, this.#involved) &&
      statesApart(this.#expected, seen.states).length === 0;
    if (isSound && isExpected) return undefined;
    if (isSound && seen.own.length > 0) {
      const { id, steps } = this.#path;
      const text =
        `${stage.subject.name} went its own way at step ${index + 1} of ${steps.length} ` +
        `of ${id}: it called ${seen.own.join(', ')} by itself.`;
      return { path: id, verdict: 'left', steps: index, text };
    }
    return this.#diverge(step, index, seen);
  }

  #see(step: SuiteStep): Seen {
    const stage = this.#stage;
    const { vocabulary, over } = this.#cast;
    const entries = stage.since(this.#from.trace);
    const callbacks = callbacksIn(entries, vocabulary);
    const heard = stage.heard(step.client)?.slice(this.#from.heard);
    const made = entries.flatMap((entry) =>
      entry.kind === 'call' && !hintNames.has(entry.method) ? [entry.method] : [],
    );
    const isWord = step.part === 'session';
    const states = Object.keys(this.#expected).map((seat) => {
      const { client, part } = seatOf(seat);
      const state = part === 'session' ? stage.phase : stage.state(part, client);
      return [seat, over.has(`${part} ${state}`) ? 'idle' : state] as const;
    });
    return {
      callbacks,
      rows: rowsIn(entries, this.#cast),
      states: Object.fromEntries(states),
      missed: heard === undefined ? undefined : unheard(stage.told(callbacks), heard),
      isCalled: step.by !== 'client' || made.length > 0,
      // Calls that a session event needs were requested, too.
      own: isWord
        ? made.filter((method) => !['login', 'login2', 'logout', 'channelJoin'].includes(method))
        : made.slice(step.by === 'client' ? 1 : 0),
    };
  }

  async #diverge(step: SuiteStep, index: number, seen: Seen): Promise<PathOutcome> {
    const stage = this.#stage;
    const { id, steps } = this.#path;
    const { model, seed } = this.#setting;
    const threw = [...stage.threw];
    const late = threw.length > 0 ? null : await this.#watch(step, seen);
    const callbacks = seen.callbacks
      .filter(({ name, code }) => name !== seen.missed?.name || code !== seen.missed.code)
      .map(({ name, code }) => (code === undefined ? { name } : { name, code }));
    const rows = seen.rows.map(({ row }) => row);
    const divergence: Divergence = {
      subject: stage.subject.name,
      model,
      path: id,
      step: index + 1,
      steps: steps.length,
      did: stepText(step),
      expected: {
        callbacks: step.expect.callbacks ?? [],
        rows: step.rows,
        states: { ...this.#expected },
      },
      actual: { callbacks, rows, states: seen.states, threw, late },
      seed,
      ...linesOf(this.#path, stage.subject, stage.world, this.#place),
      hint: hintOf(stage.subject, step, seen, threw, late),
    };
    const text = recipeText(divergence);
    return { path: id, verdict: 'failed', steps: index, text, divergence };
  }

  /** Keeps watching for what is missing, and tells how much later it came. */
  async #watch(
    step: SuiteStep,
    { isCalled, callbacks }: Seen,
  ): Promise<Divergence['actual']['late']> {
    const stage = this.#stage;
    const wanted = step.expect.callbacks?.length ?? 0;
    if (isCalled && callbacks.length >= wanted) return null;
    const since = stage.world.now;
    try {
      await stage.wait(watchMs);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
    const later = stage.since(this.#from.trace);
    const came = isCalled
      ? later.filter((one) => one.kind === 'callback' && this.#cast.vocabulary.has(one.name))
      : later.filter(({ kind }) => kind === 'call');
    const last = came[isCalled ? wanted - 1 : 0];
    return {
      what: isCalled ? 'callback' : 'call',
      ms: last === undefined ? null : last.at - since,
    };
  }
}

const hints = {
  real: {
    en: 'the published Web SDK has only ten codes, and no methods until it is logged in.',
    zh: '已发布的 Web SDK 只有十个错误码，登录成功之前也没有任何方法。',
  },
  threw: {
    en: 'the client threw the error above; fix that first.',
    zh: '上面是它抛出的错误；先修好它。',
  },
  silent: {
    en: 'your client never called the SDK; does do.{what} of the subject reach it?',
    zh: '你的客户端从未调用 SDK；subject 的 do.{what} 会调用到它吗？',
  },
  late: {
    en: 'your client called the SDK {ms} ms after do.{what}; call it at once.',
    zh: '你的客户端在 do.{what} 之后 {ms} 毫秒才调用 SDK；请立即调用。',
  },
  unheard: {
    en: 'the SDK delivered {name}; is its handler set before the call?',
    zh: 'SDK 送达了 {name}；它的处理函数是在调用之前设置的吗？',
  },
  args: {
    en: 'does do.{what} of the subject pass on the arguments that it is given?',
    zh: 'subject 的 do.{what} 是否把收到的参数都传下去了？',
  },
  before: {
    en: 'the client was in another state before this step; look at the steps before it.',
    zh: '在这一步之前客户端就已处于别的状态；请看前面的步骤。',
  },
} as const satisfies Readonly<Record<string, Text>>;

const filled = (text: Text, places: Readonly<Record<string, string | number>> = {}): Text => ({
  en: sayIn('en', text, places),
  zh: sayIn('zh', text, places),
});

/** What to look at first. */
function hintOf(
  { sdk }: Pick<Subject, 'sdk'>,
  { do: what, by }: SuiteStep,
  { missed, isCalled, callbacks }: Seen,
  threw: readonly string[],
  late: Divergence['actual']['late'],
): Text {
  if (sdk !== undefined && (missed !== undefined || !isCalled || threw.length > 0))
    return hints.real;
  if (threw.length > 0) return hints.threw;
  if (!isCalled) {
    return late?.ms === null
      ? filled(hints.silent, { what })
      : filled(hints.late, { what, ms: late?.ms ?? 0 });
  }
  const unheardOf = missed ?? callbacks.find(({ handled }) => !handled);
  if (unheardOf !== undefined) return filled(hints.unheard, { name: unheardOf.name });
  return by === 'client' ? filled(hints.args, { what }) : hints.before;
}

/** The run that holds the global timers, and those that wait for them. */
const turns = shared('turns', () => ({ running: Promise.resolve() as Promise<unknown> }));

const suitePass = 'Pass what generate() or readSuite() returned.';

function checkSuiteGiven(where: string, suite: unknown): void {
  checkGiven(where, suite, isObject(suite) && 'model' in suite, 'a suite', suitePass);
}

function checkPathGiven(where: string, path: unknown): void {
  const isPath = isObject(path) && Array.isArray(path['steps']);
  checkGiven(where, path, isPath, 'a path', 'Pass one of suite.paths.');
}

/** The outcome of one path, and everything that happened in its world. */
export interface TracedOutcome {
  readonly outcome: PathOutcome;
  readonly entries: readonly TraceEntry[];
  /**
   * How many of them had come when the path ended or was left; the others came while it was still
   * watched.
   */
  readonly moment: number;
}

/** As `runPath`, with the trace. @throws {UsageError} as `runPath` does */
export async function tracePath<App>(
  setting: PathSetting,
  path: SuitePath,
  subject: Subject<App>,
  place: Place = {},
): Promise<TracedOutcome> {
  const lacks = callsOf(path, castOf(setting.model)).filter(
    (name) => subject.do[name] === undefined,
  );
  if (lacks.length > 0) {
    const text = `${subject.name} cannot ${lacks.join(', ')}, which ${path.id} asks for.`;
    return {
      outcome: { path: path.id, verdict: 'skipped', steps: 0, text },
      entries: [],
      moment: 0,
    };
  }
  const traced = turns.running.then(async () => {
    const run = new Run(setting, path, subject, place);
    const outcome = await run.run();
    return { outcome, entries: run.entries, moment: run.moment };
  });
  turns.running = traced.catch(() => undefined);
  return traced;
}

/**
 * Runs one path of a suite against a client.
 *
 * The client is created anew, in a world whose service answers only when a step says so. After each
 * step it is compared with the path: the callbacks and codes that the SDK delivers, the states of
 * the lifecycles, and, if the subject has `heard`, what its handlers heard. It never hangs: it
 * waits for missing callbacks in virtual time. Concurrent runs are queued, because each needs the
 * global timers to itself.
 *
 * @throws {UsageError} if the model is unknown, or another world has taken the global timers
 * @example
 * const { verdict, text } = await runPath(suite, suite.paths[0], subject);
 */
export async function runPath<App>(
  setting: PathSetting,
  path: SuitePath,
  subject: Subject<App>,
  place: Place = {},
): Promise<PathOutcome> {
  checkSuiteGiven('runPath', setting);
  checkPathGiven('runPath', path);
  checkSubject('runPath', subject);
  return (await tracePath(setting, path, subject, place)).outcome;
}

/**
 * Runs every path of a suite against a client.
 *
 * @throws {UsageError} as `runPath` does
 */
export async function runSuite<App>(
  suite: Suite,
  subject: Subject<App>,
  place: Place = {},
): Promise<SuiteOutcome> {
  checkSuiteGiven('runSuite', suite);
  checkSubject('runSuite', subject);
  const outcomes: PathOutcome[] = [];
  for (const path of suite.paths) outcomes.push(await runPath(suite, path, subject, place));
  const count = (wanted: Verdict): number =>
    outcomes.filter(({ verdict }) => verdict === wanted).length;
  return {
    subject: subject.name,
    outcomes,
    passed: count('passed'),
    failed: count('failed'),
    left: count('left'),
    skipped: count('skipped'),
  };
}
