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
