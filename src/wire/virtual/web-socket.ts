import type { Net } from './net.ts';
import { closed, closing, connecting, open, Socket } from './socket.ts';

type Handler = ((event: Readonly<Record<string, unknown>>) => void) | null;

/** Makes the `WebSocket` of one virtual browser. */
export const createWebSocket = (net: Net): new (url: string) => object =>
  class WebSocket {
    static readonly CONNECTING = connecting;
    static readonly OPEN = open;
    static readonly CLOSING = closing;
    static readonly CLOSED = closed;
    readonly CONNECTING = connecting;
    readonly OPEN = open;
    readonly CLOSING = closing;
    readonly CLOSED = closed;
    readonly url: string;
    binaryType = 'blob';
    onopen: Handler = null;
    onmessage: Handler = null;
    onerror: Handler = null;
    onclose: Handler = null;
    readonly #socket: Socket;

    constructor(url: string) {
      this.url = new URL(url).href; // Throws if it is invalid, as a browser does.
      this.#socket = new Socket(net, url, {
        onOpen: () => this.onopen?.({ type: 'open' }),
        onMessage: (data) => this.onmessage?.({ data }),
        onError: () => this.onerror?.({ type: 'error' }),
        onClose: (code) =>
          this.onclose?.({ type: 'close', code, wasClean: code !== 1006, reason: '' }),
      });
    }

    get readyState(): number {
      return this.#socket.readyState;
    }

    send(data: unknown): void {
      if (this.readyState === connecting) {
        throw new DOMException('Still in CONNECTING state', 'InvalidStateError');
      }
      this.#socket.send(data);
    }

    close(): void {
      this.#socket.close();
    }
  };
