/**
 * Whom the calls of a model are with. An address names no end, so that a call to an address where both
 * ends have one would end both: each has its own.
 */
export const ends = {
  caller: { channel: 'lobby', peer: 'bob' },
  callee: { channel: 'lobby', peer: 'carol' },
} as const;

/** Whom the call of two clients is with: there is one between them, and each has its end. */
export const pairEnds: Readonly<Record<keyof typeof ends, Readonly<Record<string, string>>>> = {
  caller: { channel: 'lobby', peer: 'bob' },
  callee: { channel: 'lobby', peer: 'alice' },
};
