import { UsageError } from '../base/errors.ts';

/** How often the application may run without time passing, before the world stops it. */
export const standstill = 100_000;

/** What the world says then. */
export const standstillError = (at: number): UsageError =>
  new UsageError(
    'world.standstill',
    `world.advance: your client ran ${standstill} times at ${at} ms, and time does ` +
      'not pass. One of its handlers keeps calling something that answers at once.',
  );

/** Counts how often the application runs while time stands still. */
export class Stillness {
  #at: number;
  #count = 0;

  /** @param at virtual milliseconds */
  constructor(at: number) {
    this.#at = at;
  }

  /** The application runs, or may have run. */
  count(now: number): void {
    if (now > this.#at) [this.#at, this.#count] = [now, 0];
    this.#count += 1;
  }

  /** @throws {UsageError} when that was too often */
  check(): void {
    if (this.#count > standstill) throw standstillError(this.#at);
  }
}
