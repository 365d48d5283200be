// What a client can be asked to do. A lifecycle lists its calls in its calls.ts, each once; the
// doubles, rules, checks, scenarios and the page derive what they need from that.

/** A call. Its key is the SDK's method. */
export interface Call {
  /** Its arguments, in the order in which a trace shows them; a ? marks an optional one. */
  readonly args: readonly string[];
  /** The statechart that it is for; of several, the one that is active. */
  readonly part: string | readonly string[];
  /**
   * Which of a client's statecharts of that part: its only one, a new one for each call, or the one at an
   * address that some of the arguments make.
   */
  readonly address: 'one' | 'each' | readonly string[];
  /** The arguments that a trace does not show, for compatibility; they are in the journal. */
  readonly hides?: readonly string[];
  /** The event of the statechart, if its name differs from the method. */
  readonly event?: string;
  /**
   * The operation of the service that it requests, by the name that rules and faults use:
   * `'invite'`.
   */
  readonly asks?: string;
  /**
   * The operation that it tries, by the name that checks use: `'invite'`. Its answers are marked in
   * callbacks.ts.
   */
  readonly tries?: string;
  /**
   * What distinguishes one attempt from another: arguments that the answer also carries, or an id
   * that is generated if the application gives none.
   */
  readonly about?: readonly string[] | { readonly made: string };
  /** Methods that are the same call: `['channelInviteUser']`. */
  readonly also?: readonly string[];
  /** The arguments that the page fills in; `$me` and `$peer` are accounts. */
  readonly sample: Readonly<Record<string, string>>;
}

/** The calls of a lifecycle, by the SDK's method. */
export type Calls = Readonly<Record<string, Call>>;

/** The channel used in all examples. */
export const lobby = 'lobby';
