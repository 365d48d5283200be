// The wire: sockets beside a bare echo server of the same library, and the published SDK in virtual time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { WebSocket, WebSocketServer } from 'ws';
import { createWorld } from '../src/index.ts';
import { serve } from '../src/loopback/index.ts';
import { ask, ignore, loginText, open } from './sockets.ts';
import { inChild } from './child.ts';
import { compare, time, type Result } from './measure.ts';

const main = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));

const connections = 1000;
const rounds = 20_000;

/**
 * Round trips a second, each socket asking again when it is answered; the times of all of them.
 *
 * @param rest what they leave to be done: it counts
 */
async function roundTrips(
  sockets: readonly WebSocket[],
  textOf: (socket: number) => string,
  isAnswer: (data: string) => boolean,
  rest: () => Promise<void> = async () => undefined,
): Promise<{ perSecond: number; latency: number }> {
  const times: number[] = [];
  let left = rounds;
  const ms = await time(async () => {
    await Promise.all(
      sockets.map(async (socket, i) => {
        while (left-- > 0) {
          const start = performance.now();
          await ask(socket, textOf(i), isAnswer);
          times.push(performance.now() - start);
        }
      }),
    );
    await rest();
  });
  times.sort((a, b) => a - b);
  return { perSecond: (rounds / ms) * 1000, latency: times[times.length >> 1] ?? 0 };
}

const query = (i: number): string =>
  JSON.stringify(['call2', ['user_query_user_status', 1, { account: `a${i}` }]]);

const isReply = (text: string): boolean => text.startsWith('["call2-ret"');

/** A message to the next socket's account, by an id of its own. */
const message = (i: number): string =>
  JSON.stringify([
    'call2',
    ['user_sendmsg', 2, { peer: `a${(i + 1) % connections}`, t: 'instant', content: 'hello' }],
  ]);

const isSent = (text: string): boolean => text.startsWith('["call2-ret",[2,');

/**
 * Lets every socket acknowledge each message that is pushed to it, as the SDK does by its next fetch.
 *
 * @returns what waits until as many as were sent in a round are acknowledged
 */
function acknowledging(sockets: readonly WebSocket[]): () => Promise<void> {
  let left = 0;
  let done = ignore;
  for (const socket of sockets) {
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text.startsWith('["notify",["recvmsg"')) {
        const [, [, item]] = JSON.parse(text) as [string, [string, string]];
        const [number] = JSON.parse(item) as [number, string];
        socket.send(JSON.stringify(['call2', ['user_getmsg', 3, { ver_clear: number, max: 30 }]]));
      } else if (text.startsWith('["call2-ret",[3,')) {
        left -= 1;
        if (left === 0) done();
      }
    });
  }
  return () =>
    new Promise((resolve) => {
      done = resolve;
      left += rounds; // It has counted down from nought meanwhile.
      if (left === 0) done();
    });
}

/** The sockets of `sigsim serve` beside those of an echo server. */
async function overSockets(): Promise<readonly Result[]> {
  const echo = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  echo.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => socket.send(data.toString()));
    socket.on('error', ignore);
  });
  await once(echo, 'listening');
  const server = await serve({ world: { network: { latencyMs: 0 } } });
  const ours = await open(server.url, connections);
  await Promise.all(
    ours.map((socket, i) => ask(socket, loginText(i), (t) => t.includes('login_ret'))),
  );
  const theirs = await open(`ws://127.0.0.1:${(echo.address() as AddressInfo).port}/`, connections);

  const acknowledged = acknowledging(ours);
  const latencies = { ours: 0, theirs: 0 };
  const line = { peerName: 'a bare echo server (ws)', unit: 'round trips a second' };
  const results = [
    await compare(
      { ...line, name: `status queries over ${connections} sockets`, goal: 'ratio >= 0.3' },
      async () => {
        const { perSecond, latency } = await roundTrips(ours, query, isReply);
        latencies.ours = latency;
        return perSecond;
      },
      async () => {
        const { perSecond, latency } = await roundTrips(theirs, query, () => true);
        latencies.theirs = latency;
        return perSecond;
      },
      5,
    ),
    await compare(
      {
        ...line,
        name: `messages over ${connections} sockets: a reply, a push and its acknowledgement each`,
        goal: 'ratio >= 0.15',
      },
      async () => (await roundTrips(ours, message, isSent, acknowledged)).perSecond,
      async () => (await roundTrips(theirs, message, () => true)).perSecond,
      5,
    ),
  ];
  const ratio = latencies.ours / latencies.theirs;
  results.push({
    name: 'median latency of a status query',
    ours: latencies.ours,
    peer: latencies.theirs,
    peerName: line.peerName,
    unit: 'ms',
    ratio,
    goal: 'ratio <= 3',
    spread: [ratio, ratio],
  });
  for (const socket of [...ours, ...theirs]) socket.terminate();
  await server.close();
  echo.close();
  return results;
}

/** Idle sessions: what each of them keeps, with both ends of its socket. */
async function idle(): Promise<Result> {
  const count = 5000;
  const [ours = 0, peer = 0] = [
    await inChild<number>('idle-peer.js', { side: 'sigsim', count }),
    await inChild<number>('idle-peer.js', { side: 'bare', count }),
  ];
  return {
    name: `memory of ${count} idle sessions, both ends of each socket`,
    ours,
    peer,
    peerName: 'bare sockets',
    unit: 'kB each',
    ratio: ours / peer,
    goal: 'told, not bounded',
    spread: [ours / peer, ours / peer],
  };
}

/** The published SDK on the virtual wire: cut every ten minutes, and back a second later. */
async function virtualHours(): Promise<Result> {
  const bundle = createRequire(import.meta.url).resolve('agora-signaling-sdk');
  const hours = 2;
  const timers = new Map<number, number>();
  const perMinute = async (cutEveryMin: number): Promise<number> => {
    const world = createWorld({ errors: 'allow' });
    const { Signal } = world.loadSdk(bundle) as {
      Signal: (appId: string) => { login(...args: string[]): unknown };
    };
    Signal('app').login('alice', '_no_need_token');
    const ms = await time(async () => {
      for (let min = 0; min < hours * 60; min += cutEveryMin) {
        await world.advance(`${cutEveryMin} min`);
        if (cutEveryMin === hours * 60) continue;
        world.network.cut('alice');
        await world.advance('1 s');
        world.network.restore('alice');
      }
    });
    timers.set(cutEveryMin, world.clock.ran / hours);
    return hours / (ms / 60_000);
  };
  const result = await compare(
    {
      name: 'the published SDK in virtual time, cut every ten minutes',
      peerName: 'the same, never cut',
      unit: 'virtual hours a minute',
      goal: 'ours >= 300',
    },
    () => perMinute(10),
    () => perMinute(hours * 60),
    3,
  );
  const anHour = (cutEveryMin: number): string =>
    Math.round(timers.get(cutEveryMin) ?? 0).toLocaleString('en');
  return {
    ...result,
    notes: [
      'each reconnect leaves the loops of the line before running (D5): ' +
        `${anHour(10)} timers in a virtual hour, against ${anHour(hours * 60)}`,
    ],
  };
}

/** Milliseconds until a process says something, or ends. */
const untilSaid = (args: readonly string[]): Promise<number> =>
  new Promise((resolve) => {
    const start = performance.now();
    const child = spawn(process.execPath, args);
    const done = (): void => {
      resolve(performance.now() - start);
      child.kill();
    };
    child.stdout.once('data', done);
    child.once('exit', done);
  });

/** How long it takes until `sigsim serve` listens. */
const startup = (): Promise<Result> =>
  compare(
    {
      name: 'sigsim serve listens',
      peerName: 'node -e 0',
      unit: 'ms',
      goal: 'ratio <= 6',
    },
    () => untilSaid([main, 'serve', '--port', '0']),
    () => untilSaid(['-e', '0']),
    9,
  );

/** Measures the wire. */
export const benchWire = async (): Promise<readonly Result[]> => [
  await startup(),
  ...(await overSockets()),
  await idle(),
  await virtualHours(),
];
