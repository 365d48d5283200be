// What came into a world from outside, and exactly when: enough to make it all happen again. The trace
// says what was called and done; the journal has what the trace does not show, and where in the trace
// each input stands.
import type { Trace } from '../trace/trace.ts';
import type { Clock } from './clock.ts';

/** What a call was given that the trace does not show. */
export interface Given {
  /** The number of its token among those that the service made, from 1; never the token itself. */
  readonly token?: number;
  /** The limits of a login. */
  readonly retryCount?: unknown;
  readonly retrySeconds?: unknown;
  readonly extra?: unknown;
  readonly role?: 'caller' | 'callee';
  /** Made through an object of the web shape; through one that is over. */
  readonly web?: true;
  readonly stale?: true;
  readonly out?: true;
}

/** What came from outside. */
export type InputDeed =
  | { readonly call: Given }
  | { readonly act: true }
  | { readonly rule: Readonly<Record<string, unknown>> }
  | { readonly token: Readonly<Record<string, unknown>> };

/** An input, and when it came. */
export type Input = InputDeed & {
  /** Virtual milliseconds. */
  readonly at: number;
  /** How many entries the trace had before it. */
  readonly place: number;
  /** How many of the world's own timers had run before it. */
  readonly ran: number;
};

/** The inputs of a world. */
export class Journal {
  readonly inputs: Input[] = [];
  /** The token of each login, by its place in the trace. It is never written down anywhere. */
  readonly tokens = new Map<number, unknown>();
  readonly #trace: Trace;
  readonly #clock: Clock;
  readonly #numbers = new Map<unknown, number>();
  #tokenCount = 0;

  constructor(trace: Trace, clock: Clock) {
    this.#trace = trace;
    this.#clock = clock;
  }

  /** Notes an input. What a rule does is not one: the rule does it again by itself. */
  note(deed: InputDeed): void {
    const { now: at, ran } = this.#clock;
    const place = this.#trace.entries.length;
    this.inputs.push(
      'call' in deed ? { at, place, ran, call: deed.call } : { at, place, ran, ...deed },
    );
  }

  /** Notes that the service made a token. */
  noteToken(token: string, claim: Readonly<Record<string, unknown>>): void {
    this.note({ token: claim });
    // Two that are made in the same second are the same text; either number will do.
    this.#numbers.set(token, ++this.#tokenCount);
  }

  /** The number of a token that the service made; undefined if it did not make that one. */
  numberOf(token: unknown): number | undefined {
    return this.#numbers.get(token);
  }
}
