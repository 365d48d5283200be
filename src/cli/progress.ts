// Work that takes longer than a second says on a terminal how far it has come: one line on standard
// error, written over itself, and gone when the work is done. Every command uses this.
import { fit } from '../base/columns.ts';
import type { OnProgress } from '../base/progress.ts';

/** A terminal, or what stands in for one. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Milliseconds of work before the first word about it, and between two. */
const quietMs = 1_000;
const everyMs = 100;

/** The line of a terminal that tells of progress. */
export interface ProgressLine {
  /** Says how far the work has come; called as often as is handy. */
  readonly tell: OnProgress;
  /** Takes the line away: before anything else is written, and at the end. */
  clear(): void;
}

const grouped = (value: number): string => value.toLocaleString('en-US');

/** `exploring states: 12,288`, or `auditing, case: 30 of 176`. */
const textOf = (what: string, done: number, all?: number): string =>
  `${what}: ${grouped(done)}${all === undefined ? '' : ` of ${grouped(all)}`}`;

/** Makes the line; where `terminal` is none, it says nothing. `now` gives milliseconds. */
export function progressLine(
  terminal: Terminal,
  now: () => number = () => performance.now(),
): ProgressLine {
  let nextMs = now() + quietMs;
  let isShown = false;
  const clear = (): void => {
    if (isShown) terminal.write('\r\u001B[K');
    isShown = false;
  };
  const tell: OnProgress = (what, done, all) => {
    if (terminal.isTTY !== true) return;
    const at = now();
    if (at < nextMs) return;
    nextMs = at + everyMs;
    const width = Math.max(8, (terminal.columns || 80) - 1);
    terminal.write(`\r\u001B[K${fit(textOf(what, done, all), width).trimEnd()}`);
    isShown = true;
  };
  return { tell, clear };
}
