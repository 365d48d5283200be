import type { Timing } from '../lifecycle.ts';

/** Delays of the login lifecycle. */
export const loginTiming = {
  lookup: { ms: 10_000, source: 'L4: two tries of 5 s each (W140); native takes the same' },
  connect: { ms: 6_000, source: 'L5: socket open limit (W140); native takes the same' },
  loginReply: { ms: 10_000, source: 'decisions.md A, L4 to L7' },
  logoutAck: { ms: 10_000, source: 'decisions.md A, L20b' },
  backoff: {
    ms: [200, 400, 800, 1600, 2000],
    source: 'Q17: the web back-off (W140), there is no native data',
  },
  retryWindow: { ms: 30_000, source: 'login2: 30 s and 3 tries by default (AND, LNX), L8, L27' },
} as const satisfies Timing;

/** Retries after the first attempt, if `login2` gives no number. @source LC 1.2, D-21 */
export const retryCountDefault = 3;
