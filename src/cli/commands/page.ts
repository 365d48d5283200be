import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import type { Text } from '../../../machines/codes.ts';
import { unknownName, UsageError } from '../../base/errors.ts';
import { lessons } from '../../lessons/index.ts';
import type { Suite } from '../../paths/cover/suite.ts';
import type { Failed, Recorded } from '../../trace/trace.ts';
import type { PathOutcome } from '../../run/index.ts';
import { recipeOf } from '../../run/recipe.ts';
import { readText } from '../files.ts';
import { checkKind } from '../kind.ts';
import { readPage, withData } from '../page-file.ts';
import type { Output } from '../output.ts';
import type { PageMachineOptions } from './page-machine.ts';
import {
  addPathOptions,
  pathsOf,
  placeOf,
  refusePathOptions,
  subjectOf,
  suiteOf,
  type PathOptions,
} from '../suite-file.ts';

/** The default port of the page. */
const portStandard = 4280;

const help = `
One HTML file that needs no network: statecharts, messages, codes and lessons, with
the very machines and world of this package.

FILE is what is shown:
  a scenario   as sigsim run plays it
  a trace      as the matchers of sigsim/vitest keep it of a test that has failed
  a suite      with --path: what happens when that path is run, against a double or,
               with --subject, against a client of your own
  a failure    as writeFailure of sigsim/paths writes it: the same of its path

A link holds what somebody saw on the page: the part of its address behind the #,
lesson.NAME, code.NAME, or compare.NAME for the story of a code three ways.

Examples:
  sigsim page                               served on http://127.0.0.1:${portStandard}/, ends on Ctrl-C
  sigsim page node_modules/.sigsim/de6c2d03e152.jsonl
  sigsim page suite.json --path codes/1 --subject my-chat.ts
  sigsim page --link code.LOGIN_E_NET
  sigsim page --machine door.ts             your own XState machine, with paths played on it
  sigsim page --out page.html               written to a file`;

const texts = {
  written: { en: 'written: {url}', zh: '已写入：{url}' },
  served: { en: 'page on {url}\nstop it with Ctrl-C', zh: '教学页在 {url}\n按 Ctrl-C 结束' },
} as const satisfies Readonly<Record<string, Text>>;

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(
    'page.port',
    `page: ${JSON.stringify(text)} is not a port. Give a number from 0 to 65535; 0 takes any free one.`,
  );
}

/** The page with a trace in it. */
const withTrace = (html: string, recorded: Recorded): string =>
  withData(html, 'recording', recorded);

/** What happens when a path of a suite is run. */
async function traceOf(suite: Suite, file: string, options: PathOptions) {
  const [path, ...others] = pathsOf('page', suite, options.path);
  if (path === undefined || others.length > 0) {
    throw new UsageError(
      'page.path',
      `page: ${file} is a suite of ${suite.paths.length} paths, but the page can show only one. ` +
        `Choose it with --path${path === undefined ? '' : `: --path ${path.id}`}.`,
    );
  }
  const { tracePath } = await import('../../run/runner.ts');
  const subject = await subjectOf('page', options);
  return tracePath(suite, path, subject, placeOf(file, options));
}

/** Where a client left a path; undefined if it did not. */
function failedOf({ divergence, text }: PathOutcome, moment: number): Failed | undefined {
  if (divergence === undefined) return text === '' ? undefined : { text, moment };
  const { step, steps, did } = divergence;
  const { expected, actual } = recipeOf(divergence);
  return {
    text: `${divergence.subject} left ${divergence.path} at step ${step} of ${steps}, ${did}.`,
    moment,
    expected: expected.join('; '),
    actual: actual.join('; '),
  };
}

/** What to show: the page, the part of its address after the #, and a short description. */
interface Shown {
  readonly html: string;
  readonly hash?: string;
  readonly note?: string;
}

async function fileShown(html: string, file: string, options: PathOptions): Promise<Shown> {
  const text = readText('page', file, 'Give the path of a scenario, a trace or a suite.');
  checkKind('page', file, text, ['scenario', 'trace', 'suite', 'failure']);
  // The validator is large, and no other command needs it.
  const { isTrace, readTrace } = await import('../../replay/read.ts');
  if (isTrace(text)) {
    refusePathOptions('page', file, 'a trace', options);
    const { entries, failed } = readTrace(text, file);
    return { html: withTrace(html, { entries, ...(failed && { moment: failed.moment, failed }) }) };
  }
  const { parseJSON } = await import('../../base/json.ts');
  const value = parseJSON('page.file', file, text);
  const { sigsim, paths } = Object(value) as {
    readonly sigsim?: unknown;
    readonly paths?: unknown;
  };
  if (sigsim === 'failure' || Array.isArray(paths)) {
    const { outcome, ...recorded } = await traceOf(await suiteOf(file, value), file, options);
    const failed = failedOf(outcome, recorded.moment ?? recorded.entries.length);
    return {
      html: withTrace(html, { ...recorded, ...(failed && { failed }) }),
      note: `${outcome.path}: ${outcome.verdict}`,
    };
  }
  refusePathOptions('page', file, 'no suite', options);
  const { readScenario } = await import('../../scenario/index.ts');
  const { momentMax, writeLink } = await import('../../scenario/link.ts');
  return { html, hash: `#${writeLink(readScenario(file, value), momentMax)}` };
}

async function linkShown(html: string, link: string): Promise<Shown> {
  const { readLink } = await import('../../scenario/link.ts');
  const read = readLink(link);
  const names = lessons.map(({ name }) => name);
  if (read.what === 'lesson' && !names.includes(read.name)) {
    throw unknownName('page.lesson', 'page', 'lesson', read.name, names);
  }
  return { html, hash: `#${link.replace(/^#/, '')}` };
}

async function shownBy(
  file: string | undefined,
  { link, machine, events, input, cover, ...options }: PageOptions,
  output: Output,
): Promise<Shown> {
  const html = readPage();
  const own = { ...(events && { events }), ...(input && { input }), ...(cover && { cover }) };
  if (machine !== undefined) {
    if (file !== undefined || link !== undefined) {
      throw new UsageError(
        'page.machine',
        `page: --machine and a ${file === undefined ? 'link' : 'file'} cannot be combined. Give only one of them.`,
      );
    }
    refusePathOptions('page', '--machine', 'no suite', options);
    const { machineShown } = await import('./page-machine.ts');
    const shown = await machineShown({ machine, ...own }, output.progress);
    return {
      html: withData(html, 'machine', shown),
      note: `${shown.map.name}: ${shown.map.about}`,
    };
  }
  for (const name of Object.keys(own)) {
    throw new UsageError('page.option', `page: --${name} works only with --machine. Leave it out.`);
  }
  if (file !== undefined && link !== undefined) {
    throw new UsageError(
      'page.link',
      'page: a file and a link cannot be combined. Give only one of them.',
    );
  }
  if (file !== undefined) return fileShown(html, file, options);
  refusePathOptions('page', 'the page', 'no suite', options);
  return link === undefined ? { html } : linkShown(html, link);
}

const errorCode = (error: unknown): string => String((error as { readonly code?: unknown }).code);

function write(file: string, html: string): void {
  try {
    writeFileSync(file, html);
  } catch (error) {
    throw new UsageError(
      'page.out',
      `page: ${JSON.stringify(file)} cannot be written (${errorCode(error)}). ` +
        'Give a file in a folder that exists.',
    );
  }
}

/** Serves one file, to this machine alone. */
function serve(html: string, port: number): Promise<Server> {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' };
  const server = createServer((request, response) => {
    const isPage = new URL(request.url ?? '', 'http://page').pathname === '/';
    response.writeHead(isPage ? 200 : 404, isPage ? headers : {});
    response.end(isPage ? html : '');
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const taken = errorCode(error) === 'EADDRINUSE';
      reject(
        new UsageError(
          'page.port',
          `page: port ${port} ${taken ? 'is taken' : `cannot be used (${errorCode(error)})`}. ` +
            'Give another one with --port, or --port 0 for any free one.',
        ),
      );
    });
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** Waits for Ctrl-C, or another signal that asks the process to end. */
const asked = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

interface PageOptions extends PathOptions, PageMachineOptions {
  readonly port?: string;
  readonly out?: string;
  readonly link?: string;
}

/** Adds `sigsim page`. */
export function addPage(program: Command, output: Output): Command {
  const command = program
    .command('page')
    .description('the teaching page: served on this machine, or written to a file')
    .argument('[file]', 'a scenario, the trace of a test, or a suite with --path')
    .option('--port <n>', `the port, 0 for any free one (default: ${portStandard})`)
    .option('--out <file>', 'write the page to a file instead of serving it')
    .option(
      '--link <link>',
      'what to show: a link of the page, lesson.NAME, code.NAME or compare.NAME',
    )
    .option('--machine <file>', 'your own machine: FILE or FILE#export')
    .option('--events <json>', 'its events with their data: a file, or JSON')
    .option('--input <json>', 'its input: a file, or JSON')
    .option('--cover <criterion>', 'what its paths cover (default: transitions)');
  return addPathOptions(command)
    .addHelpText('after', help)
    .action(async (file: string | undefined, options: PageOptions) => {
      const { port, out } = options;
      const number = port === undefined ? portStandard : portOf(port);
      const { html, hash = '', note } = await shownBy(file, options, output);
      if (note !== undefined) output.write(note);
      if (out !== undefined) {
        write(out, html);
        output.write(output.say(texts.written, { url: `${pathToFileURL(out).href}${hash}` }));
        return;
      }
      const server = await serve(html, number);
      const { port: had } = server.address() as AddressInfo;
      output.write(output.say(texts.served, { url: `http://127.0.0.1:${had}/${hash}` }));
      await asked();
      server.closeAllConnections();
      server.close();
    });
}
