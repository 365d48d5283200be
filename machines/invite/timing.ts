import type { Timing } from '../lifecycle.ts';

/** Delays of the invite lifecycle; `_timeout` comes with the invitation itself. */
export const inviteTiming = {
  noAck: { ms: 20_000, source: 'I7, D-24: one timer for "offline" and "no acknowledgement"' },
  notReceived: { ms: 30_000, source: 'I8, D-25 (FAQ-A); never beats noAck by default' },
} as const satisfies Timing;
