import type { CodeName } from '../../machines/codes.ts';
import type { PartName } from '../../machines/lifecycles.ts';
import type { Details } from '../../machines/callbacks.ts';
import type { Ruling } from './ruling.ts';

/** Something that reaches the application: a callback, with its code if its signature has one. */
export interface Delivery {
  readonly name: string;
  readonly code?: CodeName;
  readonly details: Details;
  /** Whose it is: the `ref` that came with the call that led here. */
  readonly ref?: unknown;
  /** The `ref` of the login that the client was in. */
  readonly session?: unknown;
  /** Which of a client's parts it comes from. */
  readonly part?: PartName;
  /** The event that led to it: `'reply.refused'`. */
  readonly cause?: string;
  /** The ruling that caused it. */
  readonly ruling?: Ruling;
}

/** How a call is made, apart from its arguments. */
export interface How {
  /** Set if a rule makes the call, not the application. */
  readonly by?: 'rule';
  /** The ruling that the rule makes the call for. */
  readonly ruling?: Ruling;
  /** Comes back with whatever the call leads to. */
  readonly ref?: unknown;
  /** Which statechart the call is for, if there are several. */
  readonly part?: 'caller' | 'callee';
  /** True for a call through something that is over: it goes to a fresh statechart. */
  readonly isStale?: boolean;
  /** False if the caller's session is over, though the client may be in another. */
  readonly loggedIn?: false;
}

/** Finds the handler that the application has set for a delivery; undefined if it has set none. */
export type Listener = (delivery: Delivery) => (() => unknown) | undefined;
