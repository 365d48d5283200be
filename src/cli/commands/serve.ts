import type { Command } from 'commander';
import { UsageError } from '../../base/errors.ts';
import type { Output } from '../output.ts';

const help = `
The service on one port of this machine, for the real SDK: sockets, the look-up of
access points, telemetry, and an API over HTTP that drives it. Point a Signal at it
before its first login:

  import { pointAtSimulator } from 'sigsim/loopback';
  pointAtSimulator(signal, PORT);

or, without sigsim in the application:

  signal.setup_debugging('ap_url', 'ws://127.0.0.1:PORT/');
  signal.rp_url = 'http://127.0.0.1:PORT/telemetry';

The control API asks for the token that is printed; it is described by
http://127.0.0.1:PORT/control/openapi.json. Each world made by it has an address of
its own, ws://127.0.0.1:PORT/w/ID/, so that parallel tests never meet.

With --page a browser shows what happens, as it happens: in the default world at
/page, in another at /w/ID/page, with the token behind the # as it is printed.

Ctrl-C or SIGTERM ends it, with exit code 0.`;

const port = (text: string): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new UsageError(
    'cli.port',
    `--port is ${text}. Give a number from 0 to 65535; 0 takes a free one.`,
  );
};

interface ServeFlags {
  readonly port: number;
  readonly host: string;
  readonly virtual?: boolean;
  readonly token?: string;
  readonly page?: boolean;
}

/** Adds `sigsim serve`. */
export function addServe(program: Command, output: Output): Command {
  return program
    .command('serve')
    .description('the service on a port of this machine, for the real SDK')
    .option('--port <number>', 'the port; 0 takes a free one', port, 0)
    .option(
      '--host <address>',
      'where to listen; any address but the loopback lets other machines connect',
      '127.0.0.1',
    )
    .option('--virtual', 'time stands still until the control API moves it')
    .option('--page', 'the teaching page, live: lanes and charts move as clients act')
    .option('--token <text>', 'the token that the control API requires; random by default')
    .addHelpText('after', help)
    .action(async ({ port: wanted, host, virtual, token, page }: ServeFlags) => {
      const { isLoopback, serve } = await import('../../loopback/server.ts');
      const server = await serve({
        port: wanted,
        host,
        time: virtual === true ? 'virtual' : 'real',
        ...(token !== undefined && { token }),
        ...(page === true && { page: (await import('../page-file.ts')).readPage() }),
        log: (line) => {
          process.stderr.write(`${line}\n`);
        },
      });
      // Whoever reads the first line may end it at once.
      const ended = new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      });
      output.write(`listening on ${server.url}`);
      const place = server.url.replace('ws:', 'http:');
      output.write(`control    ${place}control  (token ${server.token})`);
      if (page === true) {
        output.write(`page       ${place}page#live.${encodeURIComponent(server.token)}`);
      }
      if (!isLoopback(host)) {
        output.write(
          `warning    ${host} is not the loopback: other machines can reach this server.`,
        );
      }
      await ended;
      await server.close();
    });
}
