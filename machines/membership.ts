/**
 * What the service says about a membership when a session is back: kept, expired with the presence,
 * dropped without a notice, or gone because the channel or the member was removed.
 *
 * @source C18, C19, C15b
 */
export const memberships = ['kept', 'expired', 'dropped', 'destroyed', 'removed'] as const;

/** One of `memberships`. */
export type Membership = (typeof memberships)[number];
