// A suite: paths through a model, as plain JSON. Its JSON Schema stands beside it.
import type { CodeName } from '../../../machines/codes.ts';
import type { Act } from '../../../machines/lifecycle.ts';
import type { Criterion } from './criteria.ts';

/** Version of the JSON form of a suite. */
export const suiteVersion = 1;

/** One step: the client calls, the world acts (an answer is an act), or time passes. */
export interface SuiteStep {
  readonly by: Act['by'] | 'time';
  /** Who calls or to whom it happens, where a model has several clients. */
  readonly client?: string;
  /** A call, a cause, or a timer: `'login'`, `'reply.tokenExpired'`, `'after noAck'`. */
  readonly do: string;
  /** The statechart that it is done to: `'query'`. */
  readonly part: string;
  /**
   * In a subject's words; a login's token is a word of `tokenWords`, a body that is null stands for one
   * that is too large.
   */
  readonly args?: Readonly<Record<string, unknown>>;
  /** How long after the step before, in virtual milliseconds. */
  readonly waitMs: number;
  readonly expect: {
    /** The statecharts that are elsewhere after it, and where. */
    readonly state?: Readonly<Record<string, string>>;
    /** What the application hears, in order. */
    readonly callbacks?: readonly { readonly name: string; readonly code?: CodeName }[];
  };
  /** Rows of the specification that it takes. */
  readonly rows: readonly string[];
}

/** A path from a fresh client on. */
export interface SuitePath {
  /** `'codes/LOGIN_E_TOKENEXPIRED'`, `'codes/1'`. */
  readonly id: string;
  /** The codes that it raises, in order, each once. */
  readonly codes: readonly CodeName[];
  readonly steps: readonly SuiteStep[];
}

/** The words for why an item cannot be covered. */
export const infeasibleReasons = [
  'unreachable',
  'guard',
  'timing',
  'timing, by search',
  'legacy',
  'payload',
  'error',
] as const;

/** Why an item cannot be covered. */
export interface Infeasible {
  readonly item: string;
  /**
   * `unreachable`: no sequence of steps leads there; `guard`: its event comes, and its guard never holds
   * (or one written before it always does); `timing`: steps lead there, but no timing allows them;
   * `timing, by search`: none was found; `legacy`: deprecated codes are off. Of a machine of the user's own
   * also `payload`: nobody gave an event with what is read of it; `error`: its event throws.
   */
  readonly reason: (typeof infeasibleReasons)[number];
  /** In a sentence, with what would make it feasible. */
  readonly because: string;
}

/** Paths that cover a criterion in a model. */
export interface Suite {
  readonly version: typeof suiteVersion;
  readonly model: string;
  readonly cover: Criterion;
  readonly legacy: boolean;
  readonly seed: number;
  /** Items that the criterion asks for. */
  readonly universe: number;
  readonly covered: number;
  readonly infeasible: readonly Infeasible[];
  /** Steps of all paths, and a step for every restart after the first. */
  readonly steps: number;
  /** No suite has fewer, timed or not. */
  readonly lowerBound: number;
  /** `exact`: the suite has no step more than the bound, and is the optimum; else how the bound was found. */
  readonly boundIs: 'exact' | 'lp' | 'trivial';
  /** For `edges`: the optimum over every edge, as if time were not counted. */
  readonly untimedSteps?: number;
  /** False where the model was too large to be explored whole. */
  readonly complete: boolean;
  /** For `pairs`, `triples` and `edges` a path ends after 2,000 steps, unless an item needs more. */
  readonly paths: readonly SuitePath[];
}
