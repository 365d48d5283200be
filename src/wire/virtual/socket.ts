// A socket of a virtual browser; its events come once everything is over that happens at once.
import type { Connection } from '../connection.ts';
import { copyOfPlain, type Frame } from '../frame.ts';
import type { Net } from './net.ts';

/** States of a socket, as WebSocket numbers them. */
export const [connecting, open, closing, closed] = [0, 1, 2, 3] as const;

/** Its events, as the trace names them when a handler throws. */
const events = { open: 'socket open', message: 'socket message', close: 'socket close' } as const;

/** Hears what happens to a socket. */
export interface Hearer {
  onOpen(): void;
  onMessage(data: string | ArrayBuffer): void;
  /** A frame has come as it is. Without this, all come as messages. */
  onFrame?(frame: Frame): void;
  /** It broke; `onClose` follows. */
  onError(): void;
  onClose(code: number): void;
}

/** One socket, from the browser's end. */
export class Socket {
  readyState: number = connecting;
  /** The service's end of it, once there is one. */
  connection: Connection | undefined;
  readonly #net: Net;
  readonly #hearer: Hearer;

  /** @throws {SyntaxError} if the URL is invalid */
  constructor(net: Net, url: string, hearer: Hearer) {
    this.#net = net;
    this.#hearer = hearer;
    const connection = net.open(url, {
      device: net.device,
      speaks: net.speaks,
      send: (data) => {
        this.#soon(events.message, () => hearer.onMessage(forBrowser(data)));
      },
      pass:
        hearer.onFrame === undefined
          ? undefined
          : (frame: Frame): void => {
              this.#soon(events.message, () => hearer.onFrame?.(frame));
            },
      close: (code) => {
        this.#end(code);
      },
      fail: () => {
        this.#end(1006);
      },
    });
    if (connection === 'hang') return;
    if (connection === undefined) {
      this.#end(1006);
      return;
    }
    this.connection = connection;
    this.#soon(events.open, () => {
      if (this.readyState !== connecting) return;
      this.readyState = open;
      hearer.onOpen();
    });
  }

  /** Sends something; it is lost if the socket is not open. */
  send(data: unknown): void {
    const { connection } = this;
    if (this.readyState === open) this.#net.clock.set(() => connection?.receive(data), 0);
  }

  /** Sends an event with its argument, which need not become a text if JSON would give it back unchanged. */
  tell(event: string, argument: unknown): void {
    const plain = copyOfPlain(argument);
    if (plain === undefined) this.send(JSON.stringify([event, argument]));
    else if (this.readyState === open) {
      const { connection } = this;
      this.#net.clock.set(() => connection?.accept([event, plain]), 0);
    }
  }

  close(): void {
    if (this.readyState >= closing) return;
    const wasOpen = this.readyState === open;
    this.readyState = closing;
    const { connection } = this;
    this.#net.clock.set(() => connection?.closed(), 0);
    // To a browser, a socket that is closed before it is open has failed.
    this.#finish(wasOpen ? 1000 : 1006);
  }

  /** The other side ends it. */
  #end(code: number): void {
    if (this.readyState >= closing) return;
    this.#finish(code);
  }

  #finish(code: number): void {
    this.#soon(events.close, () => {
      if (this.readyState === closed) return;
      this.readyState = closed;
      if (code === 1006) this.#hearer.onError();
      this.#hearer.onClose(code);
    });
  }

  #soon(event: string, run: () => void): void {
    this.#net.soon(event, run);
  }
}

/** Bytes arrive as an ArrayBuffer of their own. */
const forBrowser = (data: string | Uint8Array): string | ArrayBuffer =>
  typeof data === 'string' ? data : new Uint8Array(data).buffer;
