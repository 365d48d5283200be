import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { show, unknownName, UsageError } from '../../errors.ts';
import { fit } from '../../lanes.ts';
import { generate } from '../../paths/generate.ts';
import { criteria, type Criterion } from '../../paths/cover/criteria.ts';
import { modelNames } from '../../paths/model/models.ts';
import type { Infeasible, Suite } from '../../paths/cover/suite.ts';
import { formatSuite, suiteFormats, type SuiteFormat } from '../../suites/format.ts';
import type { Output } from '../run.ts';

interface Options {
  readonly cover?: string;
  readonly model: string;
  readonly legacy?: boolean;
  readonly each?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly format?: string;
  readonly json?: boolean;
  readonly out?: string;
}

const help = `
Makes a suite: paths through the machines, few steps in all, that cover a criterion.

  --cover    ${criteria.join(', ')}
  --model    ${modelNames.join(', ')}
  --format   ${suiteFormats.join(', ')}

Says what is covered, what cannot be and why, and below how many steps no suite can be.
Run it against a client: sigsim replay suite.json --subject client.ts

  sigsim paths --cover codes --legacy
  sigsim paths --cover codes --each --format vitest --out codes.test.ts
  sigsim paths --cover transitions --model invite --format csv`;

/** At most so many lines of a kind are printed for people; JSON has them all. */
const linesMax = 20;

/** Puts the reasons that say the same together. */
function tellInfeasible(infeasible: readonly Infeasible[], { paint }: Output): readonly string[] {
  if (infeasible.length === 0) return [];
  const groups = new Map<string, string[]>();
  for (const { item, reason, because } of infeasible) {
    const key = `${reason}: ${because}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [
    '',
    ...[...groups].flatMap(([why, items]) => [
      `${paint.yellow(String(items.length))} ${paint.dim(why)}`,
      ...items.slice(0, 3).map((item) => `    ${item}`),
      ...(items.length > 3 ? [`    … (${items.length - 3} more, all in --json)`] : []),
    ]),
  ];
}

function tellPaths(suite: Suite, { paint }: Output): readonly string[] {
  const shown = suite.paths.slice(0, linesMax);
  const width = Math.max(...shown.map(({ id }) => id.length), 0);
  return [
    '',
    ...shown.map(({ id, steps }) => {
      const ms = steps.reduce((sum, { waitMs }) => sum + waitMs, 0);
      const way = steps
        .map(({ client, do: what }) => (client === undefined ? what : `${client} ${what}`))
        .join(' · ');
      const count = `${steps.length}`.padStart(6);
      return `${paint.bold(id.padEnd(width))} ${count} steps ${`${ms} ms`.padStart(10)}  ${paint.dim(fit(way, 60).trimEnd())}`;
    }),
    ...(suite.paths.length > linesMax
      ? [`… (${suite.paths.length - linesMax} more, all in --json)`]
      : []),
  ];
}

/** A suite as people read it. */
function tell(suite: Suite, output: Output): string {
  const { model, cover, legacy, universe, covered, steps, lowerBound, boundIs, paths } = suite;
  const { paint } = output;
  const count =
    covered === universe ? paint.green(`${covered}/${universe}`) : `${covered}/${universe}`;
  const before =
    suite.untimedSteps === undefined ? '' : ` (${suite.untimedSteps} if time were not counted)`;
  return [
    `${count} ${cover} of ${paint.bold(model)}${legacy ? ', legacy' : ''} covered` +
      (suite.complete ? '' : '; the model is too large to be explored whole'),
    `${paths.length} path${paths.length === 1 ? '' : 's'}, ${steps} steps${before}; ` +
      `no suite has fewer than ${lowerBound} (${boundIs})`,
    ...tellInfeasible(suite.infeasible, output),
    ...tellPaths(suite, output),
  ].join('\n');
}

function checkFormat(format: string | undefined): asserts format is SuiteFormat | undefined {
  if (format === undefined || (suiteFormats as readonly string[]).includes(format)) return;
  throw unknownName('suite.format', 'paths', 'format', format, suiteFormats);
}

/** Adds `sigsim paths`. */
export function addPaths(program: Command, output: Output): Command {
  return program
    .command('paths')
    .description('a suite of paths that cover every code, state, transition, pair, ...')
    .requiredOption('--cover <criterion>', 'what to cover')
    .option('--model <model>', 'which lifecycles', 'client')
    .option('--legacy', 'the deprecated codes too')
    .option('--each', 'one shortest path per item')
    .option('--from <state>', 'only what can happen after this state')
    .option('--to <state>', 'only what can happen before this state; paths end there')
    .option('--format <format>', 'how to write the suite')
    .option('--json', 'one JSON document: --format json')
    .option('--out <file>', 'write it to a file')
    .addHelpText('after', help)
    .action((options: Options) => {
      const { cover, model, legacy = false, each = false, from, to, json = false, out } = options;
      const format = json ? 'json' : options.format;
      checkFormat(format);
      const suite = generate({
        cover: cover as Criterion, // Checked there.
        model,
        legacy,
        each,
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      });
      if (out !== undefined) {
        write(out, formatSuite(suite, format ?? 'json'));
        output.write(`${suite.covered}/${suite.universe} ${suite.cover} covered, in ${out}`);
      } else output.write(format === undefined ? tell(suite, output) : formatSuite(suite, format));
    });
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError('paths.out', `paths: ${show(file)} cannot be written: ${why}.`);
  }
}
