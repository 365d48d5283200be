// `call2`: requests of one socket, and who waits for their answers (wire-protocol.md 5).
import type { Socket } from '../wire/virtual/socket.ts';
import { later, type Surroundings } from './surroundings.ts';

/** Hears the answer to a request: `error` is `''` where it went well. */
export type Answered = (error: unknown, reply: unknown) => void;

/** The requests of one socket. */
export class Requests {
  readonly #around: Surroundings;
  readonly #socket: Socket;
  readonly #waiting = new Map<string, Answered>();
  /** Those that were passed over, by their numbers. */
  readonly #passed: { readonly from: number; to: number; readonly answered: Answered }[] = [];
  #last = 0;

  constructor(around: Surroundings, socket: Socket) {
    this.#around = around;
    this.#socket = socket;
  }

  ask(func: unknown, args: unknown, answered: Answered | undefined): void {
    const id = ++this.#last;
    const key = String(id);
    if (answered !== undefined) this.#waiting.set(key, answered);
    this.#socket.tell('call2', [func, id, args]);
    const { requestMs } = this.#around.manner;
    if (answered === undefined || requestMs === Infinity) return;
    later(this.#around, requestMs, () => {
      if (this.#waiting.delete(key)) answered('timeout', '');
    });
  }

  /** Counts requests that nobody would have noticed; an answer that comes again finds who asked. */
  skip(count: number, answered: Answered): void {
    const before = this.#passed.at(-1);
    if (before?.to === this.#last && before.answered === answered) before.to += count;
    else this.#passed.push({ from: this.#last + 1, to: this.#last + count, answered });
    this.#last += count;
  }

  /** An answer has come. */
  hear([id, err, text]: readonly unknown[]): void {
    const key = String(id);
    const answered = this.#waiting.get(key) ?? this.#passedBy(Number(id));
    if (answered === undefined) return;
    if (!this.#around.manner.repliesRepeat) this.#waiting.delete(key);
    answered(...readReply(err, text));
  }

  #passedBy(id: number): Answered | undefined {
    return this.#passed.find(({ from, to }) => id >= from && id <= to)?.answered;
  }
}

/** What a reply means: its error, and what goes with it. @source wire 5 */
function readReply(err: unknown, text: unknown): readonly [error: unknown, reply: unknown] {
  if (err !== '') return [err, text];
  let reply: unknown = text;
  try {
    reply = JSON.parse(text as string);
    const { result, data } = reply as {
      readonly result?: unknown;
      readonly data: { readonly result?: unknown };
    };
    // `data` without a `result` gives undefined as the error.
    return [result === 'ok' ? '' : data.result, reply];
  } catch {
    return [`wrong resp:${String(reply)}`, reply];
  }
}
