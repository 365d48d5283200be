// The command line: a thin shell. Commands return text; only this file writes it and sets the exit
// code.
import { relative } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { UsageError } from '../base/errors.ts';
import { ask, type Input } from './ask.ts';
import type { Output } from './output.ts';
import { languageOf, languageOption } from './language.ts';
import { root, version } from './package.ts';
import { sayIn, type Language } from '../base/language.ts';
import { progressLine } from './progress.ts';

/** The commands, in the order of the help. */
const commands = {
  tour: async () => (await import('./commands/tour.ts')).addTour,
  compare: async () => (await import('./commands/compare.ts')).addCompare,
  page: async () => (await import('./commands/page.ts')).addPage,
  learn: async () => (await import('./commands/learn.ts')).addLearn,
  run: async () => (await import('./commands/run.ts')).addRun,
  replay: async () => (await import('./commands/replay.ts')).addReplay,
  audit: async () => (await import('./commands/audit.ts')).addAudit,
  fuzz: async () => (await import('./commands/fuzz.ts')).addFuzz,
  worker: async () => (await import('./commands/worker.ts')).addWorker,
  serve: async () => (await import('./commands/serve.ts')).addServe,
  paths: async () => (await import('./commands/paths.ts')).addPaths,
  codes: async () => (await import('./commands/codes.ts')).addCodes,
  where: async () => (await import('./commands/where.ts')).addWhere,
  merge: async () => (await import('./commands/merge.ts')).addMerge,
} as const;

/** Something to write to: `process.stdout`, or a test's. */
export interface Stream {
  readonly isTTY?: boolean;
  /** How wide a terminal is. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** Where the documentation is, both in the package and in a clone. */
const pagesText = `
Pages, in ${relative('', fileURLToPath(new URL('docs', root))) || 'docs'}:
  runners.md            set up vitest, jest, mocha, node:test
  testing.md            make something fail, and check what a client does
  judge.md              what a client does wrong, on which code
  campaigns.md          what breaks it that nobody thought of
  faults.md             when and how often it fails
  clocks.md             whose timers a client runs on
  adoption.md           an application that imports the SDK
  wire.md               the real SDK
  published.md          what Web SDK 1.4.0 does, and which manner to test in
  paths.md              paths and suites
  your-own-machine.md   paths for a machine of your own
  from-xstate-test.md   for those who used @xstate/test
  world.md              the service and the network by hand
  codes.md              what a code means, and where it arrives
  page.md               teaching: the page and the lessons
  reference/README.md   every export`;

const widthOf = ({ isTTY, columns }: Stream): number =>
  isTTY === true && columns !== undefined && columns > 0
    ? Math.max(40, columns)
    : Number.POSITIVE_INFINITY;

/** An output whose language is set once the options are read. */
type Writing = { -readonly [Key in keyof Output]: Output[Key] };

/**
 * Runs the command line; it asks no questions if `input` is not a terminal. Returns the exit code:
 * 0 for success, 1 for wrong use, 2 if a failure was found.
 */
/* oxlint-disable-next-line max-lines-per-function -- one thing after another, and one place where all errors end */
export async function run(
  args: readonly string[],
  out: Stream,
  err: Stream,
  input?: Input,
): Promise<0 | 1 | 2> {
  let code: 0 | 1 | 2 = 0;
  const { NO_COLOR = '', FORCE_COLOR = '0' } = process.env;
  const isForced = FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  const hasColor = NO_COLOR === '' && (out.isTTY === true || isForced);
  const line = progressLine(err);
  const output: Writing = {
    write: (text) => {
      line.clear();
      out.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    warn: (text) => {
      line.clear();
      err.write(`${text}\n`);
    },
    progress: line.tell,
    language: languageOf(process.env),
    say: (text, places) => sayIn(output.language, text, places),
    width: widthOf(out),
    paint: pc.createColors(hasColor),
    fail: () => {
      code = 2;
    },
    // If both sides are terminals, both are streams of Node.
    ...(out.isTTY === true &&
      input?.isTTY === true && {
        ask: (prompt: string) => ask(input, out as unknown as Writable, prompt),
      }),
  };
  const program = new Command('sigsim')
    .description(
      'The Agora Signaling service (SDK v1.x), simulated: 42 codes, four lifecycles, virtual time.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void out.write(text),
      writeErr: (text) => void err.write(text),
      outputError: (text, write) => {
        write(text);
      },
    })
    .addHelpText('after', pagesText)
    .showHelpAfterError('try: sigsim --help')
    .showSuggestionAfterError();
  // The first word names the command, and each command loads only what it needs, so that a server
  // starts listening quickly.
  const [named = ''] = args;
  const wanted = Object.hasOwn(commands, named)
    ? [commands[named as keyof typeof commands]]
    : Object.values(commands);
  for (const load of wanted) {
    const add = await load();
    const command = add(program, output).addOption(languageOption());
    command.exitOverride().copyInheritedSettings(program);
    command.showHelpAfterError(`try: sigsim ${command.name()} --help`);
  }
  program.hook('preAction', (_program, command) => {
    output.language = command.opts<{ lang: Language }>().lang;
  });
  try {
    // `help nosuch` gives the same error as `nosuch`, with the closest command.
    const [first, topic] = args;
    const isKnown = program.commands.some((command) => command.name() === topic);
    const asked = first === 'help' && topic !== undefined && !isKnown ? [topic] : [...args];
    await program.parseAsync(asked, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    if (!(error instanceof UsageError)) throw error;
    line.clear();
    err.write(`error: ${error.message}\n`);
    return 1;
  } finally {
    line.clear();
  }
}
