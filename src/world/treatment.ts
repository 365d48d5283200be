/**
 * What the service does with a request: says nothing, answers with this event instead of doing it, or
 * (`'serve'`) does it, whatever else it was told.
 */
export type Fate = 'serve' | 'silence' | `reply.${string}` | `peer.${string}`;

/** What a rule does with the requests of one call, or with something that the service pushes. */
export interface Treatment {
  /** What the service answers instead of doing it; with `'serve'` it does it, whatever else it was told. */
  readonly fate?: Fate;
  /** The service answers this many milliseconds later. */
  readonly lateMs?: number;
  /** What gets lost on the line: the request, so that nothing is done, or what the service sends. */
  readonly loses?: 'request' | 'answer';
  /** It arrives twice. */
  readonly twice?: boolean;
  /** It takes this many milliseconds longer, and what was sent after it can overtake it. */
  readonly behindMs?: number;
  /** Runs when the service has taken the request. */
  readonly served?: () => void;
}
