/**
 * What the service does with a request: says nothing, answers with this event instead of doing it, or
 * does it, whatever it was told.
 */
export type Fate = 'serve' | 'silence' | `reply.${string}` | `peer.${string}`;

/** What a rule has in store for the requests of one call, or for something that the service pushes. */
export interface Treatment {
  /** What the service answers instead of doing it; `'serve'`: whatever else it was told, it does it. */
  readonly fate?: Fate;
  /** The service answers so many milliseconds later. */
  readonly lateMs?: number;
  /** What gets lost on the line: the request, so that nothing is done, or what the service sends. */
  readonly loses?: 'request' | 'answer';
  /** It arrives twice. */
  readonly twice?: boolean;
  /** It takes so many milliseconds more, and what was sent after it comes before it. */
  readonly behindMs?: number;
  /** Runs when the service has taken the request. */
  readonly served?: () => void;
}
