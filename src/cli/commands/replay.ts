import type { Command } from 'commander';
import type { Text } from '../../../machines/codes.ts';
import { UsageError } from '../../base/errors.ts';
import { formatLanes } from '../../trace/lanes.ts';
import type { Suite } from '../../paths/cover/suite.ts';
import type { ReplayOutcome } from '../../replay/replay.ts';
import { runPath, type PathOutcome } from '../../run/index.ts';
import { recipeOf } from '../../run/recipe.ts';
import type { TraceEntry } from '../../trace/entry.ts';
import { besideText } from '../beside.ts';
import { readText } from '../files.ts';
import { checkKind } from '../kind.ts';
import type { Output } from '../output.ts';
import {
  addPathOptions,
  pathsOf,
  placeOf,
  refusePathOptions,
  subjectOf,
  suiteOf,
  type PathOptions,
} from '../suite-file.ts';

const help = `
FILE is one of these:
  a suite      as sigsim paths writes it: runs its paths, or the one that --path names,
               against a double or, with --subject, against a client of your own
  a failure    as writeFailure of sigsim/paths writes it: runs that path
  a trace      as the matchers of sigsim/vitest keep it, and traceFile of sigsim/checks
               writes it: makes the same calls and acts in a fresh world

Stops at the first divergence and prints expected and actual beside each other.

Examples:
  $ sigsim paths --cover codes --out suite.json
  $ sigsim replay suite.json --path codes/1 --subject my-chat.ts
  $ sigsim replay node_modules/.sigsim/de6c2d03e152.jsonl

Exit codes: 0 everything came as it was expected, 1 wrong use, 2 something else came.`;

interface Options extends PathOptions {
  readonly json?: boolean;
}

const give = 'Give the path of a trace, a failure or a suite; sigsim replay --help shows them.';

const texts = {
  step: { en: ', 1 step', zh: '，1 步' },
  steps: { en: ', {count} steps', zh: '，{count} 步' },
  passed: {
    en: '{passed}/{all} paths passed by {name}',
    zh: '{name} 通过了 {passed}/{all} 条路径',
  },
  failed: { en: ', {count} failed', zh: '，{count} 条失败' },
  left: { en: ', {count} left', zh: '，{count} 条被偏离' },
  skipped: { en: ', {count} skipped', zh: '，{count} 条略过' },
  same: {
    en: '{count} entries, all as recorded',
    zh: '{count} 条记录，每条都与原来一致',
  },
  'something else came': { en: 'something else came', zh: '发生的不是这个' },
  'nothing came': { en: 'nothing came', zh: '什么都没有发生' },
  nothing: { en: 'nothing', zh: '无' },
  line: { en: 'line {line}: {why}', zh: '第 {line} 行：{why}' },
} as const satisfies Readonly<Record<string, Text>>;

const marks = { passed: '✓', failed: '✗', left: '→', skipped: '–' } as const;

function tellOutcome(
  { path, verdict, text, steps, divergence }: PathOutcome,
  output: Output,
): void {
  const { paint } = output;
  const color =
    verdict === 'failed' ? paint.red : verdict === 'passed' ? paint.green : paint.yellow;
  const many = output.say(steps === 1 ? texts.step : texts.steps, { count: steps });
  const done = verdict === 'passed' ? many : '';
  output.write(`${color(marks[verdict])} ${path}${done}`);
  if (divergence === undefined) {
    if (text !== '') output.write(`  ${text}`);
    return;
  }
  const { head, expected, actual, tail } = recipeOf(divergence, output.language);
  output.write([...head, '', besideText(expected, actual, output), '', ...tail, '\n'].join('\n'));
}

/** Runs the paths of a suite, up to the first failure. */
async function replaySuite(suite: Suite, options: Options, file: string, output: Output) {
  const subject = await subjectOf('replay', options);
  const paths = pathsOf('replay', suite, options.path);
  const outcomes: PathOutcome[] = [];
  for (const path of paths) {
    output.progress('running paths', outcomes.length, paths.length);
    const outcome = await runPath(suite, path, subject, placeOf(file, options));
    outcomes.push(outcome);
    if (options.json !== true) tellOutcome(outcome, output);
    if (outcome.verdict === 'failed') {
      output.fail();
      break;
    }
  }
  const passed = outcomes.filter(({ verdict }) => verdict === 'passed').length;
  // If the client cannot do anything that a path asks for, nothing was tested.
  const skipped = outcomes.filter(({ verdict }) => verdict === 'skipped').length;
  if (paths.length > 0 && skipped === paths.length) output.fail();
  const others = (['failed', 'left', 'skipped'] as const).flatMap((wanted) => {
    const count = outcomes.filter(({ verdict }) => verdict === wanted).length;
    return count === 0 ? [] : [output.say(texts[wanted], { count })];
  });
  if (options.json === true) {
    output.write(JSON.stringify({ subject: subject.name, outcomes }, null, 2));
  } else {
    const share = { passed, all: paths.length, name: subject.name };
    output.write(output.say(texts.passed, share) + others.join(''));
  }
}

function tellReplay(entries: readonly TraceEntry[], outcome: ReplayOutcome, output: Output): void {
  const { same, divergence } = outcome;
  if (divergence === undefined) {
    output.write(`${output.paint.green('✓')} ${output.say(texts.same, { count: same })}`);
    return;
  }
  const { line, expected, actual, why } = divergence;
  output.write(formatLanes(entries.slice(Math.max(0, same - 12), same), output.language));
  output.write(
    `${output.paint.red('✗')} ${output.say(texts.line, { line, why: output.say(texts[why]) })}`,
  );
  const keys = [...new Set([...Object.keys(expected ?? {}), ...Object.keys(actual ?? {})])];
  const cells = (entry: TraceEntry | undefined): readonly string[] =>
    entry === undefined
      ? [output.say(texts.nothing)]
      : keys.map((key) => `${key} ${JSON.stringify((entry as never)[key]) ?? '–'}`);
  output.write(besideText(cells(expected), cells(actual), output));
}

/** Adds `sigsim replay`. */
export function addReplay(program: Command, output: Output): Command {
  const command = program
    .command('replay')
    .description('plays a trace, a failure, or the paths of a suite again')
    .argument('<file>', 'a trace, a failure or a suite');
  return addPathOptions(command)
    .option('--json', 'one JSON document')
    .addHelpText('after', help)
    .action(async (file: string, options: Options) => {
      const { parseJSON } = await import('../../base/json.ts');
      const { isTrace, readTrace } = await import('../../replay/read.ts');
      const text = readText('replay', file, give);
      checkKind('replay', file, text, ['trace', 'suite', 'failure']);
      if (isTrace(text)) {
        const { replayTrace } = await import('../../replay/replay.ts');
        refusePathOptions('replay', file, 'a trace', options);
        const trace = readTrace(text, file);
        const outcome = replayTrace(trace);
        if (outcome.divergence !== undefined) output.fail();
        if (options.json === true) output.write(JSON.stringify(outcome, null, 2));
        else tellReplay(trace.entries, outcome, output);
        return;
      }
      const value = parseJSON('replay.file', file, text);
      if ((Object(value) as { readonly sigsim?: unknown }).sigsim === 'scenario') {
        throw new UsageError(
          'replay.file',
          `replay: ${file} is a scenario. Play it with sigsim run ${file}.`,
        );
      }
      await replaySuite(await suiteOf(file, value), options, file, output);
    });
}
