// Sockets that mean harm, over TCP: each is bounded, closed with a reason, told once, and leaves nothing.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../support/real-sdk.ts';
import { serve, type LoopbackServer } from '../../src/loopback/index.ts';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** As many as the issue asks for, or as the machine has files. */
const filesMax = Number(execFileSync('sh', ['-c', 'ulimit -n']).toString()) || 1024;
const crowd = Math.min(10_000, filesMax - 500);

const said: string[] = [];
let server: LoopbackServer;

beforeAll(async () => {
  server = await serve({ silenceMs: 1_000, log: (line) => said.push(line) });
});

afterAll(async () => {
  await server.close();
});

/** What the server has said since the last time. */
const take = (): readonly string[] => said.splice(0);

const raw = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};

const opened = async (): Promise<WebSocket> => {
  const socket = new WebSocket(server.url);
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return socket;
};

/** The code and the words with which a socket is closed. */
const closed = async (socket: WebSocket): Promise<string> => {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return `${code} ${String(reason)}`.trim();
};

const upgrade = (extensions = ''): string =>
  'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${extensions}\r\n`;

/** A frame of a client, masked by zeros; `first` is its first byte. */
function frame(first: number, body: Buffer): Buffer {
  const head = Buffer.from([first, 0x80 | 127, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(body.length, 6);
  return Buffer.concat([head, body]);
}

test('connections that never speak are closed, and told once', async () => {
  const sockets = await Promise.all(Array.from({ length: 50 }, () => raw(server.port)));

  await Promise.all(sockets.map((socket) => once(socket.resume(), 'close')));

  expect(take()).toEqual([expect.stringContaining('says nothing')]);
});

test('sockets that are opened and never speak are closed with a reason, told once', async () => {
  const sockets = await Promise.all(Array.from({ length: 50 }, opened));

  const reasons = await Promise.all(sockets.map(closed));

  expect(new Set(reasons)).toEqual(new Set(['1008 a socket said nothing for 1 s']));
  expect(take()).toEqual(['a socket said nothing for 1 s: it is closed']);
  await until(() => server.sockets === 0, 'the end of the sockets');
  expect(server.world.wire.sockets()).toEqual([]);
});

test('a half-open socket, which does not even answer the close, is broken', async () => {
  const socket = await raw(server.port);
  socket.write(upgrade());
  await once(socket, 'data');

  await once(socket.resume(), 'close'); // It reads, and says nothing for ever.

  await until(() => server.sockets === 0, 'the end of the socket');
  take();
});

test('a slow reader: what waits for it is bounded, its socket is closed', async () => {
  const socket = await raw(server.port);
  socket.write(upgrade());
  await once(socket, 'data');
  socket.pause();
  const ping = frame(0x81, Buffer.from(JSON.stringify(['ping', 'x'.repeat(60_000)])));
  const isClosed = (): boolean => {
    for (let i = 0; i < 20 && socket.writableLength < 1_000_000; i++) socket.write(ping);
    return server.sockets === 0;
  };

  await until(isClosed, 'the end of the socket');
  expect(take()).toContain('a client reads too slowly: its socket is closed');
  socket.destroy();
});

test.each([
  ['not JSON', 'nonsense', '1008 a frame that is not JSON'],
  ['not an array', '{"a":1}', '1008 a frame that is not an array'],
  ['deeply nested', `${'['.repeat(6_000)}${']'.repeat(6_000)}`, '1008 a frame nested deeper'],
  ['binary', Buffer.from([1, 2, 3]), '1008 a frame that is not text'],
  ['10 MB', 'x'.repeat(10_000_000), '1009'],
])('a frame that is %s closes its socket with a reason', async (_, data, reason) => {
  const socket = await opened();
  const end = closed(socket);
  socket.send(data);

  expect(await end).toContain(reason);
  expect(new Set(take()).size).toBe(1);
});

test('a zip bomb is not unpacked: nothing compressed is taken, by socket or by request', async () => {
  const socket = await raw(server.port);
  socket.write(upgrade('Sec-WebSocket-Extensions: permessage-deflate\r\n'));
  const [head] = (await once(socket, 'data')) as [Buffer];
  const bomb = deflateRawSync(Buffer.alloc(50_000_000));
  socket.write(frame(0xc1, bomb));
  await once(socket.resume(), 'close');

  expect(head.toString()).not.toMatch(/deflate/i);
  const answer = await fetch(`http://127.0.0.1:${server.port}/control/worlds`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${server.token}`, 'Content-Encoding': 'gzip' },
    body: gzipSync(Buffer.alloc(50_000_000)),
  });
  expect(answer.status).toBe(400);
  take();
});

test('calls before a login and repeated ids are answered, unknown events are noted', async () => {
  const socket = await opened();
  const heard: string[] = [];
  socket.on('message', (data: Buffer) => heard.push(data.toString()));
  const call = JSON.stringify(['call2', ['user_sendmsg', 1, { peer: 'bob', content: 'x' }]]);
  for (const text of [call, call, '["nonsense", 1]', '["ping", 1]']) socket.send(text);
  while (heard.length < 3) await once(socket, 'message');

  expect(heard.map((text) => text.slice(0, 14))).toEqual([
    '["call2-ret",[',
    '["call2-ret",[',
    '["pong",1]',
  ]);
  expect(take()).toEqual([expect.stringContaining('an event that the service does not know')]);
  socket.terminate();
});

/** Kilobytes that a process holds; undefined where nobody says. */
function held({ pid }: ChildProcess): number | undefined {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]);
}

test(`${crowd} connections that never speak, twice: all closed, and memory does not grow`, async () => {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0']);
  let [out, err] = ['', ''];
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  while (!out.includes('token')) out += String((await once(child.stdout, 'data'))[0]);
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(out)?.[1]);
  const after: (number | undefined)[] = [];
  for (let round = 0; round < 2; round++) {
    const sockets: Socket[] = [];
    while (sockets.length < crowd) {
      const some = Math.min(250, crowd - sockets.length);
      sockets.push(...(await Promise.all(Array.from({ length: some }, () => raw(port)))));
    }
    await Promise.all(
      sockets.map(async (socket) => socket.destroyed || once(socket.resume(), 'close')),
    );
    after.push(held(child));
  }
  // It still serves.
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
  await once(socket, 'open');
  socket.send('["ping",1]');
  expect(String((await once(socket, 'message'))[0])).toBe('["pong",1]');
  socket.terminate();
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);

  const [first = 0, second = 0] = after;
  expect(second - first).toBeLessThan(40_000);
  expect(err.trim().split('\n')).toHaveLength(1);
});
