// A proxy between the published SDK and a server: it writes every frame down.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Frame } from '../../src/wire/frame.ts';
import type { Recorded } from './frame-rules.ts';

/** Stands before a server. */
export async function proxy(
  port: number,
): Promise<{ readonly port: number; readonly sockets: readonly Recorded[]; close(): void }> {
  const sockets: Recorded[] = [];
  const http = createServer((_, response) => response.end()); // The report of a login.
  const server = new WebSocketServer({ server: http });
  server.on('connection', (near, { socket }) => {
    const recorded: Recorded = { frames: [], closed: false };
    sockets.push(recorded);
    const far = new WebSocket(`ws://127.0.0.1:${port}/`);
    const early: string[] = [];
    near.on('message', (data: Buffer) => {
      const text = data.toString();
      recorded.frames.push({ from: 'client', frame: JSON.parse(text) as Frame });
      if (far.readyState === WebSocket.OPEN) far.send(text);
      else early.push(text);
    });
    far.on('open', () => early.splice(0).forEach((text) => far.send(text)));
    far.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Frame;
      recorded.frames.push({ from: 'service', frame });
      near.send(JSON.stringify(frame));
    });
    far.on('close', (code) => {
      recorded.closed ||= near.readyState === WebSocket.OPEN;
      if (code === 1000) near.close(1000);
      else near.terminate();
    });
    near.on('close', () => far.close());
    near.on('error', () => undefined);
    far.on('error', () => {
      // What broke the protocol there breaks it here.
      socket.write(Buffer.from([0xff, 0x00]));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    sockets,
    close: () => {
      server.close();
      for (const one of server.clients) one.terminate();
      http.close();
    },
  };
}
