// Plays one slice of npm run mutate: every mutant against the tests that reach it, in one process. A
// mutant that is reached while the sources load is given freshly loaded sources; any other is only
// switched on. What a mutant leaves behind must not touch the next: the test that killed one must pass
// again without it, or the rest of the slice is played in a new process.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promised from 'node:timers/promises';
import { test, vi } from 'vitest';
import type { Collected, Hooks } from './collect.ts';

interface Mutant {
  readonly id: string;
}
interface Plan {
  readonly stages: readonly (readonly string[])[];
  readonly slow: string;
  readonly mutants: readonly Mutant[];
  /** One line of JSON for each mutant. */
  readonly results: string;
  /** The mutant that is being played; empty while the tests are looked at without one. */
  readonly current: string;
  /** Tests that take longer are not asked. */
  readonly longestMs?: number;
  /** What the tests of each stage reach, kept for the processes that come after the first. */
  readonly survey: string;
}
type Hits = Readonly<Record<string, number>>;
interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: { readonly static: Hits; readonly perTest: Readonly<Record<string, Hits>> };
}

const plan = JSON.parse(readFileSync(process.env['MUTATION_PLAN'] ?? '', 'utf8')) as Plan;
const slow = new RegExp(plan.slow);
const place = globalThis as unknown as {
  collected: Collected[];
  hooks?: Hooks;
  __stryker__: Switches;
};
const switches = (place.__stryker__ ??= {});
const { setTimeout: later, clearTimeout: stop, performance } = globalThis;
const timeoutMs = 10_000;

/** The world made last by the tests that were loaded last: a mutant may leave its clock installed. */
let lastWorld: () => { uninstall(): void } | undefined = () => undefined;

/** What a world's clock is put over, as it is without one. */
const platform = [
  globalThis,
  globalThis.performance,
  process,
  AbortSignal,
  Intl.DateTimeFormat.prototype,
  timers,
  promised,
].map((place: object) => [place, Object.getOwnPropertyDescriptors(place)] as const);

/** Takes off the clock that a mutant has left on, wholly or in part: whatever comes next would fail. */
function restore(): void {
  if (globalThis.setTimeout !== later) lastWorld()?.uninstall();
  for (const [place, descriptors] of platform) {
    for (const [key, own] of Object.entries(descriptors)) {
      const { value, get } = Object.getOwnPropertyDescriptor(place, key) ?? {};
      if (own.configurable === true && (value !== own.value || get !== own.get)) {
        Object.defineProperty(place, key, own);
      }
    }
  }
  syncBuiltinESMExports();
}

/** Loads the files of a stage anew; gives their tests. */
async function load(stage: readonly string[]): Promise<readonly Collected[]> {
  place.collected = [];
  vi.resetModules();
  for (const file of stage) {
    place.hooks = { before: [], after: [] };
    await import(/* @vite-ignore */ file);
  }
  ({ lastWorld } = await import('../../src/create-world.ts'));
  return place.collected.filter(({ id }) => !slow.test(id));
}

type Outcome = 'passed' | 'failed' | 'timeout';

async function play({ id, run }: Collected): Promise<Outcome> {
  let timer: ReturnType<typeof later> | undefined;
  const limit = new Promise<Outcome>((resolve) => {
    timer = later(resolve, timeoutMs, 'timeout');
  });
  switches.currentTestId = id;
  const played = (async (): Promise<Outcome> => {
    await run();
    return 'passed';
  })().catch((): Outcome => 'failed');
  const outcome = await Promise.race([played, limit]);
  stop(timer);
  switches.currentTestId = undefined;
  return outcome;
}

/** What was hit while the sources loaded, and by which tests, in order of how long they take. */
interface Reach {
  readonly statics: Hits;
  readonly tests: readonly { readonly test: Collected; readonly hits: Hits; readonly ms: number }[];
}

/** What is kept of it: tests by their names. */
interface Surveyed {
  readonly statics: Hits;
  readonly tests: readonly { readonly id: string; readonly hits: Hits; readonly ms: number }[];
}

/** Plays every test of a stage without a mutant. */
async function look(tests: readonly Collected[]): Promise<Surveyed> {
  const reached: { id: string; hits: Hits; ms: number }[] = [];
  for (const collected of tests) {
    writeFileSync(plan.current, ''); // It says that this process lives.
    const begin = performance.now();
    const outcome = await play(collected);
    const ms = performance.now() - begin;
    // Every test that came after it would fail, and seem to kill.
    if (globalThis.setTimeout !== later)
      throw new Error(`${collected.id}: leaves a clock installed`);
    const hits = switches.mutantCoverage?.perTest[collected.id] ?? {};
    // One that does not pass here, and again (it needs a process of its own), says nothing of mutants.
    const isGood = outcome === 'passed' && (await play(collected)) === 'passed';
    if (isGood) reached.push({ id: collected.id, hits, ms });
    else console.error(`left out, it does not pass here, or not twice: ${collected.id}`);
  }
  return {
    statics: switches.mutantCoverage?.static ?? {},
    tests: reached
      .filter(({ ms }) => ms < (plan.longestMs ?? Infinity))
      .toSorted((a, b) => a.ms - b.ms),
  };
}

async function survey(stage: readonly string[], known: Surveyed | undefined): Promise<Reach> {
  delete switches.mutantCoverage;
  switches.activeMutant = undefined;
  switches.hitCount = undefined;
  const loaded = await load(stage);
  const { statics, tests } = known ?? (await look(loaded));
  const byId = new Map(loaded.map((test) => [test.id, test]));
  return {
    statics,
    tests: tests.flatMap(({ id, hits, ms }) => {
      const test = byId.get(id);
      return test === undefined ? [] : [{ test, hits, ms }];
    }),
  };
}

/** What the tests of all stages reach: looked at once, by the first process of a slice. */
async function surveyAll(): Promise<readonly Reach[]> {
  const known = existsSync(plan.survey)
    ? (JSON.parse(readFileSync(plan.survey, 'utf8')) as readonly Surveyed[])
    : [];
  const reaches: Reach[] = [];
  for (const [number, stage] of plan.stages.entries()) {
    reaches.push(await survey(stage, known[number]));
  }
  const kept = reaches.map(({ statics, tests }): Surveyed => ({
    statics,
    tests: tests.map(({ test: { id }, hits, ms }) => ({ id, hits, ms })),
  }));
  writeFileSync(plan.survey, JSON.stringify(kept));
  return reaches;
}

/** Mutants are switched on; a loop without an end ends by the number of its hits. */
function activate(id: string | undefined, hits = 0): void {
  switches.activeMutant = id;
  switches.hitCount = id === undefined ? undefined : 0;
  switches.hitLimit = hits * 100 + 100_000;
}

const kills = new Map<string, number>();

/** Those first that have killed most; of as many, the quickest. */
const byKills = (tests: Reach['tests']): Reach['tests'] =>
  tests.toSorted((a, b) => (kills.get(b.test.id) ?? 0) - (kills.get(a.test.id) ?? 0));

test('slice', async () => {
  const reaches = await surveyAll();
  const surveyed = new Set(Object.keys(reaches[0]?.statics ?? {}));
  for (const { id } of plan.mutants) {
    writeFileSync(plan.current, id);
    const begin = performance.now();
    let saidAt = begin;
    const say = (status: string, by?: string): void => {
      const ms = Math.round(performance.now() - begin);
      appendFileSync(plan.results, `${JSON.stringify({ id, status, by, ms })}\n`);
    };
    let verdict: { status: string; by?: string } | undefined;
    let isPoisoned = false;
    let isReached = false;
    for (const [number, { statics, tests }] of reaches.entries()) {
      const isStatic = id in statics || surveyed.has(id);
      // To load the whole world anew for each takes seconds: the stages before must do here.
      if (isStatic && number > 2) continue;
      const reaching = isStatic ? tests : tests.filter(({ hits }) => id in hits);
      if (reaching.length === 0) continue;
      isReached = true;
      const most = Math.max(...tests.map(({ hits }) => hits[id] ?? 0), statics[id] ?? 0);
      activate(id, most);
      let found: readonly Collected[] = [];
      if (isStatic) {
        try {
          found = await load(plan.stages[number] ?? []);
        } catch {
          verdict = { status: 'killed', by: 'the sources do not load' };
          break;
        }
      }
      const anew = new Map(found.map((collected) => [collected.id, collected]));
      for (const { test: known } of byKills(reaching)) {
        const collected = isStatic ? anew.get(known.id) : known;
        if (collected === undefined) {
          verdict = { status: 'killed', by: `no test ${known.id}` };
          break;
        }
        switches.hitCount = 0;
        if (performance.now() - saidAt > 2_000) {
          writeFileSync(plan.current, id); // It says that this process lives.
          saidAt = performance.now();
        }
        const outcome = await play(collected);
        if (outcome === 'passed') continue;
        const isEndless =
          outcome === 'timeout' || (switches.hitCount ?? 0) > (switches.hitLimit ?? 0);
        verdict = { status: isEndless ? 'timeout' : 'killed', by: known.id };
        kills.set(known.id, (kills.get(known.id) ?? 0) + 1);
        activate(undefined);
        restore();
        isPoisoned = outcome === 'timeout' || (!isStatic && (await play(known)) !== 'passed');
        break;
      }
      activate(undefined);
      if (verdict !== undefined) break;
    }
    activate(undefined);
    if (verdict !== undefined) say(verdict.status, verdict.by);
    else say(isReached ? 'survived' : 'not reached');
    if (isPoisoned) return;
  }
});
