// The mailbox of an account: messages and the events of calls, kept until the client acknowledges them. It
// outlives sockets and sessions (wire-protocol.md 7).
import type { Frame } from './frame.ts';

/** How a mailbox is kept: by numbers (0), or by ids of messages (1). @source wire 7, `config_msg_set` */
export type MailboxMode = 0 | 1;

/** One item in a mailbox. */
export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  /** Unix seconds. */
  readonly at: number;
  readonly content: string;
}

/** A page of a mailbox: the answer to a fetch. */
export type Page = Readonly<Record<string, unknown>>;

/** The most lines, and characters in them, kept for a client that does not fetch them; the oldest go first. */
const keptMax = { lines: 10_000, chars: 4_000_000 };

/** The most lines in one answer to a fetch. @source wire 5, `user_getmsg` */
const pageMax = 30;

const sizeOf = (max: unknown): number =>
  typeof max === 'number' && max > 0 ? Math.min(max, pageMax) : pageMax;

const field = (name: string): string => name.replaceAll(/\s/g, '_') || '_';

/**
 * A message as it is sent: `msg-v2 <src> <dst> <flag> <type> <time> <content>`, or `msg-v3` with its id
 * first.
 *
 * @source wire 6: fields are parted by single spaces; a name that has one stands in the content, too
 */
export function messageLine({ from, to, type, at, content }: Mail, id?: number): string {
  const head = id === undefined ? ['msg-v2'] : ['msg-v3', id];
  return [...head, field(from), field(to), 'v1:E:3600', type, at, content].join(' ');
}

/** The mailbox of one account of one App ID; its lines are numbered 1, 2, 3 … */
export class Mailbox {
  readonly #mode: MailboxMode;
  #kept: (readonly [number: number, line: string])[] = [];
  #chars = 0;
  #last = 0;
  #cleared = 0;

  constructor(mode: MailboxMode) {
    this.#mode = mode;
  }

  /** Adds an item, and returns the frame that brings it to a client at once. */
  put(mail: Mail): Frame {
    this.#last += 1;
    const number = this.#last;
    const isNumbered = this.#mode === 0;
    const line = isNumbered ? messageLine(mail) : messageLine(mail, number);
    this.#kept.push([number, line]);
    this.#chars += line.length;
    while (this.#kept.length > keptMax.lines || this.#chars > keptMax.chars) {
      const [, oldest] = this.#kept.shift() as readonly [number, string];
      this.#chars -= oldest.length;
    }
    return isNumbered
      ? ['notify', ['recvmsg', JSON.stringify([number, line])]]
      : ['notify', ['recvmsg_by_msgid', line]];
  }

  /** Whether a fetch with this mark would find nothing and change nothing. */
  isClear(mark: number): boolean {
    return this.#kept.length === 0 && this.#cleared >= mark;
  }

  /**
   * Answers `user_getmsg`.
   *
   * @param mark `ver_clear`: acknowledges everything up to it; nothing if it is not a number
   */
  fetch(mark: unknown, max: unknown): Page {
    if (typeof mark === 'number' && mark > this.#cleared && mark <= this.#last) {
      this.#cleared = mark;
      this.#keep((number) => number > mark);
    }
    return { ver_clear: this.#cleared, msgs: this.#kept.slice(0, sizeOf(max)) };
  }

  /**
   * Answers `user_getmsg2`.
   *
   * @param ids `clear_msgs`: acknowledges these
   */
  fetchById(ids: unknown, max: unknown): Page {
    const known = new Set(Array.isArray(ids) ? ids.map(String) : []);
    this.#keep((number) => !known.has(String(number)));
    return { msgs: this.#kept.slice(0, sizeOf(max)) };
  }

  #keep(isKept: (number: number) => boolean): void {
    this.#kept = this.#kept.filter(([number]) => isKept(number));
    this.#chars = this.#kept.reduce((sum, [, line]) => sum + line.length, 0);
  }
}
