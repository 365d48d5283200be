// How to write a transition: rows, effects, and the one helper that builds it.
//
// A transition names its row of the specification and lists its effects. The helper turns the list
// into both the actions that run and the `meta` that the model reads, so the two cannot differ.
// Effects are static: arguments that vary (channel, peer, number of the retry) are added outside.
import { emit } from 'xstate';
import type { CodeName } from './codes.ts';

/** An emission to the application: `{ type: 'callback', name: 'onLogout', code: 'LOGOUT_E_NET' }`. */
export type Callback =
  | { readonly type: 'callback'; readonly name: string; readonly code: CodeName }
  | { readonly type: 'callback'; readonly name: string };

/** An emission to the service: the client sends a request. */
export interface Request {
  readonly type: 'request';
  /** What it asks for: a key of the `asks` of its lifecycle, `'lookup'` or `'connect'`. */
  readonly name: string;
}

/**
 * How a session ended: by the user's own logout, by the service, or by the network.
 *
 * @source decisions.md A, C16/C20: `network` is what gives 604, the other two give 603
 */
export type SessionEnd = 'user' | 'service' | 'network';

/** An event of the login lifecycle that the other lifecycles hear. */
export type SessionWord =
  | { readonly type: 'session.opened' }
  | { readonly type: 'session.lost' }
  | { readonly type: 'session.restored' }
  | { readonly type: 'session.ended'; readonly by: SessionEnd };

/** Anything that a transition emits. */
export type Effect = Callback | Request | SessionWord;

/** What the model knows about a transition: its row, its codes, and whether it represents them. */
export interface RowMeta {
  /** A row of the specification: `'L10'`. */
  readonly row: string;
  /** The codes that the transition emits, in order. */
  readonly codes: readonly CodeName[];
  /** The effects, in order; what the actions of the transition emit. */
  readonly effects: readonly Effect[];
  /** True if this transition is the representative of its code (decisions.md B). */
  readonly primary?: true;
}

/** Sends a request. */
export const ask = (name: string): Effect => ({ type: 'request', name });

/** Tells the other lifecycles that the session has ended. */
export const end = (by: SessionEnd): Effect => ({ type: 'session.ended', by });

interface RowOptions<Guard extends string, Target extends string, Name extends string> {
  /** The state it leads to; if left out, the state stays and its timers keep running. */
  readonly to?: Target;
  /** The name of its guard. */
  readonly when?: Guard;
  /** Names of assignments, made before the effects. */
  readonly set?: readonly Name[];
  /** What it emits, in order. */
  readonly gives?: readonly Effect[];
  /** Events that the machine gives itself afterwards. */
  readonly raise?: readonly unknown[];
  /** This transition represents its code (decisions.md B). */
  readonly primary?: true;
  /** Leaves and re-enters the state although the target is an ancestor: this restarts its timers. */
  readonly reenter?: true;
}

/**
 * Builds one transition: `row('L20', { to: 'loggedOut', gives: [end('user'), say('onLogout',
 * 'LOGOUT_E_USER')] })`.
 *
 * `row` is the key of the specification's tables; several transitions may share one.
 */
export function row<
  const Guard extends string = never,
  const Target extends string = never,
  const Name extends string = never,
>(id: string, options: RowOptions<Guard, Target, Name> = {}) {
  const { to, when, set = [], gives = [], raise = [], primary, reenter } = options;
  const meta: RowMeta = {
    row: id,
    codes: gives.flatMap((effect) =>
      effect.type === 'callback' && 'code' in effect ? [effect.code] : [],
    ),
    effects: gives,
    ...(primary && { primary }),
  };
  return {
    ...(to !== undefined && { target: to }),
    ...(when !== undefined && { guard: when }),
    ...(reenter && { reenter }),
    // Built-in actions are functions; what XState adds to their types is not needed here.
    actions: [
      ...set,
      ...([...gives.map((effect) => emit(effect)), ...raise] as (() => void)[]),
    ] as readonly (NoInfer<Name> | (() => void))[],
    meta,
  };
}
