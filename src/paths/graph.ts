import type { CodeName } from '../../machines/codes.ts';
import type { Act, Effect } from '../../machines/lifecycle.ts';

/** A state of the explored graph. */
export interface GraphState {
  readonly id: number;
  /** The machine's state: `'loggingIn.resolving'`. */
  readonly value: string;
  /** What else tells it apart: the context, and how the session stands. */
  readonly key: string;
}

/** A step of the explored graph: somebody acts, or time passes. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly by: Act['by'] | 'time';
  /** The event's type, or the timer as `after noAck`. */
  readonly event: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Ids of the transitions as written, in the order in which they were taken. */
  readonly transitions: readonly string[];
  readonly rows: readonly string[];
  readonly effects: readonly Effect[];
  readonly codes: readonly CodeName[];
  /** Codes of which this step is the representative (decisions.md B). */
  readonly primary: readonly CodeName[];
}

/** What can happen to one part of a lifecycle, as plain JSON. */
export interface Graph {
  readonly part: string;
  readonly legacy: boolean;
  /** State 0 is where it begins. */
  readonly states: readonly GraphState[];
  readonly edges: readonly GraphEdge[];
  /** False where the bound on states was hit: nothing may be concluded from what is missing. */
  readonly complete: boolean;
}
