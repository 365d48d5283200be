// What a campaign costs: simulated steps per second of one core, with the careful client in the loop and every
// rule asked, beside fast-check's command loop whose command does one `actor.send` on the login machine.
import * as fc from 'fast-check';
import { createActor } from 'xstate';
import { loginMachine } from '../machines/login/machine.ts';
import { benchOf } from '../src/campaign/campaign.ts';
import { playRun } from '../src/campaign/play.ts';
import { loadSubject } from '../src/cli/files.ts';
import { inTurn, resultOf, type Result } from './measure.ts';

const runs = 150;
const commands = 2_000;

type Actor = ReturnType<typeof createActor<typeof loginMachine>>;

/** One event to the login machine. */
class Send implements fc.Command<object, Actor> {
  readonly #type: 'logout' | 'line.lost';

  constructor(type: 'logout' | 'line.lost') {
    this.#type = type;
  }

  check = (): boolean => true;

  run(_model: object, actor: Actor): void {
    actor.send({ type: this.#type });
  }

  toString = (): string => this.#type;
}

/** Steps per second of fast-check's loop. */
function peer(): number {
  const arbitrary = fc.commands(
    [fc.constant(new Send('logout')), fc.constant(new Send('line.lost'))],
    { maxCommands: commands, size: 'max' },
  );
  let steps = 0;
  const begun = performance.now();
  for (const list of fc.sample(arbitrary, { numRuns: 20, seed: 1 })) {
    const actor = createActor(loginMachine, { input: { legacy: false } });
    actor.start();
    fc.modelRun(() => ({ model: {}, real: actor }), list);
    steps += [...list].length;
    actor.stop();
  }
  return (steps / (performance.now() - begun)) * 1_000;
}

/** What a campaign costs. */
export async function benchFuzz(): Promise<readonly Result[]> {
  const bench = await benchOf(await loadSubject('bench', 'examples/careful-chat.subject.ts'));
  let [run, lastRuns] = [0, 0];
  const ours = async (): Promise<number> => {
    let steps = 0;
    const begun = performance.now();
    for (let n = 0; n < runs; n++) steps += (await playRun(bench, 1, ++run)).steps;
    const s = (performance.now() - begun) / 1_000;
    lastRuns = runs / s;
    return steps / s;
  };
  const pairs = await inTurn(ours, () => Promise.resolve(peer()), 5);
  return [
    {
      ...resultOf(
        {
          name: 'a campaign against the careful client, on one core',
          peerName: "fast-check's command loop with one actor.send",
          unit: 'steps/s',
          goal: 'ratio >= 0.5',
        },
        pairs,
      ),
      notes: [
        `${lastRuns.toFixed(0)} runs a second on one core; a million runs an hour need ` +
          `${Math.ceil(1_000_000 / 3_600 / lastRuns)} such cores`,
      ],
    },
  ];
}
