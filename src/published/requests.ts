// `call2`: requests of one socket, and who waits for their answers (wire-protocol.md 5).
import type { Socket } from '../wire/virtual/socket.ts';
import { later, type Surroundings } from './surroundings.ts';

/** Hears the answer to a request: `error` is `''` where it went well. */
export type Answered = (error: unknown, reply: unknown) => void;

/** The requests of one socket. */
export class Requests {
  readonly #around: Surroundings;
  readonly #socket: Socket;
  readonly #waiting = new Map<unknown, Answered>();
  #last = 0;

  constructor(around: Surroundings, socket: Socket) {
    this.#around = around;
    this.#socket = socket;
  }

  ask(func: unknown, args: unknown, answered: Answered | undefined): void {
    const id = ++this.#last;
    if (answered !== undefined) this.#waiting.set(id, answered);
    this.#socket.send(JSON.stringify(['call2', [func, id, args]]));
    const { requestMs } = this.#around.manner;
    if (answered === undefined || requestMs === Infinity) return;
    later(this.#around, requestMs, () => {
      if (this.#waiting.delete(id)) answered('timeout', '');
    });
  }

  /** Counts requests that nobody would have noticed. */
  skip(count: number): void {
    this.#last += count;
  }

  /** An answer has come. */
  hear([id, err, text]: readonly unknown[]): void {
    const answered = this.#waiting.get(id);
    if (answered === undefined) return;
    if (!this.#around.manner.repliesRepeat) this.#waiting.delete(id);
    answered(...readReply(err, text));
  }
}

/** What a reply means: its error, and what goes with it. @source wire 5 */
function readReply(err: unknown, text: unknown): readonly [error: unknown, reply: unknown] {
  if (err !== '') return [err, text];
  let reply: unknown;
  try {
    reply = JSON.parse(text as string);
  } catch {
    return [`wrong resp:${String(text)}`, text];
  }
  const { result, data } = reply as {
    readonly result?: unknown;
    readonly data?: { readonly result?: unknown };
  };
  if (result === 'ok') return ['', reply];
  return [data?.result ?? `wrong resp:${String(reply)}`, reply];
}
