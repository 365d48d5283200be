// What judging a client costs: reactions and steps a second with a careful client in the loop, and a whole
// audit beside the tour.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import { prepare, type Prepared } from '../src/judge/index.ts';
import { checkSubject, type Subject } from '../src/run/index.ts';
import { commandLoop } from './command-loop.ts';
import { compare, inTurn, resultOf, time, timeWarm, type Result } from './measure.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const jiti = createJiti(import.meta.url, {
  alias: {
    'sigsim/paths': `${root}dist/src/suites/index.js`,
    'sigsim/sdk': `${root}dist/src/sdk/index.js`,
  },
});
const subjectOf = async (name: string): Promise<Subject> =>
  checkSubject('bench', await jiti.import(`${root}examples/${name}.subject.ts`, { default: true }));

/** What a round of an audit did. */
interface Round {
  readonly ms: number;
  readonly reactions: number;
  /** Calls, acts of the world and callbacks. */
  readonly steps: number;
}

const perSecond = (count: number, ms: number): number => (count * 1000) / ms;

/** Runs every case that is of one client. */
async function round(subject: Subject): Promise<Round> {
  let [reactions, steps] = [0, 0];
  const audit: Prepared = await prepare(subject, { keep: false, twice: false });
  const ms = await timeWarm(async () => {
    for (const [at, { moment }] of audit.cases.entries()) {
      if (moment === 'a hundred clients') continue;
      const outcome = await audit.run(at);
      if (outcome.untested !== undefined) continue;
      reactions += 1;
      steps += outcome.steps;
    }
  });
  return { ms, reactions, steps };
}

/** Milliseconds that the built command takes; exit 2 is an audit that finds something. */
const commandMs = (...args: readonly string[]): Promise<number> =>
  time(
    () =>
      new Promise<void>((resolve) => {
        execFile(process.execPath, [`${root}dist/src/cli/main.js`, ...args], () => resolve());
      }),
  );

/** The benchmark `judge`. */
export async function benchJudge(): Promise<readonly Result[]> {
  const careful = await subjectOf('careful-chat');
  const rounds = await inTurn(
    () => round(careful),
    async () => ({ ms: 0, reactions: 0, steps: await commandLoop() }),
    7,
  );
  return [
    resultOf(
      {
        name: 'careful client judged, steps (calls, acts, callbacks)',
        peerName: "fast-check's command loop, one actor.send a command",
        unit: 'per second',
        goal: 'ratio >= 0.25',
      },
      rounds.map(([one, { steps }]) => [perSecond(one.steps, one.ms), steps]),
    ),
    resultOf(
      {
        name: 'careful client judged, reactions',
        peerName: 'none',
        unit: 'per second',
        goal: 'none',
      },
      rounds.map(([one]) => [perSecond(one.reactions, one.ms), 1]),
    ),
    await compare(
      {
        name: 'audit of the careful chat, time',
        peerName: 'tour',
        unit: 'ms',
        goal: 'ratio <= 10',
      },
      () => commandMs('audit', 'examples/careful-chat.subject.ts'),
      () => commandMs('tour'),
      5,
    ),
    await compare(
      { name: 'audit of the naive chat, time', peerName: 'tour', unit: 'ms', goal: 'ratio <= 10' },
      () => commandMs('audit', 'examples/naive-chat.subject.ts'),
      () => commandMs('tour'),
      5,
    ),
  ];
}
