import type { CodeName } from '../../machines/codes.ts';
import type { PartName } from '../../machines/lifecycles.ts';
import type { Details } from '../../machines/callbacks.ts';
import type { Ruling } from './ruling.ts';

/** Something that reaches the application: a callback, its code if its signature has one. */
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
  /** The rule's doing that it comes of. */
  readonly ruling?: Ruling;
}

/** How a call is made, besides what it says. */
export interface How {
  /** Set where a rule makes the call, not the application. */
  readonly by?: 'rule';
  /** What the rule makes the call for. */
  readonly ruling?: Ruling;
  /** Comes back with whatever the call leads to. */
  readonly ref?: unknown;
  /** The one statechart that it is for, of a call for which there are several. */
  readonly part?: 'caller' | 'callee';
  /** True for a call through something that is over: it meets a state in which nothing is. */
  readonly isStale?: boolean;
  /** False where the caller's session is over, though the client may be in another. */
  readonly loggedIn?: false;
}

/** Finds what the application has set for a delivery; undefined where it has set nothing. */
export type Listener = (delivery: Delivery) => (() => unknown) | undefined;
