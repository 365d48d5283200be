// What the bundle uses of a mini program of WeChat: wx.request and wx.connectSocket.
import type { Net } from './net.ts';
import { createWebSocket } from './web-socket.ts';

type Told = (result: Readonly<Record<string, unknown>>) => void;

interface Request {
  readonly url: string;
  readonly method?: string;
  readonly data?: unknown;
  readonly success?: Told;
  readonly fail?: Told;
}

/** Data as a mini program gets it: JSON is already parsed. */
function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A WebSocket with the names that a mini program gives it. */
function socketTask(socket: object): object {
  const real = socket as Record<string, unknown> & { send(data: unknown): void; close(): void };
  const on = (name: string) => (handler: unknown) => {
    real[name] = handler;
  };
  return {
    onOpen: on('onopen'),
    onMessage: on('onmessage'),
    onError: on('onerror'),
    onClose: on('onclose'),
    send: ({ data }: { readonly data?: unknown }) => real.send(data),
    close: () => real.close(),
  };
}

/**
 * Makes the `wx` of one virtual mini program, as far as the SDK uses one.
 *
 * @source wire 1: no navigator but a `wx` object means WeChat
 */
export function createWx(net: Net): object {
  const WebSocket = createWebSocket(net);
  return {
    request({ url, method = 'GET', data, success, fail }: Request): object {
      let isOver = false;
      const answer = net.http(method.toUpperCase(), url, data);
      if (answer !== 'hang') {
        net.soon('request', () => {
          if (isOver) return;
          isOver = true;
          if (answer === 'refuse') fail?.({ errMsg: 'request:fail' });
          else success?.({ data: read(answer.body), statusCode: answer.status, header: {} });
        });
      }
      return {
        abort: () => {
          if (isOver) return;
          isOver = true;
          net.soon('request', () => fail?.({ errMsg: 'request:fail abort' }));
        },
      };
    },
    // The bundle calls it with `new`.
    connectSocket: function connectSocket({ url }: { readonly url: string }): object {
      return socketTask(new WebSocket(url));
    },
  };
}
