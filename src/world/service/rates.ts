import type { Clock } from '../clock.ts';

/** Messages per second of one user, and of one channel. @source LC 2.6, D-28 */
export const ratesMax = { user: 60, channel: 200 } as const;

/** Counts messages by the second; those over the rate are accepted and dropped (M10). */
export class Rates {
  readonly #clock: Clock;
  readonly #counts = new Map<string, { second: number; count: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one message; returns whether it is over the rate. */
  isOver(kind: keyof typeof ratesMax, name: string): boolean {
    const second = Math.floor(this.#clock.now / 1000);
    const key = `${kind}\n${name}`;
    const known = this.#counts.get(key);
    if (known === undefined) {
      this.#counts.set(key, { second, count: 1 });
      return false;
    }
    if (known.second !== second) {
      known.second = second;
      known.count = 0;
    }
    known.count += 1;
    return known.count > ratesMax[kind];
  }
}
