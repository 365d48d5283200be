// What judging a client costs: reactions and steps a second with a careful client in the loop, and a whole
// audit beside the tour.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { assert, commands, constant, modelRun, property, type Command } from 'fast-check';
import { createJiti } from 'jiti';
import { createActor, type AnyActorRef } from 'xstate';
import { loginMachine } from '../machines/index.ts';
import { prepare, type Prepared } from '../src/judge/index.ts';
import { checkSubject, type Subject } from '../src/run/index.ts';
import { compare, inTurn, resultOf, time, type Result } from './measure.ts';

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
  const audit: Prepared = await prepare(subject, { keep: false, twice: false, traces: true });
  const ms = await time(async () => {
    for (const [at, { moment }] of audit.cases.entries()) {
      if (moment === 'a hundred clients') continue;
      const { trace } = await audit.run(at);
      if (trace === undefined) continue;
      reactions += 1;
      for (const { kind } of trace.entries) {
        if (kind === 'call' || kind === 'act' || kind === 'callback') steps += 1;
      }
    }
  });
  return { ms, reactions, steps };
}

const call = { appId: 'app', account: 'alice', token: '_no_need_token' };
const events = [
  { type: 'login', call },
  { type: 'lookup.answered' },
  { type: 'connect.succeeded' },
  { type: 'reply.accepted' },
  { type: 'logout' },
  { type: 'logout.acknowledged' },
] as const;
/** A clock that does nothing: the peer pays for no timer. */
const noClock = { setTimeout: () => 0, clearTimeout: () => undefined };

const start = (): { model: { n: number }; real: AnyActorRef } => ({
  model: { n: 0 },
  real: createActor(loginMachine, { input: { legacy: false }, clock: noClock }).start(),
});

/** Commands a second of fast-check's loop, each of which gives the login machine one event. */
async function commandLoop(): Promise<number> {
  let sent = 0;
  const send: Command<{ n: number }, AnyActorRef> = {
    check: () => true,
    run: (model, actor) => {
      sent += 1;
      actor.send(events[model.n++ % events.length]);
    },
    toString: () => 'send',
  };
  const sends = commands([constant(send)], { maxCommands: 100, size: 'max' });
  const ms = await time(() =>
    assert(
      property(sends, (all) => modelRun(start, all)),
      { numRuns: 500, seed: 1 },
    ),
  );
  return (sent * 1000) / ms;
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
