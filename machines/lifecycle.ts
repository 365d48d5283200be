// What every lifecycle is made of: rows, effects, and the one helper that writes a transition.
//
// A transition names its row of the specification and lists its effects. The helper turns the list
// into both the actions that run and the `meta` that the model reads, so the two cannot differ.
// Effects are static: arguments that change (channel, peer, number of the retry) are added outside.
import { emit, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';
import type { CodeName, CodeOf, Text } from './codes.ts';

/**
 * Callbacks whose signature has an `ecode`, and the codes that each may carry.
 *
 * @source LC 1.2, 3
 */
export interface CodedCallbacks {
  readonly onLoginFailed: CodeOf<'login'>;
  readonly onLogout: CodeOf<'logout'>;
  readonly onChannelJoinFailed: CodeOf<'join'>;
  readonly onChannelLeaved: CodeOf<'leave'>;
  readonly onChannelQueryUserNumResult: CodeOf<'query' | 'success'>;
  readonly onMessageSendError: CodeOf<'message'>;
  readonly onInviteFailed: CodeOf<'invite'>;
  readonly onError: CodeOf<'general'>;
}

/**
 * Callbacks that tell of a change of state and carry no code.
 *
 * @source LC 1.2
 */
export const plainCallbacks = [
  'onLoginSuccess',
  'onReconnecting',
  'onReconnected',
  'onChannelJoined',
  'onChannelUserList',
  'onChannelUserJoined',
  'onChannelUserLeaved',
  'onChannelAttrUpdated',
  'onMessageSendSuccess',
  'onMessageInstantReceive',
  'onMessageChannelReceive',
  'onInviteReceived',
  'onInviteReceivedByPeer',
  'onInviteAcceptedByPeer',
  'onInviteRefusedByPeer',
  'onInviteEndByPeer',
  'onInviteEndByMyself',
] as const;

/** A callback without a code: `onReconnecting`, `onChannelJoined`, ... */
export type PlainCallback = (typeof plainCallbacks)[number];

/** A callback that a machine may emit. */
export type CallbackName = keyof CodedCallbacks | PlainCallback;

/** An emission to the application: `{ type: 'callback', name: 'onLogout', code: 'LOGOUT_E_NET' }`. */
export type Callback =
  | {
      [N in keyof CodedCallbacks]: {
        readonly type: 'callback';
        readonly name: N;
        readonly code: CodedCallbacks[N];
      };
    }[keyof CodedCallbacks]
  | { readonly type: 'callback'; readonly name: PlainCallback };

/** What a client asks of the service, or of the line that leads there. */
export type RequestName =
  | 'lookup'
  | 'connect'
  | 'login'
  | 'logout'
  | 'hangUp'
  | 'join'
  | 'leave'
  | 'query'
  | 'message'
  | 'invite'
  | 'withdraw'
  | 'end'
  | 'acknowledge'
  | 'accept'
  | 'refuse'
  | 'other';

/** An emission to the service: the client sends a request. */
export interface Request {
  readonly type: 'request';
  readonly name: RequestName;
}

/**
 * How a session ended: by the user's own logout, by the service, or by the network.
 *
 * @source decisions.md A, C16/C20: `network` is what gives 604, the other two give 603
 */
export type SessionEnd = 'user' | 'service' | 'network';

/** A word of the login lifecycle that the other lifecycles hear. */
export type SessionWord =
  | { readonly type: 'session.opened' }
  | { readonly type: 'session.lost' }
  | { readonly type: 'session.restored' }
  | { readonly type: 'session.ended'; readonly by: SessionEnd };

/** Anything that a transition gives off, in order. */
export type Effect = Callback | Request | SessionWord;

/** What the model knows of a transition: its row, its codes, and whether it represents them. */
export interface RowMeta {
  /** A row of the specification: `'L10'`. */
  readonly row: string;
  /** The codes that the transition emits, in order. */
  readonly codes: readonly CodeName[];
  /** The effects, in order; what the actions of the transition emit. */
  readonly effects: readonly Effect[];
  /** True where this transition is the representative of its code (decisions.md B). */
  readonly primary?: true;
}

/** Emits a callback. A code that the documents do not give to this callback does not compile. */
export function say<N extends keyof CodedCallbacks>(name: N, code: CodedCallbacks[N]): Effect;
export function say(name: PlainCallback): Effect;
export function say(name: CallbackName, code?: CodeName): Effect {
  return (code === undefined
    ? { type: 'callback', name }
    : { type: 'callback', name, code }) as unknown as Callback; // The overloads pair them.
}

/** Sends a request. */
export const ask = (name: RequestName): Effect => ({ type: 'request', name });

/** Tells the other lifecycles that the session has ended. */
export const end = (by: SessionEnd): Effect => ({ type: 'session.ended', by });

interface RowOptions<Guard extends string, Target extends string, Name extends string> {
  /** The state it leads to; without one, the state stays and its timers go on. */
  readonly to?: Target;
  /** The name of its guard. */
  readonly when?: Guard;
  /** Names of assignments, made before the effects. */
  readonly set?: readonly Name[];
  /** What it gives off, in order. */
  readonly gives?: readonly Effect[];
  /** Events that the machine gives itself afterwards. */
  readonly raise?: readonly unknown[];
  /** This transition represents its code (decisions.md B). */
  readonly primary?: true;
  /** Leave and enter again although the target is an ancestor: starts its timers anew. */
  readonly reenter?: true;
}

/**
 * Writes one transition: `row('L20', { to: 'loggedOut', gives: [end('user'), say('onLogout', 'LOGOUT_E_USER')] })`.
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
    // Built-in actions are functions; what XState adds to their types only gets in the way here.
    actions: [
      ...set,
      ...([...gives.map((effect) => emit(effect)), ...raise] as (() => void)[]),
    ] as readonly (NoInfer<Name> | (() => void))[],
    meta,
  };
}

/** What a duration of the specification is, and where it comes from. */
export interface Delay {
  /** Milliseconds; a list holds one number per repetition, the last one staying. */
  readonly ms: number | readonly number[];
  readonly source: string;
}

/** The named delays of a machine: `{ joinReply: { ms: 10_000, source: '...' } }`. */
export type Timing = Readonly<Record<string, Delay>>;

/** Milliseconds of a named delay, at its n-th repetition (from 0). */
export function msOf(timing: Timing, name: string, repetition = 0): number {
  const ms = timing[name]?.ms ?? 0;
  return typeof ms === 'number' ? ms : (ms[Math.min(repetition, ms.length - 1)] ?? 0);
}

/** One concrete event that somebody may give a machine. */
export interface Act {
  /** Who acts: the client calls, the world answers or misbehaves. */
  readonly by: 'client' | 'world';
  readonly event: { readonly type: string; readonly [argument: string]: unknown };
  /** What a client's call is given, in the words of a subject; without it, the event's own arguments. */
  readonly args?: Readonly<Record<string, unknown>>;
  /** When the model offers it. @default always */
  readonly when?: (snapshot: AnyMachineSnapshot) => boolean;
}

/** A client's call, as an act: `calls({ type: 'logout' })`. */
export const calls = (
  event: Act['event'],
  more: Readonly<Pick<Act, 'args' | 'when'>> = {},
): Act => ({ by: 'client', event, ...more });

/** Things that the world may do, as acts: `happens('reply.ok', 'reply.refused')`. */
export const happens = (...events: readonly (string | Act['event'])[]): readonly Act[] =>
  events.map((event) => ({
    by: 'world',
    event: typeof event === 'string' ? { type: event } : event,
  }));

/** Something that the world may do where a condition holds. */
export const happensWhen = (when: NonNullable<Act['when']>, type: string): Act => ({
  by: 'world',
  event: { type },
  when,
});

/** What a statechart means, in words. A test finds a missing text. */
export interface Story {
  /** States by path, compound ones too: `'loggingIn'`, `'loggingIn.resolving'`. */
  readonly states: Readonly<Record<string, Text>>;
  /**
   * Rows in one sentence each: what happens and why. Where a row has transitions that one sentence
   * does not fit, a key of row and event says more: `'L1 lookup.answered'`, `'L27 after backoff'`.
   */
  readonly rows: Readonly<Record<string, Text>>;
  /** Events in a few words, timers as `'after noAck'`. */
  readonly events: Readonly<Record<string, Text>>;
}

/** One statechart of a lifecycle. */
export interface Part {
  /** The machine's id: `'caller'`. */
  readonly name: string;
  readonly machine: AnyStateMachine;
  readonly timing: Timing;
  /** Delays in milliseconds, for XState, made from a timing in which the user changed some. */
  readonly delays: (timing: Timing) => Readonly<Record<string, unknown>>;
  /** The events that the model offers, argument cases included. */
  readonly acts: readonly Act[];
  /**
   * Two names, of which only the difference matters: a model keeps one of them, and says when they
   * change places. `key` is where the context has it; acts have it among their arguments.
   */
  readonly alike?: { readonly key: string; readonly names: readonly [string, string] };
  /** Events that come at once wherever it waits for them: phases that a reduced model does not have. */
  readonly atOnce?: readonly string[];
  readonly story: Story;
}

/** A part with some of its durations changed: `retimed(part, { noAck: 40_000 })`. */
export function retimed(part: Part, changes: Readonly<Record<string, number>>): Part {
  const { machine, timing, delays } = part;
  if (!Object.keys(timing).some((delay) => delay in changes)) return part;
  const mine: Timing = Object.fromEntries(
    Object.entries(timing).map(([delay, { ms, source }]) => [
      delay,
      { ms: changes[delay] ?? ms, source },
    ]),
  );
  const own = delays(mine) as Record<string, number>;
  return { ...part, timing: mine, machine: machine.provide({ delays: own }) };
}

/** A lifecycle: one or more statecharts about one noun. */
export interface Lifecycle {
  readonly name: string;
  readonly title: Text;
  readonly parts: readonly Part[];
}
