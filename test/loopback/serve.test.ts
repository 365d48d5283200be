// `sigsim serve`, as somebody types it: the first line, and how it ends.
import { spawn } from 'node:child_process';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

test.each(['SIGTERM', 'SIGINT'] as const)(
  'serve: the first line says where it listens, and %s ends it with 0 and no socket left',
  async (signal) => {
    const child = spawn(process.execPath, [main, 'serve', '--port', '0']);
    let out = '';
    const first = new Promise<string>((resolve) => {
      child.stdout.on('data', (part: Buffer) => {
        out += part.toString();
        if (out.includes('token')) resolve(out.split('\n')[0] ?? '');
      });
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));

    const line = await first;
    expect(line).toMatch(/^listening on ws:\/\/127\.0\.0\.1:\d+\/$/);
    const { port } = new URL(line.replace('listening on ', ''));
    // Another test may be given the port afterwards; its server does not know this token.
    const [, token = ''] = /token (\w+)\)/.exec(out) ?? [];
    const answers = (): Promise<boolean> =>
      fetch(`http://127.0.0.1:${port}/control/worlds`, {
        headers: { Authorization: `Bearer ${token}`, Connection: 'close' },
      }).then(
        ({ ok }) => ok,
        () => false,
      );
    expect(await answers()).toBe(true);
    const held = new WebSocketClient(port);
    await held.open;
    child.kill(signal);

    expect(await ended).toBe(0);
    await held.closed;
    expect(await answers()).toBe(false);
  },
);

test.each([
  [['--port', '70000'], '--port is 70000'],
  [['--port', 'x'], '--port is x'],
  [['--prot', '1'], 'Did you mean --port'],
  [['--host', ''], 'host is ""'],
  [['--host', '127.0.0.1:80'], 'Give an address of this machine as the host'],
  [['--token', ''], 'the token must be one or more ASCII characters'],
  [['--token', 'a b'], 'the token must be one or more ASCII characters'],
])('serve %j: wrong use, exit code 1', async (args, words) => {
  const child = spawn(process.execPath, [main, 'serve', ...args]);
  let err = '';
  child.stderr.on('data', (part: Buffer) => {
    err += part.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));

  expect(code).toBe(1);
  expect(err).toContain(words);
});

test.each([
  ['127.0.0.1', []],
  ['localhost', []],
  ['0.0.0.0', ['warning    0.0.0.0 is not the loopback: other machines can reach this server.']],
])(
  'serve --host %s: warns where other machines can connect, and only there',
  async (host, words) => {
    const child = spawn(process.execPath, [main, 'serve', '--host', host]);
    let out = '';
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
    });
    // It ends in order from its first line on; the rest is printed all the same.
    child.stdout.once('data', () => child.kill('SIGTERM'));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));

    expect(code).toBe(0);
    expect(out).toMatch(
      new RegExp(String.raw`^listening on ws://${host.replaceAll('.', '\\.')}:\d+/\n`),
    );
    expect(out.split('\n').filter((line) => line.includes('warning'))).toEqual(words);
  },
);

test('serve: SIGTERM ends it while a step of an hour is under way', async () => {
  const child = spawn(process.execPath, [main, 'serve', '--token', 'secret']);
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const place = await new Promise<string>((resolve) => {
    child.stdout.once('data', (part: Buffer) => {
      resolve(/ws:(\S+)/.exec(part.toString())?.[1] ?? '');
    });
  });
  const steps = fetch(`http:${place}control/worlds/default/steps`, {
    method: 'POST',
    headers: { authorization: 'Bearer secret' },
    body: JSON.stringify({ steps: [{ by: 'time', wait: '1 h' }] }),
  });
  expect(await Promise.race([steps, later(300, 'waits')])).toBe('waits');

  child.kill('SIGTERM');

  expect(await ended).toBe(0);
  await steps.catch(() => undefined);
});

/** A socket that is held open. */
class WebSocketClient {
  readonly open: Promise<void>;
  readonly closed: Promise<void>;

  constructor(port: string) {
    const socket = import('ws').then(({ WebSocket }) => new WebSocket(`ws://127.0.0.1:${port}/`));
    this.open = socket.then((one) => new Promise((resolve) => one.on('open', resolve)));
    this.closed = socket.then(
      (one) =>
        new Promise((resolve) => {
          one.on('error', () => undefined);
          one.on('close', () => resolve());
        }),
    );
  }
}
