import type { Who } from './who.ts';

/** What happens, as far as rules ask. */
export interface Happening {
  /** An operation, `'loggedIn'`, `'joined'` or `'push'`. */
  readonly what: string;
  readonly at: number;
  readonly who: Who;
  readonly account: string;
  readonly channel: string;
  readonly peer: string;
}
