// What a client can be asked to do. A lifecycle lists its calls in its calls.ts, each once; whoever needs
// them (the doubles, rules, checks, scenarios, the page) derives what it needs.

/** A call. The key that it stands under is the SDK's method. */
export interface Call {
  /** What it is given, in the order in which a trace shows it; a ? marks what may be left out. */
  readonly args: readonly string[];
  /** The statechart that it is for; of several, whichever is alive. */
  readonly part: string | readonly string[];
  /**
   * Which of a client's statecharts of that part: its only one, a new one for each call, or the one at an
   * address that some of the arguments make.
   */
  readonly address: 'one' | 'each' | readonly string[];
  /** What of it a trace does not show, where it always did not; it stands in the journal. */
  readonly hides?: readonly string[];
  /** The event of the statechart, where it has another name than the method. */
  readonly event?: string;
  /** What it asks of the service, by the name that rules and faults have for it: `'invite'`. */
  readonly asks?: string;
  /** What it tries, in the word of the checks: `'invite'`. What answers it says so in callbacks.ts. */
  readonly tries?: string;
  /**
   * What tells one try from another: arguments that the answer carries, too, or one that is made for it
   * where the application gives none.
   */
  readonly about?: readonly string[] | { readonly made: string };
  /** Methods that are the same call: `['channelInviteUser']`. */
  readonly also?: readonly string[];
  /** What the page gives by itself; `$me` and `$peer` are accounts. */
  readonly sample: Readonly<Record<string, string>>;
}

/** The calls of a lifecycle, by the SDK's method. */
export type Calls = Readonly<Record<string, Call>>;

/** The channel of all that is done as an example. */
export const lobby = 'lobby';
