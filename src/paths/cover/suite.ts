// A suite: paths through a model, as plain JSON. Its JSON Schema is beside it.
import type { CodeName } from '../../../machines/codes.ts';
import type { Act } from '../../../machines/lifecycle.ts';
import type { Criterion } from './criteria.ts';

/** Version of the JSON form of a suite. */
export const suiteVersion = 1;

/** One step: the client calls, the world acts (an answer is an act), or time passes. */
export interface SuiteStep {
  readonly by: Act['by'] | 'time';
  /** The client that calls or is affected, if a model has several clients. */
  readonly client?: string;
  /** A call, a cause, or a timer: `'login'`, `'reply.tokenExpired'`, `'after noAck'`. */
  readonly do: string;
  /** The statechart that it acts on: `'query'`. */
  readonly part: string;
  /**
   * The arguments as a subject takes them; a login's token is one of `tokenWords`, a body of null
   * stands for one that is too large.
   */
  readonly args?: Readonly<Record<string, unknown>>;
  /** How long after the previous step, in virtual milliseconds. */
  readonly waitMs: number;
  readonly expect: {
    /** The statecharts whose state has changed, with their new states. */
    readonly state?: Readonly<Record<string, string>>;
    /** What the application hears, in order. */
    readonly callbacks?: readonly { readonly name: string; readonly code?: CodeName }[];
  };
  /** Rows of the specification that it takes. */
  readonly rows: readonly string[];
}

/** A path that starts with a fresh client. */
export interface SuitePath {
  /** `'codes/LOGIN_E_TOKENEXPIRED'`, `'codes/1'`. */
  readonly id: string;
  /** The codes that it raises, in order, each once. */
  readonly codes: readonly CodeName[];
  readonly steps: readonly SuiteStep[];
}

/** The reasons why an item cannot be covered. */
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
   * `unreachable`: no sequence of steps leads there; `guard`: its event comes, but its guard is
   * never true (or an earlier one always is); `timing`: steps lead there, but no timing allows
   * them; `timing, by search`: none was found; `legacy`: deprecated codes are off. For the user's
   * own machine also `payload`: no event has the data that is read; `error`: its event
   * throws.
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
  /** The steps of all paths, plus one for each restart. */
  readonly steps: number;
  /** No suite has fewer steps, even if time is ignored. */
  readonly lowerBound: number;
  /**
   * `exact`: the suite has exactly as many steps as the bound, and is optimal; otherwise how the
   * bound was found.
   */
  readonly boundIs: 'exact' | 'lp' | 'trivial';
  /** For `edges`: the optimum over every edge, ignoring time. */
  readonly untimedSteps?: number;
  /** False if the model was too large to explore completely. */
  readonly complete: boolean;
  /** For `pairs`, `triples` and `edges` a path ends after 2,000 steps, unless an item needs more. */
  readonly paths: readonly SuitePath[];
}
