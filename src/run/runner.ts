// Runs paths against a client: step by step, with the world in hand, and after each step what came is
// held against what the path says.
import type { PartName, SessionPhase } from '../../machines/session.ts';
import { phaseAfter } from '../../machines/session.ts';
import { UsageError } from '../errors.ts';
import { systemOf } from '../paths/models.ts';
import type { Suite, SuitePath, SuiteStep } from '../paths/suite.ts';
import { writtenTransitions } from '../paths/written.ts';
import type { TraceEntry } from '../trace.ts';
import type { CallName } from './calls.ts';
import { callbacksIn, isSame, rowsIn, statesApart, unheard, type Said } from './compare.ts';
import { callsOfWords, join, makeTrue, patience } from './premise.ts';
import {
  recipeText,
  replayLine,
  stepText,
  watchMs,
  type Divergence,
  type Place,
} from './recipe.ts';
import { Stage } from './stage.ts';
import type { Subject } from './subject.ts';

/**
 * What came of a path: `passed`; `failed`, the client left it; `left`, the client left it by a call of
 * its own, as one that retries does: it is right up to there, and what follows is another path;
 * `skipped`, the client cannot do what it asks for.
 */
export type Verdict = 'passed' | 'failed' | 'left' | 'skipped';

/** What came of one path. */
export interface PathOutcome {
  readonly path: string;
  readonly verdict: Verdict;
  /** How many of its steps were as expected. */
  readonly steps: number;
  /** Why it is not `passed`, as text; `''` where it is. */
  readonly text: string;
  /** Where it went apart, where it failed. */
  readonly divergence?: Divergence;
}

/** What came of a suite. */
export interface SuiteOutcome {
  readonly subject: string;
  readonly outcomes: readonly PathOutcome[];
  readonly passed: number;
  readonly failed: number;
  readonly left: number;
  readonly skipped: number;
}

/** What a suite's paths are run in. */
export type PathSetting = Pick<Suite, 'model' | 'legacy' | 'seed'>;

/** The model that a path is of, as the runner needs it. */
interface Cast {
  readonly parts: ReadonlySet<string>;
  /** The states that count as idle, because a slot is free again: `'caller failed'`. */
  readonly over: ReadonlySet<string>;
  /** Callbacks that its machines give. */
  readonly vocabulary: ReadonlySet<string>;
  /** Without a login of its own, its session is made true by acts. */
  readonly isAlone: boolean;
  readonly needsChannel: boolean;
}

const casts = new Map<string, Cast>();

function castOf(model: string): Cast {
  const known = casts.get(model);
  if (known !== undefined) return known;
  const { parts, reuses } = systemOf('run', model);
  const names = new Set(parts.map(({ name }) => name));
  const cast: Cast = {
    parts: names,
    over: new Set(
      reuses
        ? parts.flatMap(({ name, machine }) =>
            Object.values(machine.root.states).flatMap(({ key, type, tags }) =>
              type === 'final' || tags.includes('over') ? [`${name} ${key}`] : [],
            ),
          )
        : [],
    ),
    vocabulary: new Set(
      parts.flatMap(({ machine }) =>
        writtenTransitions(machine).flatMap(({ meta }) =>
          (meta?.effects ?? []).flatMap((effect) =>
            effect.type === 'callback' ? [effect.name] : [],
          ),
        ),
      ),
    ),
    isAlone: !names.has('login'),
    needsChannel: !names.has('login') && names.has('message'),
  };
  casts.set(model, cast);
  return cast;
}

/** The calls that a path asks of a client. */
function callsOf({ steps }: SuitePath, { isAlone, needsChannel }: Cast): readonly CallName[] {
  const own = steps.flatMap(({ by, part, do: what, args }): readonly CallName[] => {
    if (by === 'client') return [what as CallName];
    return part === 'session'
      ? (callsOfWords[what] ?? callsOfWords[`${what} ${String(args?.['by'])}`] ?? [])
      : [];
  });
  return [...new Set([...own, ...(isAlone && needsChannel ? (['channelJoin'] as const) : [])])];
}

const isList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((item, i) => item === other[i]);

/** One run of one path. */
class Run<App> {
  readonly #setting: PathSetting;
  readonly #path: SuitePath;
  readonly #cast: Cast;
  readonly #stage: Stage<App>;
  readonly #place: Place;
  readonly #expected: Record<string, string> = {};
  #phase: SessionPhase = 'out';

  constructor(setting: PathSetting, path: SuitePath, subject: Subject<App>, place: Place) {
    const { seed, legacy } = setting;
    this.#setting = setting;
    this.#path = path;
    this.#cast = castOf(setting.model);
    this.#place = place;
    const timing = this.#cast.isAlone ? { timing: patience } : {};
    this.#stage = new Stage(subject, { seed, legacy, ...timing });
  }

  async run(): Promise<PathOutcome> {
    const { id, steps } = this.#path;
    try {
      this.#stage.begin();
      for (const [index, step] of steps.entries()) {
        const outcome = await this.#step(step, index);
        if (outcome !== undefined) return outcome;
      }
    } finally {
      this.#stage.end();
    }
    return { path: id, verdict: 'passed', steps: steps.length, text: '' };
  }

  async #step(step: SuiteStep, index: number): Promise<PathOutcome | undefined> {
    const stage = this.#stage;
    const from = stage.world.trace.entries.length;
    const heardFrom = stage.heard?.length ?? 0;
    Object.assign(this.#expected, step.expect.state);
    try {
      if (step.waitMs > 0 || step.by === 'time') await stage.wait(step.waitMs);
      if (step.by === 'client') await this.#call(step);
      else if (step.by === 'world') await this.#act(step);
      await stage.settle();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      stage.threw.push(error.message);
    }
    const entries = stage.since(from);
    const wanted = step.expect.callbacks ?? [];
    const said = callbacksIn(entries, this.#cast.vocabulary);
    const heard = stage.heard?.slice(heardFrom);
    const missed = heard === undefined ? undefined : unheard(said, heard);
    const states = this.#states();
    const rows = rowsIn(entries, this.#cast.parts);
    const isCalled = step.by !== 'client' || entries.some(({ kind }) => kind === 'call');
    if (
      isCalled &&
      missed === undefined &&
      stage.threw.length === 0 &&
      isSame(wanted, said) &&
      isList(step.rows, rows) &&
      statesApart(this.#expected, states).length === 0
    ) {
      return undefined;
    }
    const own = this.#ownCalls(step, entries);
    if (own.length > 0 && stage.threw.length === 0 && missed === undefined) {
      return {
        path: this.#path.id,
        verdict: 'left',
        steps: index,
        text:
          `${stage.subject.name} went its own way at step ${index + 1} of ` +
          `${this.#path.steps.length} of ${this.#path.id}: it called ${own.join(', ')} by itself.`,
      };
    }
    return this.#diverge(step, index, { said, missed, states, rows, isCalled, from });
  }

  async #call({ do: what, part, args = {} }: SuiteStep): Promise<void> {
    const stage = this.#stage;
    await stage.call(what as CallName, args);
    // A callee's answer takes a request along that no lifecycle but the login knows of: it goes well.
    if (part === 'callee' && !this.#cast.parts.has('request')) {
      stage.client?.hearAnswer('request', { type: 'reply.ok' });
    }
  }

  async #act({ do: what, part, args = {} }: SuiteStep): Promise<void> {
    if (part !== 'session') {
      this.#stage.act(part as PartName, what, args);
      return;
    }
    await makeTrue(this.#stage, { do: what, args }, this.#phase);
    this.#phase = phaseAfter(this.#phase, what as Parameters<typeof phaseAfter>[1]) ?? this.#phase;
    const isIn = this.#phase === 'in' && this.#stage.state('channel') !== 'joined';
    if (isIn && this.#cast.needsChannel) await join(this.#stage);
  }

  /** Where the parts are that the path has named so far. */
  #states(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.keys(this.#expected).map((part) => {
        if (part === 'session') return [part, this.#stage.phase];
        const state = this.#stage.state(part);
        return [part, this.#cast.over.has(`${part} ${state}`) ? 'idle' : state];
      }),
    );
  }

  /** The calls that the client made by itself. */
  #ownCalls(step: SuiteStep, entries: readonly TraceEntry[]): readonly string[] {
    const made = entries.flatMap((entry) => (entry.kind === 'call' ? [entry.method] : []));
    if (step.by === 'client') return made.slice(1);
    // What a word of the session takes was asked for, too.
    return step.part === 'session'
      ? made.filter((method) => !/^(?:login2?|logout|channelJoin)$/.test(method))
      : made;
  }

  async #diverge(
    step: SuiteStep,
    index: number,
    found: {
      readonly said: readonly Said[];
      readonly missed: Said | undefined;
      readonly states: Readonly<Record<string, string>>;
      readonly rows: readonly string[];
      readonly isCalled: boolean;
      readonly from: number;
    },
  ): Promise<PathOutcome> {
    const { said, missed, states, rows, isCalled, from } = found;
    const stage = this.#stage;
    const { id, steps } = this.#path;
    const { model, seed } = this.#setting;
    const wanted = step.expect.callbacks ?? [];
    const threw = [...stage.threw];
    const isMissing = !isCalled || said.length < wanted.length;
    const lateMs = isMissing && threw.length === 0 ? await this.#late(step, from) : null;
    const told = said.map(({ name, code }) => (code === undefined ? { name } : { name, code }));
    const actual = missed === undefined ? told : told.filter((_, i) => said[i] !== missed);
    const divergence: Divergence = {
      subject: stage.subject.name,
      model,
      path: id,
      step: index + 1,
      steps: steps.length,
      did: stepText(step),
      expected: { callbacks: wanted, states: { ...this.#expected }, rows: step.rows },
      actual: { callbacks: actual, states, rows, threw, lateMs },
      seed,
      replay: replayLine(this.#path, stage.subject, this.#place),
      hint: hintOf(step, { missed, isCalled, lateMs, threw, said }),
    };
    return {
      path: id,
      verdict: 'failed',
      steps: index,
      text: recipeText(divergence),
      divergence,
    };
  }

  /** Watches on for what is missing; says how much later it came. */
  async #late(step: SuiteStep, from: number): Promise<number | null> {
    const stage = this.#stage;
    const since = stage.world.now;
    const wanted = step.expect.callbacks?.length ?? 0;
    try {
      await stage.wait(watchMs);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
    const later = stage.since(from);
    const call = later.find(({ kind, at }) => kind === 'call' && at > since);
    if (step.by === 'client' && call !== undefined) return call.at - since;
    const came = later.filter(
      (entry) => entry.kind === 'callback' && this.#cast.vocabulary.has(entry.name),
    );
    const last = wanted === 0 ? undefined : came[wanted - 1];
    return last === undefined || last.at <= since ? null : last.at - since;
  }
}

/** What to look at first. */
function hintOf(
  step: SuiteStep,
  found: {
    readonly missed: Said | undefined;
    readonly isCalled: boolean;
    readonly lateMs: number | null;
    readonly threw: readonly string[];
    readonly said: readonly (Said & { readonly handled?: boolean })[];
  },
): string {
  const { missed, isCalled, lateMs, threw, said } = found;
  const { do: what, by } = step;
  if (threw.length > 0) return 'what it threw stands above; mend that first.';
  if (missed !== undefined) {
    return `the SDK delivered ${missed.name}; is its handler set before the call?`;
  }
  if (!isCalled) {
    return lateMs === null
      ? `your client never called the SDK; does do.${what} of the subject reach it?`
      : `your client called the SDK ${lateMs} ms after do.${what}; call it at once.`;
  }
  const unheardOf = said.find(({ handled }) => handled === false);
  if (unheardOf !== undefined) {
    return `nobody listens to ${unheardOf.name}; is its handler set before the call?`;
  }
  return by === 'client'
    ? `does do.${what} of the subject pass on the arguments that it is given?`
    : 'the client was elsewhere before this step; look at the steps before it.';
}

/**
 * Runs one path of a suite against a client.
 *
 * The client is made anew, in a world whose service answers only when a step says so. It is held
 * against the path after each step: the callbacks and codes that the SDK delivers, the states of the
 * lifecycles, and, where the subject has `heard`, what its handlers heard. It never hangs: what does
 * not come is watched for in virtual time.
 *
 * @throws {UsageError} when the model is unknown, or another world has taken the global timers
 * @example
 * const { verdict, text } = await runPath(suite, suite.paths[0], subject);
 */
export async function runPath<App>(
  setting: PathSetting,
  path: SuitePath,
  subject: Subject<App>,
  place: Place = {},
): Promise<PathOutcome> {
  const lacks = callsOf(path, castOf(setting.model)).filter(
    (name) => subject.do[name] === undefined,
  );
  if (lacks.length > 0) {
    const text = `${subject.name} cannot ${lacks.join(', ')}, which ${path.id} asks for.`;
    return { path: path.id, verdict: 'skipped', steps: 0, text };
  }
  return new Run(setting, path, subject, place).run();
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
