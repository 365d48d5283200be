// How the lifecycles of one client hear of each other. Pure: the world and the explorer both wire
// with it, so that there is one truth.
//
// Down: the login lifecycle gives off words, which the other parts hear in a fixed order.
// Up: a client's call is briefed with what the client knows at that moment.
import { worded, type Known } from './facts.ts';
import { happens } from './lifecycle.ts';
import type { Effect, SessionWord } from './row.ts';
import { memberships, type Membership } from './membership.ts';

/**
 * Who hears a word of the session, in this order: messages (oldest first), queries, requests,
 * calls, channel. The session's own callback follows, because the word stands before it.
 *
 * @source decisions.md A, "Order at the end of a session"
 * @source choice: requests without a failure callback (G1) stand behind the queries, their like.
 */
export const listeners = ['message', 'query', 'request', 'caller', 'callee', 'channel'] as const;

/** A session as the parts that hear of it see it: not there, there, or without its line. */
export type SessionPhase = 'out' | 'in' | 'lost';

/** Whether an effect is a word for the other parts. */
export const isWord = (effect: Effect): effect is SessionWord =>
  effect.type !== 'callback' && effect.type !== 'request';

/** The phase after a word; undefined where the word cannot be said. */
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

/** How a session stands, from the state of its login. On the way out it is still there. */
export function phaseOf(login: string): SessionPhase {
  if (login === 'loggedIn' || login.startsWith('loggingOut')) return 'in';
  return login.startsWith('reconnecting') ? 'lost' : 'out';
}

/**
 * Whether a request has no failure callback of its own, so that a request of the login lifecycle
 * (G1) goes with it and speaks for it: a callee's answer to a call.
 */
export const isFollowed = (name: string): boolean => name === 'accept' || name === 'refuse';

/** A word as the parts hear it: a session that is back says what became of the membership (C18). */
export function hear(word: SessionWord, membership: Membership = 'kept') {
  return word.type === 'session.restored' ? { ...word, membership } : word;
}

/** What the parts are told of a word. */
export const wordFacts = {
  'session.restored': worded('session.restored', 'membership'),
  'session.ended': worded('session.ended', 'by'),
};

/** The words of the session as parts that have no login beside them hear them from the world. */
export const sessionActs = happens(
  'session.opened',
  'session.lost',
  ...memberships.map((membership) => ({ type: 'session.restored', membership })),
  { type: 'session.ended', by: 'user' },
  { type: 'session.ended', by: 'service' },
  { type: 'session.ended', by: 'network' },
);

/** What a client knows of itself, from the states of its login and channel. */
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
