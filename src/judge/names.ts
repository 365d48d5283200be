/** What a judged client is given names of: nothing that it does may hang on them. */
export interface Names {
  readonly account: string;
  /** Who writes to it and calls it, and is called. */
  readonly peer: string;
  readonly channel: string;
}

/** The names, where nobody gives others. */
export const standardNames: Names = { account: 'alice', peer: 'bob', channel: 'lobby' };
