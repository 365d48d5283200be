// What brings an event about that is no call. A lifecycle says it in its causes.ts, by the event; where a
// world is led by hand, and where somebody clicks on a chart, it is done so.
import type { Details } from './callbacks.ts';

/** The cause of an event. */
export interface Cause {
  /** What comes with it, where a path says nothing else of it: `{ account: 'bob' }`. */
  readonly tells?: Details;
  /** What the service is told to do: an act of `world.service` and its arguments, `$me` an account. */
  readonly act?: readonly [act: string, ...args: string[]];
  /** What the other client calls. */
  readonly peer?: string;
  /** What it has to call before. */
  readonly peerFirst?: string;
}

/** The causes of the events of a statechart, those that need one. */
export type Causes = Readonly<Record<string, Cause>>;
