/** The names that a judged client is given: nothing that it does may depend on them. */
export interface Names {
  readonly account: string;
  /** Who writes to it and calls it, and is called. */
  readonly peer: string;
  readonly channel: string;
}

/** The default names. */
export const standardNames: Names = { account: 'alice', peer: 'bob', channel: 'lobby' };
