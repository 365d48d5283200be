// What sessions that do nothing keep, in a process of their own: of sigsim, or of bare sockets.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serve } from '../src/loopback/index.ts';
import { bytes } from './measure.ts';
import { ask, ignore, loginText, open } from './sockets.ts';

const { side, count } = JSON.parse(process.argv[2] ?? '') as {
  readonly side: 'sigsim' | 'bare';
  readonly count: number;
};

async function sessions(): Promise<number> {
  const { url } = await serve({ world: { network: { latencyMs: 0 } } });
  return bytes(async () => {
    const sockets = await open(url, count);
    await Promise.all(
      sockets.map((socket, i) => ask(socket, loginText(i), (t) => t.includes('login_ret'))),
    );
    return sockets;
  });
}

async function bare(): Promise<number> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => socket.on('error', ignore));
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return bytes(() => open(`ws://127.0.0.1:${port}/`, count));
}

const kept = await (side === 'sigsim' ? sessions() : bare());
process.stdout.write(JSON.stringify(kept / count / 1024), () => process.exit());
