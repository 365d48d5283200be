import type { Timing } from '../lifecycle.ts';

/** Delays of the messaging lifecycle. */
export const messageTiming = {
  sendReply: { ms: 10_000, source: 'M7, Q4 (choice: 10 s)' },
} as const satisfies Timing;
