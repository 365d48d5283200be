// One client's end of the network.
import type { Timer } from '../heap.ts';
import type { Addressed } from '../whom.ts';

/** Why a line was lost: closed cleanly, closed by an error, or nobody knows (L24, L26, L37). */
export type CutCause = 'closed' | 'error' | 'unknown';

/** What the client's end of a line is doing. */
type Phase = 'none' | 'lookup' | 'connect' | 'open';

/**
 * The client at the end of a line, as the network sees it; its App ID and account are the ones it logs in
 * with, `''` before its first login.
 */
export interface Endpoint extends Addressed {
  readonly name: string;
  readonly line: Line;
  /** Gives an event to its login lifecycle. */
  hearLine(type: string): void;
}

/** A packet under way. It is its own timer, so that there is only one object. */
export interface Packet extends Timer {
  readonly endpoint: Endpoint;
  readonly to: 'service' | 'client';
  readonly name: string;
  /** The line that it went by. */
  readonly epoch: number;
  /** Nothing that was sent before it holds it up. */
  readonly overtakes: boolean;
  /** Runs when it has arrived. */
  readonly bring: () => void;
  /** Runs if it is lost with its line. */
  readonly lost: (() => void) | undefined;
}

/** One client's line. */
export class Line {
  /** The name of its client in the trace; `''` until the first thing that it does gives it one. */
  client = '';
  phase: Phase = 'none';
  /** Counts the lines that a client has had: what was on an earlier one is lost. */
  epoch = 0;
  /** When the last packet of each direction arrives; later ones come no earlier. */
  arrivals = { service: 0, client: 0 };
  /** Runs while nothing gets through, until the client notices. */
  silence: Timer | undefined;
  /** What a partition holds up, and what was sent after it, in order. */
  held: Packet[] = [];
  /** Runs when a partition is over, until what it held up arrives. */
  clearing: Timer | undefined;
  /** The next ping, if packets may be lost; how many in a row went unanswered. */
  ping: Timer | undefined;
  missed = 0;
}
