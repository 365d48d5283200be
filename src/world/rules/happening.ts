import type { Who } from './who.ts';

/** What rules look at when something happens. */
export interface Happening {
  /** An operation, `'loggedIn'`, `'joined'` or `'push'`. */
  readonly what: string;
  readonly at: number;
  readonly who: Who;
  readonly account: string;
  readonly channel: string;
  readonly peer: string;
}
