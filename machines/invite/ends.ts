/**
 * The other party of the calls in a model. An address does not say which end is meant; if both ends
 * had a call at the same address, hanging up would end both. So each end has its own.
 */
export const ends = {
  caller: { channel: 'lobby', peer: 'bob' },
  callee: { channel: 'lobby', peer: 'carol' },
} as const;

/**
 * The other party in the model of two clients: there is one call between them, and each has one
 * end.
 */
export const pairEnds: Readonly<Record<keyof typeof ends, Readonly<Record<string, string>>>> = {
  caller: { channel: 'lobby', peer: 'bob' },
  callee: { channel: 'lobby', peer: 'alice' },
};
