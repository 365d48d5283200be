import type { Timing } from '../lifecycle.ts';

/** Delays of the channel lifecycle. Nothing is documented; the web SDK waits forever. */
export const channelTiming = {
  joinReply: { ms: 10_000, source: 'C6, Q4 (choice: 10 s)' },
  leaveReply: { ms: 10_000, source: 'C12, Q4 (choice: 10 s)' },
} as const satisfies Timing;

/** Delays of the user-count query. */
export const queryTiming = {
  queryReply: { ms: 10_000, source: 'Q3, Q4 (choice: 10 s)' },
} as const satisfies Timing;
