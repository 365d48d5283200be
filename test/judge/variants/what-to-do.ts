// What the careful variants agree on: what a code that ended a login or a session asks for.

/** `over`: as it was wanted; `person`: nothing will change by itself; `fresh`: a fresh token; else again. */
export type Next = 'over' | 'person' | 'fresh' | 'again';

const over = new Set([101, 108, 203, 208]);
const person = new Set([103, 106, 107, 205, 206, 207, 209]);

export const nextAfter = (code: number): Next => {
  if (over.has(code)) return 'over';
  if (person.has(code)) return 'person';
  return code === 105 || code === 204 ? 'fresh' : 'again';
};

/** Growing, with jitter above half, up to a cap. */
export const backOff = (tries: number, firstMs: number, capMs: number): number => {
  const ms = Math.min(firstMs * 2 ** tries, capMs);
  return ms / 2 + (ms / 2) * Math.random();
};
