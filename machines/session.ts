// How the lifecycles of one client hear about each other. It is pure, and both the world and the
// explorer use it, so that there is only one version.
//
// Down: the login lifecycle emits events, which the other parts hear in a fixed order.
// Up: a client's call is given what the client knows at that moment.
import { worded, type Known } from './facts.ts';
import { happens } from './lifecycle.ts';
import type { Effect, SessionWord } from './row.ts';
import { memberships, type Membership } from './membership.ts';

/**
 * Which parts hear an event of the session, in this order: messages (oldest first), queries,
 * requests, calls, channel. The session's own callback follows, because the event comes before it.
 *
 * @source decisions.md A, "Order at the end of a session"
 * @source choice: requests without a failure callback (G1) come after the queries, which are
 * similar.
 */
export const listeners = ['message', 'query', 'request', 'caller', 'callee', 'channel'] as const;

/** A session as the other parts see it: none, open, or without its connection. */
export type SessionPhase = 'out' | 'in' | 'lost';

/** Whether an effect is an event for the other parts. */
export const isWord = (effect: Effect): effect is SessionWord =>
  effect.type !== 'callback' && effect.type !== 'request';

/** The phase after a session event; undefined if the event cannot happen. */
export function phaseAfter(
  phase: SessionPhase,
  word: SessionWord['type'],
): SessionPhase | undefined {
  switch (word) {
    case 'session.opened':
      return phase === 'out' ? 'in' : undefined;
    case 'session.lost':
      return phase === 'in' ? 'lost' : undefined;
    case 'session.restored':
      return phase === 'lost' ? 'in' : undefined;
    case 'session.ended':
      return phase === 'out' ? undefined : 'out';
  }
}

/** The phase of a session, from the state of its login. While logging out, it is still open. */
export function phaseOf(login: string): SessionPhase {
  if (login === 'loggedIn' || login.startsWith('loggingOut')) return 'in';
  return login.startsWith('reconnecting') ? 'lost' : 'out';
}

/**
 * Whether a request has no failure callback of its own, so that a request of the login lifecycle
 * (G1) accompanies it and reports its failure: a callee's answer to a call.
 */
export const isFollowed = (name: string): boolean => name === 'accept' || name === 'refuse';

/**
 * A session event as the parts hear it: a restored session also says what happened to the
 * membership (C18).
 */
export function hear(word: SessionWord, membership: Membership = 'kept') {
  return word.type === 'session.restored' ? { ...word, membership } : word;
}

/** What the parts are told about a session event. */
export const wordFacts = {
  'session.restored': worded('session.restored', 'membership'),
  'session.ended': worded('session.ended', 'by'),
};

/** The session events, for parts that are modelled without a login and hear them from the world. */
export const sessionActs = happens(
  'session.opened',
  'session.lost',
  ...memberships.map((membership) => ({ type: 'session.restored', membership })),
  { type: 'session.ended', by: 'user' },
  { type: 'session.ended', by: 'service' },
  { type: 'session.ended', by: 'network' },
);

/** What a client knows about itself, from the states of its login and channel. */
export const knownBy = (
  login: { readonly value: unknown },
  channel?: { readonly value: unknown; readonly context: { readonly channel: string } },
): Known => {
  const name = channel?.value === 'joined' ? channel.context.channel : '';
  if (name !== '') return { loggedIn: login.value === 'loggedIn', channel: name };
  return login.value === 'loggedIn' ? inside : outside;
};

const outside: Known = { loggedIn: false, channel: '' };
const inside: Known = { loggedIn: true, channel: '' };
