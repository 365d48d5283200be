// Makes a failing scenario as short and as simple as possible while it still fails by the same rule: first
// whole stretches of steps go, then what surrounds them, then values, then pairs of steps; then acts take the
// place of rules, and steps that of others; repeated until nothing more can go. (fast-check shrinks what it has drawn itself, by the tree of its arbitraries, and
// keeps steps that others hide; a scenario is drawn while it is played, and is plain data.)
import { msOfDuration } from '../base/duration.ts';
import { UsageError } from '../base/errors.ts';
import type { Scenario, ScenarioRule, ScenarioStep } from '../scenario/index.ts';
import { by, network, service } from '../scenario/steps.ts';
import { waiting, written } from './kinds.ts';
import { focus } from './swarm.ts';

/** Whether a scenario still fails. */
export type Fails = (scenario: Scenario) => Promise<boolean>;

/** The result of shrinking. */
export interface Shrunk {
  readonly scenario: Scenario;
  /** How many scenarios were played for it. */
  readonly played: number;
  /** False if it was ended before it was done. */
  readonly isDone: boolean;
}

/** Lengths to shorten a wait to, the shortest first. */
const shortMs = [1, 100, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 600_000];

/** A search that stops after a given number of plays. */
class Search {
  best: Scenario;
  played = 0;
  readonly #fails: Fails;
  readonly #playsMax: number;
  readonly #tried = new Set<string>();

  constructor(scenario: Scenario, fails: Fails, playsMax: number) {
    this.best = scenario;
    this.#fails = fails;
    this.#playsMax = playsMax;
    this.#tried.add(JSON.stringify(scenario));
  }

  get isOver(): boolean {
    return this.played >= this.#playsMax;
  }

  /** Takes a scenario if it also fails. */
  async take(scenario: Scenario): Promise<boolean> {
    const key = JSON.stringify(scenario);
    if (this.isOver || this.#tried.has(key)) return false;
    this.#tried.add(key);
    this.played += 1;
    try {
      if (!(await this.#fails(scenario))) return false;
    } catch (error) {
      if (error instanceof UsageError) return false; // It cannot be played without what is gone.
      throw error;
    }
    this.best = scenario;
    return true;
  }

  /** The same with other steps. */
  takeSteps(steps: readonly ScenarioStep[]): Promise<boolean> {
    return this.take({ ...this.best, steps });
  }
}

/** Leaves out stretches of steps: halves, quarters, ..., single ones. */
async function dropStretches(search: Search): Promise<void> {
  for (let size = Math.ceil(search.best.steps.length / 2); size >= 1; size = size >> 1) {
    for (let at = search.best.steps.length - size; at >= 0;) {
      const { steps } = search.best;
      const isShorter = await search.takeSteps(steps.toSpliced(at, size));
      at = Math.min(at - (isShorter ? size : Math.max(1, size >> 1)), search.best.steps.length);
    }
  }
}

/** Leaves out two steps that need each other: a cut and its end, a login and its logout. */
async function dropPairs(search: Search): Promise<void> {
  for (let a = 0; a < search.best.steps.length; a++) {
    for (let b = a + 1; b < search.best.steps.length; b++) {
      const { steps } = search.best;
      if (await search.takeSteps(steps.filter((_, at) => at !== a && at !== b))) {
        a = Math.max(0, a - 1);
        b = a;
      }
    }
  }
}

/** Leaves out what surrounds the steps: rules, clients, the network, other delays. */
async function simplifySetting(search: Search): Promise<void> {
  for (const key of [
    'web',
    'timing',
    'network',
    'pushTokenExpiry',
    'legacy',
    'rules',
    'title',
  ] as const) {
    const { [key]: value, ...rest } = search.best;
    if (value !== undefined) await search.take(rest);
  }
  for (let at = (search.best.rules ?? []).length - 1; at >= 0; at--) {
    await search.take({ ...search.best, rules: (search.best.rules ?? []).toSpliced(at, 1) });
    for (const form of simplerRules(search.best.rules?.[at])) {
      await search.take({ ...search.best, rules: (search.best.rules ?? []).with(at, form) });
    }
  }
  for (const name of Object.keys(search.best.clients ?? {})) {
    if (name === focus) continue;
    const { [name]: _left, ...clients } = search.best.clients ?? {};
    const steps = search.best.steps.filter((step) => step.by !== 'client' || step.client !== name);
    await search.take({ ...search.best, clients, steps });
  }
  for (const name of Object.keys(search.best.network ?? {})) {
    const { [name as 'loss']: _left, ...left } = search.best.network ?? {};
    await search.take({ ...search.best, network: left });
  }
  if (search.best.seed !== 1) await search.take({ ...search.best, seed: 1 });
}

function* simplerRules(rule: ScenarioRule | undefined): Iterable<ScenarioRule> {
  if (rule === undefined) return;
  const { from: _from, ...always } = rule;
  yield always;
  yield { ...rule, times: 1 };
  if ('from' in rule && rule.from !== undefined) {
    yield { ...rule, from: '1 s' };
  }
}

/** Simpler forms of a step, the simplest first. */
function* simpler(step: ScenarioStep): Iterable<ScenarioStep> {
  if (step.by === 'time') {
    const ms = msOfDuration('shrink', step.wait);
    for (const shorter of shortMs) if (shorter < ms) yield waiting(shorter);
    const round = Math.ceil(ms / 1_000) * 1_000;
    if (round !== ms && ms > 1_000) yield waiting(round);
    return;
  }
  if (step.by === 'client') {
    const { token, extra, body, ...rest } = { ...step.args } as Record<string, string>;
    const plain = { ...step, args: { ...rest, ...(body !== undefined && { body }) } };
    if (token !== undefined || extra !== undefined) yield plain as ScenarioStep;
    if (rest['channel'] !== undefined && rest['channel'] !== 'lobby') {
      yield { ...step, args: { ...step.args, channel: 'lobby' } } as ScenarioStep;
    }
    return;
  }
  const list: readonly unknown[] = step.args ?? [];
  if (list.length > 1 && typeof list.at(-1) === 'object') {
    const options = list.at(-1) as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(options)) {
      const { [key]: _left, ...rest } = options;
      const fewer =
        Object.keys(rest).length === 0 ? list.slice(0, -1) : list.toSpliced(-1, 1, rest);
      yield { ...step, args: fewer };
    }
    if (Number(options['times']) > 1) {
      yield { ...step, args: list.toSpliced(-1, 1, { ...options, times: 1 }) };
    }
  }
}

async function simplifySteps(search: Search): Promise<void> {
  for (let at = 0; at < search.best.steps.length; at++) {
    for (const form of simpler(search.best.steps[at] as ScenarioStep)) {
      if (await search.takeSteps(search.best.steps.with(at, form))) break;
    }
  }
}

/** Joins two waits in a row into one. */
async function joinWaits(search: Search): Promise<void> {
  for (let at = search.best.steps.length - 2; at >= 0; at--) {
    const [one, other] = search.best.steps.slice(at, at + 2);
    if (one?.by !== 'time' || other?.by !== 'time') continue;
    const ms = msOfDuration('shrink', one.wait) + msOfDuration('shrink', other.wait);
    const joined: ScenarioStep = { by: 'time', wait: written(ms) };
    await search.takeSteps(search.best.steps.toSpliced(at, 2, joined));
  }
}

/** One act on a client that is logged in: the shortest stories that there are. */
const acts: readonly ScenarioStep[] = [
  service('kick', focus),
  service('orderClose', focus),
  service('expireToken', focus),
  service('goDown'),
  network('cut', focus),
  network('cut', focus, { cause: 'unknown' }),
  network('partition', focus),
];

/** What is left may not be the shortest way to the fault: the shortest stories are few enough to try them all. */
async function tryShortest(search: Search): Promise<void> {
  const login = by(focus)('login', { account: focus });
  for (const act of acts) {
    for (const rest of [2_000, 600_000]) {
      const steps = [login, waiting(100), act, waiting(rest)];
      if (search.best.steps.length <= steps.length) return;
      await search.takeSteps(steps);
    }
  }
}

/** A story with its last wait long enough for all that is still to come. */
const withTime = (steps: readonly ScenarioStep[]): readonly ScenarioStep[] =>
  steps.at(-1)?.by === 'time' ? [...steps.slice(0, -1), waiting(600_000)] : steps;

/** Brings about by one act what a rule does: an act at one place says more than a rule, and is no longer. */
async function replaceRules(search: Search): Promise<void> {
  for (let at = (search.best.rules ?? []).length - 1; at >= 0; at--) {
    const rules = (search.best.rules ?? []).toSpliced(at, 1);
    const { steps } = search.best;
    for (const act of acts) {
      for (let place = steps.length; place > 0; place--) {
        if (search.best.steps !== steps) break;
        await search.take({
          ...search.best,
          rules,
          steps: withTime(steps.toSpliced(place - 1, 0, act)),
        });
      }
    }
  }
}

/** Leaves out one step and moves another: what was asked too early or too late may have needed more. */
async function moveSteps(search: Search): Promise<void> {
  const { steps } = search.best;
  for (let gone = 0; gone < steps.length; gone++) {
    const left = steps.toSpliced(gone, 1);
    for (const [from, moved] of left.entries()) {
      const others = left.toSpliced(from, 1);
      for (let to = 0; to <= others.length; to++) {
        if (to !== from && (await search.takeSteps(withTime(others.toSpliced(to, 0, moved)))))
          return;
      }
    }
  }
}

/**
 * Shrinks a scenario that fails.
 *
 * @param playsMax how many scenarios may be played for it
 */
export async function shrink(scenario: Scenario, fails: Fails, playsMax = 3_000): Promise<Shrunk> {
  const search = new Search(scenario, fails, playsMax);
  for (let before = ''; before !== JSON.stringify(search.best) && !search.isOver;) {
    before = JSON.stringify(search.best);
    await dropStretches(search);
    await simplifySetting(search);
    await joinWaits(search);
    await simplifySteps(search);
    if (search.best.steps.length <= 24) await dropPairs(search);
    await tryShortest(search);
    await replaceRules(search);
    if (search.best.steps.length <= 10) await moveSteps(search);
  }
  return { scenario: search.best, played: search.played, isDone: !search.isOver };
}
