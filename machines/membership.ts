/**
 * What the service says of a membership when a session is back: still there, run out with the
 * presence, dropped without a word, or gone because the channel or the member was removed.
 *
 * @source C18, C19, C15b
 */
export type Membership = 'kept' | 'expired' | 'dropped' | 'destroyed' | 'removed';
