import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { unknownName, UsageError } from '../../errors.ts';
import { lessons } from '../../lessons/index.ts';
import { root } from '../package.ts';
import type { Output } from '../run.ts';

/** Where the page is served, unless told otherwise. */
const portStandard = 4280;

const help = `
One HTML file that needs no network: statecharts, messages, codes and lessons, with
the very machines and world of this package. A link holds what somebody saw on it:
the part of its address behind the #, lesson.NAME, or code.NAME.

Examples:
  sigsim page                             served on http://127.0.0.1:${portStandard}/, ends on Ctrl-C
  sigsim page --link code.LOGIN_E_NET     the same; prints the address with the link
  sigsim page --out page.html             written to a file`;

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
    .option('--port <n>', `the port, 0 for any free one (default: ${portStandard})`)
    .option('--out <file>', 'write the page to a file, and serve nothing')
    .option('--link <link>', 'what to show: a link of the page, lesson.NAME or code.NAME')
    .addHelpText('after', help)
    .action(async ({ port, out, link }: PageOptions) => {
      const number = port === undefined ? portStandard : portOf(port);
      if (link !== undefined) {
        // What validates is large, and no other command needs it.
        const { readLink } = await import('../../link.ts');
        const read = readLink(link);
        const names = lessons.map(({ name }) => name);
        if (read.what === 'lesson' && !names.includes(read.name)) {
          throw unknownName('page.lesson', 'page', 'lesson', read.name, names);
        }
      }
      const hash = link === undefined ? '' : `#${link.replace(/^#/, '')}`;
      const html = readPage();
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
