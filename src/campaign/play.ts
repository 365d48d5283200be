// One run, from a fresh world to what the rules say about it: drawn while it is played, or played again step
// by step.
import type { Learned } from '../judge/learned.ts';
import type { JudgeRule } from '../judge/rules/rule.ts';
import type { Subject, WebManner } from '../run/index.ts';
import type { Scenario, ScenarioStep } from '../scenario/index.ts';
import { stepsIn, type TraceEntry } from '../trace/entry.ts';
import { Arena } from './arena.ts';
import { Author, boundMs } from './author.ts';
import { judge, type Fault } from './judged.ts';
import type { Ended, Property } from './property.ts';
import { Story } from './story.ts';
import { drawManner, drawSwarm } from './swarm.ts';
import { isWhole, Watch } from './whole.ts';

/** A client in one manner of the web shape, and what is known about it before anything goes wrong. */
export interface Side {
  readonly subject: Subject;
  readonly learned: Learned;
}

/** What runs are played with. */
export interface Bench {
  /** The name of the client. */
  readonly client: string;
  /** The manners from which each run draws one. */
  readonly manners: readonly WebManner[];
  /** The client in a manner; a manner that is not drawn from is learned when it is asked for. */
  readonly side: (manner: WebManner) => Promise<Side>;
  readonly rules: readonly JudgeRule[];
  readonly properties: readonly Property[];
  /** Whether to look for real timers as well. @default false */
  readonly looksClosely?: boolean;
}

/** The result of a run. */
export interface Played {
  readonly faults: readonly Fault[];
  readonly scenario: Scenario;
  /** The number of calls, acts and callbacks, for steps per second. */
  readonly steps: number;
  /** The hash of its trace, if it was asked for. */
  readonly hash?: string;
}

/** The result of a run that was drawn. */
export interface DrawnRun extends Played {
  readonly run: number;
  /** How many steps were drawn, and how many of them made no sense in the state that they met. */
  readonly drawn: number;
  readonly impossible: number;
  readonly seen: Author['seen'];
  /** Its trace, if its hash was asked for; and how many real timers were used. */
  readonly entries?: readonly TraceEntry[];
  readonly strays: number;
}

/** Inspects a run while its world is still there. */
export type Look = (arena: Arena) => void;

/**
 * Draws a run, and plays it; its trace is hashed only on request.
 *
 * @param takesLines whether to note where timers are set; if not, and somebody asks, it is played again
 */
export async function playRun(
  bench: Bench,
  seed: number,
  run: number,
  isHashed = false,
  takesLines = isHashed,
): Promise<DrawnRun> {
  const manner = drawManner(bench.manners, seed, run);
  const { subject, learned } = await bench.side(manner);
  const swarm = drawSwarm(subject, seed, run, manner);
  const { looksClosely = false } = bench;
  const arena = new Arena(subject, swarm.setting, learned.appId, { looksClosely, takesLines });
  let drawn: DrawnRun;
  try {
    const author = new Author(arena, swarm);
    for (let step = author.next(); step !== undefined; step = author.next()) {
      const { refused } = arena;
      await arena.play(step);
      if (arena.refused > refused) author.refused();
      if (arena.stopped !== undefined || arena.isFull) break;
    }
    author.seen.read();
    const played = await finish(bench, learned, arena);
    const { trace, mistakes } = arena.world;
    drawn = {
      ...played,
      ...author.count,
      run,
      seen: author.seen,
      strays: mistakes.strays.length,
      ...(isHashed && { hash: trace.hash(), entries: trace.entries }),
    };
  } finally {
    arena.end();
  }
  // To note the line of each timer costs a twentieth of a run, and hardly any run is asked for one.
  return arena.world.hasMissedLine ? playRun(bench, seed, run, isHashed, true) : drawn;
}

/** Plays a scenario, and judges it like a run. */
export async function playScenario(
  bench: Bench,
  { steps, ...setting }: Scenario,
  look?: Look,
): Promise<Played> {
  const { subject, learned } = await bench.side(setting.web ?? 'documented');
  const arena = new Arena(subject, setting, learned.appId);
  try {
    for (const step of steps) await arena.play(step);
    const played = await finish(bench, learned, arena);
    look?.(arena);
    return played;
  } finally {
    arena.end();
  }
}

/** What the rules say about a run that is over. */
async function finish(
  { rules, properties }: Bench,
  learned: Learned,
  arena: Arena,
): Promise<Played> {
  const { world, persons, doubles, setting } = arena;
  const { trouble } = new Watch(world);
  const isQuiet =
    !arena.isFull &&
    isWhole(trouble) &&
    world.now - trouble.since >= boundMs &&
    isResting(arena.steps);
  // Before the clients are disposed of, which is one more thing that is asked of them.
  const ended: Ended = { world, persons, doubles, isQuiet };
  const inDoubles = properties.flatMap((property): readonly Fault[] => {
    const finding = arena.stopped === undefined ? property.check(ended) : undefined;
    return finding === undefined || finding.verdict === 'advice'
      ? []
      : [{ ...finding, rule: property.name, client: undefined }];
  });
  const stands = persons.map((person) => new Story(arena, person, learned));
  const beforehand = stands.flatMap((story) => judge(story, rules, ended));
  await arena.dispose();
  const disposing = persons.flatMap((person) =>
    judge(
      new Story(arena, person, learned),
      rules.filter(({ name }) => name === 'leaves-timers' || name === 'works-after-dispose'),
      { isQuiet: false },
    ),
  );
  const steps = stepsIn(world.trace.entries);
  const probed = beforehand.some(({ rule }) => rule === probing)
    ? []
    : await probesOf(arena, rules, persons[0]?.name);
  return {
    faults: [...beforehand, ...disposing, ...inDoubles, ...probed],
    scenario: { ...setting, steps: arena.steps },
    steps,
  };
}

/** The rule about how handlers take what can come. */
const probing = 'throws-in-handler';

/** What its handlers do when they are called directly: what they hear then is not part of the story. */
async function probesOf(
  arena: Arena,
  rules: readonly JudgeRule[],
  client: string | undefined,
): Promise<readonly Fault[]> {
  if (!rules.some(({ name }) => name === probing)) return [];
  const [first] = await arena.probe();
  if (first === undefined) return [];
  const why = {
    en: `A handler throws on something that can really come, and does not finish its work: ${first}.`,
    zh: `处理函数遇到可能出现的内容就抛出异常，没有做完该做的事：${first}。`,
  };
  return [{ rule: probing, verdict: 'wrong', why, client }];
}

/** Whether the last step was time passing. */
const isResting = (steps: readonly ScenarioStep[]): boolean => steps.at(-1)?.by === 'time';
