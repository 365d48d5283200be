// What the tables say of 1.4.0, row by row, and how a story that was compared with the real SDK shows it.
import type { cells } from '../cells.ts';

/** What a log has to hold. A line is given as it is, with its time or without, or by how it begins. */
export interface Shows {
  /** Lines that come, in this order. */
  readonly hears?: readonly string[];
  /** What no line holds. */
  readonly never?: readonly string[];
  /** The states of the sessions at the end. */
  readonly states?: readonly number[];
  /** The states of the channels at the end: `'lobby:joined'`. */
  readonly channels?: string;
  /** Errors that nobody caught. @default 0 */
  readonly uncaught?: number;
}

/** A row: where it stands, what it says of 1.4.0, and in which story it is shown. */
export type Row = readonly [at: string, says: string, cell: keyof typeof cells, shows: Shows];

/** A row that no story can show on both, and why. */
export type Hidden = readonly [at: string, says: string, why: string];

const success = 'session 0 onLoginSuccess';

/** Nothing is heard of any session. */
export const silence: readonly string[] = [' onLogin', ' onLogout'];

/** The session is in, and the only other thing that is heard of a session is this. */
export const afterLogin = (...hears: readonly string[]): readonly string[] => [success, ...hears];
