// Real sockets carried to the endpoint of a world: bounded in size, in number, and in patience.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Connection } from '../wire/connection.ts';
import type { Room } from './room.ts';

/** Bytes that a frame may have; the largest that the SDK sends is a message of 8 KB. */
const frameBytesMax = 65_536;
/** Bytes that may wait for a client that reads slowly. */
const waitingBytesMax = 4_194_304;
/** Milliseconds in which a socket must say something; the SDK pings every 10 s. */
export const silenceMsStandard = 60_000;
/** Sockets that one server holds. */
export const socketsMax = 20_000;

/** A frame that breaks the protocol: whoever reads it raises an error. */
const brokenFrame = Buffer.from([0xff, 0x00]);

/** Takes sockets for the rooms of a server. */
export class Sockets {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: frameBytesMax });
  readonly #live = new Map<WebSocket, { heardAt: number }>();
  readonly #sweep: NodeJS.Timeout;
  readonly #silenceMs: number;
  readonly #log: (line: string) => void;

  /** @param log takes a line on each kind of trouble, once for each cause */
  constructor(silenceMs: number, log: (line: string) => void) {
    this.#silenceMs = silenceMs;
    this.#log = log;
    this.#sweep = setInterval(() => {
      this.#endSilent();
    }, silenceMs / 4);
    this.#sweep.unref();
  }

  /** How many sockets stand. */
  get count(): number {
    return this.#live.size;
  }

  /** Takes a socket for a room; `device` tells apart those of one account. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer, room: Room, device: string): void {
    if (this.#live.size >= socketsMax) {
      this.#log(`more than ${socketsMax} sockets: the newest are refused`);
      refuse(socket, 503);
      return;
    }
    if (!room.world.service.isUp) {
      refuse(socket, 503);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (client) => {
      this.#carry(client, socket, room, device);
    });
  }

  /** Ends every socket at once. */
  close(): void {
    clearInterval(this.#sweep);
    for (const client of this.#live.keys()) client.terminate();
    this.#server.close();
  }

  #carry(client: WebSocket, socket: Duplex, room: Room, device: string): void {
    const patience = { heardAt: performance.now() };
    this.#live.set(client, patience);
    const { drive } = room;
    const connection: Connection | undefined = room.world.wire.endpoint.open({
      device,
      send: (data) => {
        if (client.bufferedAmount > waitingBytesMax) {
          this.#log('a client reads too slowly: its socket is closed');
          client.terminate();
        } else client.send(data);
      },
      close: (code, reason) => {
        client.close(code, reason);
      },
      fail: () => {
        socket.write(brokenFrame);
        client.terminate();
      },
    });
    client.on('message', (data: Buffer, isBinary: boolean) => {
      patience.heardAt = performance.now();
      drive.catchUp();
      connection?.receive(isBinary ? data : data.toString('utf8'));
      drive.touch();
      room.trim();
    });
    client.on('close', () => {
      this.#live.delete(client);
      connection?.closed();
      drive.touch();
    });
    client.on('error', (error) => {
      this.#log(`a socket failed: ${error.message}`);
    });
  }

  #endSilent(): void {
    const now = performance.now();
    for (const [client, { heardAt }] of this.#live) {
      const silentMs = now - heardAt;
      if (silentMs <= this.#silenceMs) continue;
      const why = `a socket said nothing for ${this.#silenceMs / 1000} s`;
      this.#log(`${why}: it is closed`);
      client.close(1008, why);
      // Whoever is half-open does not even answer that.
      if (silentMs > this.#silenceMs * 1.5) client.terminate();
    }
  }
}

/** Answers an upgrade with a status, and no socket. */
export function refuse(socket: Duplex, status: 403 | 404 | 503): void {
  const text = { 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' }[status];
  socket.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
