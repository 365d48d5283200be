import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { show, unknownName, UsageError } from '../../base/errors.ts';
import type { Text } from '../../../machines/codes.ts';
import { columns as columnsOf, fit } from '../../base/columns.ts';
import { hang } from '../hang.ts';
import { generate } from '../../paths/generate.ts';
import { criteria, type Criterion } from '../../paths/cover/criteria.ts';
import { modelNames } from '../../paths/model/models.ts';
import type { Infeasible, Suite } from '../../paths/cover/suite.ts';
import { formatSuite, suiteFormats, type SuiteFormat } from '../../suites/format.ts';
import { withProgress } from '../../base/progress.ts';
import type { Output } from '../output.ts';
import { countIn, machinePaths, type MachinePaths } from './machine-paths.ts';

interface Options {
  readonly cover?: string;
  readonly model: string;
  readonly machine?: string;
  readonly events?: string;
  readonly input?: string;
  readonly states?: string;
  readonly strict?: boolean;
  readonly budget?: string;
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
  --machine  any XState machine of yours: FILE or FILE#export, TypeScript or JavaScript

Says what is covered, what cannot be and why, and below how many steps no suite can be.
Run it against a client: sigsim replay suite.json --subject client.ts

  sigsim paths --cover codes --legacy
  sigsim paths --cover codes --each --format vitest --out codes.test.ts
  sigsim paths --cover transitions --model invite --format csv
  sigsim paths --machine door.ts --format vitest --out door.test.ts

Exit codes: 0; 1 wrong use; 2 with --strict, where not all is covered or not all was explored.`;

/** The most lines of one kind in text output; JSON has them all. */
const linesMax = 20;

const texts = {
  more: { en: '… ({count} more, all in --json)', zh: '…（还有 {count} 个，全部见 --json）' },
  steps: { en: '{count} steps', zh: '{count} 步' },
  legacy: { en: ', legacy', zh: '（含已废弃）' },
  covered: {
    en: '{share} {cover} of {model}{legacy} covered',
    zh: '{model}{legacy}：{cover} 已覆盖 {share}',
  },
  tooLarge: {
    en: '; the model is too large to explore completely',
    zh: '；模型太大，未能全部探索',
  },
  one: { en: '1 path', zh: '1 条路径' },
  many: { en: '{count} paths', zh: '{count} 条路径' },
  restart: { en: ' with 1 restart', zh: '（含 1 次重新开始）' },
  restarts: { en: ' with {count} restarts', zh: '（含 {count} 次重新开始）' },
  untimed: { en: ' ({count} ignoring time)', zh: '（不计时间为 {count} 步）' },
  bound: {
    en: 'no suite has fewer than {bound} ({is})',
    zh: '任何测试集都不少于 {bound} 步（{is}）',
  },
  written: { en: '{share} {cover} covered, in {file}', zh: '{cover} 已覆盖 {share}，写入 {file}' },
} as const satisfies Readonly<Record<string, Text>>;

/** Groups identical reasons. */
function tellInfeasible(
  infeasible: readonly Infeasible[],
  { paint, say, width }: Output,
): readonly string[] {
  if (infeasible.length === 0) return [];
  const groups = new Map<string, string[]>();
  for (const { item, reason, because } of infeasible) {
    const key = `${reason}: ${because}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [
    '',
    ...[...groups].flatMap(([why, items]) => [
      hang(`${paint.yellow(String(items.length))} `, why, width, paint.dim),
      ...items.slice(0, 3).map((item) => `    ${item}`),
      ...(items.length > 3 ? [`    ${say(texts.more, { count: items.length - 3 })}`] : []),
    ]),
  ];
}

function tellPaths(suite: Suite, { paint, say, width: columns }: Output): readonly string[] {
  const shown = suite.paths.slice(0, linesMax);
  const width = Math.max(...shown.map(({ id }) => id.length), 0);
  return [
    '',
    ...shown.map(({ id, steps }) => {
      const ms = steps.reduce((sum, { waitMs }) => sum + waitMs, 0);
      const way = steps
        .map(({ client, do: what }) => (client === undefined ? what : `${client} ${what}`))
        .join(' · ');
      const count = say(texts.steps, { count: `${steps.length}`.padStart(6) });
      const head = `${id.padEnd(width)} ${count} ${`${ms} ms`.padStart(10)}  `;
      const room = Number.isFinite(columns) ? Math.max(20, columns - columnsOf(head)) : 60;
      return `${paint.bold(head)}${paint.dim(fit(way, room).trimEnd())}`;
    }),
    ...(suite.paths.length > linesMax
      ? [say(texts.more, { count: suite.paths.length - linesMax })]
      : []),
  ];
}

/** A suite as text. */
function tell(suite: Suite, output: Output): string {
  const { model, cover, legacy, universe, covered, steps, lowerBound, boundIs, paths } = suite;
  const { paint, say } = output;
  const share =
    covered === universe ? paint.green(`${covered}/${universe}`) : `${covered}/${universe}`;
  const before =
    suite.untimedSteps === undefined ? '' : say(texts.untimed, { count: suite.untimedSteps });
  // Each restart counts as a step.
  const restarts =
    paths.length < 2
      ? ''
      : say(paths.length === 2 ? texts.restart : texts.restarts, { count: paths.length - 1 });
  const isChinese = output.language === 'zh';
  const [comma, semicolon] = isChinese ? ['，', '；'] : [', ', '; '];
  const about = { share, cover, model: paint.bold(model), legacy: legacy ? say(texts.legacy) : '' };
  const many = say(paths.length === 1 ? texts.one : texts.many, { count: paths.length });
  return [
    say(texts.covered, about) + (suite.complete ? '' : say(texts.tooLarge)),
    `${many}${comma}${say(texts.steps, { count: steps })}${restarts}${before}${semicolon}` +
      say(texts.bound, { bound: lowerBound, is: boundIs }),
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
    .option('--cover <criterion>', 'what to cover (with --machine by default: transitions)')
    .option('--model <model>', 'which lifecycles', 'client')
    .option('--machine <file>', 'your own machine: FILE or FILE#export')
    .option('--events <json>', 'its events with their data: a file, or JSON')
    .option('--input <json>', 'its input: a file, or JSON')
    .option('--states <count>', 'the most states of it to explore', '10000')
    .option('--budget <units>', 'units of work for the search for the optimum')
    .option('--strict', 'exit with 2 if not everything was covered or explored')
    .option('--legacy', 'include the deprecated codes')
    .option('--each', 'one shortest path per item')
    .option('--from <state>', 'only what can happen after this state')
    .option('--to <state>', 'only what can happen before this state; paths end there')
    .option('--format <format>', 'how to write the suite')
    .option('--json', 'one JSON document: --format json')
    .option('--out <file>', 'write it to a file')
    .addHelpText('after', help)
    .action(async (options: Options) => {
      const { json = false, out } = options;
      const format = json ? 'json' : options.format;
      checkFormat(format);
      const made =
        options.machine === undefined
          ? withProgress(output.progress, () => ownPaths(options))
          : await pathsFor(options, output);
      const { suite, warnings, harness } = made;
      for (const warning of warnings) output.warn(`paths: ${warning}`);
      const open = openItems(suite);
      if (open.length > 0) {
        output.warn(
          `paths: ${open.length} ${suite.cover} could be covered, but are not: ${few(open)}`,
        );
      }
      if (options.strict === true && (open.length > 0 || !suite.complete)) output.fail();
      const text = (as: SuiteFormat): string =>
        as === 'vitest' && harness !== undefined ? harness() : formatSuite(suite, as);
      if (out !== undefined) {
        write(out, text(format ?? 'json'));
        const share = `${suite.covered}/${suite.universe}`;
        output.write(output.say(texts.written, { share, cover: suite.cover, file: out }));
      } else output.write(format === undefined ? tell(suite, output) : text(format));
    });
}

/** What another event, another search or a corrected machine might cover. */
const openItems = ({ infeasible }: Suite): readonly string[] =>
  infeasible
    .filter(({ reason }) => ['payload', 'error', 'timing, by search'].includes(reason))
    .map(({ item }) => item);

const few = (items: readonly string[]): string =>
  items.length <= 3 ? items.join(', ') : `${items.slice(0, 3).join(', ')}, …`;

/** The output of the command. */
interface Made extends Pick<MachinePaths, 'suite' | 'warnings'> {
  readonly harness?: () => string;
}

/** A suite for one of sigsim's own models. */
function ownPaths(options: Options): Made {
  const { cover, model, legacy = false, each = false, from, to } = options;
  for (const name of ['events', 'input'] as const) {
    if (options[name] === undefined) continue;
    throw new UsageError(
      'paths.option',
      `paths: --${name} works only with --machine. Leave it out.`,
    );
  }
  if (cover === undefined) {
    throw new UsageError(
      'paths.cover',
      `paths: say what to cover: --cover ${criteria.join(', ')}.`,
    );
  }
  const suite = generate({
    cover: cover as Criterion, // Checked there.
    model,
    legacy,
    each,
    ...(options.budget !== undefined && { budget: countIn('budget', options.budget) }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  });
  return { suite, warnings: [] };
}

/** A suite for the user's own machine. */
function pathsFor(options: Options, { progress }: Output): Promise<Made> {
  for (const name of ['from', 'to', 'legacy'] as const) {
    if (options[name] === undefined) continue;
    throw new UsageError(
      'paths.option',
      `paths: --${name} works only with sigsim's own models, not with --machine. Leave it out.`,
    );
  }
  const { machine = '', cover = 'transitions', each = false, events, input, states, out } = options;
  return machinePaths({
    machine,
    cover,
    each,
    ...(options.budget !== undefined && { budget: countIn('budget', options.budget) }),
    ...(events !== undefined && { events }),
    ...(input !== undefined && { input }),
    ...(states !== undefined && { states }),
    ...(out !== undefined && { out }),
    onProgress: progress,
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
