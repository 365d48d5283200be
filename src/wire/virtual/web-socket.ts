import type { Connection } from '../connection.ts';
import type { Net } from './net.ts';

type Handler = ((event: Readonly<Record<string, unknown>>) => void) | null;

const [connecting, open, closing, closed] = [0, 1, 2, 3] as const;

/** Makes the `WebSocket` of one virtual browser; its events come one turn after what causes them. */
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
    readyState: number = connecting;
    binaryType = 'blob';
    onopen: Handler = null;
    onmessage: Handler = null;
    onerror: Handler = null;
    onclose: Handler = null;
    #connection: Connection | undefined;

    constructor(url: string) {
      this.url = new URL(url).href; // Throws a SyntaxError where it is none, as there.
      const connection = net.open(url, {
        send: (data) => {
          this.#soon('message', () => this.onmessage?.({ data: forBrowser(data) }));
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
      this.#connection = connection;
      this.#soon('open', () => {
        if (this.readyState !== connecting) return;
        this.readyState = open;
        this.onopen?.({ type: 'open' });
      });
    }

    send(data: unknown): void {
      if (this.readyState === connecting) {
        throw new DOMException('Still in CONNECTING state', 'InvalidStateError');
      }
      const connection = this.#connection;
      if (this.readyState === open) net.clock.set(() => connection?.receive(data), 0);
    }

    close(): void {
      if (this.readyState >= closing) return;
      const wasOpen = this.readyState === open;
      this.readyState = closing;
      const connection = this.#connection;
      net.clock.set(() => connection?.closed(), 0);
      // A socket that is closed before it is open has failed, as far as a browser can tell.
      this.#finish(wasOpen ? 1000 : 1006);
    }

    /** It ends from the other side. */
    #end(code: number): void {
      if (this.readyState >= closing) return;
      this.#finish(code);
    }

    #finish(code: number): void {
      this.#soon('close', () => {
        if (this.readyState === closed) return;
        this.readyState = closed;
        const wasClean = code !== 1006;
        if (!wasClean) this.onerror?.({ type: 'error' });
        this.onclose?.({ type: 'close', code, wasClean, reason: '' });
      });
    }

    #soon(event: string, run: () => void): void {
      net.soon(`socket ${event}`, run);
    }
  };

/** Bytes come as an ArrayBuffer of their own. */
const forBrowser = (data: string | Uint8Array): string | ArrayBuffer =>
  typeof data === 'string' ? data : new Uint8Array(data).buffer;
