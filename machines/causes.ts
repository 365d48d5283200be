// What causes an event that is not a call. A lifecycle lists it in its causes.ts, by event; it is
// used when a world is driven by hand, and when somebody clicks on a chart.
import type { Details } from './callbacks.ts';

/** The cause of an event. */
export interface Cause {
  /** Its default data, if a path gives none: `{ account: 'bob' }`. */
  readonly tells?: Details;
  /**
   * What the service is told to do: an act of `world.service` and its arguments; `$me` is an
   * account.
   */
  readonly act?: readonly [act: string, ...args: string[]];
  /** What the other client calls. */
  readonly peer?: string;
  /** What it has to call first. */
  readonly peerFirst?: string;
}

/** The causes of those events of a statechart that need one. */
export type Causes = Readonly<Record<string, Cause>>;
