/**
 * What the service says of a membership when a session is back: still there, run out with the
 * presence, dropped without a word, or gone because the channel or the member was removed.
 *
 * @source C18, C19, C15b
 */
export const memberships = ['kept', 'expired', 'dropped', 'destroyed', 'removed'] as const;

/** A word of `memberships`. */
export type Membership = (typeof memberships)[number];
