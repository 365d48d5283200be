// Sockets of the benches: opened by the hundred, and asked one thing at a time.
import { WebSocket } from 'ws';

/** Sockets that are broken at the end say so. */
export const ignore = (): void => undefined;

const opened = (url: string): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.once('open', () => resolve(socket));
    socket.on('error', reject);
  });

/** Sockets at an address, all of them open: a hundred at a time, for nobody waits longer than 10 s. */
export async function open(url: string, count: number): Promise<readonly WebSocket[]> {
  const sockets: WebSocket[] = [];
  while (sockets.length < count) {
    const some = Math.min(100, count - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: some }, () => opened(url)))));
  }
  return sockets;
}

/** One answer to one text, by one socket. */
export const ask = (
  socket: WebSocket,
  text: string,
  isAnswer: (data: string) => boolean,
): Promise<void> =>
  new Promise((resolve) => {
    const hear = (data: Buffer): void => {
      if (!isAnswer(data.toString())) return;
      socket.off('message', hear);
      resolve();
    };
    socket.on('message', hear);
    socket.send(text);
  });

export const loginText = (i: number): string =>
  JSON.stringify(['login', { vid: 'app', account: `a${i}`, token: '_no_need_token' }]);
