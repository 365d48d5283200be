import { UsageError } from '../base/errors.ts';

/** Times that the application may run without time passing, before the world says so. */
export const standstill = 100_000;

/** What the world says then. */
export const standstillError = (at: number): UsageError =>
  new UsageError(
    'world.standstill',
    `world.advance: your client ran ${standstill} times at ${at} ms, and time does ` +
      'not pass. A handler of it calls what answers at once, again and again.',
  );
