import type { Command } from 'commander';
import { Patches } from '../../world/globals/patches.ts';
import { Random } from '../../world/random.ts';
import { readText } from '../files.ts';
import { checkKind } from '../kind.ts';
import { subjectOf, type PathOptions } from '../suite-file.ts';
import { formatLanes } from '../../trace/lanes.ts';
import type { Output } from '../output.ts';
import { addSdkOptions } from '../sdk.ts';

const help = `
Plays a scenario and prints what happened: time at the left, a lane a client, the
service and the network at the right; ◀ is a callback. A scenario is JSON: clients,
rules in the words of world.fail and world.fault, and steps. What is wrong with it
is said before it runs, with place and reason; editors know its keys by
"$schema": "./node_modules/sigsim/dist/src/scenario.schema.json".

Example:
  $ sigsim run examples/login-fails-twice.json

  { "sigsim": "scenario", "version": 1,
    "rules": [{ "fail": "LOGIN_E_NET", "account": "alice" }],
    "steps": [
      { "by": "client", "client": "alice", "do": "login", "args": { "account": "alice" } },
      { "by": "time", "wait": "10 s" } ] }

Exit codes: 0 played, 1 a wrong file or a step that cannot be, 2 a rule did not fire.`;

const give = 'Give the path of a scenario; sigsim run --help shows one.';

interface Options extends Pick<PathOptions, 'subject' | 'sdk' | 'web'> {
  readonly json?: boolean;
}

/** Adds `sigsim run`. */
export function addRun(program: Command, output: Output): Command {
  const command = program
    .command('run')
    .description('plays a scenario and prints the lanes')
    .argument('<scenario.json>', 'the file of a scenario')
    .option('--subject <file>', 'your own client: a file that exports a subject');
  return addSdkOptions(command)
    .option('--json', 'one JSON document: rules, what went wrong with them, the trace')
    .addHelpText('after', help)
    .action(async (file: string, options: Options) => {
      // The validator is large, and no other command needs it.
      const { createPlayer, parseScenario } = await import('../../scenario/index.ts');
      const text = readText('run', file, give);
      checkKind('run', file, text, ['scenario']);
      const scenario = parseScenario(file, text);
      const { subject: own } = options;
      const player = createPlayer(scenario, await subjectOf('run', options));
      const patches = new Patches();
      if (own !== undefined) {
        // The user's client runs on the world's clock, with the world's randomness.
        const random = new Random(scenario.seed ?? 1, 'client');
        patches.put(Math, 'random', () => random.next());
        player.world.install();
      }
      await player.run().finally(() => {
        patches.undo();
        player.world.uninstall();
      });
      const { complaints, rules, world } = player;
      if (complaints.length > 0) output.fail();
      if (options.json === true) {
        const { entries } = world.trace;
        const told = rules.map(({ text: rule, fired }) => ({ rule, fired }));
        const { title = '' } = scenario;
        const summary = { title, rules: told, complaints, hash: world.trace.hash(), entries };
        output.write(JSON.stringify(summary, null, 2));
        return;
      }
      output.write(formatLanes(world.trace.entries, output.language));
      for (const complaint of complaints) output.write(`${output.paint.red('✗')} ${complaint}`);
    });
}
