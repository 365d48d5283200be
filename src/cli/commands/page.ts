import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { unknownName, UsageError } from '../../errors.ts';
import { lessons } from '../../lessons/index.ts';
import type { TraceEntry } from '../../trace.ts';
import { readText } from '../files.ts';
import { root } from '../package.ts';
import type { Output } from '../run.ts';

/** Where the page is served, unless told otherwise. */
const portStandard = 4280;

const help = `
One HTML file that needs no network: statecharts, messages, codes and lessons, with
the very machines and world of this package.

FILE is what is shown: a scenario, as sigsim run plays it, or a trace, as the matchers
of sigsim/vitest keep it of a test that has failed. A link holds what somebody saw on
the page: the part of its address behind the #, lesson.NAME, or code.NAME.

Examples:
  sigsim page                               served on http://127.0.0.1:${portStandard}/, ends on Ctrl-C
  sigsim page node_modules/.sigsim/de6c2d03e152.jsonl
  sigsim page --link code.LOGIN_E_NET
  sigsim page --out page.html               written to a file`;

/** The built page. @throws {UsageError} when it was not built */
function readPage(): string {
  const file = new URL('dist/page/index.html', root);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError('page.built', `page: ${file.pathname} is not there. Run npm run build.`);
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(
    'page.port',
    `page: ${JSON.stringify(text)} is no port. Give a number from 0 to 65535; 0 takes any free one.`,
  );
}

/** The page with a trace in it. What stands in a trace cannot end the script that it stands in. */
const withTrace = (html: string, entries: readonly TraceEntry[]): string =>
  html.replace(
    /(<script type="application\/json" id="recording">)\s*null\s*(?=<)/,
    (_all, tag: string) => tag + JSON.stringify(entries).replaceAll('<', String.raw`\u003c`),
  );

/** What is to be shown: the page itself, and what stands behind the # of its address. */
async function readShown(file: string | undefined, link: string | undefined) {
  const html = readPage();
  if (file !== undefined) {
    const text = readText('page', file, 'Give the path of a scenario or a trace.');
    // What validates is large, and no other command needs it.
    const { isTrace, readTrace } = await import('../../replay/read.ts');
    if (isTrace(text)) return { html: withTrace(html, readTrace(text, file).entries), hash: '' };
    const { parseScenario } = await import('../../scenario/index.ts');
    const { momentMax, writeLink } = await import('../../link.ts');
    return { html, hash: `#${writeLink(parseScenario(file, text), momentMax)}` };
  }
  if (link === undefined) return { html, hash: '' };
  const { readLink } = await import('../../link.ts');
  const read = readLink(link);
  const names = lessons.map(({ name }) => name);
  if (read.what === 'lesson' && !names.includes(read.name)) {
    throw unknownName('page.lesson', 'page', 'lesson', read.name, names);
  }
  return { html, hash: `#${link.replace(/^#/, '')}` };
}

const errorCode = (error: unknown): string => String((error as { readonly code?: unknown }).code);

function write(file: string, html: string): void {
  try {
    writeFileSync(file, html);
  } catch (error) {
    throw new UsageError(
      'page.out',
      `page: ${JSON.stringify(file)} cannot be written (${errorCode(error)}). ` +
        'Give a file in a folder that is there.',
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
          `page: port ${port} ${taken ? 'is taken' : `cannot be had (${errorCode(error)})`}. ` +
            'Give another one with --port, or --port 0 for any that is free.',
        ),
      );
    });
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** Waits for Ctrl-C, or whatever else asks a process to end. */
const asked = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

interface PageOptions {
  readonly port?: string;
  readonly out?: string;
  readonly link?: string;
}

/** Adds `sigsim page`. */
export function addPage(program: Command, output: Output): Command {
  return program
    .command('page')
    .description('the teaching page: served on this machine, or written to a file')
    .argument('[file]', 'a scenario, or the trace of a test')
    .option('--port <n>', `the port, 0 for any free one (default: ${portStandard})`)
    .option('--out <file>', 'write the page to a file, and serve nothing')
    .option('--link <link>', 'what to show: a link of the page, lesson.NAME or code.NAME')
    .addHelpText('after', help)
    .action(async (file: string | undefined, { port, out, link }: PageOptions) => {
      const number = port === undefined ? portStandard : portOf(port);
      const { html, hash } = await readShown(file, link);
      if (out !== undefined) {
        write(out, html);
        output.write(`written: ${pathToFileURL(out).href}${hash}`);
        return;
      }
      const server = await serve(html, number);
      const { port: had } = server.address() as AddressInfo;
      output.write(`page on http://127.0.0.1:${had}/${hash}\nend it with Ctrl-C`);
      await asked();
      server.closeAllConnections();
      server.close();
    });
}
