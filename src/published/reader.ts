// Who reads the mailbox after a login: a loop of its own for every login, that goes on when another
// has come (wire-protocol.md 7).
import type { Timer } from '../world/heap.ts';
import type { Answered } from './requests.ts';
import type { Speaker } from './speaker.ts';

/** What a mailbox is asked of, whichever way it is kept. */
interface Page {
  readonly ver_clear?: unknown;
  readonly msgs?: readonly (readonly [id: unknown, line: string])[];
}

/** Whose mailbox it is. */
export interface Owner extends Speaker {
  /** Whether nobody would notice a fetch now: nothing is new beyond a mark. */
  isQuiet(mark: number): boolean;
  /** Counts requests that were passed over. */
  skip(count: number, answered: Answered): void;
}

/** Reads the mailbox by one socket, and by its loop for ever after the login by it. */
export class Reader {
  readonly #session: Owner;
  readonly #hearLine: (line: string) => void;
  /** When its loop began: at the login. */
  #from: number | undefined;
  /** The place of its loop among others on the same grid. */
  #place = 0;
  /** The number up to which it has read, and that up to which the service knows so. */
  #mark = 0;
  #cleared = 0;
  /** Ids that are to be acknowledged, and after which moment; 0 where nothing is due. */
  #ids: string[] = [];
  #ackAfter = 0;
  /** When something last came, or was fetched. */
  #last: number;
  #isFetching = false;
  #timer: Timer | undefined;

  /** @param hearLine hears of a message's line */
  constructor(session: Owner, hearLine: (line: string) => void) {
    this.#session = session;
    this.#hearLine = hearLine;
    this.#last = this.#now;
  }

  get #now(): number {
    return this.#session.around.net.clock.now;
  }

  get #byIds(): boolean {
    return this.#session.config_msg_set === 1;
  }

  /** The login by its socket is through. */
  start(): void {
    this.#from = this.#now;
    this.#place = this.#session.around.net.clock.place();
    this.fetch();
  }

  /** Another login has come. */
  stop(): void {
    this.#from = undefined;
    this.#plan();
  }

  /** The mailbox is kept in another way from now on. */
  replan(): void {
    this.#plan();
  }

  /** Asks for what is there. */
  fetch(): void {
    if (this.#isFetching) return;
    const session = this.#session;
    const { manner } = session.around;
    const { pageMax: max } = manner;
    this.#isFetching = manner.fetchLost === 'dead';
    this.#last = this.#now;
    this.#ackAfter = 0;
    if (this.#byIds) {
      const answered = this.#answering((page) => this.#hearById(page));
      session.ask('user_getmsg2', { clear_msgs: this.#ids, max }, answered);
    } else {
      session.ask('user_getmsg', { ver_clear: this.#mark, max }, this.#hearingByNumber);
    }
    this.#plan();
  }

  /** A fetch is over with its answer, good or bad. */
  #answering(hear: (page: Page) => void): Answered {
    return (error, page) => {
      // A page without `msgs` throws here, and the fetch is never over [E11].
      if (error === '') hear(page as Page);
      this.#last = this.#now;
      this.#isFetching = false;
      this.#plan();
    };
  }

  readonly #hearingByNumber = this.#answering((page) => this.#hearByNumber(page));

  #hearByNumber({ ver_clear: cleared, msgs }: Page): void {
    this.#cleared = Number.parseInt(String(cleared), 10);
    this.#mark = Math.max(this.#mark, this.#cleared);
    for (const [version, line] of msgs as NonNullable<Page['msgs']>) {
      if (!(Number(version) > this.#mark)) continue;
      this.#hearLine(line);
      this.#mark = Number(version);
    }
  }

  /** Ids that came meanwhile are forgotten with the others [E18]. */
  #hearById({ msgs }: Page): void {
    this.#ids = [];
    for (const [, line] of msgs as NonNullable<Page['msgs']>) this.#hearLine(line);
  }

  /** A numbered message was pushed: the next one is taken, any other is a reason to fetch. */
  push(version: unknown, line: string): void {
    if (version !== this.#mark + 1) {
      this.fetch();
      return;
    }
    this.#hearLine(line);
    this.#mark = version;
    this.#onPush();
  }

  /** A message with an id was pushed. */
  pushById(line: string): void {
    this.#ids.push(line.split(' ')[1] ?? '');
    this.#hearLine(line);
    this.#onPush();
  }

  #onPush(): void {
    if (!this.#byIds) this.#last = this.#now;
    else if (this.#ackAfter === 0) {
      this.#ackAfter = this.#now + this.#session.around.manner.ackByIdMs;
    }
    this.#plan();
  }

  // --- the loop --------------------------------------------------------------------------------

  /** Sets the timer for the first look that will find something to do. */
  #plan(): void {
    const { net } = this.#session.around;
    if (this.#timer !== undefined) net.clock.stop(this.#timer);
    this.#timer = undefined;
    const moment = this.#moment;
    if (this.#from === undefined || moment === undefined) return;
    this.#look(this.#tickAfter(this.#from, Math.max(moment, this.#now + 1)));
  }

  /** Looks at a moment whether there is something to do; while the line is gone, again and again. */
  #look(due: number): void {
    const session = this.#session;
    const { net, manner } = session.around;
    const { mailboxTickMs: back } = manner;
    const isIdle = !this.#byIds && this.#mark === this.#cleared;
    const look = (): void => {
      this.#timer = undefined;
      if (session.state === 3) this.#look(net.clock.now + back);
      else if (session.state === 2) {
        const moment = this.#moment;
        if (moment !== undefined && moment <= net.clock.now) this.fetch();
        else this.#plan();
      }
    };
    const pass = (at: number, horizon: number): number | undefined => this.#pass(at, horizon);
    this.#timer = net.clock.wait(look, { due, back, place: this.#place, ...(isIdle && { pass }) });
  }

  /** From when on there will be something to do; undefined where nothing is to be done. */
  get #moment(): number | undefined {
    const { manner } = this.#session.around;
    if (this.#isFetching) return undefined;
    if (this.#byIds) {
      return this.#ids.length === 0 || this.#ackAfter === 0 ? undefined : this.#ackAfter + 1;
    }
    const isBehind = this.#mark > this.#cleared;
    return this.#last + (isBehind ? manner.ackMs + 1 : manner.pollMs);
  }

  /** The first look at a moment, or after it. */
  #tickAfter(from: number, moment: number): number {
    const { mailboxTickMs: tick } = this.#session.around.manner;
    return from + Math.ceil((moment - from) / tick) * tick;
  }

  /** Passes over fetches that would find nothing, and that nobody sees. */
  #pass(due: number, horizon: number): number | undefined {
    const session = this.#session;
    if (!session.isQuiet(this.#mark)) return undefined;
    const { pollMs } = session.around.manner;
    const count = Math.ceil((horizon - due) / pollMs);
    session.skip(count, this.#hearingByNumber);
    this.#last = due + (count - 1) * pollMs;
    return due + count * pollMs;
  }
}
